"""What waits for the secretariat in the plan: one query, whatever and however much it is."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import Role, actor
from roundtable.kernel.base.once import one_request
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Correction, Corrigendum
from roundtable.operations.plan.queries.waiting_office import waiting_for_the_office
from roundtable.operations.plan.queries.waiting_reports import reports_for_party
from roundtable.operations.plan.services import packs
from tests.factories.packs import small_year
from tests.factories.parties import PartyFactory
from tests.factories.reports import complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_told_in_one_query_however_much_waits(count, now, django_assert_num_queries):
    office, speaker = person(Role.SECRETARIAT), person(Role.CONTACT_POINT, "GE")
    small_year()
    pack = packs.publish(packs.freeze(2026, by=office, at=now), by=office, at=now)
    for number in range(count):
        moment = now - timedelta(days=number)
        report = complete(stage=Stage.ACCEPTED, party=PartyFactory(code=f"X{number}"))
        Correction.objects.create(report=report, reason="A slip.", asked_at=moment, asked_by=speaker)
        Corrigendum.objects.create(pack=pack, figures=f"I.{number}", wrong="2", right="3", proposed_at=moment)
    complete(stage=Stage.SUBMITTED, submitted_at=now, party=PartyFactory(code="X9"))
    with one_request():
        actor(office, now)
        names()  # every page knows the dialogue and its Parties
        with django_assert_num_queries(1):
            found = list(waiting_for_the_office(office, now))
    kinds = [one.kind for one in found]
    assert kinds == ["plan.review", *["plan.correction"] * count, *["plan.corrigendum"] * count]
    assert found[-1].title == "Corrigendum to the monitoring pack 2026-1"
    due = localtime(found[-1].due)
    assert (due.date(), due.minute, due.second) == ((now + timedelta(days=11 - count)).date(), 0, 0)
    assert all("A slip." not in one.detail for one in found), "what a Party says stands on the page of its report"


def test_a_party_finds_what_was_opened_for_its_correction(now):
    speaker = person(Role.CONTACT_POINT, "GE")
    report = complete(stage=Stage.ACCEPTED)
    wish = Correction.objects.create(
        report=report, reason="A slip.", asked_at=now, asked_by=speaker, stage=Correction.Stage.OPEN, decided_at=now
    )
    (waits,) = reports_for_party(speaker, now)
    assert (waits.kind, waits.object_id) == ("plan.correction", str(wish.pk))
    assert waits.title.startswith("Enter the correction of ")
    assert waits.due.date() == (now + timedelta(days=14)).date()
    assert list(reports_for_party(person(Role.CONTACT_POINT, "AM"), now)) == []

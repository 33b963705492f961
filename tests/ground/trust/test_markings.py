"""One person raises a marking; two lower it, in time; a copy never stands below its source."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from roundtable.ground.trust import services
from roundtable.ground.trust.domain.marking import TIME_TO_CONFIRM, Marking
from roundtable.ground.trust.models import Entry, Lowering, Role
from roundtable.ground.trust.queries.markings import marking_address, proposal_for
from roundtable.ground.trust.queries.second_person import waiting_for_a_second_person
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed
from roundtable.kernel.notices.models import Notice
from roundtable.operations.plan.models import Report
from tests.factories.reports import complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return complete(party__code="GE", stage=Report.Stage.ACCEPTED, marking="LIMITE")


@pytest.fixture
def speaker():
    return person(Role.CONTACT_POINT, "GE")


@pytest.fixture
def office():
    return person(Role.SECRETARIAT)


def marking_of(report):
    return Report.objects.get(pk=report.pk).marking


def test_two_people_lower_a_marking_and_history_names_both(report, speaker, office, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    assert marking_of(report) == "LIMITE"
    services.confirm_lowering(proposal, report, by=office, at=now + timedelta(days=1))
    assert marking_of(report) == ""
    entry = Entry.objects.get(happened="trust.marking-lowered")
    assert (entry.by, entry.after["proposed by"], entry.kept_to) == (office, speaker.pk, "both")
    assert (entry.before["marking"], entry.after["marking"]) == ("LIMITE", "PARTIES")


def test_whoever_proposed_does_not_confirm(report, speaker, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    with pytest.raises(NotAllowed):
        services.confirm_lowering(proposal, report, by=speaker, at=now)
    assert marking_of(report) == "LIMITE"


def test_the_database_keeps_the_two_people_apart(report, speaker, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lowering.objects.filter(pk=proposal.pk).update(decided_by=speaker, decided_at=now, confirmed=True)


def test_what_waited_too_long_is_dead_and_makes_room_for_another(report, speaker, office, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    late = now + TIME_TO_CONFIRM
    with pytest.raises(Collision):
        services.confirm_lowering(proposal, report, by=office, at=late)
    again = services.propose_lowering(report, Marking.PARTIES, "Still so.", by=speaker, at=late)
    assert proposal_for(report) == again


def test_what_was_refused_stays_refused(report, speaker, office, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    services.refuse_lowering(proposal, report, by=office, at=now)
    with pytest.raises(Collision):
        services.confirm_lowering(proposal, report, by=office, at=now)
    assert marking_of(report) == "LIMITE"


def test_raising_takes_one_and_lets_a_proposal_fall(report, speaker, office, now):
    proposal = services.propose_lowering(report, Marking.PARTIES, "All agreed.", by=speaker, at=now)
    services.raise_marking(report, Marking.INSTITUTION, by=speaker, at=now)
    assert marking_of(report) == "INSTITUTION"
    with pytest.raises(Collision):
        services.confirm_lowering(proposal, report, by=office, at=now)


def test_raising_does_not_lower(report, speaker, now):
    with pytest.raises(Invalid, match="takes two people"):
        services.raise_marking(report, Marking.PARTIES, by=speaker, at=now)


def test_the_secretariat_does_not_begin_to_lower_what_is_a_partys_own(report, office, now):
    with pytest.raises(NotAllowed):
        services.propose_lowering(report, Marking.PARTIES, "I think so.", by=office, at=now)


def test_a_copy_of_a_report_under_limite_is_not_lowered_below_it(report, speaker, now):
    copy = complete(
        party=report.party, action=report.action, round__year=2027, prefilled=True,
        marking="INSTITUTION", stage=Report.Stage.ACCEPTED,
    )  # fmt: skip
    with pytest.raises(Invalid, match="made from something under LIMITE"):
        services.propose_lowering(copy, Marking.PARTIES, "All agreed.", by=speaker, at=now)


def test_a_proposal_waits_for_others_and_tells_neither_words_nor_reason(report, speaker, office, now):
    services.propose_lowering(report, Marking.PARTIES, "A secret reason", by=speaker, at=now)
    assert list(waiting_for_a_second_person(speaker, now)) == []
    (waits,) = waiting_for_a_second_person(office, now)
    assert waits.url == marking_address(report)
    assert "secret" not in waits.title + waits.detail
    notice = Notice.objects.get(user_id=office.pk)
    assert notice.subject.startswith("[LIMITE] ")
    assert notice.text == ""


def test_the_page_proposes_and_another_person_confirms(client, report, speaker, office):
    address = marking_address(report)
    client.force_login(speaker)
    assert client.post(address, {"do": "propose", "marking": "PARTIES"}).status_code == 422
    assert client.post(address, {"do": "propose", "marking": "PARTIES", "reason": "Agreed"}).status_code == 302
    assert client.post(address, {"do": "confirm"}).status_code == 403
    client.force_login(office)
    assert "Agreed" in client.get(address).content.decode()
    assert client.post(address, {"do": "confirm"}).status_code == 302
    assert marking_of(report) == ""


def test_the_page_of_what_one_may_not_see_does_not_exist(client, report):
    client.force_login(person(Role.CONTACT_POINT, "AM"))
    assert client.get(marking_address(report)).status_code == 404
    assert client.get(reverse("trust:marking", args=["plan.nothing", 1])).status_code == 404

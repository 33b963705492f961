"""What reports offer to search and to the bin."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from roundtable.ground.trust.public import Role
from roundtable.ground.trust.services.accounts import deactivate
from roundtable.ground.trust.services.functions import hand_over
from roundtable.kernel import drafts
from roundtable.kernel.links import bins
from roundtable.kernel.links.search import find
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Report
from roundtable.operations.plan.services.evidence import delete_draft
from roundtable.operations.plan.services.report_writing import KIND, Piece, write
from roundtable.operations.plan.services.reports import begin
from roundtable.operations.plan.services.review import accept
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, ReportFactory, RoundFactory
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()


def submitted(**facts) -> Report:
    return ReportFactory(stage=Stage.SUBMITTED, progress=2, narrative="Forty kingfishers were counted.", **facts)


def test_an_accepted_report_is_found_by_those_who_take_part_and_by_nobody_else(now):
    accept(submitted(), by=person(Role.SECRETARIAT), at=now)
    assert find(person(Role.OBSERVER, "dialogue"), "kingfishers").total == 1
    assert find(AnonymousUser(), "kingfishers").total == 0


def test_a_report_that_is_not_accepted_is_not_found(now):
    submitted()
    assert find(person(Role.SECRETARIAT), "kingfishers").total == 0


def test_of_a_confidential_report_no_word_is_found(now):
    report = ReportFactory(stage=Stage.SUBMITTED, answer="confidential", progress=None, narrative="Forty kingfishers.")
    accept(report, by=person(Role.SECRETARIAT), at=now)
    assert find(person(Role.SECRETARIAT), "kingfishers").total == 0
    assert find(person(Role.SECRETARIAT), report.action.code).total == 1


def test_a_deleted_draft_lies_in_the_bin_of_its_party_for_thirty_days(now):
    contact = person(Role.CONTACT_POINT, "GE")
    report = begin(RoundFactory(), "GE", ActionOfPlanFactory(), by=contact, at=now)
    delete_draft(report, by=contact, at=now)
    assert [thing.kind for thing in bins.binned_for(contact, now + timedelta(days=29))] == ["Draft report"]
    assert bins.binned_for(contact, now + timedelta(days=31)) == []
    assert bins.binned_for(person(Role.CONTACT_POINT, "CZ"), now) == []


@pytest.mark.parametrize("leaving", ["with a successor", "without one"])
def test_words_that_a_leaver_had_still_to_decide_on_go_to_who_goes_on(leaving, now):
    leaver, other = person(Role.CONTACT_POINT, "GE"), person(Role.CONTACT_POINT, "GE")
    office = person(Role.SECRETARIAT)
    report = ReportFactory(narrative="We met in Vienna.")
    for number, (who, words) in enumerate([(other, "We met in Tbilisi."), (leaver, "We met in Batumi.")], start=1):
        piece = {"narrative": Piece(words, 0)}
        write(report, piece, by=who, at=now + timedelta(minutes=number), stroke=uuid4())

    if leaving == "with a successor":
        heir = person(Role.CONTRIBUTOR, "GE", institution="ge-stat")
        hand_over(leaver, heir, scope="GE", by=office, at=now)
    else:
        heir = other
        deactivate(leaver, by=office, at=now)

    (waiting,) = drafts.conflicts(KIND, str(report.pk), by=heir.pk)["narrative"]
    assert waiting.mine == "We met in Batumi."

"""The coverage matrix leads to what stands behind its marks."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from roundtable.ground.trust.public import Role
from roundtable.operations.plan.domain.coverage import Said
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.services.frame import carry_own_frame
from roundtable.operations.plan.services.review import accept
from roundtable.operations.plan.views.matrix import MARKS
from roundtable.ui.pieces import MARK_WORDS
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


def test_each_mark_of_the_coverage_matrix_leads_to_the_report_behind_it(client, now):
    DialogueFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    report = accept(complete(party_id="AM", stage=Stage.SUBMITTED), by=person(Role.SECRETARIAT), at=now)
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    page = client.get(f"{reverse('plan:matrix')}?year={report.round.year}").content
    marks = BeautifulSoup(page, "html.parser").select('[data-matrix] a[href*="party=AM"]')
    behind = [client.get(mark["href"]).content.decode() for mark in marks]

    assert [reverse("plan:report", args=[report.pk]) in page for page in behind] == [True, True]


def test_every_step_of_the_scale_has_its_own_mark_and_its_word_in_the_legend(client, now):
    DialogueFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    report = accept(complete(party_id="AM", stage=Stage.SUBMITTED, progress=1), by=person(Role.SECRETARIAT), at=now)
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    page = BeautifulSoup(client.get(f"{reverse('plan:matrix')}?year={report.round.year}").content, "html.parser")

    assert [mark["class"] for mark in page.select('[data-matrix] td a[href*="party=AM"]')] == [["m-prepared"]]
    assert len(set(MARKS.values())) == len(Said)
    assert [one.text for one in page.select(".legend li")] == [str(MARK_WORDS[mark]) for mark in MARKS.values()]


def test_the_head_of_the_matrix_counts_reports_and_says_what_a_party_counts_for(client, now):
    DialogueFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")
    PartyFactory(code="GE")
    report = accept(complete(party_id="AM", stage=Stage.SUBMITTED), by=person(Role.SECRETARIAT), at=now)
    client.force_login(person(Role.CONTACT_POINT, "GE"))

    page = BeautifulSoup(client.get(f"{reverse('plan:matrix')}?year={report.round.year}").content, "html.parser")

    assert page.h1.text == f"1 of 2 reports on {report.round.year} are accepted"
    assert "1 of 2 Parties have at least one." in page.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("plan:matrix", "There are no reports on “1900” to show."),
        ("plan:overview", "There are no reports on “1900” to show."),
        ("plan:timeline", ""),
    ],
)
def test_a_year_without_reports_is_named_and_the_rest_is_shown(client, now, address, said):
    DialogueFactory()
    complete(party_id="GE")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    told = BeautifulSoup(client.get(f"{reverse(address)}?year=1900").content, "html.parser").select(".message.late")
    assert [one.text.strip().startswith(said) for one in told] == ([True] if said else [])


def test_filters_that_are_not_understood_are_named_and_the_others_kept(client, now):
    DialogueFactory()
    PartyFactory()
    carry_own_frame(at=now)
    page = BeautifulSoup(
        client.get(f"{reverse('plan:timeline')}?year=soon&area=IX&party=GE&colour=red").content, "html.parser"
    )
    assert [one.text for one in page.select(".message.late p")] == [
        "“soon” is not a choice for “Year”; it was left out.",
        "“IX” is not a choice for “Area”; it was left out.",
        "This page has no filter “colour”; it was left out.",
    ]
    assert page.select_one("#party option[selected]")["value"] == "GE"


def test_the_coverage_names_words_of_the_address_that_it_does_not_know(client, now):
    DialogueFactory()
    complete(party_id="GE")
    client.force_login(person(Role.CONTACT_POINT, "GE"))
    page = client.get(f"{reverse('plan:matrix')}?party=GE").content.decode()
    assert "This page has no filter “party”; it was left out." in page

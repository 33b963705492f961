from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from roundtable.ground.parties.services.seed import seed
from roundtable.ground.trust.public import Role, actor
from roundtable.ground.trust.services.demo import demo as people
from roundtable.operations.plan.domain.coverage import Coverage
from roundtable.operations.plan.domain.report import Stage
from roundtable.operations.plan.models import Extension, Report, Round
from roundtable.operations.plan.queries.completeness import completeness
from roundtable.operations.plan.queries.coverage import matrix
from roundtable.operations.plan.queries.reports import shown, visible_to, with_words
from roundtable.operations.plan.queries.rounds import asked_in, spoken
from roundtable.operations.plan.queries.waiting_office import waiting_for_the_office
from roundtable.operations.plan.queries.waiting_reports import SOURCES, function_of
from roundtable.operations.plan.services.demo_reports import demo_reports
from roundtable.operations.plan.services.frame import carry_own_frame
from tests.factories.parties import DialogueFactory, PartyFactory
from tests.factories.reports import ActionOfPlanFactory, ReportFactory, RoundFactory, complete
from tests.factories.trust import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _table():
    DialogueFactory()
    PartyFactory()
    PartyFactory(code="AM", iso3="ARM", listed_as="Armenia", zone="Asia/Yerevan")


def seen(who, now):
    return {(one.stage, one.answer, one.seen_as) for one in visible_to(who, now)}


def everything(now):
    for stage in Stage:
        complete(
            stage=stage,
            institution="ge-a",
            answer_by=now if stage == Stage.RETURNED else None,
            as_returned=RETURNED if stage == Stage.RETURNED else {},
        )
    complete(stage=Stage.ACCEPTED, answer="confidential", progress=None, narrative="Quiet words.")


RETURNED = {"answer": "progress", "progress": 1, "narrative": "As sent.", "obstacles": "", "needs": ""}
ACCEPTED_ONES = {("accepted", "progress", "open"), ("accepted", "confidential", "closed")}
OWN = {(str(stage), "progress", "own") for stage in Stage}
CASES = [
    ((Role.CONTACT_POINT, "GE", ""), OWN | {("accepted", "confidential", "own")}),
    ((Role.SENIOR_OFFICIAL, "GE", ""), OWN | {("accepted", "confidential", "own")}),
    ((Role.CONTRIBUTOR, "GE", "ge-a"), OWN | {("accepted", "confidential", "closed")}),
    ((Role.CONTRIBUTOR, "GE", "ge-b"), ACCEPTED_ONES),
    ((Role.CONTRIBUTOR, "GE", ""), ACCEPTED_ONES),
    ((Role.CONTACT_POINT, "AM", ""), ACCEPTED_ONES),
    ((Role.PARTNER, "IOM", ""), ACCEPTED_ONES),
    ((Role.OBSERVER, "dialogue", ""), ACCEPTED_ONES),
    (
        (Role.SECRETARIAT, "secretariat", ""),
        {
            ("submitted", "progress", "open"),
            ("returned", "progress", "returned"),
            ("accepted", "progress", "open"),
            ("accepted", "confidential", "open"),
        },
    ),
    ((None, "", ""), set()),
]


@pytest.mark.parametrize(("function", "sees"), CASES)
def test_each_role_sees_exactly_what_the_table_says(function, sees, now):
    everything(now)
    role, scope, institution = function

    assert seen(person(role, scope, institution=institution), now) == sees


def test_of_a_confidential_report_others_learn_only_the_fact(now):
    complete(stage=Stage.ACCEPTED, answer="confidential", progress=None, narrative="Quiet words.")
    other = person(Role.CONTACT_POINT, "AM")

    (found,) = visible_to(other, now)
    text = shown(found)

    assert (text.confidential, text.readable, text.narrative, text.progress) == (True, False, "", None)
    assert not with_words(visible_to(other, now), "quiet").exists()


def test_the_secretariat_reads_a_returned_report_as_it_was_returned(now):
    complete(stage=Stage.RETURNED, narrative="Being rewritten.", answer_by=now, as_returned=RETURNED)

    (found,) = visible_to(person(Role.SECRETARIAT), now)

    assert (shown(found).narrative, shown(found).progress) == ("As sent.", 1)


def test_the_matrix_counts_accepted_reports_by_the_rule(now):
    one, two = ActionOfPlanFactory(), ActionOfPlanFactory()
    complete(action=one, stage=Stage.ACCEPTED, progress=4)
    complete(action=one, stage=Stage.ACCEPTED, party=PartyFactory(code="AM"), answer="not-applicable", progress=None)
    complete(action=two, stage=Stage.SUBMITTED)

    table = matrix(RoundFactory(), person(Role.CONTACT_POINT, "AM"), at=now)

    assert [party.code for party in table.parties] == ["AM", "GE"]
    assert table.rows == {one.pk: "a4", two.pk: ".."}
    assert table.coverage[one.pk] == Coverage(2, (0, 0, 0, 0, 1), not_applicable=1)
    assert table.silent_actions() == (two,)
    assert table.parties_that_reported == (2, 2)


def test_a_live_matrix_adds_what_is_on_its_way_for_those_who_may_see_it(now):
    action = ActionOfPlanFactory()
    complete(action=action, stage=Stage.DRAFT, progress=1)

    rows = [
        matrix(RoundFactory(), person(*who), at=now, live=True).rows[action.pk]
        for who in [(Role.CONTACT_POINT, "GE"), (Role.CONTACT_POINT, "AM"), (Role.SECRETARIAT,)]
    ]

    assert rows == [".1", "..", ".."]


def test_the_public_reads_totals_of_published_rounds_and_no_cells(now):
    round_, action = RoundFactory(), ActionOfPlanFactory()
    complete(action=action, stage=Stage.ACCEPTED)
    nobody = person()

    before = matrix(round_, nobody, at=now)
    round_.published_at = now
    after = matrix(round_, nobody, at=now)

    assert (before.whole, before.rows, before.open_cells) == (Coverage(0), {}, False)
    assert (after.whole.reported, after.rows, after.by_party) == (1, {}, {})


@pytest.mark.parametrize("parties", [1, 3])
def test_the_matrix_costs_the_same_for_few_and_for_many(parties, now, django_assert_max_num_queries):
    for number in range(parties):
        complete(party=PartyFactory(code=f"X{number}"), stage=Stage.ACCEPTED)
    round_, who = RoundFactory(), person(Role.SECRETARIAT)
    matrix(round_, who, at=now)

    with django_assert_max_num_queries(3):
        matrix(round_, who, at=now).by_party  # noqa: B018 - worked out when asked


def on_their_way(now):
    """Of Georgia one report in each state, of which one was withdrawn; of Armenia one that is accepted."""
    complete(stage=Stage.SUBMITTED)
    complete(stage=Stage.DRAFT)
    complete(stage=Stage.DRAFT, first_submitted_at=now)
    complete(stage=Stage.RETURNED, answer_by=now, as_returned=RETURNED)
    complete(stage=Stage.ACCEPTED, party=PartyFactory(code="AM"))
    Extension.objects.create(
        round=RoundFactory(), party_id="GE", closes_on=date(2040, 1, 1), reason="Elections", at=now
    )


def told(person_, now):
    reported = completeness(RoundFactory(), person_, now)
    counts = {
        row.party.code: (row.accepted, row.inside and (row.inside.submitted, row.inside.returned, row.inside.withdrawn))
        for row in reported.rows
    }
    extended = {row.party.code for row in reported.rows if row.inside and row.inside.window.extended}
    return counts, extended, reported.handed_in


EVERYTHING = ({"AM": (1, (0, 0, 0)), "GE": (0, (1, 1, 1))}, {"GE"}, 2)
OF_GEORGIA = ({"AM": (1, None), "GE": (0, (1, 1, 1))}, {"GE"}, 2)
OF_ARMENIA = ({"AM": (1, (0, 0, 0)), "GE": (0, None)}, set(), 2)
WHAT_IS_ACCEPTED = ({"AM": (1, None), "GE": (0, None)}, set(), 2)


@pytest.mark.parametrize(
    ("function", "sees"),
    [
        ((Role.SECRETARIAT, ""), EVERYTHING),
        ((Role.CONTACT_POINT, "GE"), OF_GEORGIA),
        ((Role.SENIOR_OFFICIAL, "GE"), OF_GEORGIA),
        ((Role.CONTRIBUTOR, "GE"), OF_GEORGIA),
        ((Role.CONTACT_POINT, "AM"), OF_ARMENIA),
        ((Role.AUDITOR, ""), WHAT_IS_ACCEPTED),
        ((Role.CHAIR, ""), WHAT_IS_ACCEPTED),
        ((Role.PARTNER, "IOM"), WHAT_IS_ACCEPTED),
        ((Role.OBSERVER, ""), WHAT_IS_ACCEPTED),
    ],
)
def test_who_has_reported_is_listed_by_name_and_what_is_on_its_way_only_to_those_it_concerns(function, sees, now):
    on_their_way(now)
    assert told(person(*function), now) == sees


@pytest.mark.parametrize("parties", [1, 3])
def test_who_has_reported_costs_the_same_for_one_and_for_three(parties, now, django_assert_num_queries):
    for number in range(parties):
        complete(party=PartyFactory(code=f"X{number}"), stage=Stage.ACCEPTED)
    round_, who = Round.objects.prefetch_related("extensions").get(), person(Role.SECRETARIAT)
    asked = asked_in(round_)
    actor(who, now)
    DialogueFactory()
    completeness(round_, who, now, asked)  # the actions are kept in memory from here on
    with django_assert_num_queries(2):
        completeness(round_, who, now, asked)


def test_a_deadline_is_said_in_the_zone_of_its_party(now):
    assert spoken(now, ZoneInfo("Asia/Tbilisi")) == "24 November 2026, 13:00 (Tbilisi time)"


@pytest.mark.parametrize(
    ("fields", "function"),
    [
        ({}, "contact-point@GE"),
        ({"institution": "ge-a"}, "contributor@GE"),
        ({"stage": Stage.OFFERED, "institution": "ge-a"}, "contact-point@GE"),
        ({"stage": Stage.SUBMITTED}, "secretariat@secretariat"),
        ({"stage": Stage.RETURNED}, "contact-point@GE"),
        ({"stage": Stage.ACCEPTED}, ""),
    ],
)
def test_each_report_has_exactly_one_responsible_function(fields, function):
    assert function_of(complete(**fields)) == function


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ((Role.CONTACT_POINT, "GE"), [("plan.round", "contact-point@GE"), ("plan.report", "contact-point@GE")]),
        ((Role.SECRETARIAT, ""), [("plan.review", "secretariat@secretariat")]),
        ((Role.CONTACT_POINT, "AM"), [("plan.round", "contact-point@AM")]),
        ((Role.OBSERVER, "dialogue"), []),
    ],
)
def test_what_waits_reaches_those_who_hold_the_function(who, kinds, now):
    ActionOfPlanFactory()
    complete(stage=Stage.RETURNED, answer_by=now + timedelta(days=3), returned_note="Where?", as_returned=RETURNED)
    complete(stage=Stage.SUBMITTED, submitted_at=now)

    found = [
        (one.kind, one.function) for source in (*SOURCES, waiting_for_the_office) for one in source(person(*who), now)
    ]

    assert found == kinds


def test_the_demonstration_is_made_once_by_rule_and_marked(now):
    ActionOfPlanFactory.create_batch(3)

    first = demo_reports(seed=1, at=now, years=(2025, 2026))
    again = demo_reports(seed=1, at=now, years=(2025, 2026))

    reports = list(visible_to(person(Role.SECRETARIAT), now))
    assert (first > 0, again) == (True, 0)
    assert all(one.demonstration for one in reports)
    assert all(not one.narrative or one.narrative.startswith("Demonstration text: ") for one in reports)


def test_reports_in_the_bin_are_nowhere(now):
    ReportFactory(deleted_at=now)

    assert seen(person(Role.CONTACT_POINT, "GE"), now) == set()


def test_the_demonstration_gives_ministries_something_to_write(now):
    people(seed=1, at=now)
    seed()
    carry_own_frame(at=now)
    demo_reports(seed=1, at=now, years=(2026,))
    assert Report.objects.filter(institution="ge-interior").count() == 4
    assert set(Report.objects.exclude(institution="").values_list("stage", flat=True)) <= {"draft", "offered"}

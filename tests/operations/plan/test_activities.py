"""Who may read, plan and change activities; what is kept, and what is never lost."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from roundtable.ground.trust.models import Entry
from roundtable.ground.trust.public import Role
from roundtable.kernel.base.errors import Collision, Invalid, NotAllowed, NotThere
from roundtable.operations.plan.domain.activity import Facts, Promise, ShareOf
from roundtable.operations.plan.models import Action, Activity, Share
from roundtable.operations.plan.queries import activities as queries
from roundtable.operations.plan.queries import money
from roundtable.operations.plan.services import activities as services
from roundtable.operations.plan.services.demo_activities import demo_activities
from tests.factories.plan import activity, frame
from tests.factories.trust import person

pytestmark = pytest.mark.django_db

FACTS = Facts(
    title="Training on documents",
    kind="training",
    lead="GE",
    participants=("AM", "GE"),
    starts=date(2026, 5, 4),
    ends=date(2026, 5, 6),
    budget=Decimal("1000.00"),
    issues=("H1",),
    shares=(ShareOf("I.1", Decimal("33.34")), ShareOf("I.2", Decimal("33.33")), ShareOf("II.1", Decimal("33.33"))),
    fundings=(Promise("Fund A", Decimal("400.00"), Decimal("100.00")),),
)


@pytest.fixture(autouse=True)
def _frame(db):
    frame()


@pytest.fixture
def georgia():
    return person(Role.CONTACT_POINT, "GE")


@pytest.fixture
def secretariat():
    return person(Role.SECRETARIAT)


def test_what_is_planned_is_stored_as_it_was_said(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)

    kept = queries.with_everything(queries.visible_to(georgia, at=now)).get(pk=made.pk)
    assert queries.facts_of(kept) == FACTS
    assert (
        Entry.objects.filter(object_id=str(made.pk)).values_list("happened", flat=True).get() == "plan.activity-planned"
    )


def test_the_same_key_makes_one_activity(georgia, now):
    key = uuid4()

    first = services.plan(FACTS, by=georgia, at=now, key=key)
    second = services.plan(FACTS, by=georgia, at=now, key=key)

    assert (first.pk, Activity.objects.count()) == (second.pk, 1)


@pytest.mark.parametrize("role", [Role.CONTACT_POINT, Role.CONTRIBUTOR])
def test_people_of_the_lead_may_plan_and_others_may_not(role, now):
    services.plan(FACTS, by=person(role, "GE"), at=now)

    for stranger in (person(role, "AM"), person(Role.SENIOR_OFFICIAL, "GE"), person(Role.OBSERVER, "GE")):
        with pytest.raises(NotAllowed):
            services.plan(FACTS, by=stranger, at=now)


def test_a_partner_plans_what_it_leads_itself(now):
    partner = person(Role.PARTNER, "IOM")

    assert services.plan(replace(FACTS, lead="IOM"), by=partner, at=now).lead_id == "IOM"
    with pytest.raises(NotAllowed):
        services.plan(FACTS, by=partner, at=now)


def test_nobody_hands_an_activity_to_a_lead_whom_they_do_not_work_for(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)

    with pytest.raises(NotAllowed):
        services.change(made, replace(FACTS, lead="AM"), by=georgia, at=now, revision=1)


def test_unknown_codes_are_refused_each_in_its_field(secretariat, now):
    wrong = replace(
        FACTS,
        partners=("ZZ",),
        participants=("IOM",),
        issues=("H9",),
        shares=(ShareOf("X.1", Decimal(100)),),
        kind="party",
    )

    with pytest.raises(Invalid) as refused:
        services.plan(wrong, by=secretariat, at=now)

    assert set(refused.value.fields) == {"partners", "participants", "issues", "shares", "kind"}
    assert Activity.objects.count() == 0


def test_a_reference_is_used_once_by_a_lead(georgia, secretariat, now):
    services.plan(replace(FACTS, reference="T-1"), by=georgia, at=now)

    services.plan(replace(FACTS, reference="T-1", lead="AM"), by=secretariat, at=now)
    with pytest.raises(Invalid) as refused:
        services.plan(replace(FACTS, reference="T-1"), by=georgia, at=now)
    assert list(refused.value.fields) == ["reference"]


def test_a_change_on_an_older_revision_collides_and_changes_nothing(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)
    services.change(made, replace(FACTS, title="First"), by=georgia, at=now, revision=1)

    with pytest.raises(Collision):
        services.change(made, replace(FACTS, title="Second"), by=georgia, at=now, revision=1)
    assert Activity.objects.get().title == "First"


def test_facts_as_they_are_leave_no_trace(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)

    services.change(made, FACTS, by=georgia, at=now, revision=1)

    assert (Activity.objects.get().revision, Entry.objects.filter(object_id=str(made.pk)).count()) == (1, 1)


def test_history_leads_back_to_every_earlier_revision(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)
    second = replace(FACTS, title="Second", shares=(ShareOf("I.1", Decimal(100)),))
    services.change(made, second, by=georgia, at=now, revision=1)
    services.change(made, replace(second, title="Third", budget=None), by=georgia, at=now, revision=2)

    kept = queries.with_everything(Activity.objects.all()).get()
    assert queries.facts_at_revision(kept, 1) == FACTS.plain()
    assert queries.facts_at_revision(kept, 2) == second.plain()
    assert queries.facts_at_revision(kept, 3) == queries.facts_of(kept).plain()


def test_a_stage_may_not_jump(georgia, now):
    made = services.plan(replace(FACTS, stage="completed"), by=georgia, at=now)

    with pytest.raises(Invalid) as refused:
        services.change(made, replace(FACTS, stage="idea"), by=georgia, at=now, revision=1)
    assert refused.value.fields == {
        "stage": ["An activity cannot go from “Completed” to “Idea”. It can go to: Under way."]
    }


def test_who_reads_what_follows_from_the_audience(georgia, secretariat, now):
    for audience in ("public", "parties", "own"):
        activity(audience, audience=audience)
    partnered = activity("with partner", audience="own")
    partnered.partners.set(["IOM"])
    nobody = person()

    def titles(reader):
        return set(queries.visible_to(reader, at=now).values_list("title", flat=True))

    assert titles(nobody) == {"public"}
    assert titles(person(Role.CONTACT_POINT, "AM")) == {"public", "parties"}
    assert titles(person(Role.PARTNER, "IOM")) == {"public", "parties", "with partner"}
    assert titles(georgia) == titles(secretariat) == titles(person(Role.AUDITOR)) == {
        "public", "parties", "own", "with partner",
    }  # fmt: skip


def test_the_bin_gives_back_for_thirty_days_to_the_owners_alone(georgia, secretariat, now):
    made = services.plan(FACTS, by=georgia, at=now)
    services.put_in_bin(made, by=georgia, at=now)
    services.put_in_bin(made, by=georgia, at=now)

    later = now + timedelta(days=29)
    assert not queries.visible_to(secretariat, at=later).exists()
    assert list(queries.deleted_visible_to(person(Role.CONTACT_POINT, "AM"), at=later)) == []
    assert (
        list(queries.deleted_visible_to(georgia, at=later))
        == [made]
        == list(queries.deleted_visible_to(secretariat, at=later))
    )
    services.restore(made, by=georgia, at=later)
    kept = queries.with_everything(queries.visible_to(georgia, at=later)).get()
    assert queries.facts_of(kept) == FACTS


def test_after_thirty_days_the_bin_is_empty_and_the_history_stays(georgia, now):
    made = services.plan(FACTS, by=georgia, at=now)
    services.put_in_bin(made, by=georgia, at=now)
    much_later = now + timedelta(days=30)

    assert list(queries.deleted_visible_to(georgia, at=much_later)) == []
    with pytest.raises(NotThere):
        services.restore(made, by=georgia, at=much_later)
    assert services.empty_bin(at=much_later) == 1
    assert (Activity.objects.count(), Entry.objects.filter(object_id=str(made.pk)).count()) == (0, 2)


def test_money_by_action_adds_up_to_money_by_activity_to_the_cent(now):
    for number in range(30):
        activity(
            f"Activity {number}",
            {"I.1": "0.3334", "I.2": "0.3333", "II.1": "0.3333"} if number % 2 else {"I.1": "0.7", "II.3": "0.3"},
            budget=Decimal(number * 37) + Decimal("0.01") if number % 5 else None,
            spent=Decimal("0.05"),
            pledged=Decimal(number * 29) + Decimal("0.99"),
            starts=date(2024 + number % 3, 5, 4),
            ends=None,
        )
    everything = Activity.objects.all()
    whole = money.total(everything)

    for parts in (money.by_action(everything), money.by_area(everything), money.by_year(everything)):
        for name in money.AMOUNTS:
            assert sum(getattr(part, name) for part in parts.values()) == getattr(whole, name)
    assert (whole.activities, whole.without_budget) == (30, 6)
    assert money.by_area(everything)["I"].activities == 30


def test_an_unknown_budget_is_not_zero_and_too_much_money_fills_no_other_gap(now):
    activity("unknown", pledged="500")
    activity("short", budget=Decimal(100), pledged="40")
    activity("rich", budget=Decimal(100), pledged="900")

    whole = money.total(Activity.objects.all())

    assert (whole.budget, whole.pledged, whole.gap, whole.without_budget) == (200, 1440, 60, 1)


def test_the_demonstration_is_the_same_for_the_same_seed_and_safe_to_run_twice(now):
    assert demo_activities(seed=3, at=now, count=60) == 60
    assert demo_activities(seed=3, at=now, count=60) == 0
    first = list(Activity.objects.order_by("pk").values_list("title", "starts", "budget"))
    assert Share.objects.count() >= 60
    Activity.objects.all().delete()
    demo_activities(seed=3, at=now, count=60)

    assert list(Activity.objects.order_by("pk").values_list("title", "starts", "budget")) == first
    assert not Activity.objects.filter(demonstration=False).exists()
    assert all("demonstration" in title for title, _starts, _budget in first)


def test_a_look_alike_is_a_hint_among_what_the_reader_may_see(georgia, now):
    near = activity("Training on documents, part two")
    activity("Training on documents, secret", audience="own", lead_id="AM")
    activity("Training on documents elsewhere", {"II.3": "1"})

    assert queries.look_alikes(FACTS, person=georgia, at=now) == [near]


def test_the_timeline_holds_what_touches_its_days(georgia, now):
    activity("before", starts=date(2026, 1, 1), ends=date(2026, 2, 28))
    activity("reaches in", starts=date(2026, 2, 1), ends=date(2026, 3, 1))
    activity("one day", starts=date(2026, 3, 31), ends=None)
    activity("after", starts=date(2026, 4, 1), ends=None)
    activity("undated", starts=None, ends=None)

    bars = queries.timeline(person=georgia, at=now, first=date(2026, 3, 1), last=date(2026, 3, 31))

    assert [bar.title for bar in bars] == ["reaches in", "one day"]


@pytest.fixture
def dropped():
    """I.3, which was in the plan until the end of 2025; another action bears its number now."""
    gone = Action.objects.get(code="I.3")
    Action.objects.filter(pk=gone.pk).update(gone=True, until=date(2025, 12, 31))
    Action.objects.create(
        area=gone.area, number=3, code="I.3", short_title="Another action", since=date(2026, 1, 1), former_codes=[]
    )
    gone.refresh_from_db()
    return gone


def serving(action, **fields):
    return replace(FACTS, shares=(ShareOf(action, Decimal(100)),), **fields)


def test_an_activity_serves_an_action_that_was_in_the_plan_on_one_of_its_days(georgia, dropped, now):
    made = services.plan(serving(dropped.key, starts=date(2025, 12, 31), ends=date(2026, 1, 2)), by=georgia, at=now)

    assert [share.action for share in made.shares.all()] == [dropped]


@pytest.mark.parametrize("days", [{}, {"starts": date(2026, 1, 1), "ends": None}, {"starts": None, "ends": None}])
def test_an_activity_with_no_day_before_serves_no_action_that_was_dropped(georgia, dropped, now, days):
    with pytest.raises(Invalid) as refused:
        services.plan(serving(dropped.key, **days), by=georgia, at=now)

    assert refused.value.fields["shares"] == [
        (
            "Action I.3 was in the plan until 31 December 2025, and the activity has no day before that. Choose an "
            "action of the plan in force."
        )
    ]


def test_a_new_action_can_be_served_by_what_was_done_before_it_came(georgia, dropped, now):
    made = services.plan(serving("I.3", starts=date(2024, 5, 1), ends=date(2024, 5, 2)), by=georgia, at=now)

    assert [share.action.short_title.data for share in made.shares.all()] == ["Another action"]


def test_an_activity_keeps_what_it_serves_when_the_action_is_dropped(georgia, dropped, now):
    kept = activity(lead_id="GE")
    Share.objects.filter(activity=kept).update(action=dropped)

    facts = queries.facts_of(queries.with_everything(Activity.objects.filter(pk=kept.pk)).get())
    services.change(kept, replace(facts, title="Another title"), by=georgia, at=now, revision=1)

    assert [(share.action, share.activity.title) for share in Share.objects.all()] == [(dropped, "Another title")]

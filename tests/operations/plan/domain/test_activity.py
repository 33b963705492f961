from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from roundtable.operations.plan.domain.activity import (
    MESSAGES,
    NEXT,
    Attached,
    Facts,
    Like,
    Promise,
    ShareOf,
    Stage,
    faults,
    look_alike,
    may_follow,
)
from roundtable.operations.plan.models import Activity

TODAY = date(2026, 11, 24)
WELL = Facts(
    title="Training on documents",
    kind="training",
    lead="GE",
    starts=date(2026, 5, 4),
    ends=date(2026, 5, 6),
    shares=(ShareOf("I.1", Decimal(100)),),
)


def codes(facts: Facts) -> list[tuple[str, str]]:
    return [(fault.field, fault.code) for fault in faults(facts, today=TODAY)]


def test_an_activity_that_says_what_is_needed_has_no_faults():
    assert codes(WELL) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, ("title", "title_missing")),
        ({"title": "x" * 201}, ("title", "title_long")),
        ({"lead": ""}, ("lead", "lead_missing")),
        ({"stage": "begun"}, ("stage", "stage_unknown")),
        ({"ends": date(2026, 5, 3)}, ("ends", "ends_first")),
        ({"starts": None}, ("starts", "starts_missing")),
        ({"starts": None, "ends": None, "stage": "completed"}, ("starts", "begun_without_day")),
        ({"starts": date(2027, 1, 1), "ends": None, "stage": "under-way"}, ("starts", "begun_in_future")),
        ({"ends": date(2027, 1, 1), "stage": "completed"}, ("ends", "completed_in_future")),
        ({"starts": date(226, 5, 4)}, ("starts", "day_far")),
        ({"budget": Decimal(-1)}, ("budget", "money_negative")),
        ({"spent": Decimal(10) ** 13}, ("spent", "money_large")),
        ({"fundings": (Promise(" ", Decimal(1)),)}, ("fundings", "source_missing")),
        ({"fundings": (Promise("Fund", Decimal(1), Decimal(-1)),)}, ("fundings", "money_negative")),
        ({"documents": (Attached("Report"),)}, ("documents", "document_empty")),
        ({"documents": (Attached("Report", "javascript:alert(1)"),)}, ("documents", "document_link")),
        ({"documents": (Attached("Report", "https://x.example", 4),)}, ("documents", "document_both")),
        ({"documents": (Attached("", "https://x.example"),)}, ("documents", "document_title")),
        ({"shares": ()}, ("shares", "shares_missing")),
        ({"shares": (ShareOf("I.1", Decimal(50)), ShareOf("I.1", Decimal(50)))}, ("shares", "share_twice")),
        ({"shares": (ShareOf("I.1", Decimal(0)), ShareOf("I.2", Decimal(100)))}, ("shares", "share_small")),
        ({"shares": (ShareOf("I.1", Decimal("33.333")),)}, ("shares", "share_fine")),
        ({"shares": (ShareOf("I.1", Decimal(90)),)}, ("shares", "shares_below")),
        ({"shares": (ShareOf("I.1", Decimal(60)), ShareOf("I.2", Decimal("40.5")))}, ("shares", "shares_above")),
    ],
)
def test_each_fault_is_found_in_its_field(changes, expected):
    assert expected in codes(replace(WELL, **changes))


def test_a_sum_that_is_off_says_by_how_much():
    below = faults(replace(WELL, shares=(ShareOf("I.1", Decimal("66.6")),)), today=TODAY)[0]

    assert MESSAGES[below.code] % below.values == "The shares add up to 66.6 %: 33.4 % are missing to 100 %."


def test_thirds_are_possible():
    thirds = tuple(
        ShareOf(code, Decimal(part)) for code, part in (("I.1", "33.34"), ("I.2", "33.33"), ("I.3", "33.33"))
    )

    assert codes(replace(WELL, shares=thirds)) == []


def test_the_table_of_stages_names_every_stage_and_only_stages_that_are_kept():
    assert set(NEXT) == set(Stage)
    assert {str(stage) for stage in Stage} == set(Activity.Stage.values)
    assert may_follow("planned", "completed")
    assert not may_follow("completed", "idea")
    assert may_follow("cancelled", "cancelled")


def test_look_alikes_share_an_action_a_time_and_words():
    this = Like(1, "Training on document checks", frozenset({"I.1"}), date(2026, 5, 4), date(2026, 5, 6))
    same = replace(this, key=2, title="Training on document check")
    elsewhere = replace(same, key=3, actions=frozenset({"II.1"}))
    later = replace(same, key=4, starts=date(2027, 5, 4), ends=date(2027, 5, 6))
    other = replace(same, key=5, title="Campaign for students")

    assert look_alike(this, [same, elsewhere, later, other]) == [same]

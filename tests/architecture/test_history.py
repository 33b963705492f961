"""What history keeps can be told: no field without words, no kind of thing without a name, nothing machine-like."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.utils.functional import Promise

from roundtable.ground.parties.models import Dialogue, Institution, Participation, Party, Stakeholder
from roundtable.ground.parties.services.table import FACT_FIELDS
from roundtable.ground.trust.domain.telling import UNTOLD
from roundtable.ground.trust.models import Entry, KeptTo
from roundtable.ground.trust.public import Happening, happenings, things
from roundtable.ground.trust.services import remember
from roundtable.ground.trust.signals import Happened, UnknownToHistoryError
from roundtable.operations.plan.domain import activity, report
from tests.architecture.house import room_of, sources
from tests.factories.trust import UserFactory

DECLARED = {str(happening.code): happening for happening in happenings}
BESIDE = {"demonstration", "revision", "stamp", "code", "deleted_at", "started_at"}
"""Columns that nobody edits, or that never change."""


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "remember":
                yield path, node


def _codes(path: str, node: ast.expr) -> list[str]:
    """The kinds of entry that a call names; a call that hands on its own argument names none."""
    if isinstance(node, ast.IfExp):
        return [*_codes(path, node.body), *_codes(path, node.orelse)]
    if not isinstance(node, ast.Attribute):
        return []
    room = room_of("roundtable." + path.removesuffix(".py").replace("/", "."))
    return [str(import_module(f"roundtable.{room}.signals").Happened[node.attr])]


def _literal_keys(call: ast.Call) -> set[str]:
    values = [keyword.value for keyword in call.keywords if keyword.arg in {"before", "after"}]
    dicts = [node for value in values for node in ast.walk(value) if isinstance(node, ast.Dict)]
    return {str(key.value) for one in dicts for key in one.keys if isinstance(key, ast.Constant)}


def test_every_field_that_is_kept_in_history_has_words() -> None:
    calls = [(path, call.lineno, _codes(path, call.args[0]), _literal_keys(call)) for path, call in _calls()]
    assert len(calls) > 50
    silent = [
        f"{path}:{line} {code} {sorted(keys - set(DECLARED[code].fields))}"
        for path, line, codes, keys in calls
        for code in codes
        if keys - set(DECLARED[code].fields)
    ]
    assert silent == []


def _columns(*models: type) -> set[str]:
    fields = [field for model in models for field in model._meta.fields]  # type: ignore[attr-defined]  # every model has it
    return {field.name for field in fields if not field.primary_key} - BESIDE


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("plan.activity-planned", {"title", "revision"}),
        ("plan.activity-changed", {*activity.FIELDS, "revision"}),
        ("plan.activity-imported", {*activity.FIELDS, "revision"}),
        ("plan.report-written", set(report.FIELDS)),
        ("plan.report-corrected", {*report.FIELDS, "reason"}),
        ("parties.dialogue-changed", _columns(Dialogue)),
        (
            "parties.designation-changed",
            _columns(Party) - {"kind", "iso3", "listed_as", "listed_order", "in_brackets"},
        ),
        ("parties.fact-added", set(FACT_FIELDS)),
        ("parties.fact-changed", _columns(Participation) - {"party"}),
        ("parties.institution-changed", _columns(Institution) - {"party"}),
        ("parties.stakeholder-changed", _columns(Stakeholder)),
    ],
)
def test_what_is_kept_by_the_names_of_columns_has_words_for_each(code: str, names: set[str]) -> None:
    assert names - set(DECLARED[code].fields) == set()


@pytest.mark.parametrize("happening", list(happenings), ids=lambda happening: str(happening.code))
def test_words_are_for_translators_and_say_to_whom_values_are_kept(happening: Happening) -> None:
    assert isinstance(happening.shown, Promise)
    assert happening.kept_to in KeptTo.values
    for name, words in happening.fields.items():
        assert words == UNTOLD or (isinstance(words.label, Promise) and str(words.label) != name), name


def test_every_kind_of_thing_is_called_in_one_way() -> None:
    kinds = [thing.kind for thing in things]
    assert len(set(kinds)) == len(kinds)


@pytest.mark.django_db
def test_history_refuses_what_nobody_could_tell() -> None:
    someone = UserFactory()
    with pytest.raises(UnknownToHistoryError, match="keeps shoe_size without words"):
        remember(Happened.CHANGED_ACCOUNT, by=someone, on=someone, after={"shoe_size": 44})
    with pytest.raises(UnknownToHistoryError, match="entry has no words"):
        remember(Happened.CHANGED_ACCOUNT, by=someone, on=Entry())
    assert not Entry.objects.exists()

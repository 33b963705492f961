"""Access: whoever asks what is held about them is told all of it, and nothing of anybody else."""

import json
from collections import Counter
from typing import Any, Final

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import OneToOneField
from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.domain.canaries import Mint, canaries_in
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Soil
from roundtable.ground.trust.models import Reading, User
from roundtable.ground.trust.proofs.isolation import set_up
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Cell, Planted, planted
from roundtable.ground.trust.proofs.matrix.reading import body_of
from roundtable.ground.trust.queries.held import KIND, held_about, key_of
from roundtable.ground.trust.queries.personal import ADDRESSES, columns_that_name, undeclared
from roundtable.ground.trust.readership import nobody, personal
from roundtable.ground.trust.readership.held import Goes

ASKERS_SHORT: Final = 12
OWN_BY_DEED: Final = frozenset({"tasks.job", "trust.reading"})
"""Tables whose rows are about whoever did it: the work that they asked for, what they read."""


def run(trial: Trial) -> None:
    """Plant a word that stands nowhere else in every field, ask as everybody, and compare with the tables."""
    set_up()
    for sentence in undeclared():
        trial.broken(sentence)
    trial.tried(len(personal))
    world = planted(trial, Soil(Mint(), timezone.now()))
    people = [one for one in world.askers if one.user is not None]
    if not trial.long:
        people = trial.chance.sample(people, min(ASKERS_SHORT, len(people)))
    due, told = Counter[str](), Counter[str]()
    for asker in people:
        assert asker.user is not None  # noqa: S101 - just chosen so
        whole = held_about(asker.user, at=timezone.now())
        _words(trial, world, asker.user, whole, due, told)
        _rows(trial, asker.user, whole)
        _pages(trial, asker, whole)
    _for_somebody_else(trial, world)
    trial.figure("people who asked", len(people))
    trial.figure("words about them", sum(due.values()))
    trial.figure("of them told", sum(told.values()))
    trial.figure("recall in percent", round(100 * sum(told.values()) / max(1, sum(due.values())), 2))
    trial.figure("tables that say how they lead to a person", len({held.model for held in personal}))


def about(cell: Cell, person: User) -> bool:
    """Whether a word stands in a row about a person: found by the tables, and not by what rooms say of them."""
    row, label = cell.row, cell.said.model
    if label == "trust.user":
        return bool(row.pk == person.pk)
    if label == "trust.reading" and cell.field == "label":
        return False  # how the thing was called that they read: a word of the Party whose it is
    if label == "trust.entry":
        return (row.kind, row.object_id) == ("trust.user", str(person.pk)) and cell.field in {"before", "after"}
    # What hangs on one row alone is about whom that row is about.
    hung = [getattr(row, one.name) for one in row._meta.fields if isinstance(one, OneToOneField) and one.null is False]
    if any(getattr(one, "user_id", None) == person.pk for one in hung):
        return True
    if getattr(row, "user_id", None) == person.pk or (label in OWN_BY_DEED and row.by_id == person.pk):
        return True
    return any(getattr(row, name, None) == person.email != "" for name in ADDRESSES)


def _words(  # noqa: PLR0913, PLR0917 - what was told, and what is counted
    trial: Trial, world: Planted, person: User, whole: Any, due: Counter[str], told: Counter[str]
) -> None:
    """Every word about the person is told, and none about another."""
    met = canaries_in(json.dumps(whole, cls=DjangoJSONEncoder))
    for word in sorted(met):
        cells = world.cells.get(word, [])
        trial.holds(any(about(cell, person) for cell in cells), f"person {person.pk} is told {word} of {cells}")
    for word, cells in world.cells.items():
        for cell in cells:
            if about(cell, person) and cell.said.rule_of(cell.field) is not nobody_reads(cell):
                due[cell.said.model] += 1
                told[cell.said.model] += word in met
                trial.holds(word in met, f"person {person.pk} is not told {word} of {cell}")


def nobody_reads(cell: Cell) -> Any:
    """Give the rule of what the platform keeps for itself; a mail to somebody is told to them all the same."""
    return None if cell.said.model == "outside.sent" and cell.field in {"to", "subject"} else nobody


def _rows(trial: Trial, person: User, whole: Any) -> None:
    """Of every table, as many rows are told as name the person in that column."""
    told = {(table["table"], table["names_the_person_in"]): len(table["rows"]) for table in whole["tables"]}
    for model in apps.get_models():
        for column in columns_that_name(model):
            there = model._default_manager.filter(**{column: person.pk}).count()
            given = told.get((model._meta.label_lower, column), 0)
            trial.holds(there == given, f"{model._meta.label_lower}.{column} of {person.pk}: {given} rows of {there}")


def _pages(trial: Trial, asker: Asker, whole: Any) -> None:
    """The page and the file tell the same to the same person; nobody else gets it without being signed in."""
    file, page = asker.client.get(reverse("trust:held")), asker.client.get(reverse("trust:held-page"))
    if not asker.signed_in:
        trial.holds(file.status_code != 200 and page.status_code != 200, f"{asker} is out, and gets a file")
        return
    words = canaries_in(json.dumps(whole, cls=DjangoJSONEncoder))
    trial.holds(canaries_in(body_of(file).decode()) == words, f"the file of {asker} tells otherwise")
    shown = canaries_in(body_of(page).decode())
    for part in (key_of(held) for held in personal if held.goes is not Goes.ADDRESS):
        shown |= canaries_in(body_of(asker.client.get(reverse("trust:held-page"), {"part": part})).decode())
    trial.holds(words == shown, f"the page of {asker} tells otherwise: {sorted(words ^ shown)[:5]}")


def _for_somebody_else(trial: Trial, world: Planted) -> None:
    """The secretariat answers for somebody once it says what for, and the log of reading keeps it; nobody else may."""
    somebody = next(one.user for one in world.askers if one.name.startswith("contact-point@GE") and one.user)
    place = reverse("trust:held-of", args=[somebody.pk])
    for asker in world.askers:
        before = Reading.objects.filter(kind=KIND).count()
        asker.client.get(place)
        asker.client.post(place, {"purpose": ""})
        trial.holds(Reading.objects.filter(kind=KIND).count() == before, f"{asker}: read without a purpose")
        answer = asker.client.post(place, {"purpose": "asked for by letter", "file": "json"})
        may = asker.role == "secretariat" and asker.state == "at work"
        got = answer.status_code == 200 and bool(canaries_in(body_of(answer).decode()))
        trial.holds(got == may, f"{asker} gets {answer.status_code} of what is held about another")
        trial.holds(Reading.objects.filter(kind=KIND).count() == before + may, f"{asker}: the log keeps it otherwise")

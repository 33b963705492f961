"""Put the history of things at the table into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from roundtable.ground.parties.models import Participation
from roundtable.ground.trust.public import history_of


@dataclass(frozen=True, slots=True)
class Change:
    """One changed line: its name, what stood there before, what stands there after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the history in words."""

    at: datetime
    who: str
    did: str
    changes: tuple[Change, ...]


def _label(models: tuple[type[Model], ...], name: str) -> str:
    for model in models:
        try:
            return str(getattr(model._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
    return name


def _words(value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return "; ".join(f"{language}: {text}" for language, text in value.items() if text) or "–"
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def told_history(thing: Model) -> list[Told]:
    """Give the newest hundred entries of a thing's history, in words. One query."""
    models = (type(thing), Participation)
    return [
        Told(
            at=line.at,
            who=line.who,
            did=line.did,
            changes=tuple(
                Change(_label(models, change.name), _words(change.before), _words(change.after))
                for change in line.changes
            ),
        )
        for line in history_of(thing)
    ]

"""What lies in the house: every field of every table holds a canary, and it is known who may meet it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.domain.canaries import canaries_in
from roundtable.ground.trust.domain.readership import Readership
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Soil
from roundtable.ground.trust.proofs.matrix.people import Asker, people
from roundtable.ground.trust.readership import everybody, plantings, readership_of, worded_fields
from roundtable.ground.trust.services.guards import guarded

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Cell:
    """One field of one row, in which a canary stands."""

    said: Readership
    row: Any
    field: str

    def __str__(self) -> str:
        return f"{self.said.model} {self.row.pk} {self.field}"


@dataclass
class Planted:
    """Who asks, where each canary stands, and, worked out once each, who may meet it."""

    soil: Soil
    askers: list[Asker]
    cells: dict[str, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    known: dict[tuple[Asker, str], bool] = field(default_factory=dict)

    def may_meet(self, asker: Asker, canary: str) -> bool:
        """Whether what rooms say of their fields opens one of the cells in which a canary stands to somebody."""
        key = (asker, canary)
        if key not in self.known:
            self.known[key] = any(
                cell.said.may_read(asker.who, cell.row, cell.field) for cell in self.cells.get(canary, [])
            )
        return self.known[key]

    def met(self, asker: Asker, canaries: frozenset[str], besides: Callable[[Cell], bool] | None = None) -> list[str]:
        """Give, of canaries that somebody met, those that must not have come, with the cells in which they stand.

        `besides` opens further cells, where more is handed out than each field's readership says.
        """
        return [
            f"{canary} of {', '.join(str(cell) for cell in self.cells.get(canary, [])) or 'nowhere'}"
            for canary in sorted(canaries)
            if not self.may_meet(asker, canary)
            and not (besides is not None and any(map(besides, self.cells.get(canary, []))))
            and not self._opened_meanwhile(asker, canary)
        ]

    def _opened_meanwhile(self, asker: Asker, canary: str) -> bool:
        """Whether a cell opens to somebody by what was just done: a meeting that is called is told of to others.

        Whether it might be done is judged by itself.
        """
        for cell in self.cells.get(canary, []):
            now = type(cell.row)._base_manager.filter(pk=cell.row.pk).first()  # noqa: SLF001 - the row itself
            if now is not None and cell.said.may_read(asker.who, now, cell.field):
                return True
        return False


def planted(trial: Trial, soil: Soil) -> Planted:
    """Make people, let every room plant, fill what is still without a canary, and note where each stands."""
    world = Planted(soil, people(soil))
    for planting in plantings:
        planting.plant(soil)
    for said, model in said_of():
        _fill(said, model, soil)
    for planting in plantings:
        if planting.settle is not None:
            planting.settle(soil)
    call_command("search_rebuild", verbosity=0)
    empty = []
    for canary, row, name in soil.inside:
        said_there = readership_of(type(row))
        if said_there is not None:
            world.cells[canary].append(Cell(said_there, row, name))
    for said, model in said_of():
        empty += _note(world, said, model)
    trial.holds(not empty, f"nothing was planted in {', '.join(empty)}: a room's planting must make such a row")
    trial.figure("people", len(world.askers))
    trial.figure("canaries", len(world.cells))
    return world


def said_of() -> Iterator[tuple[Readership, type[models.Model]]]:
    """Give every table of which a room said who may read it."""
    for model in apps.get_models():
        said = readership_of(model)
        if said is not None:
            yield said, model


def _fill(said: Readership, model: Any, soil: Soil) -> None:
    if model._meta.db_table in guarded:
        return  # rows that are never changed: what stands there is planted by services
    wanted = [
        one
        for one in worded_fields(said, model)
        if said.rule_of(one.name) is not everybody and not isinstance(one, models.JSONField)
    ]
    if not wanted:
        return
    for row in model._default_manager.all():
        changed = []
        for one in wanted:
            value = getattr(row, one.attname)
            # An address that is not there says so: where there is none, there may be a file.
            if not canaries_in(_text(value)) and (value or not _is_link(one)):
                setattr(row, one.attname, _filled(one, soil))
                changed.append(one.name)
        if changed:
            row.save(update_fields=changed)


def _is_link(one: Any) -> bool:
    # A sealed column keeps text of every kind; what it is called says that it leads somewhere.
    return isinstance(one, models.URLField) or one.name == "link"


def _filled(one: Any, soil: Soil) -> Any:
    if _is_link(one):
        return f"https://{soil.mint()}.example/"
    if isinstance(one, models.EmailField):
        return f"{soil.mint()}@canary.example"
    if isinstance(one, I18nCharField | I18nTextField):
        return LazyI18nString(dict.fromkeys(LANGUAGES, soil.mint.words()))
    return soil.mint.words()


def _text(value: Any) -> str:
    return str(value.data if isinstance(value, LazyI18nString) else value)


def _note(world: Planted, said: Readership, model: Any) -> list[str]:
    """Note where canaries stand; gives the fields of the table in which none does."""
    names = [one.name for one in worded_fields(said, model)]
    # A name that is kept beside a deed may be read there by whoever may read it there; what everybody may find in a
    # copy says nothing of whom it is for.
    copies = [name for name in said.without_words if said.rule_of(name) is not everybody]
    met: set[str] = set()
    for row in model._default_manager.all() if names else []:
        for name in [*names, *copies]:
            for canary in canaries_in(_text(getattr(row, name))):
                world.cells[canary].append(Cell(said, row, name))
                met.add(name)
    return [f"{said.model}.{name}" for name in names if name not in met and said.rule_of(name) is not everybody]

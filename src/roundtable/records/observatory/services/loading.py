"""Load a vintage: whole or not at all, staged until a person has answered what the gate found."""

import shutil
from collections.abc import Mapping as Told
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from roundtable.ground.trust.public import User, remember, require
from roundtable.kernel.base.errors import Collision, Invalid
from roundtable.records.observatory.models import Audience, Dataset, Finding, Vintage
from roundtable.records.observatory.queries.store import store
from roundtable.records.observatory.rules import Do
from roundtable.records.observatory.services import links
from roundtable.records.observatory.services.looking import Looked
from roundtable.records.observatory.signals import Happened
from roundtable_analytics.catalog import store as catalog
from roundtable_analytics.catalog.description import Description
from roundtable_analytics.frames.periods import bounds
from roundtable_analytics.frames.shape import Origin, Shape, UnfitError
from roundtable_analytics.sources.mapping import Mapping
from roundtable_analytics.sources.shipped import shipped

DESCRIBED = (
    *("title", "about", "source", "address", "licence", "licence_address", "audience", "unit"),
    *("dimensions", "labels", "sheet", "gate", "disclosure", "view", "next_release"),
)
"""What can be said of a dataset."""


RESERVED = frozenset({"load", "loads", "countries", "corridors", "mirrors"})
"""First parts of addresses that no dataset may have."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a load beside its rows: of which day they are, when fetched, known from when."""

    data_date: Any = None
    retrieved: Any = None
    known_at: datetime | None = None


@transaction.atomic
def load(looked: Looked, *, by: User | None, at: datetime, facts: Facts | None = None, **described: Any) -> Vintage:
    """Load what was looked at as a staged vintage, and remember it.

    `by` is None for a command on the machine. A dataset that is new is made from its mapping, for the staff alone
    unless `described` says otherwise. Findings that were answered before, for the same cell saying the same, keep their
    answer. Raises `Invalid` where the rows do not fit, `Collision` where something was loaded at this very moment.
    """
    if by is not None:
        require(by, Do.LOAD, at=at)
    facts = facts or Facts()
    dataset = _dataset(looked.told, by=by, at=at, described=described)
    placed = _placed(dataset, looked, at, facts)
    try:
        vintage = Vintage.objects.create(
            dataset=dataset,
            loaded_at=placed.loaded_at,
            known_at=facts.known_at,
            rows=placed.rows,
            kinds=looked.kinds,
            codes=looked.codes,
            data_date=facts.data_date or last_day(looked, at.date()),
            retrieved=facts.retrieved,
            file=looked.file[:300],
            digest=looked.digest,
            loaded_by=by,
            demonstration=dataset.demonstration,
        )
        _keep_findings(vintage, looked)
        told = {"rows": placed.rows, "file": vintage.file, "findings": len(looked.found)}
        remember(Happened.LOADED, by=by, on=dataset, at=at, after=told)
    except BaseException:
        # Rows that no vintage speaks of would lie there for nobody.
        shutil.rmtree(placed.folder, ignore_errors=True)
        raise
    return vintage


def last_day(looked: Looked, today: date) -> date | None:
    """Give the last day of the last period that has ended: of that day are figures of which nothing else is said."""
    periods = looked.codes.get(looked.shape.time or "", [])
    days = [found[1] for one in periods if (found := bounds(one)) and found[1] <= today]
    return max(days, default=None)


def _placed(dataset: Dataset, looked: Looked, at: datetime, facts: Facts) -> catalog.Vintage:
    told = looked.told.origin
    origin = Origin(told.source, told.licence, told.address, facts.retrieved, facts.data_date)
    place = store()
    try:
        place.describe(dataset.code, description_of(looked.told, looked.shape))
        return place.load(dataset.code, [looked.rows], at=at, came_from=origin)
    except UnfitError as error:
        raise Invalid(str(error)) from error
    except catalog.AlreadyLoaded as error:
        raise Collision(_("Somebody else loaded this dataset at the same moment. Try again.")) from error


def description_of(told: Mapping, shape: Shape) -> Description:
    """Say what a dataset is in the store: its shape, its titles, and a roll-up for each dimension over time."""
    time = (shape.time,) if shape.time else ()
    return Description(shape, dict(told.titles), tuple((one.name, *time) for one in shape.dimensions))


def _dataset(told: Mapping, *, by: User | None, at: datetime, described: Told[str, Any]) -> Dataset:
    if told.dataset in RESERVED:
        raise Invalid(_("A dataset cannot be called “%(name)s”: an address begins so.") % {"name": told.dataset})
    found = Dataset.objects.select_for_update().filter(code=told.dataset).first()
    if found is not None:
        return found
    made = Dataset(
        **{
            "code": told.dataset,
            "title": LazyI18nString(dict(told.titles)),
            "source": told.origin.source,
            "address": told.origin.address,
            "licence": told.origin.licence,
            "audience": Audience.STAFF,
            "unit": told.measures[0].unit if len({one.unit for one in told.measures}) == 1 else "",
            "made_at": at,
            "changed_at": at,
            **described,
        }
    )
    made.words = links.words_of(made)
    made.save()
    remember(Happened.DESCRIBED, by=by, on=made, at=at, after={"code": made.code, "audience": made.audience})
    links.find_anew(made, at=at)
    return made


def _keep_findings(vintage: Vintage, looked: Looked) -> None:
    answered = {
        (one.rule, tuple(one.cell), one.said): one
        for one in Finding.objects.filter(vintage__dataset=vintage.dataset, answer=Finding.Answer.ACCEPTED).order_by(
            "pk"
        )
    }
    made = []
    for found in looked.found:
        before = answered.get((found.rule, found.cell, found.said[:300]))
        told = (
            {
                "answer": before.answer,
                "reason": before.reason,
                "answered_by_id": before.answered_by_id,
                "answered_at": before.answered_at,
            }
            if before
            else {}
        )
        made.append(Finding(vintage=vintage, rule=found.rule, cell=list(found.cell), said=found.said[:300], **told))
    Finding.objects.bulk_create(made, batch_size=1000)


@transaction.atomic
def describe(dataset: Dataset, values: Told[str, Any], *, by: User | None, at: datetime) -> Dataset:
    """Change what is said of a dataset; what changed is remembered."""
    if by is not None:
        require(by, Do.LOAD, dataset, at=at)
    before = {name: _plain(getattr(dataset, name)) for name in values}
    for name in values:
        if name not in DESCRIBED:
            raise Invalid(_("“%(name)s” is nothing that a dataset says.") % {"name": name})
        setattr(dataset, name, values[name])
    after = {name: _plain(getattr(dataset, name)) for name in values}
    changed = [name for name in values if before[name] != after[name]]
    if not changed:
        return dataset
    dataset.changed_at = at
    dataset.words = links.words_of(dataset)
    dataset.save()
    remember(
        Happened.CHANGED,
        by=by,
        on=dataset,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    links.find_anew(dataset, at=at)
    return dataset


def _plain(value: Any) -> Any:
    if isinstance(value, LazyI18nString):
        return dict(value.data) if isinstance(value.data, dict) else str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def folder_of(folder: Path) -> list[tuple[Path, Mapping]]:
    """Give the files under a folder for which a shipped mapping is known, each with its mapping."""
    return [(folder / one.file, one) for one in shipped().values() if (folder / one.file).is_file()]

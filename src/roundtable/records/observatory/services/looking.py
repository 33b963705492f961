"""Look at a file before it is loaded: what a mapping makes of it, and at which cells the gate stops."""

import hashlib
from collections.abc import Mapping as Told
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain import places
from roundtable.records.observatory.domain.dimensions import counts, totals_of
from roundtable.records.observatory.models import Dataset, State, Vintage
from roundtable.records.observatory.queries.store import rows_of
from roundtable_analytics.frames.cube import cube
from roundtable_analytics.frames.shape import Shape, UnfitError
from roundtable_analytics.frames.statuses import kind
from roundtable_analytics.quality.gate import Finding, findings
from roundtable_analytics.quality.rules import RULES, Asked
from roundtable_analytics.sources.mapping import Mapping, WrongMapping, mapping
from roundtable_analytics.sources.shipped import shipped
from roundtable_analytics.sources.tables import table

MOST_FINDINGS = 50_000
"""A load at which the gate stops more often is not what its mapping says."""
OF_COUNTS = frozenset({"fall-of-99-percent", "ten-times-as-many", "below-zero"})
MOSTLY = 0.8
"""The share of a dimension's codes that are places, from which on the others are strange."""
FIRST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Looked:
    """What a load would be: its rows, how many cells are which nothing, its codes, and what the gate found."""

    told: Mapping
    rows: pl.DataFrame
    kinds: dict[str, int]
    codes: dict[str, list[str]]
    found: list[Finding]
    digest: str = ""
    file: str = ""
    shape: Shape = field(default_factory=lambda: Shape(()))

    @property
    def by_rule(self) -> dict[str, int]:
        """How often each rule stopped."""
        counted: dict[str, int] = {}
        for one in self.found:
            counted[one.rule] = counted.get(one.rule, 0) + 1
        return counted


def mapping_of(text: str) -> Mapping:
    """Read a mapping file. Raises `Invalid` with the place of what is wrong."""
    try:
        return mapping(text)
    except WrongMapping as error:
        raise Invalid(_("The mapping cannot be used: %(why)s") % {"why": error}) from error


def shipped_mapping(name: str) -> Mapping | None:
    """Give a mapping that comes with the platform; None where none has this name."""
    return shipped().get(name)


def shipped_mappings() -> list[tuple[str, str]]:
    """Give the mappings that come with the platform, by name, with their titles."""
    return [(name, f"{name}: {next(iter(one.titles.values()), name)}") for name, one in shipped().items()]


def mapping_for(file: Path, named: str = "") -> Mapping:
    """Give the mapping of a file: that of a name or of a file of YAML; without either, the shipped one for its place.

    Raises `Invalid`.
    """
    every = shipped()
    if named in every:
        return every[named]
    if named:
        try:
            return mapping_of(Path(named).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            sentence = _("“%(name)s” is no mapping that comes with the platform, and no file that can be read.")
            raise Invalid(sentence % {"name": named}) from error
    whole = file.resolve().as_posix()
    fitting = [one for one in every.values() if whole.endswith(f"/{one.file}")]
    if len(fitting) != 1:
        raise Invalid(_("No mapping is known for %(file)s. Name one with --mapping.") % {"file": file.name})
    return fitting[0]


def look(told: Mapping, file: Path, *, today: date, name: str = "") -> Looked:
    """Read a file as its mapping says and let the gate look at the rows; nothing is changed. Raises `Invalid`."""
    try:
        rows = table(told, file)
    except UnfitError as error:
        raise Invalid(str(error)) from error
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return look_at(told, rows, today=today, digest=digest, name=name or file.name)


def look_at(told: Mapping, rows: pl.DataFrame, *, today: date, digest: str = "", name: str = "") -> Looked:
    """Let the gate look at rows that a mapping made. Raises `Invalid` where they do not fit their shape."""
    try:
        fitting = cube(rows, told.shape).rows
    except UnfitError as error:
        raise Invalid(str(error)) from error
    if not fitting.height:
        raise Invalid(_("There is nothing to load: the table has no rows."))
    counted = fitting.group_by(kind().fill_null("number").alias("nothing")).len().sort("nothing").rows()
    codes = {one: fitting[one].unique().sort().to_list() for one in told.shape.key}
    asked = asked_of(Dataset.objects.filter(code=told.dataset).first(), told.shape, codes, today=today)
    asked = replace(asked, corridors=tuple(pair for pair in asked.corridors if _differ(fitting, pair)))
    found = findings(fitting, told.shape, asked, rules=rules_for(told))
    if len(found) > MOST_FINDINGS:
        sentence = _("The gate stops at %(number)s cells, first at %(cell)s (%(said)s). Is it the right mapping?")
        first = {"number": len(found), "cell": " · ".join(found[0].cell), "said": found[0].said}
        raise Invalid(sentence % first)
    kinds = {str(one): int(count) for one, count in counted}
    return Looked(told, fitting, kinds, codes, found, digest, name, told.shape)


def rules_for(told: Mapping) -> list[str]:
    """Give the rules that look at a load: those of counts only where people or cases are counted.

    An index, a price or a balance may fall below zero or move tenfold without anything being wrong.
    """
    if all(counts(one.unit) for one in told.measures):
        return list(RULES)
    return [name for name in RULES if name not in OF_COUNTS]


def _differ(rows: pl.DataFrame, pair: tuple[str, str]) -> bool:
    """Whether two dimensions are a corridor: of people displaced inside a country both are always the same."""
    return rows.filter(pl.col(pair[0]) == pl.col(pair[1])).height * 2 < rows.height


def asked_of(dataset: Dataset | None, shape: Shape, codes: Told[str, list[str]], *, today: date) -> Asked:
    """Say what the rules know of a dataset: from its settings, from its codes, and from the vintage before."""
    told: dict[str, Any] = dataset.gate if dataset else {}
    names = {one.name for one in shape.dimensions}
    before = last_standing(dataset)
    corridors = [pair for pair in places.CORRIDORS if set(pair) <= names]
    corridors += [pair for one in told.get("corridors", ()) if len(pair := tuple(one)) == 2]
    totals = totals_of(codes) | {
        name: {code: tuple(parts) for code, parts in found.items()} for name, found in told.get("totals", {}).items()
    }
    return Asked(
        today=today,
        corridors=tuple(dict.fromkeys(corridors)),
        totals=totals,
        codes=known_codes(codes, told.get("codes", {}), before),
        tolerance=float(told.get("tolerance", 0)),
        before=pl.read_parquet(rows_of(before).place) if before else None,
    )


def last_standing(dataset: Dataset | None) -> Vintage | None:
    """Give the newest load of a dataset whose rows are there and that was published."""
    if dataset is None:
        return None
    return Vintage.objects.filter(dataset=dataset, state=State.PUBLISHED).order_by("-loaded_at").first()


def known_codes(
    codes: Told[str, list[str]], told: Told[str, list[str]], before: Vintage | None
) -> dict[str, tuple[str, ...]]:
    """Give the lists of codes that there are: of places, where most codes are places, and of the vintage before."""
    found: dict[str, tuple[str, ...]] = {}
    for name, here in codes.items():
        if name == "TIME_PERIOD":
            continue
        listed = set(told.get(name, ()))
        if before is not None:
            listed |= set(before.codes.get(name, ()))
        known = [code for code in here if places.known(code)]
        if name in places.PLACES and len(known) >= MOSTLY * len(here):
            listed |= set(known)
        if listed:
            found[name] = tuple(sorted(listed))
    return found

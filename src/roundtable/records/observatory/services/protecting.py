"""Protect a load before it leaves, once for the vintage: whoever reads afterwards reads protected cells alone."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _

from roundtable.kernel.base.errors import Invalid
from roundtable.records.observatory.domain.dimensions import counts, totals_of
from roundtable.records.observatory.models import State, Vintage
from roundtable.records.observatory.queries.store import described, rows_of, store
from roundtable_analytics.disclosure.cubes import Kept, Totals, protect_rows, sensitive_cells
from roundtable_analytics.disclosure.relations import DisclosureError
from roundtable_analytics.disclosure.rules import MinimumFrequency
from roundtable_analytics.frames.statuses import kind

TOLD = frozenset({"least", "share", "width"})


def rule_of(told: dict[str, Any]) -> MinimumFrequency | None:
    """Read the rule of a dataset; None where it has none. Raises `Invalid` for a rule that nobody knows."""
    if not told:
        return None
    sentence = _("The rule of disclosure of this dataset is not understood: %(why)s")
    if strange := set(told) - TOLD:
        raise Invalid(sentence % {"why": ", ".join(sorted(strange))})
    try:
        rule = MinimumFrequency(int(told["least"]), float(told.get("share", 0.2)), float(told.get("width", 0)))
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(sentence % {"why": error}) from error
    if rule.least < 2 or not 0 <= rule.share <= 1 or rule.width < 0:
        raise Invalid(_("The rule of disclosure of this dataset protects nobody: its least number is below two."))
    return rule


def protected(vintage: Vintage) -> Vintage:
    """Protect the rows of a staged load by its dataset's rule; gives it with its new rows, not saved yet.

    The rows as they came are deleted when the publication stands: from then on nobody can read them here. Raises
    `Invalid` where they cannot be protected; then nothing is published.
    """
    rule = rule_of(vintage.dataset.disclosure)
    if rule is None:
        return vintage
    if not counts(vintage.dataset.unit):
        raise Invalid(_("The rule of disclosure counts people; the unit of this dataset does not say that it does."))
    raw, told = rows_of(vintage), described(vintage)
    rows = pl.read_parquet(raw.place)
    try:
        made = protect_rows(rows, told.shape, totals_in(vintage), rule, earlier=_earlier(vintage))
    except DisclosureError as error:
        sentence = _("These figures cannot be protected, so they are not published: %(why)s")
        raise Invalid(sentence % {"why": error}) from error
    moment = vintage.loaded_at + timedelta(microseconds=1)
    placed = store().load(vintage.dataset.code, [made.rows], at=moment, came_from=raw.origin)
    vintage.loaded_at = placed.loaded_at
    vintage.kinds = _kinds(made.rows)
    vintage.protection = _told(made, rule)
    transaction.on_commit(_gone(raw.folder))
    return vintage


def to_keep_back(vintage: Vintage) -> int | None:
    """Count the cells of few people in a staged load; None where its dataset has no rule that is understood."""
    if vintage.state != State.STAGED or not vintage.dataset.disclosure:
        return None
    try:
        rule = rule_of(vintage.dataset.disclosure)
    except Invalid:
        return None
    rows, told = pl.read_parquet(rows_of(vintage).place), described(vintage)
    return sensitive_cells(rows, told.shape, rule.least) if rule else None


def _gone(folder: Any) -> Callable[[], None]:
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def totals_in(vintage: Vintage) -> Totals:
    """Give which codes are totals of which others: as the dataset says it, and of sexes as they stand."""
    codes = {name: found for name, found in vintage.codes.items() if name != "TIME_PERIOD"}
    said: dict[str, dict[str, list[str]]] = vintage.dataset.gate.get("totals", {})
    found: dict[str, dict[str, tuple[str, ...]]] = dict(totals_of(codes))
    for name, totals in said.items():
        found[name] = {**found.get(name, {}), **{code: tuple(parts) for code, parts in totals.items()}}
    for name, listed in codes.items():
        total = vintage.dataset.settings_of(name).get("total", "")
        if total in listed and name not in found:
            found[name] = {total: tuple(code for code in listed if code != total)}
    return found


def _earlier(vintage: Vintage) -> list[pl.DataFrame]:
    others = Vintage.objects.filter(dataset=vintage.dataset, state=State.PUBLISHED).exclude(pk=vintage.pk)
    return [pl.read_parquet(rows_of(one).place) for one in others.select_related("dataset").order_by("loaded_at")]


def _kinds(rows: pl.DataFrame) -> dict[str, int]:
    counted = rows.group_by(kind().fill_null("number").alias("nothing")).len().sort("nothing").rows()
    return {str(one): int(count) for one, count in counted}


def _told(made: Kept, rule: MinimumFrequency) -> dict[str, Any]:
    return {
        "least": rule.least,
        "share": rule.share,
        "width": rule.width,
        "before": made.before,
        "primary": made.primary,
        "secondary": made.secondary,
        "after": made.before - made.primary - made.secondary,
    }

"""What a dataset is, as a file beside its rows."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from roundtable_analytics.frames.shape import Attribute, Dimension, Measure, Origin, Shape


@dataclass(frozen=True, slots=True)
class Description:
    """A dataset: its shape, its title in languages, and which roll-ups are computed with every load.

    Each roll-up is the part of the key that stays; the measure is added up over the rest.
    """

    shape: Shape
    titles: dict[str, str] = field(default_factory=dict)
    roll_ups: tuple[tuple[str, ...], ...] = ()


def description_text(told: Description) -> str:
    """Write a description."""
    return json.dumps(asdict(told), ensure_ascii=False, indent=1)


def description(text: str) -> Description:
    """Read a description as `description_text` wrote it."""
    told = json.loads(text)
    shape = told["shape"]
    return Description(
        Shape(
            tuple(Dimension(one["name"], _codes(one["codes"]), one["code_list"]) for one in shape["dimensions"]),
            shape["time"],
            tuple(Measure(**one) for one in shape["measures"]),
            tuple(Attribute(one["name"], _codes(one["codes"])) for one in shape["attributes"]),
        ),
        told["titles"],
        tuple(tuple(one) for one in told["roll_ups"]),
    )


def _codes(told: list[str] | None) -> tuple[str, ...] | None:
    return None if told is None else tuple(told)


def origin_facts(told: Origin) -> dict[str, Any]:
    """Give an origin as plain values."""
    days = {name: day.isoformat() if (day := getattr(told, name)) else None for name in ("retrieved", "as_of")}
    return {"source": told.source, "licence": told.licence, "address": told.address} | days


def origin(facts: dict[str, Any]) -> Origin:
    """Read an origin from plain values."""
    days = [date.fromisoformat(facts[name]) if facts.get(name) else None for name in ("retrieved", "as_of")]
    return Origin(facts["source"], facts["licence"], facts["address"], *days)

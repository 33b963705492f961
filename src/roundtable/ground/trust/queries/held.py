"""What the platform holds about a person, for that person: found by what each room says of its tables."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, IntegerField, QuerySet, Value

from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.held_words import BASES, CALLED, COLUMNS, FIELDS, GOES, SINCE
from roundtable.ground.trust.readership import personal
from roundtable.ground.trust.readership.held import LEFT, Goes, Held
from roundtable.kernel.base.privacy import Personal
from roundtable.kernel.base.walls.reach import looking_across

KIND = "trust.held"
"""What is held about a person, as the log of reading calls it when it is told to somebody else."""
SHOWN = 100
"""How many rows of a table a page shows; the file has all."""

OTHERS = frozenset({"person", "held by", "proposed by"})
"""What history says about somebody else beside a deed on an account; that person may ask for it."""


def labels_of(held: Held) -> dict[str, Personal]:
    """Give why each field is kept and for how long: as its table says it, otherwise as the room does."""
    said = vars(getattr(apps.get_model(held.model), "Privacy", object))
    found = {name: said[name] for name in held.fields if isinstance(said.get(name), Personal)}
    return {name: found.get(name, held.label) for name in held.fields or [held.whose]}


def months_of(held: Held) -> int:
    """Give for how many months a row is kept: as long as the field of it that is kept longest."""
    return max(label.keep_months for label in labels_of(held).values())


def rows_about(held: Held, person: User) -> QuerySet[Any]:
    """Give the rows of a table that are about a person. To be read where a reach is open."""
    model: Any = apps.get_model(held.model)
    if held.by_address:
        wanted: QuerySet[Any] = model._default_manager.none()
        if person.email:
            wanted = model._default_manager.filter(**{held.whose: person.email}, **held.within)
        return wanted.order_by("pk")
    found: QuerySet[Any] = model._default_manager.filter(**{held.whose: held.as_owner(person.pk)}, **held.within)
    return found.order_by("pk")


@looking_across(
    "whoever asks is told what is about them, found by their own number and address, and no words of others"
)
def held_about(person: User, *, at: datetime) -> dict[str, Any]:
    """Give everything that is held about a person as plain values, with the reasons.

    Secrets (passwords, tokens, factors) are named, never given. What a person wrote for a Party is the Party's: told is
    that they wrote, and when.
    """
    return {
        "person": person.pk,
        "asked_at": at,
        "explained": {
            "purpose": "why it is kept",
            "basis": "on which legal basis",
            "months": "for how long after `from`",
        },
        "tables": list(_tables(person)),
    }


@looking_across("whoever asks is told how much is held about them, found by their own number and address")
def counted(person: User) -> list[tuple[Held, int]]:
    """Give each table that holds something about a person, with the number of its rows. One query for all tables."""
    asked = [held for held in personal if held.goes is not Goes.ADDRESS]
    counts = [
        rows_about(held, person)
        .order_by()
        .annotate(which=Value(place, output_field=IntegerField()))
        .values("which")
        .annotate(number=Count("pk"))
        .values_list("which", "number")
        for place, held in enumerate(asked)
    ]
    first, *others = counts
    return [(asked[place], number) for place, number in sorted(first.union(*others, all=True)) if number]


def key_of(held: Held) -> str:
    """Give the name under which a part is asked for in the address of a page."""
    within = "".join(f".{value}" for value in held.within.values())
    return f"{held.model}.{held.whose}{within}"


def in_parts(person: User, *, opened: str) -> list[dict[str, Any]]:
    """Give for a page every part of what is held about a person, with its reasons; its rows where it is asked for.

    Two queries, whatever is held: one counts in all tables, one reads the rows of the part that is open.
    """
    return [
        readable({"tables": [_part(held, _rows_told(held, person) if key_of(held) == opened else [])]})[0]
        | {"key": key_of(held), "number": number, "opened": key_of(held) == opened}
        for held, number in counted(person)
    ]


@looking_across("whoever asks is told what is about them, found by their own number and address")
def _rows_told(held: Held, person: User) -> list[dict[str, Any]]:
    return [_told(held, row) for row in rows_about(held, person)]


def _tables(person: User) -> Iterator[dict[str, Any]]:
    for held in personal:
        if held.goes is Goes.ADDRESS:
            continue  # it stands with the account
        rows = [_told(held, row) for row in rows_about(held, person)]
        if rows:
            yield _part(held, rows)


def _part(held: Held, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "table": held.model,
        "called": table_called(held.model),
        "names_the_person_in": held.whose,
        "purpose": str(held.label.purpose),
        "basis": str(held.label.basis),
        "months": months_of(held),
        "from": held.since,
        "then": str(Goes(held.goes)),
        "not_told": {name: str(reason) for name, reason in held.without.items()},
        "rows": rows,
    }


def _told(held: Held, row: Any) -> dict[str, Any]:
    told = {"number": row.pk}
    for name in held.fields:
        value = getattr(row, name)
        if isinstance(value, dict):
            value = {key: said for key, said in value.items() if key not in OTHERS}
        told[name] = value
    return told


def readable(told: dict[str, Any], *, most: int | None = SHOWN) -> list[dict[str, Any]]:
    """Give the same for a page: what people read above each column, and as many rows as a page can show."""
    tables = []
    for table in told["tables"]:
        names = [name for name in table["rows"][0] if name != "number"] if table["rows"] else []
        tables.append(
            {
                **table,
                "heads": [FIELDS.get(name, name) for name in names],
                "lines": [[(FIELDS.get(name, name), row[name]) for name in names] for row in table["rows"][:most]],
                "basis": BASES.get(table["basis"], table["basis"]),
                "more": 0 if most is None else max(0, len(table["rows"]) - most),
                "column": COLUMNS.get(table["names_the_person_in"], table["names_the_person_in"]),
            }
        )
    return tables


def kept_tables() -> list[dict[str, Any]]:
    """Give for a page for how long everything about people is kept, table by table."""
    return [
        {
            "called": table_called(held.model),
            "fields": [FIELDS.get(name, name) for name in held.fields],
            "column": COLUMNS.get(held.whose, held.whose),
            "purpose": held.label.purpose,
            "basis": BASES.get(held.label.basis, held.label.basis),
            "months": min(label.keep_months for label in labels_of(held).values())
            if held.goes is Goes.ADDRESS
            else months_of(held),
            "since": SINCE if held.since == LEFT else FIELDS.get(held.since, held.since),
            "goes": GOES[held.goes],
        }
        for held in personal
    ]


def table_called(label: str) -> str:
    """Give what the rows of a table are called."""
    return str(CALLED.get(label) or apps.get_model(label)._meta.verbose_name_plural)


def why() -> list[dict[str, str | int]]:
    """Give for every personal field in the house why it is kept, on which legal basis, and for how long."""
    return [
        {
            "table": held.model,
            "field": name,
            "person": held.whose,
            "purpose": str(label.purpose),
            "basis": str(label.basis),
            "months": label.keep_months,
            "from": held.since,
            "then": str(Goes(held.goes)),
        }
        for held in personal
        for name, label in labels_of(held).items()
    ]

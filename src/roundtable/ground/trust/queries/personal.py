"""Columns that name a person, as the tables themselves have them: what no room declared is found here."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import models

from roundtable.ground.trust.models import User
from roundtable.ground.trust.queries.held import labels_of
from roundtable.ground.trust.readership import personal
from roundtable.ground.trust.readership.held import Goes
from roundtable.kernel.base.privacy import Personal

NAMES: Final = re.compile(r"(^|_)(user|person|by|owner)(_id)?$")
"""What a column with the number of a person is called, where the table knows no people."""
ADDRESSES: Final = frozenset({"email", "to", "address"})


def columns_that_name(model: Any) -> list[str]:
    """Give the columns of a table that name a person."""
    found = []
    for column in model._meta.concrete_fields:
        is_key = isinstance(column, models.ForeignKey) and column.related_model is User
        # A key that is the person's number itself (one card for each) names them too.
        plain = isinstance(column, models.IntegerField) and NAMES.search(column.attname) is not None
        if is_key or (plain and not column.choices):
            found.append(str(column.attname))
    return found


def undeclared() -> Iterator[str]:
    """Say which columns name a person, and which fields stand beside them, without any room having said it."""
    said = {(held.model, held.whose) for held in personal}
    for model in apps.get_models():
        label = model._meta.label_lower
        for column in columns_that_name(model):
            if (label, column) not in said:
                yield f"{label}.{column} names a person, and no room says so (add a Held)"
        labelled = {name for name, one in vars(getattr(model, "Privacy", object)).items() if isinstance(one, Personal)}
        known = {name for held in personal if held.model == label for name in [*held.fields, held.whose]}
        known |= {name.removesuffix("_id") for name in known}
        for name in sorted(labelled - known):
            yield f"{label}.{name} is labelled as personal, and leads to nobody (add it to a Held)"
    for held in personal:
        yield from _silent(held)


def _silent(held: Any) -> Iterator[str]:
    model = apps.get_model(held.model)
    names = {name for one in model._meta.get_fields() for name in (one.name, getattr(one, "attname", one.name))}
    own = {"pk"} | {name for name in names if isinstance(getattr(model, name, None), property)}
    for name in [*held.fields, *held.without, held.whose.split("__")[0]]:
        if name not in names | own and not hasattr(model, name):
            yield f"{held.model}.{name} is said to be held about people, and there is no such field"
    if held.goes is Goes.NAMELESS and not held.without:
        return  # a deed: it tells that somebody did something, and not the words
    told = {*held.fields, *held.without, held.whose, *columns_that_name(model)}
    for column in model._meta.concrete_fields:
        if not column.primary_key and not {column.name, column.attname} & told:
            yield f"{held.model}.{column.name} stands beside somebody's name, and is neither told nor said why not"
    for name, label in labels_of(held).items():
        if label.keep_months < 1 or not label.purpose:
            yield f"{held.model}.{name} has no purpose, or no months"

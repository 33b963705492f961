"""For migrations: seal what already stands in a table, portion by portion, and go on where a try was broken off."""

import json
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.addresses import found_by
from roundtable.kernel.keys.boxes import Place

TOGETHER: Final = 500


def seal_rows(  # noqa: PLR0913 - a table has these kinds of columns
    model: Any,
    *,
    owner: Callable[[Any], str],
    texts: Collection[str] = (),
    addresses: Collection[str] = (),
    values: Mapping[str, str] | None = None,
    also: Callable[[Any], dict[str, Any]] = lambda _row: {},
) -> None:
    """Seal the rows of a historical model that have no `row` yet; each portion is a transaction of its own.

    `texts` are sealed where they stand, `addresses` with the hash by which they are found. `values` (of JSON) are
    sealed into a column of text, which is renamed afterwards: the name it will have leads to the name it has now.
    `also` gives what else changes in a row.
    """
    table = model._meta.db_table
    while True:
        with transaction.atomic():
            some = list(model._default_manager.filter(row=None).order_by("pk")[:TOGETHER])
            for one in some:
                row, whose = uuid.uuid4(), owner(one)
                changed: dict[str, Any] = {"row": row} | also(one)
                for name in texts:
                    changed[name] = box(getattr(one, name), whose, Place(table, name, row.hex))
                for name in addresses:
                    address = getattr(one, name)
                    sealed = box(address, whose, Place(table, name, row.hex))
                    changed[name] = f"{found_by(address)}:{sealed}" if sealed else ""
                for name, now in (values or {}).items():
                    value = getattr(one, name)
                    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if value else ""
                    changed |= {now: box(text, whose, Place(table, name, row.hex)), name: type(value)()}
                model._default_manager.filter(pk=one.pk).update(**changed)
        if len(some) < TOGETHER:
            return


def box(text: str | None, owner: str, place: Place) -> str:
    """Give what stands in the column for a text."""
    return ring.seal(text, owner=owner, place=place).text if text else ""

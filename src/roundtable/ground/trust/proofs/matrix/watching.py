"""Watch the database: after each request it is known which rows are other than before, and then all is as it was."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from roundtable.ground.trust.domain.readership import Readership
from roundtable.ground.trust.readership import readership_of

WRITES = re.compile(r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
LOOKS = re.compile(r"^\s*(SELECT|INSERT|UPDATE|DELETE)", re.IGNORECASE)


@dataclass
class Change:
    """One row that is other than before: as it was, or as it is where it is new."""

    model: Any
    row: Any
    how: str

    def __str__(self) -> str:
        return f"{self.how} {self.model._meta.label_lower} {self.row.pk}"


@dataclass
class Watch:
    """What one request did."""

    tables: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)

    def see(self, execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        """Note which table a statement writes to."""
        if found := WRITES.match(sql):
            self.tables.add(found[1])
        if LOOKS.match(sql):
            self.queries.append(sql)
        return execute(sql, params, many, context)


class House:
    """The rows of every table, as they are before each request."""

    def __init__(self) -> None:
        """Read every table once."""
        found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        self.models = {model._meta.db_table: model for model in found if not model._meta.proxy}
        self.before = {table: self._rows(table) for table in self.models}

    def _rows(self, table: str) -> dict[Any, tuple[Any, ...]]:
        model: Any = self.models[table]
        names = [one.attname for one in model._meta.concrete_fields]
        place = names.index(model._meta.pk.attname)
        return {row[place]: row for row in model._base_manager.values_list(*names)}  # noqa: SLF001 - all rows there are

    def row(self, table: str, values: tuple[Any, ...]) -> Any:
        """Make a row again, as it was; with the rows on which it hung, where they may be gone with it."""
        model: Any = self.models[table]
        made = model.from_db("default", [one.attname for one in model._meta.concrete_fields], list(values))
        for one in model._meta.concrete_fields:
            if not isinstance(one, models.ForeignKey) or one.remote_field.on_delete is not models.CASCADE:
                continue
            above, number = one.related_model._meta.db_table, getattr(made, one.attname)
            if number in self.before.get(above, {}):
                setattr(made, one.name, self.row(above, self.before[above][number]))
        return made

    @contextmanager
    def watched(self, judge: Callable[[Watch], None] | None = None) -> Iterator[Watch]:
        """Let something happen, note what it changed, let `judge` look at it, and undo it."""
        watch = Watch()
        with transaction.atomic():
            mark = transaction.savepoint()
            try:
                with connection.execute_wrapper(watch.see):
                    yield watch
                self._compare(watch)
                if judge is not None:
                    judge(watch)
            finally:
                transaction.savepoint_rollback(mark)

    def _compare(self, watch: Watch) -> None:
        for table in sorted(watch.tables & self.models.keys()):
            before, after = self.before[table], self._rows(table)
            model: Any = self.models[table]
            for key in before.keys() | after.keys():
                if key not in after:
                    watch.changes.append(Change(model, self.row(table, before[key]), "removed"))
                elif key not in before:
                    watch.changes.append(Change(model, self.row(table, after[key]), "made"))
                elif before[key] != after[key]:
                    watch.changes.append(Change(model, self.row(table, before[key]), "changed"))


def said_of(change: Change) -> tuple[Readership | None, Any]:
    """Give what was said of a row; of the row between two tables, what was said of the one that has the list."""
    owner = change.model._meta.auto_created
    if not owner:
        return readership_of(change.model), change.row
    for one in change.model._meta.fields:
        if isinstance(one, models.ForeignKey) and one.related_model is owner:
            return readership_of(owner), getattr(change.row, one.name)
    return None, change.row

"""The second wall: row-level security in PostgreSQL, which holds whatever the Python says.

The policies are made from the same `Wall` as the first wall's conditions, each time tables were migrated, and only
where they are not there yet as they must be. Within them stands the setting `roundtable.reach`, which `carrying` puts
before each statement; without it a restricted table has no rows, and takes none.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, Q
from django.db.models.sql import Query

from roundtable.kernel.base.scopes import DIALOGUE, SECRETARIAT
from roundtable.kernel.base.walls.managers import walled
from roundtable.kernel.base.walls.reach import OVERSIGHT
from roundtable.kernel.base.walls.wall import Wall

SETTING = "roundtable.reach"
# Read once for a statement, not once for a row: a subquery without ties to the rows around it is.
REACH = f"(SELECT string_to_array(current_setting('{SETTING}', true), ','))::text[]"
PERSON = f"(SELECT substring(current_setting('{SETTING}', true) FROM '#([0-9]+)'))::bigint"  # noqa: S608 - our own name
AS_IT_IS = (
    "encode(sha256(convert_to(p.polcmd::text || coalesce(pg_get_expr(p.polqual, p.polrelid), '') "
    "|| coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') || p.polroles::text || p.polpermissive::text, "
    "'UTF8')), 'hex')"
)
READ_BACK = f"SELECT {AS_IT_IS} FROM pg_policy p WHERE p.polrelid = %s::regclass AND p.polname = %s"  # noqa: S608 - our own words
STANDING = (
    f"SELECT c.relname, p.polname, coalesce(obj_description(p.oid, 'pg_policy'), ''), {AS_IT_IS} FROM pg_class c "  # noqa: S608 - our own words
    "LEFT JOIN pg_policy p ON p.polrelid = c.oid "
    "WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity "
    "AND c.relnamespace = current_schema()::regnamespace"
)
ACROSS = f"'*' = ANY({REACH})"


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy of a table, as PostgreSQL takes it."""

    table: str
    name: str
    deed: str
    using: str = ""
    check: str = ""

    @property
    def statement(self) -> str:
        """The statement that makes it."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f'CREATE POLICY "{self.name}" ON "{self.table}" AS PERMISSIVE FOR {self.deed} TO PUBLIC{using}{check}'

    @property
    def mark(self) -> str:
        """What tells this policy from an older one of the same name."""
        return hashlib.sha256(self.statement.encode()).hexdigest()[:16]


def policies(model: type[Model], wall: Wall, connection: BaseDatabaseWrapper) -> Iterator[Policy]:
    """Give the policies of a table: who reads is who reaches; who writes is whose it is, and the secretariat."""
    table = model._meta.db_table
    reads, writes = _condition(model, wall, connection), _condition(model, wall, connection, writing=True)
    yield Policy(table, "reach_reads", "SELECT", using=reads)
    yield Policy(table, "reach_makes", "INSERT", check=writes)
    yield Policy(table, "reach_changes", "UPDATE", using=writes, check=writes)
    yield Policy(table, "reach_removes", "DELETE", using=writes)


def _condition(model: type[Model], wall: Wall, connection: BaseDatabaseWrapper, *, writing: bool = False) -> str:
    if not wall.via:
        return f"{ACROSS} OR {_own_condition(model, wall, connection, writing=writing)}"
    key, parent, its = _above(model, wall)
    asked = _own_condition(parent, wall, connection, writing=writing) if wall.conditions else ""
    if writing and not asked:
        # Whoever may change the row that this one hangs on may change this one, however far up that is said: to read
        # the row above is not enough.
        asked = _may_change(parent, its, connection, name="above")
    return f"{ACROSS} OR {_hangs_on(model, key, parent, asked, name='above')}"


def _above(model: type[Model], wall: Wall) -> tuple[Any, type[Model], Wall]:
    """Give the key of a table by which its rows hang on others, the table of those, and its wall."""
    key: Any = model._meta.get_field(wall.via)
    return key, key.related_model, walled()[key.related_model]


def _hangs_on(model: type[Model], key: Any, parent: type[Model], asked: str, *, name: str, below: str = "") -> str:  # noqa: PLR0913 - a step up has these parts
    """Write that there is a row above, of which something may be asked; its own policies of reading hold there too."""
    hangs = f'"{below or model._meta.db_table}"."{key.column}"'
    more = f" AND ({asked})" if asked else ""
    number = parent._meta.pk.column
    return f'EXISTS (SELECT FROM "{parent._meta.db_table}" {name} WHERE {name}."{number}" = {hangs}{more})'


def _may_change(model: type[Model], wall: Wall, connection: BaseDatabaseWrapper, *, name: str) -> str:
    """Write who may change a row that is called `name` in the statement."""
    if not wall.via:
        return _own_condition(model, wall, connection, writing=True)
    key, parent, its = _above(model, wall)
    further = f"{name}_it"
    asked = (
        _own_condition(parent, wall, connection, writing=True)
        if wall.conditions
        else _may_change(parent, its, connection, name=further)
    )
    return _hangs_on(model, key, parent, asked, name=further, below=name)


def _own_condition(model: type[Model], wall: Wall, connection: BaseDatabaseWrapper, *, writing: bool) -> str:
    parts = []
    if wall.own:
        parts.append(f'"{_column(model, wall.own)}" = ANY({REACH})')
    parts += [f'"{_column(model, name)}" = {PERSON}' for name in wall.person]
    if wall.public is not None and not writing:
        parts.append(f"({_sql(model, wall.public, connection)})")
    opens = ((DIALOGUE, wall.dialogue), (SECRETARIAT, wall.secretariat), (OVERSIGHT, wall.oversight))
    for code, rows in opens:
        if rows is False or (writing and code != SECRETARIAT):
            continue
        its = f" AND ({_sql(model, rows, connection)})" if isinstance(rows, Q) else ""
        parts.append(f"('{code}' = ANY({REACH}){its})")
    return " OR ".join(parts) or "false"


def _column(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)


def _sql(model: type[Model], rows: Q, connection: BaseDatabaseWrapper) -> str:
    query = Query(model=model, alias_cols=False)
    where = query.build_where(rows)
    sql, params = where.as_sql(query.get_compiler(connection=connection), connection)
    with connection.schema_editor() as editor:
        return str(sql) % tuple(editor.quote_value(value) for value in params)


def expected(connection: BaseDatabaseWrapper) -> dict[str, list[Policy]]:
    """Give the policies that must stand, by table."""
    return {model._meta.db_table: list(policies(model, wall, connection)) for model, wall in walled().items()}


def standing(connection: BaseDatabaseWrapper) -> dict[str, set[tuple[str, str]]]:
    """Give the policies that stand (name and mark) by table, where security is switched on for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING)
        found: dict[str, set[tuple[str, str]]] = {}
        for table, name, said, now in cursor.fetchall():
            found.setdefault(table, set())
            if name:
                mark, _space, then = said.partition(" ")
                found[table].add((name, mark if then == now else "changed by hand"))
    return found


def fallen(connection: BaseDatabaseWrapper) -> dict[str, list[Policy]]:
    """Give the tables whose wall does not stand as it must, with the policies that it needs."""
    now = standing(connection)
    return {
        table: wanted
        for table, wanted in expected(connection).items()
        if now.get(table) != {(policy.name, policy.mark) for policy in wanted}
    }


def raise_walls(using: str = "default") -> list[str]:
    """Make the wall stand on every restricted table; gives the tables where that was needed. Nothing on SQLite."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    missing = {table: wanted for table, wanted in fallen(connection).items() if table in there}
    for table, wanted in missing.items():
        with connection.schema_editor() as editor:
            old = [f'DROP POLICY "{name}" ON "{table}"' for name in standing_names(connection, table)]
            new = [policy.statement for policy in wanted]
            on = [f'ALTER TABLE "{table}" {deed} ROW LEVEL SECURITY' for deed in ("ENABLE", "FORCE")]
            for statement in (*old, *new, *on):
                editor.execute(statement, None)
        _mark(connection, wanted)
    return sorted(missing)


def _mark(connection: BaseDatabaseWrapper, wanted: list[Policy]) -> None:
    """Write on each policy from what it was made, and what PostgreSQL made of it: a change by hand is then seen."""
    with connection.cursor() as cursor:
        for policy in wanted:
            cursor.execute(READ_BACK, [policy.table, policy.name])
            mark = f"{policy.mark} {cursor.fetchone()[0]}"
            statement = f'COMMENT ON POLICY "{policy.name}" ON "{policy.table}" IS %s'
            cursor.execute(statement, [mark])


def standing_names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """Give the policies of one table, whether or not its security is switched on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
        return [str(name) for (name,) in cursor.fetchall()]


def grant(role: str, using: str = "default") -> None:
    """Let the platform's role read and write rows, and nothing else: the tables belong to whoever migrated."""
    connection = connections[using]
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {quoted}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}",
        ):
            cursor.execute(statement)

"""For migrations: change a table that people read, and hold it for no longer than the database itself needs."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Some changes of columns and constraints, one right after the other.

    Django reckons for a while between two changes, and PostgreSQL holds what the first took until the end of the
    transaction: whoever reads the table waits for the reckoning too. So all statements are written first, then done.
    They may not build on each other where Django has to look into the database to write them: a constraint that is
    removed must stand before the first of them.
    """

    reduces_to_sql = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        """Take changes of columns and constraints, and functions that do nothing but execute such: no data moves."""
        self.operations = operations

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Say how this was made."""
        return (self.__class__.__qualname__, [self.operations], {})

    @property
    def reversible(self) -> bool:  # type: ignore[override]  # as Django's own operations do
        """Whether every one can be taken back."""
        return all(one.reversible for one in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change what Django knows of the tables; their classes are made anew once, and not for every change."""
        made = state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)
        if made is not None:
            state.__dict__["apps"] = made
            changed = [one.model_name.lower() for one in self.operations if hasattr(one, "model_name")]
            state.reload_models([(app_label, name) for name in set(changed)], delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Write every statement, then do them."""
        steps = self._steps(app_label, from_state, to_state)
        if schema_editor.connection.vendor != "postgresql" or schema_editor.collect_sql:
            for one, before, after in steps:
                one.database_forwards(app_label, schema_editor, before, after)
            return
        schema_editor.collect_sql, schema_editor.collected_sql = True, []
        try:
            for one, before, after in steps:
                one.database_forwards(app_label, schema_editor, before, after)
            statements = schema_editor.collected_sql
        finally:
            schema_editor.collect_sql, schema_editor.collected_sql = False, []
        for statement in statements:
            if not statement.startswith("--"):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the changes back, the last first."""
        for one, before, after in reversed(self._steps(app_label, to_state, from_state)):
            one.database_backwards(app_label, schema_editor, after, before)

    def _steps(
        self, app_label: str, before: ProjectState, after: ProjectState
    ) -> list[tuple[Operation, ProjectState, ProjectState]]:
        """Give each change with what Django knows before and after it."""
        states = [before]
        for one in self.operations[:-1]:
            states.append(states[-1].clone())
            one.state_forwards(app_label, states[-1])
        return list(zip(self.operations, states, [*states[1:], after], strict=True))

    def describe(self) -> str:
        """Say what this does."""
        return "; ".join(one.describe() for one in self.operations)

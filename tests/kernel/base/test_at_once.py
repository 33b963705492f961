"""A table that people read is held only while the database changes it, not while Django reckons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from roundtable.kernel.base.at_once import AtOnce

CHANGES = AtOnce(
    [
        migrations.AddField("thing", "said", models.TextField(default="nothing")),
        migrations.AlterField("thing", "number", models.BigIntegerField(default=7)),
        migrations.RenameField("thing", "said", "told"),
    ]
)


@pytest.fixture
def before() -> ProjectState:
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("number", models.BigIntegerField(null=True)),
    ]
    state.add_model(ModelState("once", "Thing", fields))
    return state


def after(before: ProjectState) -> ProjectState:
    state = before.clone()
    CHANGES.state_forwards("once", state)
    return state


@pytest.mark.django_db(transaction=True)
def test_changes_are_made_and_taken_back(before: ProjectState) -> None:
    then = after(before)
    model = before.apps.get_model("once", "Thing")
    with connection.schema_editor() as editor:
        editor.create_model(model)
    try:
        model._default_manager.create()
        with connection.schema_editor() as editor:
            CHANGES.database_forwards("once", editor, before, then)
        found = then.apps.get_model("once", "Thing")._default_manager.values_list("number", "told")
        assert list(found) == [(7, "nothing")]
        with connection.schema_editor() as editor:
            CHANGES.database_backwards("once", editor, then, before)
        assert list(model._default_manager.values_list("number")) == [(7,)]
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(model)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL holds readers up")
def test_every_statement_is_written_before_the_first_is_done(before: ProjectState) -> None:
    then = after(before)
    model = before.apps.get_model("once", "Thing")
    with connection.schema_editor() as editor:
        editor.create_model(model)
    written: list[bool] = []
    try:
        with connection.schema_editor() as editor, connection.execute_wrapper(_noting(written, editor)):
            CHANGES.database_forwards("once", editor, before, then)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(then.apps.get_model("once", "Thing"))
    assert written
    assert not any(written)


def _noting(written: list[bool], editor: Any) -> Callable[..., Any]:
    def noting(execute: Callable[..., Any], *asked: Any) -> Any:
        written.append(editor.collect_sql)
        return execute(*asked)

    return noting


def test_what_django_knows_is_the_same_as_after_single_changes(before: ProjectState) -> None:
    before.apps  # noqa: B018 - made, as in a migration
    apart = before.clone()
    for one in CHANGES.operations:
        one.state_forwards("once", apart)
    together = after(before)
    assert together.models["once", "thing"] == apart.models["once", "thing"]
    fields = {field.name for field in together.apps.get_model("once", "Thing")._meta.fields}
    assert fields == {"id", "number", "told"}


def test_it_says_what_it_does() -> None:
    assert CHANGES.reversible
    assert CHANGES.describe().startswith("Add field said to thing; Alter field number")
    assert CHANGES.deconstruct() == ("AtOnce", [CHANGES.operations], {})

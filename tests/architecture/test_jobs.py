"""Whoever looks at background work reads what it does, in their language."""

import ast
from importlib import import_module

from django.utils.functional import Promise

from roundtable.kernel.tasks import words
from roundtable.kernel.tasks.jobs import repeated
from tests.architecture.house import sources

REPEATED = "kernel/tasks/doing.py"
"""Defers what repeats, whatever it is; `every` asks for its title."""


def deferred() -> set[str]:
    """The functions that some source file has done later."""
    found = set()
    for path, tree in sources():
        for node in ast.walk(tree):
            if path != REPEATED and isinstance(node, ast.Call) and _defers(node.func):
                known = vars(import_module("roundtable." + path.removesuffix(".py").replace("/", ".")))
                found.add(eval(compile(ast.Expression(node.args[0]), path, "eval"), known))  # noqa: S307 - our own source
    return found


def _defers(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "defer"
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "defer"
        and isinstance(function.value, ast.Name)
        and function.value.id in {"jobs", "tasks"}
    )


def test_every_kind_of_job_has_a_title_in_words_that_can_be_translated():
    paths = deferred() | {work.path for work in repeated}
    named = words.known()

    assert len(deferred()) >= 5
    assert {path for path in paths if not isinstance(named.get(path), Promise)} == set()


def test_no_title_is_left_over_from_work_that_nobody_has_done():
    assert set(words.known()) - deferred() - {work.path for work in repeated} == set()

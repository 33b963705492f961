"""Habits that a machine can watch in the source itself."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from tests.architecture.house import SOURCE, sources

DOTTED = re.compile(r"roundtable(\.[a-z_][a-zA-Z0-9_]*){2,}")

LATE_IMPORTS = {
    "config/command.py": "Django must be set up before anything of it is imported",
    "kernel/base/walls/carrying.py": "psycopg: nobody needs it on SQLite",
    "kernel/files/inspection/__init__.py": "pikepdf: for those who hand in a PDF",
    "kernel/files/paper.py": "typst: for those who take a PDF away",
    "kernel/files/spreadsheets.py": "openpyxl: for those who hand in a workbook",
    "kernel/files/tables/books.py": "openpyxl: for those who take a workbook away",
    "operations/plan/domain/adopted_text/encoding.py": "bs4: for texts in an old encoding",
    "operations/plan/domain/adopted_text/reading.py": "bs4, docx, pypdfium2: each for texts of its kind",
    "operations/plan/exports/pack/pages.py": "pypdfium2: for those who take a PDF away",
    "operations/plan/exports/pack/render.py": "docx, openpyxl, typst: each for packs of its format",
    "records/meetings/services/telling.py": "icalendar: for mails that carry a calendar entry",
    "operations/plan/proofs/leaving.py": "icalendar: for proofs that read a calendar back",
    "records/meetings/proofs/leaving.py": "icalendar: for proofs that read a calendar back",
    "records/observatory/proofs/planting.py": "polars and duckdb: for proofs, which plant figures",
    "operations/plan/views/activities.py": "icalendar: for those who take the calendar away",
}
"""Files that may import inside a function, with the reason; an app that signs up when it is ready always may.

A circle would still be found: import-linter looks at these imports too.
"""
LARGE = ("bs4", "docx", "httpx", "icalendar", "openpyxl", "pikepdf", "pypdfium2", "typst", "weasyprint")
"""Libraries that take long to load; a command that needs none of them must not wait for them."""

SPOKEN = {
    "roundtable.parties.public",
    "roundtable.plan.public",
}
"""Texts that look like a module and are none."""


def _called(path: str, *names: str) -> bool:
    parts = Path(path).with_suffix("").parts
    return any(part in names for part in parts)


def test_views_and_api_never_reach_for_the_tables_themselves() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        if _called(path, "views", "api") and not path.startswith("kernel/")  # the kernel has no pages of its own
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
    ]
    assert found == []


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{path}:{inner.lineno}"
        for path, tree in sources()
        if path not in LATE_IMPORTS and not path.endswith("/apps.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_no_command_waits_for_a_library_that_it_does_not_use() -> None:
    told = f"import sys, django; django.setup(); print(*[name for name in {LARGE} if name in sys.modules])"
    settings = {"DJANGO_SETTINGS_MODULE": "roundtable.config.settings"}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", told], env={**os.environ, **settings}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def _dotted_names() -> list[tuple[str, str]]:
    return sorted(
        {
            (node.value, path)
            for path, tree in sources()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value)
        }
    )


def test_every_name_by_which_something_is_wired_leads_somewhere() -> None:
    """Tasks, settings and registries name functions by their dotted path; a typing error would show only at night."""
    lost = []
    for dotted, path in _dotted_names():
        if path in {"config/urls.py", "config/api.py"} or dotted in SPOKEN:
            continue  # rooms that are not there yet are left out on purpose
        try:
            import_string(dotted)
        except ImportError:
            if not _module(dotted):
                lost.append(f"{path}: {dotted}")
    assert lost == []


def _module(dotted: str) -> bool:
    place = SOURCE.parent / dotted.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").is_file()


def test_every_room_says_what_it_is_for() -> None:
    rooms = [path for floor in ("ground", "records", "operations") for path in (SOURCE / floor).glob("*/__init__.py")]
    silent = [str(path) for path in rooms if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_imports_keep_to_the_floors() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("import-linter is not installed here")
    done = subprocess.run([linter, "--no-cache"], cwd=SOURCE.parents[1], capture_output=True, text=True, check=False)  # noqa: S603 - our own tool
    assert done.returncode == 0, done.stdout[-2000:]

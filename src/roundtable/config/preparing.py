"""Make an installation ready to serve: tables, static files, the dialogue's own facts, and the demonstration."""

import hashlib
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.module_loading import import_string

SEED = 2023
FINISHED = Path(settings.ROUNDTABLE_HOME) / "demonstration-steps"

DEMONSTRATION = [
    ("people for each role", "roundtable.ground.trust.services.demo.demo"),
    ("institutions, contacts and stakeholders", "roundtable.ground.parties.services.demo.demo"),
    ("documents: the way of the source, and drafts of today", "roundtable.ground.documents.services.demo.demo"),
]
ACTIVITIES_AND_REPORTS = [
    ("activities", "roundtable.operations.plan.services.demo_activities.demo_activities"),
    ("reporting rounds and reports", "roundtable.operations.plan.services.demo_reports.demo_reports"),
    ("a monitoring pack", "roundtable.operations.plan.services.demo_packs.demo_packs"),
    ("meetings", "roundtable.records.meetings.services.demo.demo"),
    ("figures", "roundtable.records.observatory.services.demo.demo"),
    ("figures of both sides of a corridor", "roundtable.records.observatory.services.demo_mirror.demo"),
]


def tables() -> None:
    """Bring the tables up to date."""
    call_command("migrate", interactive=False, verbosity=0)


def static_files() -> None:
    """Collect and compress the static files, unless they are as they were."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            place = Path(storage.path(name))
            digest.update(f"{name} {place.stat().st_size} {place.stat().st_mtime_ns}\n".encode())
    stamp = settings.ROUNDTABLE_HOME / "cache" / "static-stamp"
    if (
        stamp.exists()
        and stamp.read_text() == digest.hexdigest()
        and (settings.STATIC_ROOT / "staticfiles.json").exists()
    ):
        return
    with redirect_stdout(StringIO()):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest.hexdigest())


def facts() -> None:
    """State the facts that the project knows of its dialogue: who sits at the table, and the frame of the plan."""
    call_command("parties_seed", verbosity=0)
    call_command("plan_frame", verbosity=0)


def mark() -> None:
    """Say on every page that this is a demonstration."""
    import_string("roundtable.ground.parties.services.founding.mark_as_demonstration")()


def room_demo(path: str, at: datetime) -> Callable[[], None]:
    """Give the call that makes one room's part of the demonstration."""

    def make() -> None:
        import_string(path)(seed=SEED, at=at)

    return make


def search_index() -> None:
    """Build the search index anew."""
    call_command("search_rebuild", verbosity=0)


def steps(*, empty: bool, first: bool, at: datetime) -> list[tuple[str, Callable[[], None]]]:
    """Give what is to be done for the demonstration, in order, each with the words that tell it.

    What takes long is done once; when it was interrupted, it goes on with the part that was not finished. Tables and
    static files are looked at every time.
    """
    parts = DEMONSTRATION if empty else DEMONSTRATION + ACTIVITIES_AND_REPORTS
    long: list[tuple[str, Callable[[], None]]] = [
        ("the dialogue: who sits at the table, and the frame of the plan", facts),
        ("demonstration: said on every page", mark),
        *((f"demonstration: {what}", room_demo(path, at)) for what, path in parts),
        ("search", search_index),
    ]
    finished = FINISHED.read_text().splitlines() if FINISHED.exists() and not first else []
    if first:
        FINISHED.unlink(missing_ok=True)
    todo: list[tuple[str, Callable[[], None]]] = [("tables", tables), ("styles, fonts and scripts", static_files)]
    return todo + [(what, once(what, work)) for what, work in long if what not in finished]


def once(what: str, work: Callable[[], None]) -> Callable[[], None]:
    """Give a step that, when it has ended well, is written down as finished."""

    def do() -> None:
        work()
        with FINISHED.open("a") as file:
            file.write(f"{what}\n")

    return do

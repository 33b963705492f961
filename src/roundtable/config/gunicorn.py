"""What gunicorn is told beyond its command line: it ends when the process that started it is gone."""

from typing import Any

from roundtable.kernel.tasks.lifeline import watch


def when_ready(_server: Any) -> None:
    """Watch the parent once the server listens; its own workers end with it."""
    watch()

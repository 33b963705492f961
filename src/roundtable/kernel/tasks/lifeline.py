"""A process that ends when the one that started it is gone, however that one ended.

The parent keeps the writing end of a pipe and never writes; each child holds the reading end. When the parent is gone,
also by SIGKILL, the system closes the pipe, and the child asks itself to finish as if somebody had stopped it.
"""

import os
import signal
import threading

LIFELINE = "ROUNDTABLE_LIFELINE"
"""The name in a child's environment under which it finds its end of the pipe."""


def watch() -> threading.Thread | None:
    """Ask this process to finish (SIGTERM) when its parent is gone. Does nothing where no parent gave it a pipe."""
    given = os.environ.pop(LIFELINE, "")
    if not given.isdecimal():
        return None
    watcher = threading.Thread(target=_until_it_closes, args=(int(given),), name="lifeline", daemon=True)
    watcher.start()
    return watcher


def _until_it_closes(end: int) -> None:
    try:
        while os.read(end, 1):
            pass
    except OSError:
        return  # no such pipe: whoever set the name was not our parent
    os.kill(os.getpid(), signal.SIGTERM)

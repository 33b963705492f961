"""Lines for whoever watches over an installation: one event a line, as JSON, with who asked; never what a page held.

The history tells what was done to things, and is for everybody whom they concern. These lines tell what was tried at
the doors, and are for the administrator (`docs/run/incident.md`).
"""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.http import HttpRequest


class Noted(StrEnum):
    """What is noted at the doors."""

    SIGNED_IN = "signed in"
    NOT_LET_IN = "not let in"
    TOO_MANY_TRIES = "too many tries"
    WRONG_FACTOR = "wrong second factor"
    SIGNED_OUT = "signed out"
    SESSION_OVER = "session over"
    REFUSED = "refused"
    FILE_REFUSED = "file refused"


_asked: ContextVar[HttpRequest | None] = ContextVar("asked", default=None)
_watch = logging.getLogger("roundtable.security")


@contextmanager
def asked_by(request: HttpRequest) -> Iterator[None]:
    """Let every line that is written meanwhile say from which request it comes."""
    held = _asked.set(request)
    try:
        yield
    finally:
        _asked.reset(held)


def note(what: Noted, **details: str | int) -> None:
    """Write a line for whoever watches; the details are codes and numbers, never texts or addresses of people."""
    _watch.info(what.value, extra={"details": details})


def _who(request: HttpRequest) -> int | None:
    # Only where somebody has asked already: a line in the log must not cost a query.
    person = getattr(request, "_cached_user", None)
    number: int | None = getattr(person, "pk", None)
    return number


class OneLine(logging.Formatter):
    """Each record as one line of JSON: line breaks and control signs in what others sent are escaped by its rules."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; what a person typed stands in it only where a library wrote it, and escaped."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": record.getMessage(),
        }
        request = _asked.get()
        if request is not None:
            line["way"] = f"{request.method} {request.path}"
            line["source"] = request.META.get("REMOTE_ADDR", "")
            line["person"] = _who(request)
        line |= getattr(record, "details", {})
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line)

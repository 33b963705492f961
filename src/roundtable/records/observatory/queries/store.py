"""Where the figures lie, and the place from which questions are asked: one connection for each thread."""

import threading
from datetime import datetime
from pathlib import Path

from django.conf import settings

from roundtable.kernel.base.errors import NotThere
from roundtable.records.observatory.models import Vintage
from roundtable.records.observatory.queries.datasets import withdrawn
from roundtable_analytics.catalog import store as catalog
from roundtable_analytics.catalog.description import Description
from roundtable_analytics.catalog.questions import Desk, desk

_local = threading.local()


def store() -> catalog.Store:
    """Give the store under the home folder."""
    return catalog.Store(Path(settings.ROUNDTABLE_HOME) / "observatory")


def asked_from() -> Desk:
    """Give this thread's place to ask from."""
    found: Desk | None = getattr(_local, "desk", None)
    if found is None:
        found = _local.desk = desk(threads=2)
    return found


def streamed_from() -> Desk:
    """Give this thread's place from which large answers leave: what it sorts goes to the disk where memory ends."""
    found: Desk | None = getattr(_local, "streaming", None)
    if found is None:
        spill = Path(settings.ROUNDTABLE_HOME) / "work"
        found = _local.streaming = desk(threads=2, memory="768MB", spill=str(spill))
    return found


def described(vintage: Vintage) -> Description:
    """Give the shape of a vintage's dataset."""
    return store().described(vintage.dataset.code)


def rows_of(vintage: Vintage) -> catalog.Vintage:
    """Give where the rows of a vintage lie.

    Raises `NotThere` where its folder is gone, and `Gone` where its rows were deleted although the database says that
    it stands: an older database was brought back, and a withdrawal is not undone by that.
    """
    found = vintage_at(vintage.dataset.code, vintage.loaded_at)
    if found.withdrawn:
        raise withdrawn(found.withdrawn[0])
    return found


def vintage_at(code: str, moment: datetime) -> catalog.Vintage:
    """Give the load of a moment. Raises `NotThere`."""
    found = next((one for one in store().vintages(code) if one.loaded_at == moment), None)
    if found is None:
        raise NotThere("")
    return found

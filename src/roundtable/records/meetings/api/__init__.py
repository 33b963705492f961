"""The room's part of /api/v1: what is read, and what is written by the same rules as on the pages."""

from roundtable.records.meetings.api import writing
from roundtable.records.meetings.api.reading import router

__all__ = ["router", "writing"]

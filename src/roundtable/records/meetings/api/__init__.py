"""The room's part of /api/v1: what is read, and what is written by the same rules as on the pages."""

from roundtable.records.meetings.api.writing import router

__all__ = ["router"]

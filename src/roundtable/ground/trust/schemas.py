"""History as machines get it."""

from datetime import date
from typing import Any

from ninja import Field, Schema


class HistoryQuestions(Schema):
    """The filters of the list; unknown ones are refused."""

    q: str | None = Field(None, description="Words of what it was done to.")
    person: str | None = Field(None, description="Part of a person's name or address.")
    kind: str | None = Field(None, description="The kind of entry, such as plan.report-accepted.")
    scope: str | None = Field(None, description="The code of a Party or Partner, or `secretariat`, or `dialogue`.")
    day_from: date | None = None
    day_to: date | None = None
    sort: str | None = Field(None, description="A column's key, with a minus before it for the other direction.")
    page: int = Field(1, ge=1)


class HistoryRowsOut(Schema):
    """A page of the list: the same rows and values as the list's own downloads."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    items: list[dict[str, Any]] = Field(description="A value for each column of the list, and the number of the entry.")

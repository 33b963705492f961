"""History as machines get it."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from roundtable.kernel.links.listings import SIZES_WORDS


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
    per_page: int | None = Field(None, description=SIZES_WORDS)


class HistoryRowsOut(Schema):
    """A page of the list: the same rows and values as the list's own downloads."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    items: list[dict[str, Any]] = Field(description="A value for each column of the list, and the number of the entry.")


class HeadOut(Schema):
    """Where one chain stood when a statement was signed."""

    chain: str = Field(description="What is kept in it, and whose: history:AM.")
    number: int = Field(description="The number of its last entry.")
    hash: str
    nonce: str = Field(description="The number drawn for its leaf in the statement.")


class SignedOut(Schema):
    """A signed statement of where every chain stood."""

    number: int
    at: str
    leaves: list[str] = Field(description="For each chain the hash of its head with a number drawn by chance.")
    key: str = Field(description="The fingerprint of the key that signed it.")
    signature: str


class HeldOut(Schema):
    """A signed head as a file to keep: `roundtable history verify --head FILE` checks the history against it."""

    form: str
    statement: SignedOut
    public_key: str
    heads: list[HeadOut] = Field(description="The heads that the caller may know: own scopes; auditors, all.")

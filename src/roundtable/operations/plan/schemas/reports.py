"""Reports as machines send and get them."""

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from roundtable.kernel.links.listings import SIZES_WORDS

Answer = Literal["progress", "not-applicable", "no-competence", "confidential"]
Marking = Literal["PUBLIC", "PARTIES", "LIMITE", "INSTITUTION"]


class ReportQuestions(Schema):
    """The filters of the list; unknown ones are refused."""

    q: str | None = Field(None, description="Words of the reports, or the code of an action.")
    round: int | None = Field(None, description="The year reported on.")
    area: str | None = Field(None, description="The numeral of an area, such as IV.")
    code: str | None = Field(None, description="The code of an action, such as I.4.")
    party: str | None = Field(None, description="The code of a Party.")
    stage: Literal["draft", "offered", "submitted", "returned", "accepted"] | None = None
    answer: Answer | None = None
    progress: int | None = Field(None, ge=0, le=4, description="A step of the scale, 0 to 4.")
    sort: str | None = Field(None, description="A column's key, with a minus before it for the other direction.")
    page: int = Field(1, ge=1)
    per_page: int | None = Field(None, description=SIZES_WORDS)


class ReportRowsOut(Schema):
    """A page of the list: the same rows and values as the list's own downloads."""

    count: int
    page: int
    pages: int
    per_page: int
    next: str | None = Field(None, description="The address of the next page.")
    notes: list[str] = Field(description="How to read the rows, and footnotes of the Parties in them.")
    items: list[dict[str, Any]] = Field(
        description="A value in words for each column of the list, the number and address, and in `codes` the answer, "
        "progress, stage and year as the filters and the report itself write them."
    )


class ReportIn(Schema):
    """What a Party says on one action; the whole of it."""

    answer: Answer = "progress"
    progress: int | None = Field(None, ge=0, le=4, description="A step of the scale, where progress is reported.")
    narrative: str = ""
    obstacles: str = ""
    needs: str = ""


class ReportOut(ReportIn):
    """A report, as far as the caller may read it; its ETag is what a change has to name."""

    number: int
    address: str
    party: str
    action: str = Field(description="The code of the action; of one that left the plan its key, such as I.3~57.")
    year: int
    stage: str
    marking: Marking = Field(description="The handling marking of what is given here.")
    readable: bool = Field(description="False where only the fact of a confidential report is shown.")
    revision: int
    corrected: int = Field(description="How often it was corrected since it was accepted.")
    changed_at: datetime
    demonstration: bool


class CountsOut(Schema):
    """Counts of one action, area or of the whole plan; the rule is in the documentation of the API."""

    asked: int
    reported: int
    concerned: int
    steps: list[int] = Field(description="How many stand at each step, 0 to 4.")
    confidential: int
    not_applicable: int
    no_competence: int
    no_report: int


class CoverageOut(Schema):
    """The totals of one round: accepted reports only."""

    year: int
    whole: CountsOut
    areas: dict[str, CountsOut] = Field(description="By numeral; an area that was dropped since then by its key.")
    actions: dict[str, CountsOut] = Field(
        description="The actions that the round asks, by code; one that was dropped since then by its key."
    )
    demonstration: bool


class RoundOut(Schema):
    """Who has reported in a round: the same rows as in the table on the round's page and in its files."""

    year: int
    parties: int = Field(description="How many Parties are asked.")
    handed_in: int = Field(description="How many Parties handed in something that did not come back.")
    notes: list[str] = Field(description="How to read the rows, and footnotes of the Parties in them.")
    items: list[dict[str, Any]] = Field(description="For each Party, in the order of names, what the caller may know.")
    demonstration: bool

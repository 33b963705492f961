"""The frame as machines read it."""

from datetime import date

from ninja import Field, Schema


class PointOut(Schema):
    """A lettered point."""

    code: str
    short_title: str
    wording: str


class ActionOut(Schema):
    """An action with its points and the codes of its horizontal issues."""

    code: str
    former_codes: list[str] = Field(description="Codes that the action bore in earlier texts.")
    short_title: str
    wording: str
    since: date | None = Field(description="The day since which it is in the plan; null: from the beginning.")
    horizontal_issues: list[str]
    points: list[PointOut]


class DroppedOut(Schema):
    """An action that a revised text dropped; rounds that opened while it was in the plan still count it."""

    key: str = Field(description="Its code and its number, such as I.3~57: another action may bear the code now.")
    code: str = Field(description="The code that it bore last.")
    former_codes: list[str] = Field(description="Codes that it bore in earlier texts.")
    short_title: str
    wording: str
    since: date | None
    until: date = Field(description="The last day on which it was in the plan.")
    became: str | None = Field(description="The key of the action that it became part of, if any.")


class AreaOut(Schema):
    """An area with its actions."""

    code: str
    number: int
    short_title: str
    title: str
    title_in_declaration: str
    order_in_declaration: int | None
    actions: list[ActionOut]


class IssueOut(Schema):
    """A horizontal issue."""

    code: str
    short_title: str
    wording: str


class FrameOut(Schema):
    """The frame in force."""

    period: str
    version: int
    source_name: str
    source_sha256: str
    since: date | None = Field(description="The day from which this text counts.")
    horizontal_issues: list[IssueOut]
    areas: list[AreaOut]
    dropped: list[DroppedOut]


class CoverageRow(Schema):
    """The counts of one action by the rule of the denominator; what each Party said where the reader may see it."""

    code: str = Field(
        description="The code of the action; of one that was dropped since then its key, as in the frame."
    )
    action: str = Field(description="The short title of the action in the language of the request.")
    since: date | None = Field(description="The day since which the action is in the plan; null: from the beginning.")
    until: date | None = Field(description="The last day on which the action was in the plan; null: it still is.")
    asked: int
    reported: int
    concerned: int
    steps: list[int] = Field(description="Parties known to stand at step 0, 1, 2, 3, 4.")
    not_applicable: int
    no_competence: int
    confidential: int
    no_report: int
    cells: dict[str, str] = Field(description="By Party: 0 to 4 a step; a, k, c other answers; a full stop nothing.")


class CoverageOut(Schema):
    """Coverage of a round."""

    year: int
    demonstration: bool
    notes: list[str]
    items: list[CoverageRow]

"""What the importer says about a text: one finding per fault, each with its place, its code and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roundtable.operations.plan.domain.adopted_text.messages import MESSAGES

LINE, PARAGRAPH = "line", "paragraph"
"""What a file counts its places in: text and PDF their lines, DOCX and HTML their paragraphs."""
PLACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("area_duplicate", "action_duplicate", "point_duplicate", "declared_gap"), "first"),
    "no_areas": "last",
}
"""In which sentence which gap is filled with a second place."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark: where it is, what it is called, and what fills the gaps of its sentence."""

    line: int | None
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    page: int | None = None
    unit: str = LINE

    @property
    def where(self) -> str:
        """The place in English: the line or paragraph, and in a PDF, whose pages count their own lines, the page."""
        return f"page {self.page}, line {self.line}" if self.page else f"{self.unit} {self.line}"

    @property
    def message(self) -> str:
        """The sentence in English."""
        return MESSAGES[self.code] % self.filled({LINE: "line %(n)s", PARAGRAPH: "paragraph %(n)s"})

    def filled(self, words: Mapping[str, str]) -> dict[str, str | int]:
        """Give what fills the gaps of its sentence; `words` say in a language how a line or a paragraph is named."""
        gap = PLACES.get(self.code, "")
        places = {gap: words[self.unit] % {"n": self.params[gap]}} if gap in self.params else {}
        return {**self.params, **places}

    def as_json(self) -> dict[str, object]:
        """Plain values with stable keys."""
        return {
            "line": self.line,
            "unit": self.unit,
            "page": self.page,
            "code": self.code,
            "params": dict(self.params),
            "message": self.message,
        }


class Unreadable(Exception):  # noqa: N818 - a name that says what happened
    """The bytes are not a text that we can read; says so in one sentence."""

    def __init__(self, code: str, *, line: int | None = None, params: Mapping[str, str | int] | None = None) -> None:
        self.finding = Finding(line=line, code=code, params=dict(params or {}))
        self.code, self.line, self.params = code, line, self.finding.params
        super().__init__(code)

    def __str__(self) -> str:
        return self.finding.message


class Refused(Exception):  # noqa: N818 - a name that says what happened
    """The text was read but not understood; carries every fault in the order of the text."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(len(self.findings))

    def __str__(self) -> str:
        return "\n".join(
            finding.message if finding.line is None else f"{finding.where}: {finding.message}"
            for finding in self.findings
        )

"""What the importer says about a text: one finding per fault, each with its place, its code and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roundtable.operations.plan.domain.adopted_text.messages import MESSAGES


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark: where it is, what it is called, and what fills the gaps of its sentence."""

    line: int | None
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    page: int | None = None

    @property
    def where(self) -> str:
        """The place in English: the line, and in a PDF, whose pages count their own lines, the page."""
        return f"page {self.page}, line {self.line}" if self.page else f"line {self.line}"

    @property
    def message(self) -> str:
        """The sentence in English."""
        return MESSAGES[self.code] % self.params

    def as_json(self) -> dict[str, object]:
        """Plain values with stable keys."""
        return {
            "line": self.line,
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

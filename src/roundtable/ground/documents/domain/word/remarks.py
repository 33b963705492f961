"""Who changed or remarked something in a Word file, and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Author:
    """A name as Word shows it, and the instant of the change."""

    name: str
    at: datetime | None = None

    @property
    def written(self) -> str:
        """The instant as Word writes it."""
        return f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if self.at else ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a range of a paragraph, counted in its plain text."""

    key: str
    start: int
    end: int
    by: Author
    text: str


def instant(written: str | None) -> datetime | None:
    """Read an instant that Word wrote; without a zone it is taken as UTC, as Word means it."""
    try:
        read = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def w(name: str) -> str:
    """The full name of an element or attribute."""
    return f"{{{NAMESPACE}}}{name}"

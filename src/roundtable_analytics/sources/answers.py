"""Answers of services, kept as they came: with address, moment, hash and licence, so that a load can be made again.

The way out is handed in: `get` opens an address and gives status, headers and pieces of the body. Nothing here opens a
connection, sleeps or looks at a clock; `wait` is called with the seconds to rest before the next try.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol

TRIES = 5
FIRST_REST, LONGEST_REST = 2.0, 300.0
LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
FULL, PARTIAL, NOT_CHANGED = 200, 206, 304
LARGEST = 4 << 30


class Unanswered(Exception):  # noqa: N818 - a name that says what happened
    """A service did not give what was asked. `status` is 0 when no answer came."""

    def __init__(self, address: str, status: int, said: str) -> None:
        super().__init__(f"{address} answered {status or 'nothing'}: {said}")
        self.address, self.status, self.said = address, status, said


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: names of headers in small letters, the body in pieces."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterable[bytes]


class Get(Protocol):
    """The way out: opens an address with headers; raises `OSError` when the line breaks, also between pieces."""

    def __call__(self, address: str, headers: Mapping[str, str]) -> Answer:
        """Open an address."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A raw answer on the disk and what is known of it."""

    address: str
    fetched_at: str
    digest: str
    licence: str
    content_type: str
    tag: str
    place: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """Fetches addresses into a folder: the way out, the moment, the licence of what comes, and how to wait."""

    get: Get
    folder: Path
    at: datetime
    licence: str
    wait: Callable[[float], None]
    accept: str = "*/*"

    def fetch(self, address: str) -> Kept:
        """Fetch an address and give what was kept.

        The same address asked again sends the tag of the last answer: when nothing changed, the answer that stands is
        given. A line that breaks is taken up where it broke, when the service can; busy services are waited for, as
        long as they ask, five times at most. Raises `Unanswered`.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(f"{self.accept} {address}".encode()).hexdigest()[:32]
        facts, part = self.folder / f"{name}.json", self.folder / f"{name}.part"
        part.unlink(missing_ok=True)
        last, tag = _known(facts), ""
        status, said = 0, "it was not asked"
        try:
            for number in range(TRIES):
                rest = 0.0
                try:
                    answer = self.get(address, self._asked(part, tag, last))
                    status, tag = answer.status, answer.headers.get("etag", "") or tag
                    if status == NOT_CHANGED and last is not None:
                        return last
                    if status == FULL or (status == PARTIAL and part.is_file()):
                        _written(answer, part, append=status == PARTIAL)
                        return self._kept(address, answer, part, facts)
                    said = b"".join(answer.pieces)[:300].decode("utf-8", "replace")
                    rest = _asked_rest(answer.headers.get("retry-after", ""), self.at)
                    if status not in LATER:
                        break
                except OSError as error:
                    said = f"the line broke ({error})"
                if number + 1 < TRIES:
                    self.wait(min(max(rest, FIRST_REST * 2**number), LONGEST_REST))
        finally:
            part.unlink(missing_ok=True)
        raise Unanswered(address, status, said)

    def _asked(self, part: Path, tag: str, last: Kept | None) -> dict[str, str]:
        """Give the headers: only the same answer may be taken up, so a range names its tag."""
        told = {"accept": self.accept}
        begun = part.stat().st_size if part.is_file() else 0
        if begun and tag:
            return told | {"range": f"bytes={begun}-", "if-range": tag}
        part.unlink(missing_ok=True)
        return told | ({"if-none-match": last.tag} if last is not None and last.tag else {})

    def _kept(self, address: str, answer: Answer, part: Path, facts: Path) -> Kept:
        digest = hashlib.sha256()
        with part.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        # The name is that of the content: what was kept before stays, and the same content is kept once.
        place = part.with_name(f"{digest.hexdigest()[:32]}.answer")
        part.replace(place)
        kind, tag = answer.headers.get("content-type", ""), answer.headers.get("etag", "")
        made = Kept(address, self.at.isoformat(), digest.hexdigest(), self.licence, kind, tag, str(place))
        working = facts.with_suffix(".new")
        working.write_text(json.dumps(asdict(made)))
        working.replace(facts)
        return made


def _known(facts: Path) -> Kept | None:
    last = Kept(**json.loads(facts.read_text())) if facts.is_file() else None
    return last if last is not None and Path(last.place).is_file() else None


def _written(answer: Answer, part: Path, *, append: bool) -> None:
    size = part.stat().st_size if append else 0
    with part.open("ab" if append else "wb") as file:
        for piece in answer.pieces:
            size += len(piece)
            if size > LARGEST:
                raise Unanswered("the service", answer.status, "the answer is larger than four gigabytes")
            file.write(piece)


def _asked_rest(header: str, at: datetime) -> float:
    if header.isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - at).total_seconds()) if header else 0.0
    except (TypeError, ValueError):
        return 0.0

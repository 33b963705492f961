"""What the proof of markings needs of a room: things that bear a marking, and every form in which they are seen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from roundtable.ground.trust.domain.marking import Marking


@dataclass(frozen=True, slots=True)
class Rendition:
    """One form in which a thing came before somebody's eyes."""

    body: bytes = b""
    name: str = ""
    """The name under which a file was given."""
    subject: str = ""
    """The subject of a mail or notice."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A thing with a marking, made for the proof."""

    what: str
    marking: Marking
    """What has to stand on every rendition."""
    canary: str
    """Words of its content: they may not stand in a mail or notice about what is restricted."""
    renditions: Mapping[str, Callable[[], Rendition]]
    thing: Any = None
    """The thing itself, where people change its marking."""
    lowering: Sequence[tuple[str, Callable[[], object]]] = field(default=())
    """Ways in which one person alone might lower it; none may work."""
    copying: Sequence[tuple[str, Callable[[], bool]]] = field(default=())
    """Ways to make a copy below it; each says whether such a copy came about, and none may."""

"""What other rooms say about a code of the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from roundtable.kernel.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that names a code: its title, where it is, what kind of thing it is (a translated word)."""

    title: str
    url: str
    kind: str


Teller = Callable[[str, Any, datetime], list[Mention]]

tellers: Registry[Teller] = Registry("links.mentions")
add = tellers.add


def of(code: str, user: Any, at: datetime) -> list[Mention]:
    """Everything that this person may see and that names the code, room by room."""
    return [mention for tell in tellers for mention in tell(code, user, at)]

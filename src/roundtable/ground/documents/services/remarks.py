"""The comments of a Word file as contributions, as the secretariat enters what came in writing."""

from datetime import datetime

from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Contribution, Intake, Revision
from roundtable.ground.documents.services.contributing import Words, contribute
from roundtable.ground.parties.public import names
from roundtable.ground.trust.public import User


def speaker_of(author: str) -> str:
    """Give the code of the Party that an author's name begins with; nothing where it names none."""
    said = author.casefold()
    found = [
        code for code, name in names("en").items() if name.rstrip("*").casefold() in said or said == code.casefold()
    ]
    return found[0] if len(found) == 1 else ""


def enter(made: Revision, intake: Intake, text: Text, *, by: User, at: datetime) -> tuple[int, int]:
    """Enter the comments of a file whose authors name a Party. Answers how many were entered and left out."""
    same = made.content
    keys = {one.key: other.key for one, other in zip(text.paragraphs, same.paragraphs, strict=True)}
    entered = left = 0
    for key, start, end, author, _when, words in intake.content["remarks"]:
        speaker, here = speaker_of(str(author)), keys.get(str(key), "")
        if not speaker or here not in same.by_key or not str(words).strip():
            left += 1
            continue
        size = len(same.by_key[here].plain)
        span = (int(start), min(int(end), size)) if int(start) < min(int(end), size) else (0, size)
        contribute(
            made,
            Words(Contribution.Kind.COMMENT, speaker, here, span[0], span[1], text=str(words)),
            by=by,
            at=at,
        )
        entered += 1
    return entered, left

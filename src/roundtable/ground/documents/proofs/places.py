"""Comments on made-up revisions whose truth is known: where each word of a comment really is now."""

import random
from collections.abc import Iterator

from roundtable.ground.documents.domain.anchors import Anchor, Found, State, reanchored
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.proofs.revisions import Pen, made_up

ANCHORS = 20
RIGHT, UNSURE, WRONG = "right", "said to be unsure", "silently wrong"


def tried(chance: random.Random, old: Text | None = None) -> Iterator[tuple[str, str]]:
    """One revision with comments on it: for each the verdict, and what was found."""
    old = old or made_up(chance, 30)
    pen = Pen.over(old, chance)
    chosen = [anchor for anchor in (_chosen(pen, old, chance) for _ in range(ANCHORS)) if anchor]
    pen.edit(chance.randint(1, 40))
    new = pen.text()
    found = reanchored([anchor for anchor, _ in chosen], old, new)
    for (anchor, numbers), one in zip(chosen, found, strict=True):
        yield _verdict(pen, anchor, numbers, one, new), f"{anchor} became {one}"


def _chosen(pen: Pen, old: Text, chance: random.Random) -> tuple[Anchor, list[int]] | None:
    draft = chance.choice(pen.drafts)
    if draft.paragraph.rows or len(draft.words) < 2:
        return None
    begin = chance.randrange(len(draft.words))
    end = min(begin + chance.randint(1, 8), len(draft.words))
    numbers = [number for number, _ in draft.words[begin:end]]
    first, last = pen.place_of(numbers[0]), pen.place_of(numbers[-1])
    if first is None or last is None:
        return None
    return Anchor.on(old, draft.paragraph.key, first[1], last[2]), numbers


def _verdict(pen: Pen, anchor: Anchor, numbers: list[int], found: Found, new: Text) -> str:
    """Compare with the truth: which words are left, and the range from the first to the last of them."""
    places = [place for place in map(pen.place_of, numbers) if place is not None]
    if not places:
        right = found.state is State.GONE
    else:
        key = places[0][0]
        inside = [place for place in places if place[0] == key]
        start, end = min(place[1] for place in inside), max(place[2] for place in inside)
        quote = new.by_key[key].plain[start:end]
        same = quote == anchor.quote
        right = (found.anchor.key, found.anchor.start, found.anchor.end) == (key, start, end)
        right = right and (found.state in {State.KEPT, State.MOVED}) is same
    if right:
        return RIGHT
    # What is said to be changed or gone is looked at by a person; only words said to be the same pass unseen.
    silent = found.sure and found.state in {State.KEPT, State.MOVED}
    return WRONG if silent else UNSURE

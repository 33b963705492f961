"""What members say on a text: where it stands in a revision, what collides, what waits for an answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from roundtable.ground.documents.domain import amendments as amending
from roundtable.ground.documents.domain import reservations as reserving
from roundtable.ground.documents.domain.content import Content, from_json, plain
from roundtable.ground.documents.domain.text import Text
from roundtable.ground.documents.models import Contribution, Document, Place, Revision
from roundtable.ground.parties.public import names


@dataclass(frozen=True)
class Said:
    """A contribution as it stands in one revision: at which places, and from whom."""

    contribution: Contribution
    places: tuple[Place, ...]
    speaker: str

    @property
    def place(self) -> Place:
        """Its first place."""
        return self.places[0]

    @property
    def wording(self) -> Content:
        """The wording that an amendment proposes."""
        return wording_of(self.contribution)

    @property
    def told(self) -> str:
        """What became of its words since the revision on which it was made; nothing where they stand there."""
        if self.contribution.revision_id == self.place.revision_id or self.place.state == Place.Found.KEPT:
            return ""
        return str(self.place.get_state_display())


@dataclass
class OnParagraph:
    """What is said on one paragraph."""

    said: list[Said] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many."""
        return len(self.said)


def speaker_name(code: str, known: dict[str, str] | None = None) -> str:
    """Say who speaks: a Party by its name, a member of the demonstration by its letter."""
    return (known if known is not None else names()).get(code, code)


def wording_of(contribution: Contribution) -> Content:
    """Give the wording of an amendment as pieces; nothing for others."""
    return from_json(contribution.wording.get("content", ())) if contribution.wording else ()


def count_on(revision: Revision) -> int:
    """Count what is said on a revision and was not withdrawn."""
    standing = Place.objects.filter(revision=revision, contribution__withdrawn_at=None)
    return standing.values("contribution").distinct().count()


def said_on(
    revision: Revision,
    *,
    kinds: Iterable[str] = (),
    withdrawn: bool = False,
    paragraphs: Iterable[str] | None = None,
) -> list[Said]:
    """Give everything that is said on a revision, with its places, in the order of the text. Two queries.

    `paragraphs` asks for what stands in some of them, with the places that it has there.
    """
    found = (
        Place.objects.filter(revision=revision)
        .select_related("contribution", "contribution__answer", "contribution__revision")
        .defer("contribution__revision__text", "contribution__revision__asked")
    )
    if paragraphs is not None:
        found = found.filter(paragraph__in=list(paragraphs))
    if kinds:
        found = found.filter(contribution__kind__in=list(kinds))
    if not withdrawn:
        found = found.filter(contribution__withdrawn_at=None)
    grouped: dict[int, list[Place]] = defaultdict(list)
    for place in found:
        grouped[place.contribution_id].append(place)
    known = names()
    order = {one.key: number for number, one in enumerate(revision.content.paragraphs)}

    def by_place(said: Said) -> tuple[int, int, datetime, int]:
        place = said.place
        return (
            order.get(place.paragraph, len(order)),
            place.start,
            said.contribution.made_at,
            said.contribution.pk,
        )

    made = [
        Said(places[0].contribution, tuple(places), speaker_name(places[0].contribution.speaker, known))
        for places in grouped.values()
    ]
    for one in made:
        one.contribution.document = revision.document
    return sorted(made, key=by_place)


def by_paragraph(said: Iterable[Said]) -> dict[str, OnParagraph]:
    """Give what is said, by the keys of paragraphs."""
    found: dict[str, OnParagraph] = defaultdict(OnParagraph)
    for one in said:
        for place in one.places:
            found[place.paragraph].said.append(one)
    return dict(found)


def as_amendment(said: Said) -> amending.Amendment:
    """Give an amendment as the domain knows it."""
    one, place = said.contribution, said.place
    return amending.Amendment(
        key=str(one.pk),
        by=(one.speaker,),
        at=one.made_at,
        paragraph=place.paragraph,
        start=place.start,
        end=place.end,
        wording=said.wording,
        reason=one.text,
    )


def collisions(said: Iterable[Said]) -> dict[int, set[int]]:
    """Give for each open amendment the numbers of all that it collides with."""
    open_ones = [
        as_amendment(one)
        for one in said
        if one.contribution.kind == Contribution.Kind.AMENDMENT and one.contribution.is_open
    ]
    met: dict[int, set[int]] = defaultdict(set)
    for pair in amending.collisions(open_ones):
        met[int(pair.one.key)].add(int(pair.other.key))
        met[int(pair.other.key)].add(int(pair.one.key))
    return dict(met)


def as_reservations(said: Iterable[Said]) -> list[reserving.Reservation]:
    """Give the reservations as the domain knows them."""
    return [
        reserving.Reservation(
            key=str(one.contribution.pk),
            by=one.contribution.speaker,
            kind=reserving.Kind(one.contribution.reserves),
            at=one.contribution.made_at,
            paragraphs=tuple(place.paragraph for place in one.places if place.state != Place.Found.GONE),
            reason=one.contribution.text,
            lifted_at=one.contribution.lifted_at,
        )
        for one in said
        if one.contribution.kind == Contribution.Kind.RESERVATION
    ]


def standings(said: Iterable[Said], text: Text) -> dict[str, reserving.Standing]:
    """Say of each paragraph on which there ever was a reservation how it stands."""
    kept = as_reservations(said)
    touched = {key for one in kept for key in one.paragraphs}
    return {key: reserving.standing(key, kept) for key in touched if key in text.by_key}


@dataclass(frozen=True, slots=True)
class CoverLine:
    """A line of the cover note: on which paragraph who reserves what."""

    paragraph: str
    label: str
    kind: str
    by: str
    words: str


def cover_note(said: Iterable[Said], text: Text) -> list[CoverLine]:
    """Give the reservations that are not lifted, as the cover note lists them."""
    known = names()
    kinds = dict(Contribution.Reserves.choices)
    return [
        CoverLine(
            paragraph=one.paragraph,
            label=one.label,
            kind=str(kinds[one.kind.value]),
            by=", ".join(speaker_name(code, known) for code in one.by),
            words=text.by_key[one.paragraph].plain[:90] if one.paragraph in text.by_key else "",
        )
        for one in reserving.for_the_cover_note(text, as_reservations(said))
    ]


def contribution_of(document: Document, number: int) -> Contribution | None:
    """Give one contribution to a document."""
    found = Contribution.objects.filter(document=document, pk=number).select_related("revision", "answer").first()
    if found is not None:
        found.document = document
    return found


def plain_wording(contribution: Contribution) -> str:
    """Give the proposed wording as plain words."""
    return plain(wording_of(contribution))

"""Texts that other rooms lay beside their own things: which there are, and how far their translations are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from roundtable.ground.documents.domain.alignment import State, aligned
from roundtable.ground.documents.models import LanguageVersion, Revision
from roundtable.ground.documents.queries.texts import visible_to
from roundtable.ground.trust.public import Marking, Person

OFFERED: Final = 200
HEAVY: Final = ("text", "asked", "note")
"""What a list of texts does not need: it would be read and opened for nothing."""


@dataclass(frozen=True, slots=True)
class LaidText:
    """A text as other rooms name it."""

    revision_id: int
    document_id: int
    number: str
    title: str
    language: str
    url: str
    marking: Marking
    newer: "LaidText | None" = None
    """The newest state of the text, where a later one was issued."""


@dataclass(frozen=True, slots=True)
class Translated:
    """How much of a text its version in a language says: paragraphs that are current, stale, and all."""

    language: str
    current: int
    stale: int
    of: int


def offered(person: Person, at: datetime) -> list[LaidText]:
    """Give the texts that somebody may read, the newest first."""
    found = Revision.objects.filter(document__in=visible_to(person, at)).select_related("document").defer(*HEAVY)
    return [_told(one) for one in found.order_by("-made_at", "-pk")[:OFFERED]]


def laid(person: Person, numbers: Iterable[int], at: datetime) -> dict[int, LaidText]:
    """Give texts by the numbers of their revisions, as far as somebody may read them. At most two queries."""
    seen = Revision.objects.filter(document__in=visible_to(person, at)).select_related("document").defer(*HEAVY)
    found = {one.pk: one for one in seen.filter(pk__in=list(numbers))}
    if not found:
        return {}
    newest: dict[int, Revision] = {}
    every = seen.filter(document__in={one.document_id for one in found.values()}, addendum=0, corrigendum=0)
    for one in every.order_by("revision"):
        newest[one.document_id] = one
    return {pk: _told(one, newest.get(one.document_id)) for pk, one in found.items()}


def translated(numbers: Iterable[int]) -> dict[int, list[Translated]]:
    """Say how far the translations of texts are, by the numbers of their revisions. At most two queries."""
    rows = Revision.objects.filter(pk__in=list(numbers), document__versions__isnull=False).distinct()
    revisions = list(rows.select_related("document"))
    if not revisions:
        return {}
    versions: dict[int, list[LanguageVersion]] = {}
    for version in LanguageVersion.objects.filter(document__in=[one.document_id for one in revisions]):
        versions.setdefault(version.document_id, []).append(version)
    return {one.pk: [_state(one, version) for version in versions.get(one.document_id, [])] for one in revisions}


def _state(revision: Revision, version: LanguageVersion) -> Translated:
    pairs = aligned(revision.content, version.content, version.made_from)
    counts = Counter(pair.state for pair in pairs)
    return Translated(
        version.language, counts[State.CURRENT], counts[State.STALE], len(pairs) - counts[State.LEFT_OVER]
    )


def _told(one: Revision, newest: Revision | None = None) -> LaidText:
    return LaidText(
        one.pk,
        one.document_id,
        str(one.number),
        one.document.title,
        one.language,
        one.get_absolute_url(),
        Marking(one.document.marking),
        _told(newest) if newest is not None and one.is_main and newest.revision > one.revision else None,
    )

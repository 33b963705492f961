"""Finding: what matches, best first, of what this person may see."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from roundtable.kernel.links.models import IndexEntry
from roundtable.kernel.links.search.engines import ranked
from roundtable.kernel.links.search.indexing import sources
from roundtable.kernel.links.search.words import asked, forms, pieces

Thing = tuple[str, str]
"""A kind and the number of one of its things."""
NONE = 0
"""The number of no entry."""
PER_PAGE = 20
AROUND = 110
LOOKED_THROUGH = 30_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, with the place in its text that fits."""

    kind: str
    label: Any
    object_id: str
    title: SafeString
    excerpt: SafeString
    url: str
    codes: list[str]
    language: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Group:
    """How many of a kind were found."""

    kind: str
    label: Any
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many of each kind."""

    words: str
    kind: str | None
    groups: list[Group]
    page: Page[Thing]
    hits: list[Hit]
    total: int


def find(user: Any, words: str, kind: str | None = None, page: int | str = 1) -> Found:
    """What this person may see and what holds all the words (or their beginnings): each thing once. Three queries.

    What bears the words as its code comes first, in the order of the kinds; then the best. A thing that is kept in
    several languages is found by each of them, and shown in the reader's where it has it.
    """
    terms = asked(words)
    order = [number for number, _rank in ranked(terms)]
    # Also asked where nothing holds the words, so that what others wrote is searched for as what nobody wrote.
    asked_for = order or [NONE]
    columns = ("pk", "kind", "object_id", "codes")
    if len(order) <= 500:
        seen = {row[0]: row for row in _visible(user).filter(pk__in=asked_for).values_list(*columns)}
    else:
        wanted = set(order)
        seen = {row[0]: row for row in _visible(user).values_list(*columns) if row[0] in wanted}
    things = _things([seen[number] for number in order if number in seen], words)
    counts = Counter(its for its, _number in things)
    labels = {source.kind: source.label for source in sources}
    groups = [Group(source.kind, source.label, counts[source.kind]) for source in sources if counts[source.kind]]
    mine = [thing for thing in things if kind in {None, "", thing[0]}]
    shown = Paginator(mine, PER_PAGE).get_page(page)
    entries = _in_the_readers_language(user, list(shown.object_list))
    hits = [_hit(entries[thing], labels, terms) for thing in shown.object_list if thing in entries]
    return Found(words, kind or None, groups, shown, hits, sum(counts.values()))


def _things(rows: list[tuple[int, str, str, list[str]]], words: str) -> list[Thing]:
    """Name each thing once, in the order of the rows; those whose code was asked for come first."""
    code = words.strip().casefold()
    places = {source.kind: place for place, source in enumerate(sources)}
    first: dict[Thing, int] = {}
    for _number, kind, object_id, codes in rows:
        exact = any(code == one.casefold() for one in codes)
        first.setdefault((kind, object_id), places.get(kind, len(places)) if exact else len(places) + 1)
    return sorted(first, key=lambda thing: first[thing])


def _in_the_readers_language(user: Any, things: list[Thing]) -> dict[Thing, IndexEntry]:
    """Give the entry of each thing that its reader understands best. One query."""
    reader = (get_language() or "en").lower()
    liking = {reader: 3, "": 2, "en": 1}
    kinds, numbers = {kind for kind, _number in things}, {number for _kind, number in things}
    rows = _visible(user).filter(kind__in=kinds, object_id__in=numbers)
    found: dict[Thing, IndexEntry] = {}
    for entry in rows:
        thing = (entry.kind, entry.object_id)
        if thing not in found or liking.get(entry.language, 0) > liking.get(found[thing].language, 0):
            found[thing] = entry
    return found


def _visible(user: Any) -> Any:
    allowed = Q(pk__in=[])
    for source in sources:
        entries = IndexEntry.objects.filter(kind=source.kind)
        allowed |= Q(pk__in=source.allowed(user, entries).order_by().values("pk"))
    return IndexEntry.objects.filter(allowed)


def _hit(entry: IndexEntry, labels: dict[str, Any], terms: list[tuple[set[str], bool]]) -> Hit:
    return Hit(
        kind=entry.kind,
        label=labels.get(entry.kind, entry.kind),
        object_id=entry.object_id,
        title=marked(entry.title, terms, entry.language),
        excerpt=excerpt(entry.text, terms, entry.language),
        url=entry.url,
        codes=list(entry.codes),
        language=entry.language,
        demonstration=entry.demonstration,
    )


def places(text: str, terms: list[tuple[set[str], bool]], language: str = "") -> list[tuple[int, int]]:
    """Where the words that were asked for stand in a text."""
    found = []
    for word, start, end in pieces(text[:LOOKED_THROUGH]):
        kept = forms(word, language)
        if any(
            kept & wanted or (begun and any(k.startswith(w) for k in kept for w in wanted)) for wanted, begun in terms
        ):
            found.append((start, end))
    return found


def marked(text: str, terms: list[tuple[set[str], bool]], language: str = "") -> SafeString:
    """A text in which the words that were asked for are marked."""
    html, last = [], 0
    for start, end in places(text, terms, language):
        html.append(format_html("{}<mark>{}</mark>", text[last:start], text[start:end]))
        last = end
    html.append(format_html("{}", text[last:]))
    return mark_safe("".join(html))  # noqa: S308 - every piece is escaped above


def excerpt(text: str, terms: list[tuple[set[str], bool]], language: str = "") -> SafeString:
    """The part of a text around the first word that was asked for; its beginning where none is in it."""
    found = places(text, terms, language)
    first = found[0][0] if found else 0
    start = max(0, first - AROUND)
    end = min(len(text), first + 2 * AROUND)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", first, end)
        end = space if space > first else end
    shown = " ".join(text[start:end].split())
    return format_html("{}{}{}", "… " if start else "", marked(shown, terms, language), " …" if end < len(text) else "")

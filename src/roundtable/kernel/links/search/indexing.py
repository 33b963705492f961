"""What can be found: rooms sign up sources, and tell when a thing changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from roundtable.kernel.base.registry import Registry
from roundtable.kernel.links.models import IndexEntry
from roundtable.kernel.links.search.words import blinded, indexed, named

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found. `scope` is public, parties, secretariat, or the code of a tenant."""

    kind: str
    object_id: int | str
    title: str
    url: str
    text: str = ""
    codes: Sequence[str] = ()
    names: Sequence[str] = ()
    """The other names of the thing, in any language: it is found under each as under its title, and shows none."""
    scope: str = PUBLIC
    language: str = ""
    demonstration: bool = False


def only_public(_user: Any, entries: Any) -> Any:
    """Who may find: everybody, what is public."""
    return entries.filter(scope=PUBLIC)


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of things: its word, how to list all of them anew, and which entries a person may find."""

    kind: str
    label: Any
    rebuild: Callable[[], Iterable[Entry]]
    allowed: Callable[[Any, Any], Any] = only_public
    order: int = 0


sources: Registry[Source] = Registry("links.search")


def index(entry: Entry) -> None:
    """Make a thing findable, in the surrounding transaction; the same thing again replaces what was there."""
    columns = _columns(entry)
    IndexEntry.objects.update_or_create(
        kind=columns.pop("kind"), object_id=columns.pop("object_id"), language=columns.pop("language"), defaults=columns
    )


def index_all(entries: Iterable[Entry]) -> int:
    """Make many things findable that are not in the index yet. Answers how many."""
    return len(IndexEntry.objects.bulk_create([IndexEntry(**_columns(entry)) for entry in entries], batch_size=500))


def index_anew(kind: str, entries: Iterable[Entry]) -> int:
    """Make many things of a kind findable; what was there of them is replaced. Answers how many."""
    fresh = list(entries)
    for start in range(0, len(fresh), 500):
        numbers = [str(entry.object_id) for entry in fresh[start : start + 500]]
        IndexEntry.objects.filter(kind=kind, object_id__in=numbers).delete()
    return index_all(fresh)


def forget(kind: str, object_id: int | str) -> None:
    """Let a thing no longer be found."""
    IndexEntry.objects.filter(kind=kind, object_id=str(object_id)).delete()


def rebuild(kind: str | None = None) -> dict[str, int]:
    """List everything anew, kind by kind; searching goes on meanwhile. Answers how many of each kind."""
    counts = {}
    for source in sources:
        if kind in {None, source.kind}:
            with transaction.atomic():
                IndexEntry.objects.filter(kind=source.kind).delete()
                counts[source.kind] = index_all(source.rebuild())
    return counts


def _columns(entry: Entry) -> dict[str, Any]:
    codes = tuple(str(code) for code in entry.codes)
    title = str(entry.title)
    words = {
        "title_words": " ".join(
            [indexed(title, entry.language, codes), *(named(str(name)) for name in entry.names)]
        ).strip(),
        "text_words": indexed(str(entry.text), entry.language),
    }
    if entry.scope != PUBLIC:
        words = {name: blinded(kept) for name, kept in words.items()}
    return {
        "kind": entry.kind,
        "object_id": str(entry.object_id),
        "title": title[:400],
        "text": str(entry.text),
        "url": entry.url,
        "codes": list(codes),
        "scope": entry.scope,
        "language": entry.language,
        "demonstration": entry.demonstration,
        **words,
    }

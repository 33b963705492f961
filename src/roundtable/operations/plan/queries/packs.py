"""Monitoring packs: which a person may read, what stands behind their figures, who took them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from roundtable.ground.trust.public import Marking, Person, allows
from roundtable.operations.plan.domain.snapshot import opened
from roundtable.operations.plan.models import Activity, Corrigendum, Pack, Report
from roundtable.operations.plan.queries import activities, reports
from roundtable.operations.plan.queries.markings import ABOVE_PARTIES
from roundtable.operations.plan.rules import Do

BODIES = ("content", "annex")


def visible_to(person: Person, *, at: datetime) -> QuerySet[Pack]:
    """Give the packs that a person may read, without their bytes: published ones; all for who makes and publishes them.

    A published pack that was raised above what Parties read is there for those who read the whole of packs.
    """
    packs = Pack.objects.defer(*BODIES).select_related("corrects", "taken_by", "published_by")
    if allows(person, Do.READ_UNPUBLISHED_PACK, at=at):
        return packs
    published = packs.exclude(published_at=None)
    return published if reads_everything(person, at=at) else published.exclude(marking__in=ABOVE_PARTIES)


def reads_everything(person: Person, *, at: datetime) -> bool:
    """Whether a person gets the edition for those who take part, and the annexes; others get the public edition."""
    return allows(person, Do.READ_WHOLE_PACK, at=at)


def snapshot_of(pack: Pack) -> dict[str, Any]:
    """Open the frozen snapshot of a pack, with the marking that the pack bears now.

    One from before there were markings, to which none was given since, is what it was.
    """
    held: dict[str, Any] = opened(pack.content)
    if pack.marking and held["data"].get("marking") != pack.marking:
        held["data"]["marking"] = pack.marking
        held["documents"] = {one: {**text, "marking": pack.marking} for one, text in held["documents"].items()}
    return held


def cited_by(pack: Pack) -> Marking:
    """The highest marking of what a snapshot cites."""
    held = opened(pack.content)["data"].get("cites")
    return Marking(held) if held else Marking.PARTIES


def annex_of(pack: Pack) -> dict[str, Any]:
    """Open the frozen annexes of a pack."""
    held: dict[str, Any] = opened(pack.annex)
    return held


def behind(snapshot: Mapping[str, Any], key: str) -> tuple[str, list[int]] | None:
    """What was counted for a figure: "reports" or "activities", and their numbers; None for an unknown key."""
    found = snapshot["data"]["evidence"].get(key)
    return (found["kind"], found["ids"]) if found else None


def reports_behind(numbers: list[int], person: Person, *, at: datetime) -> QuerySet[Report]:
    """The counted reports that the person may see, in the order of the plan, then of codes."""
    return (
        reports.visible_to(person, at)
        .filter(pk__in=numbers)
        .order_by("action__area__number", "action__number", "party_id")
    )


def activities_behind(numbers: list[int], person: Person, *, at: datetime) -> QuerySet[Activity]:
    """The counted activities that the person may see, the latest first."""
    return activities.visible_to(person, at=at).filter(pk__in=numbers).order_by("-starts", "-pk")


def issued(pack: Pack) -> QuerySet[Corrigendum]:
    """The corrigenda to a pack that were issued, in their order."""
    return pack.corrigenda.exclude(issued_at=None).select_related("corrected").order_by("number")


def proposed(pack: Pack) -> QuerySet[Corrigendum]:
    """The corrigenda that wait for the secretariat's decision."""
    return pack.corrigenda.filter(issued_at=None, dismissed_at=None).order_by("pk")


def takers(pack: Pack) -> list[int]:
    """Everybody who downloaded the pack, or an earlier one that it corrects, each once."""
    return sorted(set(pack.downloads.values_list("by_id", flat=True)))


def times_taken(pack: Pack) -> Mapping[str, int]:
    """How often each format was downloaded by people who were signed in."""
    return dict(pack.downloads.order_by().values_list("fmt").annotate(number=Count("pk")))


def latest_news(limit: int = 50) -> list[tuple[datetime, Pack, Corrigendum | None]]:
    """What the feed tells: packs published and corrigenda issued, the newest first."""
    open_ = Pack.objects.exclude(marking__in=ABOVE_PARTIES)
    packs = open_.defer(*BODIES).exclude(published_at=None).order_by("-published_at")[:limit]
    notes = (
        Corrigendum.objects.exclude(issued_at=None)
        .exclude(pack__published_at=None)
        .exclude(pack__marking__in=ABOVE_PARTIES)
        .select_related("pack", "corrected")
        .defer("pack__content", "pack__annex", "corrected__content", "corrected__annex")
        .order_by("-issued_at")[:limit]
    )
    news: list[tuple[datetime, Pack, Corrigendum | None]] = [
        (pack.published_at, pack, None) for pack in packs if pack.published_at
    ]
    news += [(note.issued_at, note.pack, note) for note in notes if note.issued_at]
    return sorted(news, key=lambda one: (one[0], one[1].pk), reverse=True)[:limit]

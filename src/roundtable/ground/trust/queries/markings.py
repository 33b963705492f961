"""What bears a handling marking, and what waits for a second person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from roundtable.ground.trust.domain import marking as rules_of
from roundtable.ground.trust.domain.marking import Held, Marking, Standing, standing
from roundtable.ground.trust.models import Entry, KeptTo, Lowering, User
from roundtable.ground.trust.rules import Actor, Person
from roundtable.kernel.base.registry import Registry
from roundtable.ui.markings import marking_words

RENDITIONS: Final = (
    *("screen", "print", "pdf", "docx", "html", "csv", "xlsx", "ods", "json", "api", "mail", "notice", "file", "feed"),
)
"""Every form in which something with a marking can come before somebody's eyes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedKind:
    """What a room says of a kind of thing that bears a marking. Every table with a marking of its own has one."""

    model: str
    """The label of its table: `plan.report`."""
    bears: Callable[[Any], Marking]
    """What it bears as it is kept, whatever its state adds to that."""
    carries: tuple[str, ...]
    """The renditions in which it comes before somebody's eyes; the proof `markings` looks at each."""
    specimens: str
    """The dotted name of the function that makes such things for the proof."""
    offers: tuple[Marking, ...] = ()
    """What it may be marked as by hand; nothing where its marking follows from another thing alone."""
    sources: Callable[[Any], Iterable[Marking]] = lambda _thing: ()
    """The markings of what it was made from: it may never bear less."""
    write: Callable[[Any, Marking, User, datetime], None] | None = None
    """Keeps another marking, inside the transaction; who may and whether two agreed was asked before."""
    find: Callable[[Person, int, datetime], Any | None] = lambda _person, _number, _at: None
    """The thing with this number, where this person may see it."""
    called: Callable[[Any], str] = str
    url: Callable[[Any], str] = lambda _thing: ""


marked: Registry[MarkedKind] = Registry("trust.marked")


def marked_kind(model: str) -> MarkedKind | None:
    """Give what a room says of a kind that can be marked by hand."""
    return next((one for one in marked if one.model == model and one.write is not None), None)


def held_by(who: Actor) -> list[Held]:
    """Give the functions of somebody as the rules of markings see them."""
    return [Held(str(one.role), one.scope) for one in who.functions]


def inside(who: Actor, marking: Marking, *, scope: str, named: Iterable[str] = ()) -> bool:
    """Whether somebody stands inside the ceiling of a marking, on something of this scope."""
    return rules_of.may_read(marking, held_by(who), scope=scope, named=[*named])


def in_circle(who: Actor) -> bool:
    """Whether somebody reads what is under LIMITE without being named: officials of Parties and the secretariat."""
    return rules_of.may_read(Marking.LIMITE, held_by(who), scope="")


def of_entry(entry: Entry) -> str:
    """What an entry of history bears where its values may be told: who may read them stands in it."""
    return str(Marking.PARTIES if entry.kept_to == KeptTo.ALL else Marking.INSTITUTION)


def marking_address(thing: Any) -> str:
    """The page on which the marking of something is changed."""
    return reverse("trust:marking", args=[thing._meta.label_lower, thing.pk])


def proposal_for(thing: Any) -> Lowering | None:
    """Give the proposal to lower the marking of something that nobody has decided on, dead or alive."""
    return (
        Lowering.objects.filter(kind=thing._meta.label_lower, object_id=str(thing.pk), decided_at=None)
        .select_related("proposed_by")
        .first()
    )


def standing_of(proposal: Lowering, at: datetime) -> Standing:
    """Say where a proposal stands."""
    return standing(expires=proposal.expires_at, decided=proposal.decided_at, confirmed=proposal.confirmed, at=at)


def open_proposals(at: datetime) -> QuerySet[Lowering]:
    """Give the proposals that wait for a second person, the oldest first."""
    return Lowering.objects.filter(decided_at=None, expires_at__gt=at).order_by("proposed_at", "pk")


def meanings() -> Mapping[Marking, str]:
    """Say what each marking means, in the reader's language."""
    return {one: marking_words(one) for one in Marking}

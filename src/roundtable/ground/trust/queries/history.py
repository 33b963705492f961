"""Read the history: of one thing, of a person, of everything; and tell each entry as far as its reader may read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from roundtable.ground.trust.domain.telling import Change, changes
from roundtable.ground.trust.models import Entry, Invitation, KeptTo, Role, Term, User
from roundtable.ground.trust.queries.people import invitations_visible_to, terms_visible_to
from roundtable.ground.trust.queries.speaking import Speaker
from roundtable.ground.trust.rules import Actor, Do, Kept, Person, actor, rule_for
from roundtable.ground.trust.signals import Handed, handed_out, happenings, things

VALUES = "trust.entry"
"""The restricted kind of what entries kept to some say before and after."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of history in words, as one reader may know it."""

    at: datetime
    who: str
    did: str
    thing: str
    changes: tuple[Change, ...] = ()
    withheld: str = ""
    """Why the reader is not told what changed; empty where everything is told."""
    happened: str = ""


class Teller:
    """Tells entries to one reader: what happened, who and when to everybody, the values to whom they are kept."""

    def __init__(self, reader: Person, *, at: datetime, own: bool = False) -> None:
        """`own` says that the room of the thing shows it to the reader as one of its own people."""
        self._reader: Actor = actor(reader, at)
        self._own = own
        self._rule = rule_for(Do.READ_VALUES)
        self._happenings = {str(one.code): one for one in happenings}
        self._things = {one.kind: one for one in things}
        self.speaker = Speaker()

    def line(self, entry: Entry, *, closed: bool = False) -> Line:
        """Tell an entry; `closed` when its room has a reason of its own to withhold the values."""
        told = self._happenings.get(entry.happened)
        withheld = self._withheld(entry, closed=closed)
        said = () if withheld or told is None else changes(told.fields, entry.before, entry.after, self.speaker)
        if said and self._kept_to(entry) != KeptTo.ALL:
            self._read(entry)
        return Line(
            at=entry.at,
            who=self.who(entry),
            did=self.did(entry),
            thing=self.thing(entry),
            changes=said,
            withheld=withheld,
            happened=entry.happened,
        )

    def _read(self, entry: Entry) -> None:
        """Let it be remembered when values that are kept to some are read from outside their Party."""
        if not self._own and entry.scope not in self._reader.scopes:
            handed_out(
                Handed(
                    VALUES,
                    str(entry.pk),
                    entry.scope,
                    label=entry.label,
                    demonstration=entry.demonstration,
                )
            )

    def did(self, entry: Entry) -> str:
        """Say what was done, without its values."""
        told = self._happenings.get(entry.happened)
        return str(told.shown) if told else _("did something that is no longer told here")

    def who(self, entry: Entry) -> str:
        """Say who did it, never by an address."""
        if entry.by is None:
            return _("The platform")
        return entry.by.name or self.speaker.person(entry.by.pk)

    def thing(self, entry: Entry) -> str:
        """Say to what it was done."""
        known = self._things.get(entry.kind)
        return known.called(entry.label, entry.object_id, entry.scope, self.speaker) if known else entry.label

    def _withheld(self, entry: Entry, *, closed: bool) -> str:
        if not entry.before and not entry.after:
            return ""
        kept_to = self._kept_to(entry)
        if not closed and self._rule.test(self._reader, Kept(kept_to, entry.scope, self._own)):
            return ""
        if closed or kept_to == KeptTo.ALL:
            return _("What changed is not told here.")
        party = self.speaker.scope(entry.scope)
        if kept_to == KeptTo.BOTH:
            return _("What changed is between %(party)s and the secretariat.") % {"party": party}
        return _("What changed is known to %(party)s alone.") % {"party": party}

    def _kept_to(self, entry: Entry) -> KeptTo:
        told = self._happenings.get(entry.happened)
        # What nobody has words for is kept to its own people.
        return KeptTo(entry.kept_to or (told.kept_to if told else KeptTo.OWN))


def entries_of(thing: Model, *, limit: int = 100) -> list[Entry]:
    """Give the newest entries of a thing as they were kept, for a room's own reckoning; to be shown they are told."""
    found = Entry.objects.filter(kind=thing._meta.label_lower, object_id=str(thing.pk))
    return list(found.select_related("by")[:limit])


def told(
    entries: Iterable[Entry],
    reader: Person,
    *,
    at: datetime,
    own: bool = False,
    closed: Collection[int] = frozenset(),
) -> list[Line]:
    """Tell entries to a reader. `closed` holds the numbers of those whose values the room itself withholds."""
    teller = Teller(reader, at=at, own=own)
    return [teller.line(entry, closed=entry.pk in closed) for entry in entries]


def history_of(thing: Model, reader: Person, *, at: datetime, own: bool = False, limit: int = 100) -> list[Line]:
    """Tell the newest entries of a thing to somebody who may see the thing. A constant number of queries."""
    return told(entries_of(thing, limit=limit), reader, at=at, own=own)


def history_of_person(shown: User, reader: Person, *, at: datetime, limit: int = 100) -> list[Line]:
    """Tell what happened to a person to somebody who may open their page: account, functions, invitations.

    Of functions and invitations those that the reader may see. Four queries, and those of telling.
    """
    invited = invitations_visible_to(reader, at=at).filter(email__iexact=shown.email).order_by()
    numbers = {
        User: [shown.pk],
        Term: list(terms_visible_to(reader, at=at).filter(user=shown).values_list("pk", flat=True)),
        Invitation: list(invited.values_list("pk", flat=True)),
    }
    wanted = Q(pk__in=[])
    for model, known in numbers.items():
        wanted |= Q(kind=model._meta.label_lower, object_id__in=[str(number) for number in known])
    return told(Entry.objects.filter(wanted).select_related("by")[:limit], reader, at=at)


def entries_visible_to(person: Person, *, at: datetime) -> QuerySet[Entry]:
    """Give the whole history to the secretariat and auditors, and nothing to others."""
    if actor(person, at).holds(Role.SECRETARIAT, Role.AUDITOR):
        return Entry.objects.select_related("by")
    return Entry.objects.none()


def deeds_of(person: User, *, limit: int = 1000) -> QuerySet[Entry]:
    """Give the newest entries of what a person did."""
    return Entry.objects.filter(by=person).select_related("by")[:limit]

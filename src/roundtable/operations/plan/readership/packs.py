"""A published pack is everybody's; before that, it is read by those who make it."""

from typing import Any

from roundtable.ground.trust.public import (
    Actor,
    OfKind,
    Readership,
    Role,
    everybody,
    nobody,
    overseer,
    person_in,
    secretariat,
)

PREPARE = frozenset({Role.SECRETARIAT, Role.CHAIR, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL, Role.AUDITOR})


def prepares_the_meeting(who: Actor, _thing: object) -> bool:
    """Those who prepare the meeting, and the auditor."""
    return any(function.role in PREPARE for function in who.functions)


def reads_the_pack(who: Actor, pack: Any) -> bool:
    """Those who make packs; once it is published, those who prepare the meeting."""
    return makes_packs(who, pack) or (pack.published_at is not None and prepares_the_meeting(who, pack))


def reads_the_file(who: Actor, file: Any) -> bool:
    """Who reads the pack from which it was made."""
    return reads_the_pack(who, file.pack)


def makes_packs(who: Actor, _thing: object) -> bool:
    """The secretariat and the chair."""
    return any(function.role in {Role.SECRETARIAT, Role.CHAIR} for function in who.functions)


def reads_the_corrigendum(who: Actor, note: Any) -> bool:
    """Everybody once it is issued; until then whoever decides on it."""
    return note.issued_at is not None or secretariat(who, note)


def reports_or_corrects(who: Actor, _note: object) -> bool:
    """The secretariat; and a contact point, whose corrected report brings a corrigendum up."""
    return any(function.role in {Role.SECRETARIAT, Role.CONTACT_POINT} for function in who.functions)


READERSHIPS = (
    # What a snapshot holds is copied from reports and activities, and judged by them.
    Readership(
        "plan.pack",
        {reads_the_pack: "content annex", everybody: "sha256 marking"},
        changes=secretariat,
        makes=makes_packs,
        codes="content annex sha256",
    ),
    Readership(
        "plan.rendering",
        {reads_the_file: "part fmt language sha256 body"},
        changes=nobody,
        makes=everybody,
        codes="part fmt language sha256 body",
    ),
    Readership(
        "plan.download",
        {nobody: "part fmt language"},
        changes=nobody,
        makes=person_in("by_id"),
        codes="part fmt language",
    ),
    Readership(
        "plan.corrigendum",
        {reads_the_corrigendum: "figures wrong right"},
        changes=secretariat,
        makes=reports_or_corrects,
    ),
)

KINDS = (
    OfKind("trust.entry", "plan.pack", reads=overseer, changes=nobody),
    OfKind("trust.entry", "plan.corrigendum", reads=overseer, changes=nobody),
)

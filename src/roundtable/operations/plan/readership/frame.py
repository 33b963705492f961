"""The plan itself is public; so are its rounds, once their totals are published."""

from typing import Any

from roundtable.ground.trust.public import (
    Actor,
    KeptTo,
    OfKind,
    Readership,
    Role,
    everybody,
    holds_in,
    nobody,
    overseer,
    participant,
    secretariat,
)


def reads_the_round(who: Actor, round_: Any) -> bool:
    """Those who take part; everybody, once the totals are published."""
    return round_.published_at is not None or participant(who, round_)


def knows_of_the_extension(who: Actor, extension: Any) -> bool:
    """Of more time for all: those who take part; for one Party: those who work for it, and the secretariat."""
    if extension.party_id is None:
        return participant(who, extension)
    return secretariat(who, extension) or any(function.scope == extension.party_id for function in who.functions)


def reads_what_was_done_to_it(who: Actor, entry: Any) -> bool:
    """Overseers; but what is between one Party and the secretariat, these two alone."""
    if entry.kept_to == KeptTo.BOTH:
        return secretariat(who, entry) or holds_in(who, entry.scope, Role.CONTACT_POINT, Role.SENIOR_OFFICIAL)
    return overseer(who, entry)


READERSHIPS = (
    Readership(
        "plan.frame",
        {everybody: "period source_name source_hash tree mapping"},
        changes=secretariat,
        codes="period source_hash tree mapping",
    ),
    Readership(
        "plan.area",
        {everybody: "numeral title title_in_declaration short_title summary introduction place"},
        changes=secretariat,
        codes="numeral place",
    ),
    Readership(
        "plan.horizontalissue",
        {everybody: "code wording place short_title"},
        changes=secretariat,
        codes="code place",
    ),
    Readership(
        "plan.action",
        {everybody: "code wording place short_title former_codes"},
        changes=secretariat,
        codes="code place former_codes",
    ),
    Readership(
        "plan.point",
        {everybody: "letter code wording place short_title"},
        changes=secretariat,
        codes="letter code place",
    ),
    Readership("plan.round", {reads_the_round: "reminders guidance"}, changes=secretariat, codes="reminders"),
    Readership("plan.extension", {knows_of_the_extension: "reason"}, changes=secretariat),
)

KINDS = (
    OfKind("trust.entry", "plan.frame", reads=participant, changes=nobody),
    OfKind("trust.entry", "plan.action", reads=participant, changes=nobody),
    OfKind("trust.entry", "plan.round", reads=reads_what_was_done_to_it, changes=nobody),
)

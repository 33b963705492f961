"""The plan itself is public; so are its rounds, once their totals are published."""

from typing import Any

from roundtable.ground.trust.public import (
    Actor,
    OfKind,
    Readership,
    everybody,
    nobody,
    overseer,
    participant,
    secretariat,
)


def reads_the_round(who: Actor, round_: Any) -> bool:
    """Those who take part; everybody, once the totals are published."""
    return round_.published_at is not None or participant(who, round_)


def knows_of_the_extension(who: Actor, extension: Any) -> bool:
    """Of more time for all: those who take part; of more time for one Party: those who work for it, and overseers."""
    if extension.party_id is None:
        return participant(who, extension)
    return overseer(who, extension) or any(function.scope == extension.party_id for function in who.functions)


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
    OfKind("trust.entry", "plan.round", reads=overseer, changes=nobody),
)

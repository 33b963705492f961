"""Who may read and change what is kept of figures: whoever a dataset is for what was released, the staff the rest."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from roundtable.ground.trust.public import (
    Actor,
    OfKind,
    Readership,
    Role,
    Rule,
    deeds,
    holds_in,
    nobody,
    overseer,
    participant,
    secretariat,
)
from roundtable.records.observatory.models import Audience, MirrorSide, State, Vintage


def _out(vintage: Any, now: datetime) -> bool:
    return (
        vintage.state in {State.PUBLISHED, State.WITHDRAWN}
        and vintage.release_at is not None
        and vintage.release_at <= now
    )


def is_for(who: Actor, dataset: Any) -> bool:
    """Whoever the dataset is for, whatever was released of it."""
    if secretariat(who, dataset) or dataset.audience == Audience.PUBLIC:
        return True
    return bool(dataset.audience == Audience.PARTIES and participant(who, dataset))


def sees_the_dataset(who: Actor, dataset: Any) -> bool:
    """Whoever the dataset is for, once something of it was released; the secretariat at any time."""
    if secretariat(who, dataset):
        return True
    now = timezone.now()
    return is_for(who, dataset) and any(_out(one, now) for one in Vintage.objects.filter(dataset=dataset.pk))


def sees_the_vintage(who: Actor, vintage: Any) -> bool:
    """Whoever the dataset is for, once the vintage was released; the secretariat at any time."""
    if secretariat(who, vintage):
        return True
    return is_for(who, vintage.dataset) and _out(vintage, timezone.now())


def of_its_vintage(rule: Rule) -> Rule:
    """Give the rule of what belongs to a vintage."""

    def asked(who: Actor, thing: Any) -> bool:
        return rule(who, thing.vintage)

    return asked


def reads_the_deed(who: Actor, entry: Any) -> bool:
    """The secretariat and auditors: deeds tell of loads that are not released yet."""
    return overseer(who, entry)


def reads_the_file(who: Actor, stored: Any) -> bool:
    """The secretariat, that loads it."""
    return stored.deleted_at is None and secretariat(who, stored)


def works_on_the_corridor(who: Actor, side: Any) -> bool:
    """The contact points of origin and destination, and the secretariat."""
    return secretariat(who, side) or any(
        holds_in(who, str(code), Role.CONTACT_POINT) for code in (side.origin, side.destination)
    )


def writes_the_side(who: Actor, side: Any) -> bool:
    """The contact point of the Party whose side it is."""
    return holds_in(who, str(side.party), Role.CONTACT_POINT)


def reads_of_the_side(who: Actor, entry: Any) -> bool:
    """Whoever reads the side; auditors read every deed."""
    one = MirrorSide.objects.filter(pk=int(entry.object_id)).first()
    return overseer(who, entry) or (one is not None and works_on_the_corridor(who, one))


READERSHIPS = (
    Readership(
        "observatory.mirrorside",
        {works_on_the_corridor: "origin destination party stance text"},
        changes=writes_the_side,
        codes="origin destination party",
    ),
    Readership(
        "observatory.dataset",
        {
            sees_the_dataset: "code title about source address licence licence_address audience unit labels sheet",
            secretariat: "gate disclosure dimensions view",
            nobody: "words",
        },
        changes=secretariat,
        codes="code address licence_address audience dimensions labels sheet gate disclosure view words",
    ),
    Readership(
        "observatory.vintage",
        {sees_the_vintage: "state kinds codes notice", secretariat: "file digest protection"},
        changes=secretariat,
        codes="kinds codes digest protection",
    ),
    Readership(
        "observatory.finding",
        {of_its_vintage(sees_the_vintage): "rule cell said answer reason"},
        changes=secretariat,
        codes="rule cell",
    ),
    Readership("observatory.intake", {secretariat: "name mapping"}, changes=secretariat, codes="mapping"),
)

KINDS = (
    OfKind("trust.entry", "observatory.mirrorside", reads=reads_of_the_side, changes=nobody),
    OfKind("files.storedfile", "observatory.intake", reads=reads_the_file, changes=secretariat),
    OfKind("trust.entry", "observatory.dataset", reads=reads_the_deed, changes=nobody),
)

HELD = (
    *deeds("observatory.mirrorside", "written_by_id", at="origin destination written_at"),
    *deeds("observatory.vintage", "loaded_by_id", at="dataset_id loaded_at"),
    *deeds("observatory.vintage", "published_by_id", at="dataset_id release_at"),
    *deeds("observatory.vintage", "withdrawn_by_id", at="dataset_id withdrawn_at"),
    *deeds("observatory.intake", "made_by_id", at="name made_at"),
    *deeds("observatory.finding", "answered_by_id", at="vintage_id answered_at"),
)

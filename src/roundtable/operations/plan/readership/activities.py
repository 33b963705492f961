"""An activity is read by whom its lead chose: everybody, those who take part, or those whom it names."""

from typing import Any

from roundtable.ground.trust.public import (
    Actor,
    OfKind,
    Readership,
    Role,
    Rule,
    holds_in,
    nobody,
    overseer,
    participant,
    secretariat,
)
from roundtable.operations.plan.models import Activity, ActivityDocument

OPEN = frozenset({Activity.Audience.PUBLIC, Activity.Audience.PARTIES})
WORKING = (Role.CONTACT_POINT, Role.CONTRIBUTOR, Role.PARTNER)


def carries_it_out(who: Actor, activity: Any) -> bool:
    """Whoever holds any function for the lead or for a Partner or Party that carries it out together with the lead."""
    named = {str(activity.lead_id), *(str(party.pk) for party in activity.partners.all())}
    return any(function.scope in named for function in who.functions)


def works_on_it(who: Actor, activity: Any) -> bool:
    """The secretariat, and those who work for the lead."""
    return secretariat(who, activity) or holds_in(who, str(activity.lead_id), *WORKING)


def reads_the_activity(who: Actor, activity: Any) -> bool:
    """What its audience says; secretariat and auditor read all; what lies in the bin, those who can take it out."""
    if activity.deleted_at is not None:
        return works_on_it(who, activity)
    if activity.audience == Activity.Audience.PUBLIC or overseer(who, activity):
        return True
    if activity.audience == Activity.Audience.PARTIES:
        return participant(who, activity)
    return carries_it_out(who, activity)


def of_its_activity(rule: Rule) -> Rule:
    """Give the rule of what belongs to an activity."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.activity)

    return asked


def reads_the_deed(who: Actor, entry: Any) -> bool:
    """Overseers; those who take part, as far as the activity has been open to them ever since.

    What it said while it was kept among fewer people stays with those whom it names.
    """
    if overseer(who, entry):
        return True
    activity = Activity.objects.filter(pk=int(entry.object_id), deleted_at=None).first()
    if activity is None or not participant(who, entry) or not reads_the_activity(who, activity):
        return False
    later = type(entry)._default_manager.filter(kind=entry.kind, object_id=entry.object_id, pk__gte=entry.pk)
    was_closed = any(one.before.get("audience") == Activity.Audience.OWN for one in later)
    return carries_it_out(who, activity) or not was_closed


def reads_the_file(who: Actor, stored: Any) -> bool:
    """Whoever reads the activity to which it belongs; before it belongs to one, the person who handed it in."""
    document = ActivityDocument.objects.filter(file_id=stored.pk).select_related("activity").first()
    if document is None:
        return handed_it_in(who, stored)
    return stored.deleted_at is None and reads_the_activity(who, document.activity)


def changes_the_file(who: Actor, stored: Any) -> bool:
    """Whoever handed it in, the secretariat, and those who work for the lead."""
    return handed_it_in(who, stored) or secretariat(who, stored) or holds_in(who, stored.scope, *WORKING)


def handed_it_in(who: Actor, stored: Any) -> bool:
    """The person who handed it in."""
    return who.user_id is not None and who.user_id == stored.by_id


READERSHIPS = (
    Readership(
        "plan.activity",
        {reads_the_activity: "title reference kind stage audience about place outputs", nobody: "words"},
        changes=works_on_it,
        codes="words",
    ),
    Readership("plan.funding", {of_its_activity(reads_the_activity): "source"}, changes=of_its_activity(works_on_it)),
    Readership("plan.share", {}, changes=of_its_activity(works_on_it)),
    Readership(
        "plan.activitydocument",
        {of_its_activity(reads_the_activity): "title link"},
        changes=of_its_activity(works_on_it),
    ),
)

KINDS = (
    OfKind("trust.entry", "plan.activity", reads=reads_the_deed, changes=nobody),
    OfKind("files.storedfile", "plan.activity", reads=reads_the_file, changes=changes_the_file),
    OfKind("files.storedfile", "plan.activities-import", reads=handed_it_in, changes=handed_it_in),
)

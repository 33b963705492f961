"""Who may read and change what is kept of meetings: their calendar everybody, their papers those who take part."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import (
    Actor,
    Goes,
    Held,
    Marking,
    OfKind,
    Readership,
    Role,
    Rule,
    deeds,
    holds_in,
    inside,
    nobody,
    one_of,
    overseer,
    participant,
    person_in,
    secretariat,
)
from roundtable.kernel.base.privacy import Basis, Personal
from roundtable.records.meetings.models import Conclusion, Material, Meeting, Minutes, Participant, Stage


def sees_the_meeting(who: Actor, meeting: Any) -> bool:
    """Everybody, once it is called; what is only planned, the secretariat."""
    return secretariat(who, meeting) or meeting.stage != Stage.PLANNED


def takes_part_in_it(who: Actor, meeting: Any) -> bool:
    """Those who take part in the dialogue, once it is called; before, the secretariat."""
    return secretariat(who, meeting) or (participant(who, meeting) and meeting.stage != Stage.PLANNED)


def of_its_meeting(rule: Rule) -> Rule:
    """Give the rule of what belongs to a meeting."""

    def asked(who: Actor, thing: Any) -> bool:
        return rule(who, thing.meeting)

    return asked


def speaks_for_it(who: Actor, thing: Any) -> bool:
    """Who speaks for the Party or Partner of a delegation."""
    return holds_in(who, str(thing.party_id), Role.CONTACT_POINT, Role.PARTNER)


def speaks_for_the_chair(who: Actor, thing: Any) -> bool:
    """Who speaks for the Party or Partner that chairs the meeting of the thing."""
    chair = str(thing.meeting.chair_id or "")
    return bool(chair) and holds_in(who, chair, Role.CONTACT_POINT, Role.PARTNER)


def _own(who: Actor, thing: Any) -> bool:
    return who.user_id is not None and thing.user_id == who.user_id


def sees_the_participant(who: Actor, thing: Any) -> bool:
    """Those who take part whoever was approved, and themselves; those of the delegation and the secretariat all."""
    if secretariat(who, thing):
        return True
    if not takes_part_in_it(who, thing.meeting):
        return False
    approved: bool = thing.stage == Participant.Stage.APPROVED
    return approved or _own(who, thing) or speaks_for_it(who, thing)


def delegation_and_secretariat(who: Actor, thing: Any) -> bool:
    """The secretariat, who speaks for the delegation, and the person, as long as they take part."""
    if secretariat(who, thing):
        return True
    return takes_part_in_it(who, thing.meeting) and (_own(who, thing) or speaks_for_it(who, thing))


def registers(who: Actor, thing: Any) -> bool:
    """The secretariat, and who speaks for the delegation."""
    return secretariat(who, thing) or speaks_for_it(who, thing)


def of_the_participant(rule: Rule) -> Rule:
    """Give the rule of what belongs to a participant."""

    def asked(who: Actor, thing: Any) -> bool:
        return rule(who, thing.participant)

    return asked


def reads_the_material(who: Actor, thing: Any) -> bool:
    """Those who take part, within its marking."""
    if thing.deleted_at is not None or not takes_part_in_it(who, thing.meeting):
        return False
    return inside(who, Marking(thing.marking or Marking.PARTIES), scope="")


def closes_it(who: Actor, thing: Any) -> bool:
    """The secretariat, and who speaks for the owner."""
    return secretariat(who, thing) or holds_in(who, thing.owner, Role.CONTACT_POINT, Role.PARTNER)


def reads_the_minutes(who: Actor, thing: Any) -> bool:
    """The secretariat; those who take part once they are published."""
    if secretariat(who, thing):
        return True
    return thing.published_at is not None and takes_part_in_it(who, thing.meeting)


def _meeting_of(entry: Any) -> Meeting | None:
    return Meeting.objects.filter(pk=int(entry.object_id)).first()


def reads_the_deed(who: Actor, entry: Any) -> bool:
    """Whoever sees the meeting from inside; auditors read every deed."""
    meeting = _meeting_of(entry)
    return overseer(who, entry) or (meeting is not None and takes_part_in_it(who, meeting))


def reads_the_registrations(who: Actor, entry: Any) -> bool:
    """The secretariat, and the delegation."""
    return overseer(who, entry) or holds_in(who, entry.scope, Role.CONTACT_POINT, Role.PARTNER)


def reads_of_the_conclusion(who: Actor, entry: Any) -> bool:
    """Whoever reads the conclusion."""
    one = Conclusion.objects.filter(pk=int(entry.object_id)).select_related("meeting").first()
    return overseer(who, entry) or (one is not None and takes_part_in_it(who, one.meeting))


def reads_of_the_material(who: Actor, entry: Any) -> bool:
    """Whoever reads the material; the secretariat also of what was taken back."""
    one = Material.objects.filter(pk=int(entry.object_id)).select_related("meeting").first()
    return overseer(who, entry) or (one is not None and reads_the_material(who, one))


def reads_the_file(who: Actor, stored: Any) -> bool:
    """Whoever reads the material that it is."""
    one = Material.objects.filter(file_id=stored.pk).select_related("meeting").first()
    return one is not None and stored.deleted_at is None and reads_the_material(who, one)


def _minutes_of(text: Any) -> Minutes | None:
    return Minutes.objects.filter(pk=int(text.key)).first()


def reads_the_draft(who: Actor, text: Any) -> bool:
    """The secretariat, that writes the minutes."""
    return _minutes_of(text) is not None and secretariat(who, text)


def of_its_text(rule: Rule) -> Rule:
    """Give the rule of a stroke or conflict in a text."""

    def asked(who: Actor, part: Any) -> bool:
        return rule(who, part.text)

    return asked


READERSHIPS = (
    Readership(
        "meetings.meeting",
        {
            sees_the_meeting: "code kind series title zone place stage about source",
            takes_part_in_it: "link",
            nobody: "words",
        },
        changes=secretariat,
        codes="code series zone words",
    ),
    Readership("meetings.guest", {of_its_meeting(sees_the_meeting): "reason"}, changes=secretariat),
    Readership(
        "meetings.participant",
        {
            sees_the_participant: "part stage name position came_on",
            delegation_and_secretariat: "email note",
        },
        changes=registers,
        codes="came_on",
    ),
    Readership(
        "meetings.needs",
        {of_the_participant(delegation_and_secretariat): "diet access passport"},
        changes=of_the_participant(registers),
    ),
    Readership(
        "meetings.item",
        {of_its_meeting(takes_part_in_it): "kind codes original texts"},
        changes=secretariat,
        codes="codes original",
    ),
    Readership(
        "meetings.material",
        {reads_the_material: "title number language marking"},
        changes=secretariat,
        codes="language",
    ),
    Readership(
        "meetings.conclusion",
        {of_its_meeting(takes_part_in_it): "text owner codes stage outcome"},
        changes=closes_it,
        makes=secretariat,
        codes="owner codes",
    ),
    Readership(
        "meetings.turn",
        {of_its_meeting(takes_part_in_it): "kind stage"},
        changes=one_of(secretariat, speaks_for_it, speaks_for_the_chair),
    ),
    Readership("meetings.minutes", {reads_the_minutes: "text"}, changes=secretariat),
    Readership(
        "meetings.feedback",
        {one_of(person_in("user_id"), secretariat): "text"},
        changes=person_in("user_id"),
    ),
    Readership("meetings.feed", {nobody: "digest"}, changes=person_in("user_id"), codes="digest"),
)

KINDS = (
    OfKind("trust.entry", "meetings.meeting", reads=reads_the_deed, changes=nobody),
    OfKind("trust.entry", "meetings.participant", reads=reads_the_registrations, changes=nobody),
    OfKind("trust.entry", "meetings.conclusion", reads=reads_of_the_conclusion, changes=nobody),
    OfKind("trust.entry", "meetings.material", reads=reads_of_the_material, changes=nobody),
    OfKind("files.storedfile", "meetings.material", reads=reads_the_file, changes=secretariat),
    OfKind("drafts.text", "meetings.minutes", reads=reads_the_draft, changes=secretariat),
    OfKind("drafts.stroke", "meetings.minutes", reads=of_its_text(reads_the_draft), changes=secretariat),
    OfKind("drafts.conflict", "meetings.minutes", reads=of_its_text(reads_the_draft), changes=secretariat),
)

COMING = Personal(_("to know who comes, and to remember who was there"), Basis.PUBLIC_TASK, keep_months=60)
SEAL = _("the number to which the seal of the row is bound")

HELD = (
    Held(
        model="meetings.participant",
        whose="user_id",
        label=COMING,
        about="meeting_id party_id part stage name position email note accredited visa_letter came_on "
        "asked_at decided_at demonstration",
        without={"row": SEAL, "revision": _("how often it was changed")},
        since="meeting__last_day",
        goes=Goes.ROW,
    ),
    *deeds("meetings.participant", "asked_by_id", at="meeting_id asked_at"),
    *deeds("meetings.participant", "decided_by_id", at="meeting_id decided_at"),
    Held(
        model="meetings.needs",
        whose="participant__user_id",
        label=Personal(_("to receive the person as they need it"), Basis.CONSENT, keep_months=1),
        about="diet access passport told_at",
        without={"row": SEAL, "participant": _("it stands with the participant")},
        since="participant__meeting__last_day",
        goes=Goes.ROW,
    ),
    *deeds("meetings.material", "added_by_id", at="meeting_id added_at"),
    *deeds("meetings.turn", "asked_by_id", at="meeting_id asked_at"),
    *deeds("meetings.conclusion", "closed_by_id", at="meeting_id closed_on"),
    *deeds("meetings.minutes", "published_by_id", at="meeting_id published_at"),
    Held(
        model="meetings.feedback",
        whose="user_id",
        label=Personal(_("to make the next meeting better"), Basis.CONSENT, keep_months=24),
        about="meeting_id content documents organisation text given_at",
        without={"row": SEAL},
        since="given_at",
        goes=Goes.ROW,
    ),
    Held(
        model="meetings.feed",
        whose="user_id",
        label=Personal(_("so that the person's own calendar reads the meetings"), Basis.CONSENT, keep_months=24),
        about="made_at",
        without={"digest": _("a secret, or a trace of one: who holds it could act in the person's name")},
        goes=Goes.ROW,
    ),
)

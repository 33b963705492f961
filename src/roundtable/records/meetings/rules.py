"""Who may do what around meetings: the readable table."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate, predicate

from roundtable.ground.trust.public import Actor, Role, anyone, in_scope_of, is_secretariat, takes_part
from roundtable.records.meetings.models import Stage


class Do(StrEnum):
    """What can be done in this room."""

    SEE = "meetings.see"
    SEE_INSIDE = "meetings.see-inside"
    SEE_NEEDS = "meetings.see-needs"
    KEEP = "meetings.keep"
    REGISTER = "meetings.register"
    APPROVE = "meetings.approve"
    ASK_FLOOR = "meetings.ask-floor"
    LEAD = "meetings.lead"
    CONCLUDE = "meetings.conclude"
    CLOSE_CONCLUSION = "meetings.close-conclusion"
    WRITE_MINUTES = "meetings.write-minutes"
    GIVE_FEEDBACK = "meetings.give-feedback"
    READ_FEEDBACK = "meetings.read-feedback"
    KEEP_FEED = "meetings.keep-feed"
    HAND_OVER = "meetings.hand-over"


@predicate("what is called, held or cancelled")  # type: ignore[untyped-decorator]  # rules ships no types
def announced(_actor: Actor, thing: object = None) -> bool:
    """Whether a meeting is more than the secretariat's plan."""
    return thing is None or getattr(thing, "stage", "") != Stage.PLANNED


@predicate("owns the conclusion")  # type: ignore[untyped-decorator]  # rules ships no types
def owns_it(actor: Actor, thing: object = None) -> bool:
    """Whether the conclusion is for whoever the actor speaks for."""
    if thing is None:
        return actor.holds(Role.CONTACT_POINT, Role.PARTNER)
    return actor.holds(Role.CONTACT_POINT, Role.PARTNER, scope=str(getattr(thing, "owner", "")))


@predicate("is meant")  # type: ignore[untyped-decorator]  # rules ships no types
def is_meant(actor: Actor, thing: object = None) -> bool:
    """Whether the registration is of the actor."""
    return thing is None or (actor.user_id is not None and getattr(thing, "user_id", None) == actor.user_id)


@predicate("speaks for the chair of the meeting")  # type: ignore[untyped-decorator]  # rules ships no types
def chairs_it(actor: Actor, thing: object = None) -> bool:
    """Whether the meeting, or that of the thing, is chaired by whoever the actor speaks for."""
    if thing is None:
        return actor.holds(Role.CONTACT_POINT, Role.PARTNER)
    chair = str(getattr(getattr(thing, "meeting", thing), "chair_id", "") or "")
    return bool(chair) and actor.holds(Role.CONTACT_POINT, Role.PARTNER, scope=chair)


@predicate("speaks for the delegation that waits")  # type: ignore[untyped-decorator]  # rules ships no types
def speaks_in_turn(actor: Actor, thing: object = None) -> bool:
    """Whether the turn to speak is of whoever the actor speaks for."""
    if thing is None:
        return actor.holds(Role.CONTACT_POINT, Role.PARTNER)
    return actor.holds(Role.CONTACT_POINT, Role.PARTNER, scope=str(getattr(thing, "party_id", "")))


speaks_for_it = in_scope_of(Role.CONTACT_POINT, Role.PARTNER)
"""Who speaks for the Party or Partner whose delegation it is."""

ALLOWED: Mapping[StrEnum, Predicate] = {
    Do.SEE: is_secretariat | (anyone & announced),
    Do.SEE_INSIDE: is_secretariat | (takes_part & announced),
    Do.SEE_NEEDS: is_secretariat | speaks_for_it | is_meant,
    Do.KEEP: is_secretariat,
    Do.REGISTER: is_secretariat | speaks_for_it,
    Do.APPROVE: is_secretariat,
    Do.ASK_FLOOR: is_secretariat | chairs_it | speaks_in_turn,
    Do.LEAD: is_secretariat | chairs_it,
    Do.CONCLUDE: is_secretariat,
    Do.CLOSE_CONCLUSION: is_secretariat | owns_it,
    Do.WRITE_MINUTES: is_secretariat,
    Do.GIVE_FEEDBACK: takes_part & announced,
    Do.READ_FEEDBACK: is_secretariat,
    Do.KEEP_FEED: takes_part,
    Do.HAND_OVER: is_secretariat,
}

WORDS: Mapping[StrEnum, str | Promise] = {
    Do.SEE: _("see when and where a meeting is, and who is invited"),
    Do.SEE_INSIDE: _("see agenda, materials, participants and conclusions of a meeting"),
    Do.SEE_NEEDS: _("see what a participant needs"),
    Do.KEEP: _("plan, call, change and cancel a meeting"),
    Do.REGISTER: _("name who comes for a delegation"),
    Do.APPROVE: _("approve who comes"),
    Do.ASK_FLOOR: _("ask for the floor, and take that back"),
    Do.LEAD: _("give the floor, and lead the list of speakers"),
    Do.CONCLUDE: _("write down and change conclusions"),
    Do.CLOSE_CONCLUSION: _("say what became of a conclusion"),
    Do.WRITE_MINUTES: _("write and publish minutes"),
    Do.GIVE_FEEDBACK: _("say what one thinks of a meeting"),
    Do.READ_FEEDBACK: _("read what was said of a meeting"),
    Do.KEEP_FEED: _("have meetings in one's own calendar"),
    Do.HAND_OVER: _("hand the records of a chairmanship over"),
}

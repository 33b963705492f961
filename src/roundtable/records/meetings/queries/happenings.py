"""The words for what happens in this room: each kind of entry, what it keeps, and what its things are called."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import UNTOLD, Happening, Speech, Thing, Words, as_labelled, telling
from roundtable.records.meetings.models import Conclusion, Kind, Participant, Stage, Turn
from roundtable.records.meetings.signals import Happened

STAGE = {"stage": Words(_("Status"), telling.choice(Stage.choices))}
MEETING = {
    **STAGE,
    "code": UNTOLD,
    "kind": Words(_("Kind"), telling.choice(Kind.choices)),
    "series": Words(_("Series")),
    "title": Words(_("Title"), telling.by_language),
    "first_day": Words(_("First day"), telling.day),
    "last_day": Words(_("Last day"), telling.day),
    "starts": Words(_("Begins at"), telling.clock),
    "ends": Words(_("Ends at, on the last day"), telling.clock),
    "zone": Words(_("Time zone"), telling.zone),
    "place": Words(_("Place"), telling.by_language),
    "link": Words(_("Link to join online"), show=None),
    "host_id": Words(_("Host"), telling.scope),
    "host": Words(_("Host"), telling.scope),
    "chair_id": Words(_("Chair"), telling.scope),
    "chair": Words(_("Chair"), telling.scope),
    "partners": Words(_("Partners are invited as observers")),
    "circulate": Words(_("Documents are circulated, days before")),
    "comment": Words(_("Comments are due, days before")),
    "revise": Words(_("The revision is circulated, days before")),
    "freeze": Words(_("Documents are frozen, days before")),
    "about": Words(_("What it is about"), telling.by_language),
    "source": Words(_("Source")),
}
GUEST = {
    "party": Words(_("Party or Partner"), telling.scope),
    "invited": Words(_("Invited")),
    "as_observer": Words(_("As an observer")),
    "reason": Words(_("Reason or source")),
}
LINES = (
    ("name", _("Name")),
    ("position", _("Position")),
    ("part", _("Part")),
    ("email", _("E-mail")),
    ("visa_letter", _("Letter for the visa")),
    ("accredited", _("Letter of accreditation")),
)
PERSON = {
    "part": Words(_("Part"), telling.choice(Participant.Part.choices)),
    "stage": Words(_("Status"), telling.choice(Participant.Stage.choices)),
    "changed": Words(_("Changed"), telling.many(telling.choice(LINES))),
    "meeting": UNTOLD,
}
ITEM = {"item": Words(_("Place in the agenda of the day")), "day": Words(_("Day of the meeting"))}
MATERIAL = {"meeting": UNTOLD, "language": Words(_("Language"))}
TURN = {
    "party": Words(_("Party or Partner"), telling.scope),
    "turn": Words(_("Kind"), telling.choice(Turn.Kind.choices)),
}
CONCLUSION = {
    "number": Words(_("Number")),
    "text": Words(_("What was concluded")),
    "item_id": UNTOLD,
    "owner": Words(_("Owner"), telling.scope),
    "codes": Words(_("Actions of the plan")),
    "due": Words(_("Due"), telling.day),
    "stage": Words(_("Status"), telling.choice(Conclusion.Stage.choices)),
    "outcome": Words(_("What became of it")),
}


def participant(_label: str, _number: str, scope: str, speech: Speech) -> str:
    """Call a registration by its delegation: the history does not say who comes."""
    return _now("Registration, %(party)s") % {"party": speech.scope(scope)}


def material(_label: str, _number: str, _scope: str, _speech: Speech) -> str:
    """Call a document what it is: its title is for those who may read it."""
    return _now("Document of a meeting")


THINGS = (
    Thing("meetings.meeting", as_labelled),
    Thing("meetings.participant", participant, labelled=False),
    Thing("meetings.material", material, labelled=False),
    Thing("meetings.conclusion", as_labelled),
)
NAMED = "the name of the person is removed, the deed stays"

HAPPENINGS = (
    Happening(Happened.PLANNED, _("planned the meeting"), MEETING),
    Happening(Happened.CHANGED, _("changed the meeting"), MEETING),
    Happening(Happened.CALLED, _("called the meeting"), STAGE),
    Happening(Happened.HELD, _("said that the meeting was held"), STAGE),
    Happening(Happened.CANCELLED, _("cancelled the meeting"), STAGE),
    Happening(Happened.TAKEN_UP, _("took the meeting up again"), STAGE),
    Happening(Happened.GUEST_NAMED, _("changed who is invited"), GUEST),
    Happening(Happened.GUEST_FORGOTTEN, _("let the general rule of invitation hold again"), GUEST),
    Happening(Happened.REGISTERED, _("named somebody for the delegation"), PERSON, erased=NAMED),
    Happening(Happened.REGISTRATION_CHANGED, _("changed a registration"), PERSON, erased=NAMED),
    Happening(Happened.APPROVED, _("approved a registration"), PERSON, erased=NAMED),
    Happening(Happened.REFUSED, _("did not approve a registration"), PERSON, erased=NAMED),
    Happening(Happened.WITHDRAWN, _("took a registration back"), PERSON, erased=NAMED),
    Happening(
        Happened.ATTENDED,
        _("wrote the attendance down"),
        {"day": Words(_("Day"), telling.day), "number": Words(_("Number of people"))},
    ),
    Happening(
        Happened.NEEDS_ERASED,
        _("erased what participants needed: the meeting is over"),
        {"number": Words(_("Number of people"))},
    ),
    Happening(Happened.ITEM_ADDED, _("added an item to the agenda"), ITEM),
    Happening(Happened.ITEM_CHANGED, _("changed an item of the agenda"), ITEM),
    Happening(Happened.ITEM_DELETED, _("took an item out of the agenda"), ITEM),
    Happening(Happened.MATERIAL_ADDED, _("laid a document to the meeting"), MATERIAL),
    Happening(Happened.MATERIAL_DELETED, _("took a document back"), MATERIAL),
    Happening(Happened.CONCLUDED, _("wrote a conclusion down"), CONCLUSION),
    Happening(Happened.CONCLUSION_CHANGED, _("changed a conclusion"), CONCLUSION),
    Happening(Happened.CONCLUSION_CLOSED, _("closed a conclusion"), CONCLUSION),
    Happening(Happened.CONCLUSION_REOPENED, _("opened a conclusion again"), CONCLUSION),
    Happening(Happened.MINUTES_PUBLISHED, _("published the minutes")),
    Happening(Happened.FLOOR_ASKED, _("asked for the floor"), TURN),
    Happening(Happened.FLOOR_GIVEN, _("gave the floor"), TURN),
    Happening(Happened.FLOOR_ENDED, _("took the floor back"), {**TURN, "seconds": Words(_("Seconds spoken"))}),
    Happening(Happened.FLOOR_MOVED, _("changed the order of the speakers"), {**TURN, "place": Words(_("Place"))}),
    Happening(Happened.FLOOR_WITHDRAWN, _("took a delegation from the list of speakers"), TURN),
    Happening(
        Happened.IMPORTED,
        _("took the meeting over from another installation"),
        {"archive": Words(_("Archive"))},
    ),
)

"""The words for what happens in this room: each kind of entry, what it keeps, and what its things are called."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.parties.models import Institution, Naming, Stakeholder, Standing
from roundtable.ground.parties.signals import Happened
from roundtable.ground.trust.public import Happening, Speech, Thing, Words, as_labelled, telling

SOURCE = Words(_("Source"))
WEBSITE = Words(_("Web page"))
NAME = Words(_("Name"))

DIALOGUE = {
    "name": Words(_("Name"), telling.by_language),
    "short_name": Words(_("Short name"), telling.by_language),
    "purpose": Words(_("What it is for"), telling.by_language),
    "zone": Words(_("Time zone of the secretariat"), telling.zone),
    "naming": Words(_("Names of states"), telling.choice(Naming.choices)),
}
DESIGNATION = {
    "designation": Words(_("The dialogue's own designation"), telling.by_language),
    "designation_source": SOURCE,
    "footnote_mark": Words(_("Mark of the footnote")),
    "footnote": Words(_("Footnote to the designation"), telling.by_language),
    "zone": Words(_("Time zone (of the capital)"), telling.zone),
    "website": WEBSITE,
}
FACT = {
    "standing": Words(_("Standing"), telling.choice(Standing.choices)),
    "starts": Words(_("First day"), telling.day),
    "ends": Words(_("Last day"), telling.day),
    "start_assumed": Words(_("The source gives no first day: it is assumed")),
    "end_assumed": Words(_("The source gives no last day: it is assumed")),
    "source": SOURCE,
    "note": Words(_("Note"), telling.by_language),
}
INSTITUTION = {
    "name": Words(_("Name"), telling.by_language),
    "kind": Words(_("Kind"), telling.choice(Institution.Kind.choices)),
    "website": WEBSITE,
    "closed_on": Words(_("Closed on"), telling.day),
}
LINES_OF_A_CARD = (
    ("institution", _("Institution")),
    ("title", _("Position")),
    ("phone", _("Telephone")),
    ("speaks", _("Working languages")),
)
CARD = {"changed": Words(_("Changed"), telling.many(telling.choice(LINES_OF_A_CARD)))}
STAKEHOLDER = {
    "name": NAME,
    "kind": Words(_("Kind"), telling.choice(Stakeholder.Kind.choices)),
    "party": Words(_("Named by"), telling.scope),
    "about": Words(_("What they do")),
    "website": WEBSITE,
    "codes": Words(_("Actions of the plan")),
}


def party(label: str, _number: str, _scope: str, speech: Speech) -> str:
    """Call a Party by its name of today."""
    return speech.scope(label)


def card(_label: str, _number: str, scope: str, speech: Speech) -> str:
    """Call a contact card by its Party: the history does not say how a person is reached."""
    return _now("Contact card, %(party)s") % {"party": speech.scope(scope)}


THINGS = (
    Thing("parties.dialogue", as_labelled),
    Thing("parties.party", party),
    Thing("parties.institution", as_labelled),
    Thing("parties.contactcard", card, labelled=False),
    Thing("parties.stakeholder", as_labelled),
)

HAPPENINGS = (
    Happening(Happened.DIALOGUE_CHANGED, _("changed what the dialogue says of itself"), DIALOGUE),
    Happening(Happened.DESIGNATION_CHANGED, _("changed the designation"), DESIGNATION),
    Happening(Happened.FACT_ADDED, _("added a fact about taking part"), FACT),
    Happening(Happened.FACT_CHANGED, _("changed a fact about taking part"), FACT),
    Happening(Happened.FACT_DELETED, _("moved a fact about taking part to the bin"), FACT),
    Happening(Happened.FACT_RESTORED, _("took a fact about taking part out of the bin"), FACT),
    Happening(Happened.INSTITUTION_ADDED, _("added the institution"), INSTITUTION),
    Happening(Happened.INSTITUTION_CHANGED, _("changed the institution"), INSTITUTION),
    Happening(
        Happened.CARD_CHANGED,
        _("changed the contact card"),
        CARD,
        erased="the name of the person and what stood on the card are removed, the deed stays",
    ),
    Happening(Happened.STAKEHOLDER_ADDED, _("added the stakeholder"), STAKEHOLDER),
    Happening(Happened.STAKEHOLDER_CHANGED, _("changed the stakeholder"), STAKEHOLDER),
    Happening(Happened.STAKEHOLDER_DELETED, _("moved the stakeholder to the bin")),
    Happening(Happened.STAKEHOLDER_RESTORED, _("took the stakeholder out of the bin")),
)

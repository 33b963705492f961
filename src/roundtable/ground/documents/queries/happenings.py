"""The words for what happens here: each kind of entry, what it keeps, and what its things are called."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.documents.models import Answer, Contribution, SilenceEvent
from roundtable.ground.documents.signals import Happened
from roundtable.ground.trust.public import UNTOLD, Happening, Speech, Thing, Words, as_labelled, telling

NUMBER = {"number": Words(_("Number"))}
DOCUMENT = {
    "title": Words(_("Title")),
    "body": Words(_("Who works on it")),
    "marking": Words(_("Marking")),
    "comments_until": Words(_("Comments until"), telling.moment),
    "follows": Words(_("Continues")),
}
SAID = {
    "kind": Words(_("Kind"), telling.choice(Contribution.Kind.choices)),
    "reserves": Words(_("Kind of reservation"), telling.choice(Contribution.Reserves.choices)),
    "from": Words(_("From"), telling.scope),
    "paragraph": UNTOLD,
}
FATE = {
    "fate": Words(_("Answer"), telling.choice(Answer.Fates.choices)),
    "reason": Words(_("Reason")),
    "contributions": UNTOLD,
}
EVENT = {
    "event": Words(_("What happened"), telling.choice(SilenceEvent.Kind.choices)),
    "from": Words(_("From"), telling.scope),
    "deadline": Words(_("Deadline"), telling.moment),
    "sha256": UNTOLD,
}


def _silence(label: str, _number: str, _scope: str, _speech: Speech) -> str:
    return _now("Silence procedure on %(number)s") % {"number": label}


def _contribution(label: str, _number: str, _scope: str, speech: Speech) -> str:
    speaker, kind, _document = label.split(" ")
    said: Any = dict(Contribution.Kind.choices).get(kind, kind)
    return _now("%(kind)s of %(speaker)s") % {"kind": said, "speaker": speech.scope(speaker)}


def _certificate(_label: str, _number: str, _scope: str, _speech: Speech) -> str:
    return _now("Certificate of a silence procedure")


THINGS = (
    Thing("documents.document", as_labelled),
    Thing("documents.contribution", _contribution),
    Thing("documents.silenceprocedure", _silence),
    Thing("documents.certificate", _certificate),
)

HAPPENINGS = (
    Happening(Happened.DOCUMENT_MADE, _("opened the document"), DOCUMENT),
    Happening(Happened.DOCUMENT_CHANGED, _("changed what is said of the document"), DOCUMENT),
    Happening(Happened.REVISION_MADE, _("issued a text"), NUMBER | {"sha256": UNTOLD, "told": UNTOLD}),
    Happening(Happened.CONTRIBUTED, _("spoke on a paragraph"), SAID),
    Happening(Happened.CONTRIBUTION_WITHDRAWN, _("withdrew what was said")),
    Happening(Happened.RESERVATION_LIFTED, _("lifted the reservation")),
    Happening(Happened.ANSWERED, _("answered for the presidency"), FATE),
    Happening(Happened.WORKING_TEXT_CHANGED, _("put accepted wordings into the working text"), {"count": UNTOLD}),
    Happening(Happened.SILENCE_OPENED, _("put the text under silence"), EVENT),
    Happening(Happened.SILENCE_EVENT, _("spoke in the silence procedure"), EVENT),
    Happening(Happened.CERTIFIED, _("issued the certificate"), {"signed_by": UNTOLD}),
    Happening(Happened.STEPS_CHANGED, _("changed the chain of approval"), {"steps": Words(_("Steps"))}),
    Happening(Happened.CONFIRMED, _("entered that a body confirmed the text"), {"body": Words(_("Body")), **NUMBER}),
    Happening(Happened.ADOPTED, _("entered that the text is adopted"), NUMBER),
    Happening(
        Happened.VERSION_CHANGED,
        _("changed a linguistic version"),
        {"language": Words(_("Language")), "paragraph": UNTOLD, "unchanged": Words(_("No change of meaning"))},
    ),
)

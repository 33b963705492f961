"""The words for what happens in this room: each kind of entry, what it keeps, and what its things are called."""

from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import UNTOLD, Happening, Thing, Words, as_labelled, telling
from roundtable.records.observatory.models import Audience, Finding, MirrorSide
from roundtable.records.observatory.signals import Happened

AUDIENCE = {"audience": Words(_("Who may read it"), telling.choice(Audience.choices))}
DATASET = {
    **AUDIENCE,
    "title": Words(_("Title"), telling.by_language),
    "about": Words(_("What it is"), telling.by_language),
    "source": Words(_("Source")),
    "address": Words(_("Address of the source")),
    "licence": Words(_("Licence")),
    "licence_address": Words(_("Address of the licence")),
    "unit": Words(_("Unit")),
    "next_release": Words(_("Next release"), telling.day),
    "dimensions": UNTOLD,
    "labels": UNTOLD,
    "sheet": UNTOLD,
    "gate": UNTOLD,
    "disclosure": UNTOLD,
    "view": UNTOLD,
}
ROWS = {"rows": Words(_("Rows"))}
NOTICE = {"notice": Words(_("Notice")), "loaded_at": UNTOLD}

THINGS = (Thing("observatory.dataset", as_labelled), Thing("observatory.mirrorside", as_labelled))

HAPPENINGS = (
    Happening(Happened.DESCRIBED, _("took the dataset in"), {**AUDIENCE, "code": Words(_("Code"))}),
    Happening(Happened.CHANGED, _("changed what is said of the dataset"), DATASET),
    Happening(
        Happened.LOADED,
        _("loaded figures"),
        {**ROWS, "file": Words(_("File")), "findings": Words(_("Findings of the gate"))},
    ),
    Happening(
        Happened.ANSWERED,
        _("answered what the gate found"),
        {
            "number": Words(_("Number of findings")),
            "answer": Words(_("Answer"), telling.choice(Finding.Answer.choices)),
            "reason": Words(_("Reason")),
        },
    ),
    Happening(
        Happened.PUBLISHED,
        _("published figures"),
        {**ROWS, "release_at": UNTOLD, "kept_back": Words(_("Cells kept back"))},
    ),
    Happening(Happened.REFUSED, _("refused a load"), NOTICE),
    Happening(Happened.WITHDRAWN, _("withdrew figures"), NOTICE),
    Happening(
        Happened.MIRRORED,
        _("wrote its side of a mirror"),
        {"stance": Words(_("Position"), telling.choice(MirrorSide.Stance.choices)), "text": Words(_("Note"))},
    ),
)

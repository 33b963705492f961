"""The words for what happens here: each kind of entry, what it keeps and for whom, and what its things are called."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.ground.trust.public import UNTOLD, Happening, KeptTo, Speech, Thing, Words, as_labelled, speech, telling
from roundtable.operations.plan.models import Activity, Report
from roundtable.operations.plan.queries.activities import LABELS
from roundtable.operations.plan.signals import Happened


def _code(value: Any, _speech: Speech) -> str:
    # What left the plan is kept with its number, since its code may be used again; people know it by the code.
    return str(value).partition("~")[0]


def _shares(value: Mapping[str, str], said: Speech) -> str:
    return ", ".join(f"{_code(code, said)} {Decimal(share).normalize():f} %" for code, share in value.items())


def _promise(value: Any, said: Speech) -> str:
    source, pledged, paid = value
    parts = [str(source)]
    if pledged is not None:
        parts.append(_now("pledged %(amount)s") % {"amount": telling.money(pledged, said)})
    if paid is not None:
        parts.append(_now("paid %(amount)s") % {"amount": telling.money(paid, said)})
    return ", ".join(parts)


def _document(value: Any, _speech: Speech) -> str:
    title, link, _file = value
    return f"{title} ({link})" if link else str(title)


def _moved(value: Mapping[str, str], _speech: Speech) -> str:
    return "; ".join(_now("%(old)s became %(new)s") % {"old": old, "new": new} for old, new in value.items())


_SHOWN: Mapping[str, telling.Show] = {
    "kind": telling.choice(Activity.Kind.choices),
    "stage": telling.choice(Activity.Stage.choices),
    "audience": telling.choice(Activity.Audience.choices),
    "lead": telling.scope,
    "partners": telling.many(telling.scope),
    "participants": telling.many(telling.scope),
    "starts": telling.day,
    "ends": telling.day,
    "budget": telling.money,
    "spent": telling.money,
    "issues": telling.many(_code),
    "shares": _shares,
    "fundings": telling.many(_promise, between="; "),
    "documents": telling.many(_document, between="; "),
}

ACTIVITY = {name: Words(label, _SHOWN.get(name, telling.text)) for name, label in LABELS.items()}
REVISION = {"revision": UNTOLD}
ROUND = {
    "opens_on": Words(_("Opens"), telling.day),
    "closes_on": Words(_("Closes"), telling.day),
    "closes_at": Words(_("Closes at, in each Party's own time"), telling.clock),
    "reminders": Words(_("Reminders, days before closing")),
    "guidance": Words(_("Guidance")),
}
STAGE = {"stage": Words(_("Status"), telling.choice(Report.Stage.choices))}
INSTITUTION = {"institution": Words(_("Institution that contributes"), telling.institution)}
REPORT = {
    "answer": Words(_("Answer"), telling.choice(Report.Answer.choices)),
    "progress": Words(_("Progress"), telling.choice(Report.Progress.choices)),
    "narrative": Words(_("What was done")),
    "obstacles": Words(_("Obstacles")),
    "needs": Words(_("Needs")),
}
EVIDENCE = {"evidence": Words(_("What it shows")), "link": Words(_("Link"))}
REASON = {"reason": Words(_("Reason"))}
NOTE = {"note": Words(_("Note"))}
PACK = {"sha256": UNTOLD}
PUBLISHED = {"published_at": Words(_("Published"), telling.moment)}
PLAN = {
    "areas": Words(_("Areas")),
    "horizontal_issues": Words(_("Horizontal issues")),
    "actions": Words(_("Actions")),
    "points": Words(_("Points")),
    "mapping": Words(_("Actions that moved"), _moved),
    "gone": Words(_("Actions that left the plan")),
    "since": Words(_("The text counts from"), telling.day),
    "asked_from_then": Words(_("Asked from that day on")),
    "asked_until_the_day_before": Words(_("Asked until the day before")),
    "sha256": UNTOLD,
}


def spoken(name: str, value: Any) -> str:
    """Say a plain fact of an activity in words, as its history does; nothing as an empty text."""
    show = ACTIVITY[name].show
    return "" if show is None or value in telling.NOTHING else show(value, speech())


def _report(label: str, _number: str, _scope: str, said: Speech) -> str:
    party, code, year = label.split(" ")
    return _now("Report of %(party)s on %(code)s, %(year)s") % {"party": said.scope(party), "code": code, "year": year}


def _round(label: str, _number: str, _scope: str, _speech: Speech) -> str:
    return _now("Reporting round on %(year)s") % {"year": label}


def _frame(label: str, _number: str, _scope: str, _speech: Speech) -> str:
    period, _comma, version = label.rpartition(", ")
    return _now("Plan of %(period)s, version %(version)s") % {"period": period, "version": version}


def _corrigendum(label: str, _number: str, _scope: str, _speech: Speech) -> str:
    return _now("Corrigendum: %(figures)s") % {"figures": label.partition(": ")[2]}


THINGS = (
    Thing("plan.activity", as_labelled),
    Thing("plan.frame", _frame),
    Thing("plan.action", as_labelled),
    Thing("plan.round", _round),
    Thing("plan.report", _report),
    Thing("plan.pack", as_labelled),
    Thing("plan.corrigendum", _corrigendum),
)

OWN, BOTH = KeptTo.OWN, KeptTo.BOTH

HAPPENINGS = (
    Happening(Happened.ACTIVITY_PLANNED, _("planned the activity"), ACTIVITY | REVISION),
    Happening(Happened.ACTIVITY_CHANGED, _("changed the activity"), ACTIVITY | REVISION),
    Happening(Happened.ACTIVITY_DELETED, _("moved the activity to the bin"), REVISION),
    Happening(Happened.ACTIVITY_RESTORED, _("took the activity out of the bin"), REVISION),
    Happening(Happened.ACTIVITY_IMPORTED, _("brought the activity in from a spreadsheet"), ACTIVITY | REVISION),
    Happening(Happened.IMPORTED_PLAN, _("brought a text of the plan into force"), PLAN),
    Happening(
        Happened.EDITED_TITLE,
        _("wrote another short title"),
        {"short_title": Words(_("Short title"), telling.by_language)},
    ),
    Happening(Happened.ROUND_MADE, _("made the reporting round"), ROUND),
    Happening(Happened.ROUND_CHANGED, _("changed the reporting round"), ROUND),
    Happening(
        Happened.ROUND_EXTENDED,
        _("gave more time in the reporting round"),
        {"closes_on": ROUND["closes_on"], "party": Words(_("For"), telling.scope), **REASON},
        kept_to=BOTH,
    ),
    Happening(Happened.ROUND_PUBLISHED, _("published the totals of the reporting round"), PUBLISHED),
    # Before a report is submitted, what is done to it is the Party's own.
    Happening(
        Happened.REPORT_BEGUN,
        _("began the report"),
        {"prefilled": Words(_("Begun from last year's report")), **INSTITUTION},
        kept_to=OWN,
    ),
    Happening(Happened.REPORT_WRITTEN, _("changed the report"), REPORT, kept_to=OWN),
    Happening(Happened.REPORT_ASSIGNED, _("assigned the report to an institution"), INSTITUTION, kept_to=OWN),
    Happening(Happened.REPORT_OFFERED, _("marked the report as ready for the contact point"), STAGE, kept_to=OWN),
    Happening(Happened.REPORT_TAKEN_BACK, _("took the report back to work on it"), STAGE, kept_to=OWN),
    Happening(Happened.REPORT_SUBMITTED, _("submitted the report"), STAGE),
    Happening(Happened.REPORT_WITHDRAWN, _("withdrew the report before it was accepted"), STAGE, kept_to=BOTH),
    Happening(Happened.REPORT_RETURNED, _("returned the report with a note"), STAGE, kept_to=BOTH),
    Happening(Happened.REPORT_ACCEPTED, _("accepted the report"), STAGE),
    Happening(Happened.REPORT_DELETED, _("put the report into the bin")),
    Happening(Happened.REPORT_RESTORED, _("brought the report back from the bin")),
    Happening(Happened.EVIDENCE_ADDED, _("added evidence"), EVIDENCE, kept_to=OWN),
    Happening(Happened.EVIDENCE_DELETED, _("put evidence into the bin"), EVIDENCE, kept_to=OWN),
    Happening(Happened.EVIDENCE_RESTORED, _("brought evidence back from the bin"), EVIDENCE, kept_to=OWN),
    Happening(Happened.NOTE_LEFT, _("left a note")),
    Happening(Happened.CORRECTION_ASKED, _("asked for a correction"), REASON, kept_to=BOTH),
    Happening(Happened.CORRECTION_OPENED, _("opened the report for correction"), NOTE, kept_to=BOTH),
    Happening(Happened.CORRECTION_REFUSED, _("refused the correction"), NOTE, kept_to=BOTH),
    # Each correction says for itself whether it may be told: not where the report is or was confidential.
    Happening(Happened.REPORT_CORRECTED, _("corrected the accepted report"), REPORT | REASON, kept_to=BOTH),
    Happening(Happened.PACK_FROZEN, _("froze the monitoring pack"), PACK),
    Happening(Happened.PACK_PUBLISHED, _("published the monitoring pack"), PUBLISHED),
    Happening(Happened.PACK_CORRECTED, _("made a corrected monitoring pack"), PACK),
    Happening(Happened.CORRIGENDUM_PROPOSED, _("brought up a corrigendum")),
    Happening(
        Happened.CORRIGENDUM_ISSUED,
        _("issued a corrigendum"),
        {
            "number": Words(_("Number")),
            "figures": Words(_("Which figures")),
            "wrong": Words(_("What was wrong")),
            "right": Words(_("What is right")),
        },
    ),
    Happening(Happened.CORRIGENDUM_DISMISSED, _("found that no corrigendum is needed")),
)

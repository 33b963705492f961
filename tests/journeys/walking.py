"""Every address of the house with arguments that lead somewhere, so that no walk leaves one out."""

import re
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.architecture.house import Address, addresses

OUTSIDE = ("api-1:", "openid")
"""Machines' answers, and the way to an organisation's own service."""
ARGUMENT = re.compile(r"<(?P<kind>\w+):(?P<name>\w+)>|\(\?P<(?P<old>\w+)>")
PLAIN: dict[str, Any] = {"int": 1}

POSTED = "POST"


MEETING = (
    *("meeting", "change", "agenda", "item-new", "room", "material-new", "delegations", "register", "participants"),
    *("badges", "seating", "meeting-conclusions", "conclude", "minutes", "feedback", "meeting-calendar", "copy"),
)


def things() -> dict[str, list[Any]]:
    """What of the demonstration each address with arguments is tried with, by its name."""
    from roundtable.ground.documents.models import ApprovalStep, Contribution, Document, SilenceProcedure
    from roundtable.ground.parties.models import ContactCard, Institution, Participation, Stakeholder
    from roundtable.ground.trust.models import Term, User
    from roundtable.operations.plan.models import Activity, Pack, Report
    from roundtable.records.meetings.models import Conclusion, Item, Meeting, Participant

    def one(rows: Any, field: str = "pk") -> Any:
        return rows.values_list(field, flat=True).first()

    institution = one(Institution.objects.filter(party_id="GE"), "code")
    stakeholder = one(Stakeholder.objects.all())
    fact = ["ge", one(Participation.objects.filter(party_id="GE"))]
    somebody = one(User.objects.filter(email="ministry.ge@demo.example"))
    activity, pack = one(Activity.objects.filter(deleted_at=None)), Pack.objects.first()
    written = one(Report.objects.filter(party_id="GE", stage="accepted"))
    sent = one(Report.objects.filter(stage="submitted"))
    meeting = Meeting.objects.filter(demonstration=True, stage="called").first()
    code = meeting.code if meeting else None
    of_it = {
        name: [code, one(rows.objects.filter(meeting=meeting))]
        for name, rows in (("item", Item), ("registration", Participant), ("decide", Participant))
    }
    concluded = Conclusion.objects.select_related("meeting").first()
    drafted, silent = Document.objects.filter(comments_until__isnull=False).first(), SilenceProcedure.objects.first()
    text = [drafted.pk, "rev-1"] if drafted else [None]
    step = ApprovalStep.objects.first()
    said = Contribution.objects.first()
    found = {
        **{f"meetings:{name}": [code] for name in MEETING},
        **{f"meetings:{name}": arguments for name, arguments in of_it.items()},
        **{
            f"meetings:{name}": [concluded.meeting.code, concluded.pk] if concluded else [None]
            for name in ("conclusion", "conclusion-change")
        },
        **{
            f"documents:{name}": text[:1]
            for name in (
                *("document", "document-change", "import", "working", "working-autosave", "working-accepted"),
                *("issue", "steps", "adopt"),
            )
        },
        **{f"documents:{name}": text for name in ("revision", "redline", "table", "silence-new")},
        **{f"documents:{name}": [*text, "p2"] for name in ("paragraph", "credits")},
        "documents:file": [*text, "md"],
        "documents:version": [*text[:1], "ru"],
        "documents:version-paragraph": [*text[:1], "ru", "p2"],
        "documents:version-unchanged": [*text[:1], "ru", "p2"],
        "documents:step-confirm": [step.document_id, step.pk] if step else [None],
        **{f"documents:{name}": [said.document_id, said.pk] if said else [None] for name in ("withdraw", "lift")},
        **{f"documents:{name}": [silent.pk] if silent else [None] for name in ("silence", "certify")},
        "documents:certificate": [silent.pk, "json"] if silent else [None],
        "trust:person": [somebody],
        "trust:grant": [somebody],
        "trust:close": [somebody],
        "trust:hand-over": [somebody, "GE"],
        "trust:end": [one(Term.objects.filter(user=somebody))],
        "parties:party": ["ge"],
        "parties:designation": ["ge"],
        "parties:facts": ["ge"],
        "parties:fact": fact,
        "parties:fact-delete": fact,
        "parties:fact-restore": fact,
        "parties:institution": [institution],
        "parties:institution-change": [institution],
        "parties:institution-new": ["ge"],
        "parties:stakeholder": [stakeholder],
        "parties:stakeholder-change": [stakeholder],
        "parties:card": ["GE", one(ContactCard.objects.filter(party_id="GE"), "user_id")],
        "parties:map-file": ["svg"],
        "plan:progress-file": ["csv"],
        "plan:activities-template": ["csv"],
        "plan:area": ["I"],
        "plan:action": ["I.4"],
        "plan:action-title": ["I.4"],
        "plan:activity": [activity],
        "plan:activity-calendar": [activity],
        "plan:activity-change": [activity],
        "plan:activity-delete": [activity],
        "plan:round": [2026],
        "plan:report": [written],
        "plan:report-move": [written],
        "plan:report-assign": [written],
        "trust:marking": ["plan.report", written] if written else [None],
        "plan:report-note": [written],
        "plan:evidence-add": [written],
        "plan:evidence-delete": [written, 1],
        "plan:correction": [written],
        "plan:correction-ask": [written],
        "plan:correction-decide": [written],
        "plan:review-one": [sent],
        **{name: [pack.pk] for name in ("plan:pack", "plan:pack-publish", "plan:pack-annexes") if pack},
        **{name: [pack.pk] for name in ("plan:pack-correct", "plan:corrigendum-issue") if pack},
        **({"plan:pack-file": [pack.pk, "public", "en", "docx"]} if pack else {}),
    }
    return {name: arguments for name, arguments in found.items() if None not in arguments}


def located(address: Address, known: dict[str, list[Any]]) -> str:
    """A real address: with what is known for it, or with arguments that lead nowhere."""
    if address.plain:
        return address.route
    if address.name in known:
        return reverse(address.name, args=known[address.name])
    wanted = [(found["name"] or found["old"], found["kind"]) for found in ARGUMENT.finditer(address.route)]
    try:
        return reverse(address.name, kwargs={name: PLAIN.get(kind, "x") for name, kind in wanted})
    except NoReverseMatch as error:
        raise AssertionError(f"tests/journeys/walking.py knows no arguments for {address.name}") from error


def everywhere() -> list[tuple[str, str]]:
    """The name of each address, and where it is; without those of machines."""
    known = things()
    return [
        (address.name or address.route, located(address, known))
        for address in addresses()
        if not address.name.startswith(OUTSIDE) and "<path:" not in address.route
    ]


def only_sent_to(client: Client, place: str) -> bool:
    """Whether an address takes what is sent and shows nothing itself."""
    return client.put(place).headers.get("Allow") == POSTED

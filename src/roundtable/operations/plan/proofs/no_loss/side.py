"""What the model holds, and how the real thing is asked to do the same."""

import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpResponse

from roundtable.ground.trust.public import User
from roundtable.kernel import drafts
from roundtable.operations.plan.proofs.no_loss.stage import Stage
from roundtable.operations.plan.services.report_writing import KIND

TEXTS = ("narrative", "obstacles", "needs")
NOTHING = "-"
WRITABLE = {"draft", "offered", "returned"}
DONE, CREATED, MOVED, REFUSED = 200, 201, 302, 422


@dataclass
class Tab:
    """What somebody sees in a window: the texts and their revisions, as they were when it was loaded or last saved."""

    texts: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)


@dataclass
class Waiting:
    """A conflict that waits for a choice."""

    number: int
    by: str
    name: str
    texts: dict[str, str]


@dataclass
class Piece:
    """Evidence: there, or in the bin."""

    pk: int
    title: str
    there: bool = True


@dataclass
class Planned:
    """An activity."""

    pk: int
    title: str
    revision: int = 1
    there: bool = True
    seen: str = ""
    """The mark of an older copy."""


class DiffersError(AssertionError):
    """The real thing did something else than the model."""


def must(truth: object, otherwise: str) -> None:
    """Say that both agree; otherwise say in which."""
    if not truth:
        raise DiffersError(otherwise)


class Side:
    """What both sides hold, and how the real one is asked."""

    def __init__(self, stage: Stage) -> None:
        """Begin with an empty draft in a round of its own."""
        self.stage, self.done = stage, list[str]()
        self.report = stage.report(stage.round(), stage.actions[0])
        self.people: dict[str, User] = {
            "nino": stage.nino,
            "giorgi": stage.giorgi,
            "secretariat": stage.secretariat,
        }
        self.browsers, self.machine = stage.browsers(self.people), stage.machine
        self.words: dict[str, set[str]] = {name: set() for name in TEXTS}
        self.progress, self.at, self.deleted = NOTHING, "draft", False
        self.received = self.returned = False
        self.correction, self.corrected = "", False
        self.told: Counter[str] = Counter({"plan.report-begun": 1})
        self.notes: Counter[str] = Counter()
        self.pieces: list[Piece] = []
        self.activities: list[Planned] = []
        self.conflicts: list[Waiting] = []
        self.sent: list[Callable[[], None]] = []
        self.tabs = {(name, number): Tab() for name in ("nino", "giorgi") for number in (0, 1)}
        for name, number in self.tabs:
            self._load(name, number)

    def acknowledged(self, send: Callable[[], None]) -> None:
        """Keep a request that may come again; every second one does at once, as when its answer was lost on the way."""
        self.sent.append(send)
        if len(self.sent) % 2:
            self.done.append("the same is sent once more")
            send()

    @property
    def writable(self) -> bool:
        """Whether the Party can write now."""
        return self.at in WRITABLE and not self.deleted

    def _page(self) -> str:
        return f"/plan/reports/{self.report.pk}/"

    def _load(self, by: str, tab: int) -> None:
        state = drafts.state(KIND, str(self.report.pk))
        seen = self.tabs[by, tab]
        seen.texts = {name: one.text for name, one in state.items() if name in {*TEXTS, "progress"}}
        seen.revisions = {name: state[name].revision for name in seen.texts}

    def _post(self, by: str, where: str, what: Mapping[str, object]) -> HttpResponse:
        answer: HttpResponse = self.browsers[by].post(where, what)  # type: ignore[assignment]  # the client's own kind
        # Nobody reads what the next page would say; without this the messages of thousands of deeds would gather.
        self.browsers[by].cookies.pop("messages", None)
        must(answer.status_code < 500, f"{where} answered {answer.status_code}")
        return answer

    def _asked(self, how: str, where: str, what: object, token: str, **head: str) -> HttpResponse:
        heads = {name.replace("_", "-"): value for name, value in head.items()}
        answer: HttpResponse = getattr(self.machine, how)(
            where,
            json.dumps(what),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", **heads},
        )
        must(answer.status_code < 500, f"{where} answered {answer.status_code}")
        return answer


def took_again(answer: HttpResponse, status: int) -> None:
    """Hold the answer to a repeated call against the first one."""
    must(answer.status_code == status, f"the same call was answered {answer.status_code}, not {status}")


def a_word() -> str:
    """A word that nobody wrote before."""
    return f"w{secrets.token_hex(4)}"


def edited(text: str, word: str, *, cut: bool, at: int) -> str:
    """The text with a word put in; with the last one taken out where it is cut."""
    parts = text.split()
    if cut and parts:
        return " ".join([*parts[:-1], word])
    where = min(at, len(parts))
    return " ".join([*parts[:where], word, *parts[where:]])

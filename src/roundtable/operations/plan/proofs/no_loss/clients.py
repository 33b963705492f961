"""People and machines that write, send the same again until it is acknowledged, and keep count of what was."""

import random
import re
import secrets
import string
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
from bs4 import BeautifulSoup
from django.test import Client

from roundtable.ground.trust.public import User

TEXTS = ("narrative", "obstacles", "needs")
STEPS = ("0", "1", "2", "3", "4")
PATIENCE = 120.0
TURNS = 20
TWICE = 0.15
"""How often something is sent again although it was acknowledged, as when the answer was lost on the way."""
LETTERS = string.ascii_letters + string.digits
FIELD = re.compile(r"^draft-choice-")


@dataclass
class Ledger:
    """What was acknowledged, by kind; and what could not be."""

    words: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    choices: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    single: dict[str, list[str]] = field(default_factory=dict)
    """Activities, notes and evidence: by kind, the word of each."""
    errors: list[str] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    """Requests that were sent again, and why."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def word(self, report: int, name: str, word: str) -> None:
        """Note an acknowledged word in a text."""
        with self.lock:
            self.words.setdefault((report, name), []).append(word)

    def choice(self, report: int, revision: int, value: str) -> None:
        """Note an acknowledged choice."""
        with self.lock:
            self.choices.setdefault(report, []).append((revision, value))

    def one(self, kind: str, word: str) -> None:
        """Note an acknowledged thing that stands by itself."""
        with self.lock:
            self.single.setdefault(kind, []).append(word)

    def wrong(self, what: str) -> None:
        """Note what should not have been answered."""
        with self.lock:
            self.errors.append(what)

    def again(self, why: str) -> None:
        """Note that something was sent again."""
        with self.lock:
            self.count[why] += 1

    @property
    def acknowledged(self) -> int:
        """How many writes were acknowledged."""
        return sum(len(one) for kept in (self.words, self.choices, self.single) for one in kept.values())


class Writer:
    """Somebody who writes; the same question is asked until it is answered."""

    def __init__(self, address: str, person: User, token: str, ledger: Ledger, chance: random.Random) -> None:
        """Come in."""
        self.ledger, self.chance, self.token = ledger, chance, token
        inside = Client()
        inside.force_login(person)
        self.csrf = "".join(chance.choices(LETTERS, k=32))
        cookies = {"session": inside.cookies["session"].value, "csrf": self.csrf}
        self.client = httpx.Client(base_url=address, cookies=cookies, timeout=20, follow_redirects=False)

    def asked(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Ask until the platform answers; the same question each time."""
        head = {"X-CSRFToken": self.csrf, **what.pop("headers", {})}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.client.request(method, path, headers=head, **what)
            except httpx.HTTPError:
                self.ledger.again("no answer")
            else:
                if answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return answer
                self.ledger.again(str(answer.status_code))
                if answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR:
                    self.ledger.wrong(f"{method} {path} answered 500, which tells nobody what to do")
            time.sleep(self.chance.uniform(0.05, 0.3))
        raise TimeoutError(f"{method} {path} was never answered.")

    def twice(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Ask, and sometimes ask the same again although there was an answer."""
        answer = self.asked(method, path, **what)
        if answer.is_error or self.chance.random() >= TWICE:
            return answer
        self.ledger.again("although acknowledged")
        return self.asked(method, path, **what)

    def some(self, report: int, others: Sequence[int], action: str, writes: int) -> None:
        """Write a few times in a row: in the report that others write in too, beside it, and by machine."""
        for _time in range(writes):
            word = f"w{secrets.token_hex(6)}"
            try:
                self.write(word, report, others, action)
            except TimeoutError as error:
                self.ledger.wrong(str(error))

    def write(self, word: str, report: int, others: Sequence[int], action: str) -> None:
        """Write one thing."""
        how = self.chance.random()
        if how < 0.3:
            self.by_script(report, self.chance.choice((*TEXTS, "progress")), word)
        elif how < 0.5:
            self.by_form(report, self.chance.choice((*TEXTS, "progress")), word)
        elif how < 0.7:
            self.activity(word, action)
        elif how < 0.85:
            self.evidence(self.chance.choice(others), word)
        else:
            self.note(self.chance.choice(others), word)

    def activity(self, word: str, action: str) -> None:
        """Plan an activity by machine, under a key of its own."""
        head = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(self.key())}
        said = {"title": word, "kind": "training", "lead": "GE", "shares": [{"action": action, "percent": "100"}]}
        answer = self.twice("POST", "/api/v1/plan/activities/", json=said, headers=head)
        self.noted("activity", word, answer, HTTPStatus.CREATED)

    def evidence(self, report: int, word: str) -> None:
        """Hand in a file."""
        answer = self.twice(
            "POST",
            f"/plan/reports/{report}/evidence/",
            data={"title": word, "key": str(self.key())},
            files={"file": (f"{word}.txt", f"What {word} shows. ".encode() * self.chance.randint(1, 4000))},
        )
        self.noted("evidence", word, answer, HTTPStatus.FOUND)

    def note(self, report: int, word: str) -> None:
        """Leave a note."""
        sent = {"text": word, "key": str(self.key())}
        answer = self.twice("POST", f"/plan/reports/{report}/note/", data=sent)
        self.noted("note", word, answer, HTTPStatus.FOUND)

    def noted(self, kind: str, word: str, answer: httpx.Response, wanted: HTTPStatus) -> None:
        """Write an acknowledgement down, or what came in its place."""
        if answer.status_code == wanted:
            self.ledger.one(kind, word)
        else:
            self.ledger.wrong(f"{kind} answered {answer.status_code}: {_told(answer)}")

    def key(self) -> UUID:
        """A key under which something is sent, however often."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def page(self, report: int) -> BeautifulSoup:
        """Open the page of a report."""
        return BeautifulSoup(self.asked("GET", f"/plan/reports/{report}/").text, "html.parser")

    @staticmethod
    def values(page: BeautifulSoup) -> dict[str, str]:
        """What the form would send if nothing were changed."""
        form = page.select_one("form[data-report]")
        if form is None:
            return {}
        sent = {str(one["name"]): str(one.get("value", "")) for one in form.select('input[type="hidden"]')}
        sent |= {str(one["name"]): str(one["value"]) for one in form.select('input[type="radio"][checked]')}
        # A browser drops the first line break of a text area, and so does not send it.
        sent |= {str(one["name"]): one.get_text().removeprefix("\n") for one in form.select("textarea")}
        return sent

    def added(self, text: str, word: str) -> str:
        """The text with the word somewhere in it: mostly at the end, where two people collide."""
        parts = text.split()
        place = len(parts) if self.chance.random() < 0.6 else self.chance.randint(0, len(parts))
        return " ".join([*parts[:place], word, *parts[place:]])

    def by_script(self, report: int, name: str, word: str) -> None:
        """Send a stroke as drafts/autosave.js does, and settle a conflict with the words of both."""
        sent = self.values(self.page(report))
        text = self.chance.choice(STEPS) if name == "progress" else self.added(sent[name], word)
        base = int(sent[f"draft-{name}"].split(":", maxsplit=1)[0])
        stroke = {"stroke": str(self.key()), "field": name, "text": text, "base": base}
        body: dict[str, Any] = {"strokes": [stroke]}
        for _turn in range(TURNS):
            answer = self.twice("POST", f"/plan/reports/{report}/autosave/", json=body)
            told = answer.json().get("fields", {}).get(name, {}) if answer.status_code == HTTPStatus.OK else {}
            if told.get("error") or "revision" not in told:
                self.ledger.wrong(f"autosave answered {answer.status_code} {answer.text[:200]}")
                return
            conflict = told["conflict"]
            if conflict is None:
                self.kept(report, name, word, told["revision"], text if name == "progress" else told["text"])
                return
            text = conflict["mine"] if name == "progress" else conflict["both"]
            choice = {"conflict": conflict["number"], "field": name, "text": text, "stroke": str(self.key())}
            body = {"choices": [choice]}
        self.ledger.wrong(f"{name} of {report}: no end of conflicts")

    def by_form(self, report: int, name: str, word: str) -> None:
        """Post the whole form as a browser without scripts does, and settle a conflict with the words of both."""
        sent = self.values(self.page(report))
        sent[name] = self.chance.choice(STEPS) if name == "progress" else self.added(sent[name], word)
        for _turn in range(TURNS):
            answer = self.twice("POST", f"/plan/reports/{report}/", data={**sent, "do": "save"})
            if answer.status_code != HTTPStatus.FOUND:
                self.ledger.wrong(f"the form answered {answer.status_code}: {_told(answer)}")
                return
            page = self.page(report)
            conflicts = page.select("fieldset.draft-conflict")
            if not conflicts:
                break
            sent = self.values(page)
            for box in conflicts:
                radio = box.select_one('input[type="radio"]')
                if radio is not None:
                    sent[str(radio["name"])] = "mine" if box["data-drafts-known"] == "progress" else "both"
        if name != "progress":
            # A choice that was made by form has no revision to tell: whether it stands is seen by the words alone.
            self.kept(report, name, word, 0, word)

    def kept(self, report: int, name: str, word: str, revision: int, text: str) -> None:
        """Write an acknowledged stroke down."""
        if name == "progress":
            self.ledger.choice(report, revision, text)
        elif word in text:
            self.ledger.word(report, name, word)
        else:
            self.ledger.wrong(f"{name} of {report}: acknowledged without its word")


def _told(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())[-300:]
    return answer.text[:300]

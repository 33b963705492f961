"""Try to lose what people write: two editors at one report, a server killed at random, retries; then count.

    .venv/bin/python scripts/lose_nothing.py --rounds 200

Starts the real server on a port of its own, in a folder of its own. Each round two editors write unique words and
choices into the same report, some over the wire of the page's script, some by posting the plain form, while the
server is killed with SIGKILL at a random moment and started again. An editor repeats what was not acknowledged, word
for word, until it is. Ends with one line, and with status 1 when an acknowledged word or choice is missing or
doubled.
"""

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from bs4 import BeautifulSoup

PASSWORD = "a quiet morning in Vienna"  # noqa: S105 - of people who do not exist
PEOPLE = ("nino@example.org", "giorgi@example.org")
TEXTS = ("narrative", "obstacles", "needs")
STEPS = ("0", "1", "2", "3", "4")
PATIENCE = 120
SERVER_START = 60
WRITES = 4


def prepare(reports: int) -> None:
    """Make the tables, one Party with two contact points, and an open round with so many drafts."""
    import django

    django.setup()
    from datetime import UTC, datetime, timedelta

    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from roundtable.ground.parties.services.founding import found
    from roundtable.ground.parties.services.seed import seed
    from roundtable.ground.trust.models import Role, Term, User
    from roundtable.operations.plan.models import Action, Round
    from roundtable.operations.plan.services.frame import carry_own_frame
    from roundtable.operations.plan.services.reports import begin

    at = datetime.now(UTC)
    found(name="Trial", short_name="Trial", zone="UTC", language="en", demonstration=True)
    seed()
    if not Action.objects.exists():
        carry_own_frame(at=at)
    for address in PEOPLE:
        person = User.objects.create_user(address, PASSWORD, name=address.split("@")[0].title(), demonstration=True)
        Term.objects.create(user=person, role=Role.CONTACT_POINT, scope="GE", starts=at.date() - timedelta(days=9))
    round_ = Round.objects.create(
        year=at.year, opens_on=at.date() - timedelta(days=9), closes_on=at.date() + timedelta(days=9)
    )
    for action in Action.objects.filter(gone=False)[:reports]:
        print(begin(round_, "GE", action, by=person, at=at).pk)


@dataclass
class Server:
    """The real server: a master and a worker that die together."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [
                str(Path(sys.executable).parent / "gunicorn"),
                "roundtable.config.wsgi",
                f"--bind=127.0.0.1:{self.port}",
                "--workers=2",
                "--threads=4",
                "--no-control-socket",
                "--log-level=critical",
            ],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + SERVER_START
        while time.monotonic() < until:
            try:
                httpx.get(f"{self.address}/account/login/", timeout=5)
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit("The server did not start.")

    def kill(self) -> None:
        """Kill it as a power cut would."""
        assert self.process is not None  # noqa: S101 - it was started
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1


@dataclass
class Ledger:
    """What was acknowledged: words by report and field, and choices with their revision."""

    words: dict[tuple[int, str], list[str]] = field(default_factory=dict)
    choices: dict[tuple[int, str], list[tuple[int, str]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    errors: list[str] = field(default_factory=list)

    def word(self, report: int, name: str, word: str) -> None:
        """Note an acknowledged word."""
        with self.lock:
            self.words.setdefault((report, name), []).append(word)

    def choice(self, report: int, name: str, revision: int, value: str) -> None:
        """Note an acknowledged choice."""
        with self.lock:
            self.choices.setdefault((report, name), []).append((revision, value))

    @property
    def acknowledged(self) -> int:
        """How many fields' changes were acknowledged."""
        return sum(map(len, self.words.values())) + sum(map(len, self.choices.values()))


class Editor:
    """A person at a report, as the page's script or a browser without scripts would act."""

    def __init__(self, server: Server, address: str, ledger: Ledger, chance: random.Random) -> None:
        """Sign in."""
        self.server, self.ledger, self.chance = server, ledger, chance
        self.client = httpx.Client(base_url=server.address, timeout=20, follow_redirects=False)
        token = self._token(self.client.get("/account/login/").text)
        answer = self.client.post(
            "/account/login/",
            data={"login": address, "password": PASSWORD, "csrfmiddlewaretoken": token},
            headers={"Referer": f"{server.address}/account/login/"},
        )
        if answer.status_code != httpx.codes.FOUND:
            raise SystemExit(f"{address} cannot sign in: {answer.status_code}")

    @staticmethod
    def _token(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return found.group(1) if found else ""

    def asked(self, method: str, path: str, **what: Any) -> httpx.Response:
        """Ask until the server answers; the same question each time."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = self.client.request(method, path, **what)
            except httpx.HTTPError:
                time.sleep(self.chance.uniform(0.05, 0.3))
                continue
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return answer
            time.sleep(self.chance.uniform(0.05, 0.3))
        raise SystemExit(f"{method} {path} was never answered.")

    def write_some(self, report: int) -> None:
        """Write a few times in a row."""
        for _time in range(WRITES):
            self.write(report)

    def write(self, report: int) -> None:
        """Write one word, or make one choice, in one of the two ways."""
        word = f"w{uuid.uuid4().hex[:10]}"
        name = self.chance.choice((*TEXTS, "progress"))
        if self.chance.random() < 0.6:
            self.by_script(report, name, word)
        else:
            self.by_form(report, name, word)

    def page(self, report: int) -> BeautifulSoup:
        """Open the page of the report."""
        answer = self.asked("GET", f"/plan/reports/{report}/")
        if answer.status_code != httpx.codes.OK:
            raise SystemExit(f"The page of report {report} answers {answer.status_code}.")
        return BeautifulSoup(answer.text, "html.parser")

    @staticmethod
    def values(page: BeautifulSoup) -> dict[str, str]:
        """What the form would send if nothing were changed."""
        form = page.select_one("form[data-report]")
        assert form is not None, page.get_text()[:400]  # noqa: S101 - the page of a draft has a form
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
        head = {"X-CSRFToken": sent["csrfmiddlewaretoken"], "Referer": f"{self.server.address}/plan/reports/{report}/"}
        base = int(sent[f"draft-{name}"].split(":")[0])
        body: dict[str, Any] = {"strokes": [{"stroke": str(uuid.uuid4()), "field": name, "text": text, "base": base}]}
        for _turn in range(20):
            answer = self.asked("POST", f"/plan/reports/{report}/autosave/", json=body, headers=head)
            told = answer.json().get("fields", {}).get(name, {}) if answer.status_code == httpx.codes.OK else {}
            if told.get("error") or "revision" not in told:
                self.ledger.errors.append(f"{answer.status_code} {answer.text[:200]}")
                return
            conflict = told["conflict"]
            if conflict is None:
                self.noted(report, name, word, told["revision"], text if name == "progress" else told["text"])
                return
            text = conflict["mine"] if name == "progress" else conflict["both"]
            choice = {"conflict": conflict["number"], "field": name, "text": text, "stroke": str(uuid.uuid4())}
            body = {"choices": [choice]}
        self.ledger.errors.append(f"{name} of {report}: no end of conflicts")

    def by_form(self, report: int, name: str, word: str) -> None:
        """Post the whole form as a browser without scripts does, and settle a conflict with the words of both."""
        sent = self.values(self.page(report))
        mine = self.chance.choice(STEPS) if name == "progress" else self.added(sent[name], word)
        sent[name] = mine
        for _turn in range(20):
            sent["do"] = "save"
            answer = self.asked(
                "POST",
                f"/plan/reports/{report}/",
                data=sent,
                headers={"Referer": f"{self.server.address}/plan/reports/{report}/"},
            )
            if answer.status_code != httpx.codes.FOUND:
                self.ledger.errors.append(f"form {answer.status_code}")
                return
            page = self.page(report)
            conflicts = page.select("fieldset.draft-conflict")
            if not conflicts:
                break
            sent = self.values(page)
            for box in conflicts:
                radio = box.select_one('input[type="radio"]')
                own = box["data-drafts-known"] == "progress"
                if radio is not None:
                    sent[str(radio["name"])] = "mine" if own else "both"
        if name != "progress":
            # A choice that was made by form has no revision to tell: whether it stands is seen by the words alone.
            self.noted(report, name, word, 0, word)

    def noted(self, report: int, name: str, word: str, revision: int, text: str) -> None:
        """Write an acknowledgement down."""
        if name == "progress":
            self.ledger.choice(report, name, revision, text)
        elif word in text:
            self.ledger.word(report, name, word)
        else:
            self.ledger.errors.append(f"{name} of {report}: acknowledged without its word")


def judged(reports: list[int], ledger: Ledger, editor: Editor) -> tuple[int, int]:
    """Count what is missing and what is there twice, as the page shows it at the end."""
    lost = doubled = 0
    for report in reports:
        shown = editor.values(editor.page(report))
        for name in TEXTS:
            words = shown[name].split()
            for word in ledger.words.get((report, name), []):
                lost += word not in words
                doubled += words.count(word) > 1
        made = ledger.choices.get((report, "progress"), [])
        revision = int(shown["draft-progress"].split(":")[0])
        newest = max(made, default=(0, ""))
        # A later choice by form may stand over it; one with this very revision must be what was acknowledged.
        lost += any(number == revision and value != shown["progress"] for number, value in made) or newest[0] > revision
    return lost, doubled


def main() -> None:
    """Run the trial."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=10)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roundtable.config.settings")
    if options.prepare:
        prepare(options.reports)
        return
    with tempfile.TemporaryDirectory(prefix="lose-nothing-") as folder:
        lost, doubled = trial(Path(folder), rounds=options.rounds, reports=options.reports, seed=options.seed)
    raise SystemExit(1 if lost or doubled else 0)


def trial(folder: Path, *, rounds: int, reports: int, seed: int) -> tuple[int, int]:
    """Run so many rounds in a folder of their own and print what came of them."""
    environment = {
        **os.environ,
        "ROUNDTABLE_HOME": str(folder),
        "ROUNDTABLE_SECOND_FACTOR": "false",
        "DJANGO_SETTINGS_MODULE": "roundtable.config.settings",
    }
    made = subprocess.run(
        [sys.executable, __file__, "--prepare", "--reports", str(reports)],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    numbers = [int(line) for line in made.stdout.split() if line.isdecimal()]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server, ledger, chance = Server(port, environment), Ledger(), random.Random(seed)  # noqa: S311 - a trial
    server.start()
    try:
        editors = [Editor(server, address, ledger, random.Random(seed + 1 + n)) for n, address in enumerate(PEOPLE)]  # noqa: S311 - a trial
        for number in range(rounds):
            report = numbers[number % len(numbers)]
            at_work = [threading.Thread(target=one.write_some, args=(report,)) for one in editors]
            for thread in at_work:
                thread.start()
            time.sleep(chance.uniform(0.0, 0.8))
            server.kill()
            server.start()
            for thread in at_work:
                thread.join()
        lost, doubled = judged(numbers, ledger, editors[0])
    finally:
        server.kill()
    for sentence in ledger.errors[:10]:
        print(sentence, file=sys.stderr)
    if ledger.errors:
        print(f"{len(ledger.errors)} refusals", file=sys.stderr)
    print(
        f"{rounds} rounds, {server.kills - 1} kills, {ledger.acknowledged} acknowledged, {lost} lost, {doubled} doubled"
    )
    return lost, doubled


if __name__ == "__main__":
    main()

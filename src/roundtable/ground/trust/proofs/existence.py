"""Existence: what somebody may not see is answered as what does not exist, to the letter and with the same queries."""

import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.proofs.isolation import Asking, set_up
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.learning import learned
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.sign_in import area

TIMINGS, TIMED = 1000, 12
BEST_GUESS = 0.55
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
COOKIES = re.compile(r"(csrf|session)=[^;]+; expires=[^;]+", re.IGNORECASE)
SIGNED = re.compile(r"(messages=[\w-]+):\w+:[\w-]+")
"""A note to the next page is signed together with the second at which it was written, which says nothing."""
LISTED = re.compile(r"IN \((%s(, )?)+\)")
PART_SHORT = 1 / 5
"""In the short form: of which part of the pairs of address and person the promise is tried."""
NEVER_SAID = "zqpppppnqz"
"""A canary that stands nowhere."""


@dataclass(frozen=True)
class Told:
    """All that an answer tells, without what repeats the question; and what the database was asked for it."""

    status: int
    head: tuple[tuple[str, str], ...]
    body: str
    queries: tuple[str, ...]

    def differs(self, other: "Told") -> str:
        """Say in what another answer differs; empty where in nothing."""
        if self.status != other.status:
            return f"status {self.status} and {other.status}"
        if self.head != other.head:
            return f"head {sorted(set(self.head) ^ set(other.head))[:4]}"
        if self.body != other.body:
            return f"body, at {_first_difference(self.body, other.body)}"
        if self.queries != other.queries:
            more = [sql for sql in self.queries if sql not in other.queries] or list(other.queries)
            return f"{len(self.queries)} and {len(other.queries)} queries, such as {more[0][:160] if more else ''}"
        return ""


def _first_difference(one: str, other: str) -> str:
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, place - 20) : place + 40]!r} and {other[max(0, place - 20) : place + 40]!r}"


def run(trial: Trial) -> None:
    """Ask for what is not theirs and for what is not there, side by side; search for words of both kinds."""
    set_up()
    asking = Asking(trial)
    with asking.listening():
        pairs = list(_pairs(asking))
        for hidden, missing, asker in pairs:
            _alike(asking, hidden, missing, asker)
        _searches(asking)
        if trial.long:
            _in_time(asking, pairs)
    trial.figure("pairs of what is hidden and what is missing", len(pairs))
    trial.figure("requests", sum(asking.verbs.values()))


def _pairs(asking: Asking) -> Iterator[tuple[Target, Target, Asker]]:
    """Give, for each address and person, what they may not see beside what is not there."""
    chance, long = asking.trial.chance, asking.trial.long
    by_address: dict[str, list[Target]] = defaultdict(list)
    for target in asking.targets:
        by_address[target.address.route].append(target)
    for there in by_address.values():
        missing = next((target for target in there if target.missing), None)
        if missing is None:
            continue
        for asker in asking.world.askers:
            hidden = [target for target in there if target.row is not None and not target.seen_by(asker)]
            if long:
                yield from ((target, missing, asker) for target in hidden)
            elif hidden and asker in asking.one_of_each and chance.random() < PART_SHORT:
                yield chance.choice(hidden), missing, asker


def _alike(asking: Asking, hidden: Target, missing: Target, asker: Asker) -> None:
    for verb, body in _sendings(asking, hidden):
        one, other = _told(asking, asker, verb, hidden, body), _told(asking, asker, verb, missing, body)
        difference = one.differs(other)
        asking.trial.holds(not difference, f"{verb} {hidden.path} as {asker} and {missing.path}: {difference}")


def _sendings(asking: Asking, target: Target) -> list[tuple[str, Mapping[str, Any] | None]]:
    if not target.is_api:
        said = target.way.sends if target.way is not None else ()
        return [("GET", None), ("POST", said[0] if said else {"typed": "1"})]
    there = [one for one in asking.operations if one.is_at(target.address.route)]
    return [(one.verb, None if one.verb == "GET" else one.example or {}) for one in there]


def _told(  # noqa: PLR0913 - a question has these parts
    asking: Asking, asker: Asker, verb: str, target: Target, sent: Any, *, word: str = ""
) -> Told:
    more: dict[str, Any] = {}
    if target.is_api and sent is not None:
        more = {"content_type": "application/json", "headers": {"If-Match": "*"}}
    elif sent is not None and target.way is not None and target.way.as_json:
        more = {"content_type": "application/json"}
    answer, body, watch = asking.ask(asker, verb, target.path + (f"?q={word}" if word else ""), sent, **more)
    head = {name: value for name, value in answer.headers.items() if name not in {"Content-Length", "ETag"}}
    # Answers of a few bytes are not packed; whether they are depends on the length of what they repeat.
    head["Vary"] = head.get("Vary", "").replace(", Accept-Encoding", "")
    for name, cookie in answer.cookies.items():
        head[f"cookie {name}"] = SIGNED.sub(r"\1", COOKIES.sub(r"\1", cookie.OutputString()))
    text = body.decode("utf-8", errors="replace")
    echoes = [word] if word else _echoes(target.path)
    plain = tuple(sorted((name, _without(value, echoes)) for name, value in head.items()))
    return Told(
        answer.status_code,
        plain,
        _without(TOKEN.sub("", text), echoes),
        tuple(LISTED.sub("IN (…)", sql) for sql in watch.queries),
    )


def _echoes(path: str) -> list[str]:
    """Give what an answer may repeat of a question: the path, and the paths above it, longest first.

    >>> _echoes("/a/1/c/")
    ['/a/1/c/', '%2Fa%2F1%2Fc%2F', '/a/1/', '%2Fa%2F1%2F']
    """
    parts = path.strip("/").split("/")
    above = [f"/{'/'.join(parts[:many])}/" for many in range(len(parts), 1, -1)]
    return [spelled for one in dict.fromkeys([path, *above]) for spelled in (one, quote(one, safe=""))]


def _without(text: str, echoes: list[str]) -> str:
    """Take out of a text what repeats the question."""
    for echo in echoes:
        text = text.replace(echo, "ASKED")
    return text


def _searches(asking: Asking) -> None:
    """A word of what somebody may not read is found no more than one that nobody wrote."""
    chance, long = asking.trial.chance, asking.trial.long
    words = sorted(asking.world.cells)
    askers = [one for one in asking.world.askers if long or one in asking.one_of_each]
    lists = [target for target in asking.targets if target.address.plain and _takes_words(asking, target)]
    tried = 0
    for target in lists:
        for asker in askers:
            drawn = chance.sample(words, 200 if long else 40)
            for word in [one for one in drawn if not asking.world.may_meet(asker, one)][: 10 if long else 1]:
                tried += 1
                other = _told(asking, asker, "GET", target, None, word=NEVER_SAID)
                # Asked second: what pages keep in memory, whatever is searched for, was read for the question before.
                difference = _told(asking, asker, "GET", target, None, word=word).differs(other)
                if difference:
                    again = _told(asking, asker, "GET", target, None, word=NEVER_SAID)
                    difference = _told(asking, asker, "GET", target, None, word=word).differs(again)
                stands = asking.world.cells[word][0]
                asking.trial.holds(not difference, f"{target.path}?q= for a word of {stands} as {asker}: {difference}")
    asking.trial.figure("lists that are searched", len(lists))
    asking.trial.figure("searches for words of what is hidden", tried)


def _takes_words(asking: Asking, target: Target) -> bool:
    """Whether a page, or a list of the API, can be searched."""
    asker = next(one for one in asking.world.askers if one.role == "secretariat")
    _answer, body, _watch = asking.ask(asker, "GET", target.path)
    if target.is_api:
        return b'"per_page"' in body
    forms = learned(target.path, body, asking.soil.at.date()).forms
    return any(form.method == "get" and "q" in form.fields and form.action == target.path for form in forms)


def _in_time(asking: Asking, pairs: list[tuple[Target, Target, Asker]]) -> None:
    """Guess by time alone which of two answers is about something that exists: no better than by tossing a coin."""
    worst, where = 0.5, ""
    for hidden, missing, asker in asking.trial.chance.sample(pairs, min(TIMED, len(pairs))):
        timings: list[tuple[float, bool]] = []
        for number in range(TIMINGS):
            both = [(hidden, True), (missing, False)]
            for target, there in both if number % 2 else reversed(both):
                started = time.perf_counter()
                (asker.machine if target.is_api else asker.client).get(target.path)
                timings.append((time.perf_counter() - started, there))
        found = area(timings)
        if abs(found - 0.5) > abs(worst - 0.5):
            worst, where = found, f"{hidden.path} as {asker}"
        asking.trial.holds(
            1 - BEST_GUESS <= found <= BEST_GUESS, f"{hidden.path} as {asker}: the time tells ({found:.3f})"
        )
    asking.trial.figure("AUC of a guess by time, at worst", round(worst, 3))
    asking.trial.figure("at", where)

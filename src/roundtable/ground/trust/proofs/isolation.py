"""Isolation: everybody asks every address for everything, and neither meets nor changes what is not theirs."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.module_loading import import_string

from roundtable.ground.trust.domain.canaries import Mint, canaries_in
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Fault, Soil
from roundtable.ground.trust.proofs.headers import faults as faults_of
from roundtable.ground.trust.proofs.matrix.answering import as_the_table_says
from roundtable.ground.trust.proofs.matrix.asking import API, Target, targets
from roundtable.ground.trust.proofs.matrix.learning import learned
from roundtable.ground.trust.proofs.matrix.operations import Operation, operations
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Cell, Planted, planted
from roundtable.ground.trust.proofs.matrix.reading import body_of, canaries_of
from roundtable.ground.trust.proofs.matrix.telling import told_wrongly
from roundtable.ground.trust.proofs.matrix.watching import House, Watch, said_of
from roundtable.ground.trust.readership import faults, ways

ROWS_SHORT, ROWS_LONG = 3, 14
QUESTIONS_SHORT, QUESTIONS_LONG = 3, 40
BODIES_SHORT, BODIES_LONG = 1, 8
"""How many rows an address is asked for, how many questions, how many different things are sent to it."""
PART_SHORT, PART_OF_QUESTIONS, PART_OF_VERBS = 1 / 25, 1 / 5, 1 / 10
"""In the short form: how many of the others ask, and how many of all ask further questions and try other verbs."""
HALF = 1 / 2
OTHER_VERBS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
WAYS_OUT = frozenset({"account_logout"})


class Asking:
    """One run: what is known of the house, and the only way in which anything is asked."""

    def __init__(self, trial: Trial) -> None:
        """Make the world, then read every table once."""
        self.trial = trial
        self.soil = Soil(Mint(), timezone.now())
        self.world: Planted = planted(trial, self.soil)
        self.targets = targets(trial, self._differing(), most=ROWS_LONG if trial.long else ROWS_SHORT)
        self.tellers = {
            one.path: one for one in self.targets if one.way is not None and one.way.tells and not one.missing
        }
        self.house = House()
        self.one_of_each = self._one_of_each()
        self.operations: list[Operation] = operations()
        self.forms: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.effects: Counter[str] = Counter()
        self.tried: Counter[str] = Counter()
        self.verbs: Counter[str] = Counter()
        self.logged: list[str] = []

    def _differing(self) -> list[Asker]:
        """Those who may see different things: everybody at work, and one who may nothing any more."""
        return [asker for asker in self.world.askers if asker.state == "at work"]

    def _one_of_each(self) -> set[Asker]:
        """One person at work of each role, the contact point of a second Party, and who has no function."""
        roles: dict[str, Asker] = {}
        for asker in self._differing():
            roles.setdefault(asker.role or asker.name, asker)
        another = next(one for one in self.world.askers if one.name == "contact-point@CZ")
        return {*roles.values(), another}

    def ask(self, asker: Asker, verb: str, path: str, what: Any = None, **more: Any) -> tuple[Any, bytes, Watch]:
        """Ask one thing as one person, look at all that came and all that changed, and undo it."""
        client = asker.machine if path.startswith(API) and more.pop("by_key", True) else asker.client
        self.verbs[verb] += 1
        name = f"{verb} {path} as {asker}"
        kept = dict(client.cookies)
        with self.house.watched(lambda watch: self._judge(asker, watch, name)) as watch:
            answer = (
                getattr(client, verb.lower())(path, what, **more) if what is not None else client.generic(verb, path)
            )
            body = body_of(answer)
            # Whoever says a word themselves may get it back.
            met = canaries_of(answer, body) - canaries_in(f"{path} {what}")
            leaks = self.world.met(asker, met, self._told_besides(asker, verb, path))
        client.cookies.clear()
        client.cookies.update(kept)
        for leak in leaks:
            self.trial.broken(f"{name} met {leak}")
        for line in self.logged:
            self.trial.broken(f"{name} left {canaries_in(line)} in the log")
        self.logged.clear()
        if verb == "GET" and client is asker.client:
            for fault in faults_of(answer, signed_in=asker.signed_in):
                self.trial.broken(f"{name}: {fault}")
        broke = getattr(answer, "exc_info", None)
        self.trial.holds(
            answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR,
            f"{name} answers {answer.status_code}{f': {broke[1]!r}' if broke else ''}",
        )
        return answer, body, watch

    def _told_besides(self, asker: Asker, verb: str, path: str) -> Callable[[Cell], bool] | None:
        """Give what an address hands out beside what fields open, about the row that it names or about who asks."""
        target = self.tellers.get(path)
        if target is None or target.way is None or target.way.tells is None or target.way.tells_by != verb:
            return None
        tells, named = target.way.tells, asker.user if target.row is None else target.row
        return lambda cell: tells(asker.who, named, cell.row, cell.field)

    def _judge(self, asker: Asker, watch: Watch, name: str) -> None:
        for change in watch.changes:
            said, row = said_of(change)
            if said is None:
                allowed = not type(change.row).__module__.startswith("roundtable.")
            elif change.how == "made" and not change.model._meta.auto_created:
                allowed = said.may_make(asker.who, row)
            else:
                allowed = said.may_change(asker.who, row)
            if not allowed:
                self.trial.broken(f"{name} {change}, which is not theirs to change")
        for sentence in told_wrongly(self.world, watch):
            self.trial.broken(f"{name}: {sentence}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Read what is written to the log meanwhile."""
        asking = self

        class Listener(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                if canaries_in(line := self.format(record)):
                    asking.logged.append(line)

        root = logging.getLogger()
        before = root.handlers[:]
        root.handlers = [Listener(logging.INFO)]  # most of what is asked is refused, which nobody needs to read
        try:
            yield
        finally:
            root.handlers = before


def set_up() -> None:
    """Open the house to questions of this process."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROUNDTABLE_SECOND_FACTOR = False
    # This world has no collected files: what a page names is looked up where it was written.
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def run(trial: Trial) -> None:
    """Plant, then read everything, ask everything, send everything, and try every other verb."""
    set_up()
    asking = Asking(trial)
    started = time.monotonic()
    with asking.listening():
        for step in (_read, _ask_further, _send, _operate, _other_verbs):
            begun, before = time.monotonic(), sum(asking.verbs.values())
            step(asking)
            done = sum(asking.verbs.values()) - before
            trial.figure(f"{step.__name__.strip('_').replace('_', ' ')}: requests", done)
            trial.figure(f"{step.__name__.strip('_').replace('_', ' ')}: seconds", round(time.monotonic() - begun, 1))
    requests = sum(asking.verbs.values())
    trial.figure("requests", requests)
    trial.figure("requests a second", round(requests / (time.monotonic() - started), 1))
    trial.figure("addresses", len({target.address.route for target in asking.targets}))
    trial.figure("writes that were allowed and changed something", sum(asking.effects.values()))
    _nothing_in_vain(asking)
    with asking.listening():
        _finds_faults(asking)


def _pairs(asking: Asking, found: Iterable[Target], part: float = 1.0) -> Iterator[tuple[Target, Asker]]:
    """In the long form everybody asks for everything.

    In the short one somebody of each role asks each address for one thing, and of the others a part do.
    """
    chance = asking.trial.chance
    by_address: dict[str, list[Target]] = defaultdict(list)
    for target in found:
        if target.address.name not in WAYS_OUT:
            by_address[target.address.route].append(target)
    for targets_there in by_address.values():
        for asker in asking.world.askers:
            share = part if asker in asking.one_of_each else PART_SHORT * part
            if asking.trial.long:
                yield from ((target, asker) for target in targets_there)
            elif chance.random() < share:
                # Half of them ask for what they may know of, where there is such a thing: otherwise little is opened.
                seen = [target for target in targets_there if target.row is not None and target.seen_by(asker)]
                yield chance.choice(seen if seen and chance.random() < HALF else targets_there), asker


def _read(asking: Asking) -> None:
    for target, asker in _pairs(asking, asking.targets):
        answer, body, _watch = asking.ask(asker, "GET", target.path)
        as_the_table_says(asking.trial, asker, target, answer)
        if answer.status_code == HTTPStatus.OK and "html" in answer.headers.get("Content-Type", ""):
            _learn(asking, target.path, body)
        if target.is_api and (asking.trial.long or asker.secret == ""):
            asking.ask(asker, "GET", target.path, by_key=False)


def _learn(asking: Asking, path: str, body: bytes) -> None:
    page = learned(path, body, asking.soil.at.date())
    for form in page.forms:
        known = asking.forms[_name_of(form.action)] if form.method == "post" else []
        for sent in form.bodies() if form.method == "post" else []:
            if not any(place == form.action and sent.keys() == other.keys() for place, other in known):
                known.append((form.action, sent))
    for link in page.links:
        parts = urlsplit(link)
        if not parts.netloc and _name_of(parts.path) and not canaries_in(link):
            asking.asked[parts.path].add(parts.query)


def _name_of(path: str) -> str:
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def _ask_further(asking: Asking) -> None:
    """Ask the questions to which pages lead: filters, orders, languages, and the same rows as files."""
    most = QUESTIONS_LONG if asking.trial.long else QUESTIONS_SHORT
    for target in asking.targets:
        further = list(target.way.questions) if target.way is not None else []
        kinds: dict[tuple[str, ...], str] = {}
        for query in sorted(asking.asked.get(target.path, ())):
            names = sorted(
                part if part.startswith(("download", "language")) else part.split("=")[0] for part in query.split("&")
            )
            kinds.setdefault(tuple(names), query)
        files = [query for names, query in kinds.items() if any(name.startswith("download") for name in names)]
        further += [*files, *(query for query in kinds.values() if query not in files)][:most]
        for query in further:
            for _target, asker in _pairs(asking, [target], PART_OF_QUESTIONS):
                asking.ask(asker, "GET", f"{target.path}?{query}")


def _bodies(asking: Asking, target: Target) -> list[dict[str, Any]]:
    """What is sent to an address: the form that stood on its own page where there is one, or that of another row."""
    most = BODIES_LONG if asking.trial.long else BODIES_SHORT
    known = asking.forms.get(_name_of(target.path), [])
    own = [sent for place, sent in known if place == target.path]
    others = [sent for place, sent in known if place != target.path]
    said = [dict(one) for one in target.way.sends] if target.way is not None else []
    return [*own[:most], *said, *others[: max(1, most - len(own))]]


def _send(asking: Asking) -> None:
    """Send every form that stands on any page, to everybody's rows, as everybody."""
    takes = [target for target in asking.targets if not target.is_api and _bodies(asking, target)]
    for target, asker in _pairs(asking, takes):
        for sent in _bodies(asking, target):
            _post(asking, asker, target, sent)


def _post(asking: Asking, asker: Asker, target: Target, sent: Mapping[str, Any]) -> None:
    for values in sent.values():
        for value in values if isinstance(values, list) else [values]:
            if hasattr(value, "seek"):
                value.seek(0)
    more = {"content_type": "application/json"} if target.way is not None and target.way.as_json else {}
    _answer, _body, watch = asking.ask(asker, "POST", target.path, dict(sent), **more)
    _count(asking, target.address.route, watch)


def _count(asking: Asking, route: str, watch: Watch) -> None:
    asking.tried[route] += 1
    if any(change.model.__module__.startswith("roundtable.") for change in watch.changes):
        asking.effects[route] += 1


def _operate(asking: Asking) -> None:
    """Send to every operation that the API's own document names what its schema asks for."""
    found = asking.operations
    asking.trial.figure("operations of the API", len(found))
    for operation in found:
        there = [target for target in asking.targets if operation.is_at(target.address.route)]
        asking.trial.holds(there, f"{operation.name} stands in the API's document, and is asked nowhere")
        if operation.verb != "GET":
            for target, asker in _pairs(asking, there):
                _call(asking, asker, target, operation)


def _call(asking: Asking, asker: Asker, target: Target, operation: Operation) -> None:
    said = next((way.sends for name in operation.names for way in ways if way.name == name and way.sends), ())
    for sent in said or [operation.example]:
        content = {"content_type": "application/json", "headers": {"If-Match": "*"}}
        _answer, _body, watch = asking.ask(asker, operation.verb, target.path, sent or {}, **content)
        _count(asking, operation.name, watch)
        if asking.trial.long:
            asking.ask(asker, operation.verb, target.path, sent or {}, by_key=False, **content)


def _other_verbs(asking: Asking) -> None:
    """Try what no page offers."""
    for target, asker in _pairs(asking, asking.targets, PART_OF_VERBS):
        for verb in OTHER_VERBS if asking.trial.long else [asking.trial.chance.choice(OTHER_VERBS)]:
            asking.ask(asker, verb, target.path)


def _nothing_in_vain(asking: Asking) -> None:
    """A lock that nobody can open proves nothing: say which addresses took nothing from anybody in this run."""
    shut = [
        route
        for route, tried in asking.tried.items()
        if tried and not asking.effects[route] and not _in_vain(asking, route)
    ]
    asking.trial.figure("addresses to which something was sent", len(asking.tried))
    asking.trial.figure("of them those at which it changed something for nobody", len(shut))
    if asking.trial.long:
        asking.trial.figure("namely", " ".join(sorted(shut)))


def _in_vain(asking: Asking, route: str) -> bool:
    """Whether a room said why nothing can change there."""
    return any(one.way is not None and one.way.vain for one in asking.targets if one.address.route == route)


def _finds_faults(asking: Asking) -> None:
    """Plant each fault that rooms thought of, and ask until it shows: a proof that would not find it proves nothing."""
    trial, found = asking.trial, 0
    for fault in faults:
        asking.trial = Trial(trial.home, long=trial.long, seed=trial.seed)
        with patch(fault.where, fault.instead(import_string(fault.where))):
            shows = _shows(asking, fault)
        asking.trial, found = trial, found + shows
        trial.holds(shows, f"a fault was planted on purpose, and nothing showed it: {fault.name} ({fault.at})")
    trial.figure("planted faults that were found", f"{found} of {len(faults)}")


def _shows(asking: Asking, fault: Fault) -> bool:
    for target in asking.targets:
        if target.address.name != fault.at:
            continue
        for asker in asking.world.askers:
            if fault.sends is not None:
                _post(asking, asker, target, fault.sends)
            else:
                answer, _body, _watch = asking.ask(asker, "GET", target.path)
                as_the_table_says(asking.trial, asker, target, answer)
                for question in fault.questions:
                    asking.ask(asker, "GET", f"{target.path}?{question}")
            if asking.trial.violations:
                return True
    return False

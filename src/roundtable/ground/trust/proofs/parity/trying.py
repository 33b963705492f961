"""Read every form of every list as the same person, and compare them cell by cell."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils import timezone, translation

from roundtable.ground.trust.domain.canaries import Mint, canaries_in
from roundtable.ground.trust.domain.leaving import Leaving, Told
from roundtable.ground.trust.domain.trials import Trial
from roundtable.ground.trust.domain.ways import Soil
from roundtable.ground.trust.proofs.isolation import WAYS_OUT, set_up
from roundtable.ground.trust.proofs.matrix.asking import Target, targets
from roundtable.ground.trust.proofs.matrix.learning import learned
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.planted import Planted, planted
from roundtable.ground.trust.proofs.matrix.reading import body_of, canaries_within
from roundtable.ground.trust.proofs.parity.leaving import Left, undeclared
from roundtable.ground.trust.proofs.parity.sheets import (
    Screen,
    Sheet,
    exact,
    from_file,
    from_json,
    from_page,
    spelled,
)
from roundtable.ground.trust.readership import leavings

FILES: Final = ("csv", "xlsx", "ods")
ROWS_SHORT, ROWS_LONG = 2, 6
"""Of how many rows of a kind a list or a thing is read."""
ASKERS_SHORT, DIFFERING_SHORT = 3, 5
PAGES_SHORT, PAGES_LONG = 2, 60
QUESTIONS_SHORT, QUESTIONS_LONG = 1, 12
TOLD_OF_A_KIND: Final = 3
NOT_ASKED: Final = frozenset({"page", "download", "format", "columns", "csrfmiddlewaretoken"})


@dataclass
class Parity:
    """One run: who asks, and what was compared."""

    trial: Trial
    world: Planted
    targets: list[Target]
    left: Left
    compared: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def ask(self, asker: Asker, path: str, *, by_key: bool = False) -> Any:
        """Ask for something that is only read."""
        self.requests += 1
        client = asker.machine if by_key else asker.client
        answer = client.get(path)
        self.left.note(path, answer)
        return answer

    def broken(self, kind: str, sentence: str) -> None:
        """Count a case in which the promise did not hold; of a kind a few are told in words."""
        self.told[kind] += 1
        if self.told[kind] <= TOLD_OF_A_KIND:
            self.trial.broken(sentence)
        else:
            self.trial.violations += 1

    def holds(self, truth: object, kind: str, otherwise: str) -> None:
        """Count one case."""
        self.trial.tried()
        if not truth:
            self.broken(kind, otherwise)

    def at(self, name: str) -> list[Target]:
        """Give what an address names: itself, or the rows that its arguments name."""
        return [one for one in self.targets if name and one.address.name == name and not one.missing]


def run(trial: Trial) -> None:
    """Plant, read every list as everybody in every form, and look for what left without being declared."""
    set_up()
    soil = Soil(Mint(), timezone.now())
    with translation.override("en"):
        world = planted(trial, soil)
        at_work = [one for one in world.askers if one.state == "at work"]
        differing = at_work if trial.long else _one_of_each_role(at_work)[:DIFFERING_SHORT]
        found = targets(trial, differing, most=ROWS_LONG if trial.long else ROWS_SHORT)
        parity = Parity(trial, world, found, Left())
        for place, leaving in enumerate(leavings):
            chosen, further = _askers(parity, at_work, place)
            for asker in chosen:
                compared_as(parity, leaving, asker)
            for asker in further:
                if not parity.compared[f"of {leaving.name}"]:
                    compared_as(parity, leaving, asker)
        _nothing_else(parity, at_work)
    trial.figure("lists", len([one for one in leavings if not one.one]))
    trial.figure("things that are read by themselves", len([one for one in leavings if one.one]))
    trial.figure("requests", parity.requests)
    for form, cells in sorted(parity.compared.items()):
        trial.figure(f"cells compared: {form}", cells)
    for leaving in leavings:
        trial.holds(parity.compared[f"of {leaving.name}"], f"{leaving.name}: nobody in this world sees a row of it")


def compared_as(parity: Parity, leaving: Leaving, asker: Asker) -> None:
    """Compare every form of one list as one person."""
    for target in parity.at(leaving.page):
        (_one_thing if leaving.one else _list)(parity, leaving, asker, target)


def _askers(parity: Parity, at_work: Sequence[Asker], place: int) -> tuple[list[Asker], list[Asker]]:
    """Everybody in the long form. In the short one nobody, the secretariat, and others in turn, so that all ask.

    The second list asks while nobody has seen a row.
    """
    if parity.trial.long:
        return list(at_work), []
    fixed = [one for one in at_work if one.name == "nobody" or one.role == "secretariat"]
    others = [one for one in _one_of_each_role(at_work) if one not in fixed]
    turned = [others[(place * (ASKERS_SHORT - 2) + step) % len(others)] for step in range(len(others))]
    return [*fixed, *turned[: ASKERS_SHORT - 2]], turned[ASKERS_SHORT - 2 :]


def _one_of_each_role(at_work: Sequence[Asker]) -> list[Asker]:
    roles: dict[str, Asker] = {}
    for asker in at_work:
        roles.setdefault(asker.role or asker.name, asker)
    return list(roles.values())


def _list(parity: Parity, leaving: Leaving, asker: Asker, target: Target) -> None:
    """Compare one list as one person: as it stands, then narrowed and sorted in ways that its own page offers."""
    answer = parity.ask(asker, f"{target.path}?{leaving.shows}")
    if answer.status_code != HTTPStatus.OK:
        _nobody_gets_it(parity, leaving, asker, target)
        return
    _compare(parity, leaving, asker, target, "")
    most = QUESTIONS_LONG if parity.trial.long else QUESTIONS_SHORT
    offered = sorted(set(_questions(target.path, body_of(answer))))
    for question in [*leaving.questions, *parity.trial.chance.sample(offered, min(most, len(offered)))]:
        _compare(parity, leaving, asker, target, question)


def _questions(path: str, body: bytes) -> Iterator[str]:
    """Give the questions that a page offers: each choice of its filters, each order of its columns."""
    page = learned(path, body, timezone.now().date())
    for link in page.links:
        asked = [(name, said) for name, said in parse_qsl(link.partition("?")[2]) if name not in NOT_ASKED]
        if link.partition("?")[0] in {path, ""} and any(name == "sort" for name, _said in asked):
            yield urlencode(asked)
    for form in page.forms:
        if form.method == "get" and form.action == path:
            for name, values in form.fields.items():
                if name not in NOT_ASKED:
                    yield from (urlencode({name: value}) for value in values if value)


def _nobody_gets_it(parity: Parity, leaving: Leaving, asker: Asker, target: Target) -> None:
    """Whoever does not see the page gets no form of it."""
    paths = [(f"{target.path}?{leaving.files}={form}", False) for form in ("json", "csv") if leaving.files]
    for told in leaving.told:
        paths += [(one.path, one.is_api) for one in _beside(parity, told, target, "")]
    for path, by_key in paths:
        answer = parity.ask(asker, path, by_key=by_key)
        got = answer.status_code == HTTPStatus.OK and canaries_within(body_of(answer))
        parity.trial.holds(not got, f"{asker} does not see {target.path} and gets {path}")


@dataclass
class Read:
    """One list as one person read it, narrowed by one question: on its page, and as exact values."""

    parity: Parity
    asker: Asker
    target: Target
    question: str
    screen: Screen
    sheet: Sheet

    @property
    def what(self) -> str:
        """How it is called in a sentence."""
        return f"{self.target.path}?{self.question} as {self.asker}"


def _compare(parity: Parity, leaving: Leaving, asker: Asker, target: Target, question: str) -> None:
    screen, shown = _screen(parity, leaving, asker, target, question)
    if not screen.labels:
        return  # an empty list says so in words; that files are empty too is tried where others see rows
    place = _file(parity, leaving, target, "json", question)
    sheet = _sheet(parity, asker, place, "json", None)
    if sheet is None:
        parity.trial.broken(f"{target.path}?{question} as {asker}: its page lists rows, and it has no file")
        return
    read = Read(parity, asker, target, question, screen, sheet)
    parity.compared[f"of {leaving.name}"] += sheet.cells
    _same_on_screen(read, shown)
    for form in _forms(parity, leaving):
        other = _sheet(parity, asker, _file(parity, leaving, target, form, question), form, sheet)
        if other is None:
            parity.trial.broken(f"{read.what}: there is no {form}")
        else:
            _same_in_file(read, other, form)
    # A page leaves out what it cannot answer and says so; machines are refused, and there is nothing to compare.
    for told in () if screen.misread else leaving.told:
        _same_for_machines(read, told)


def _forms(parity: Parity, leaving: Leaving) -> Sequence[str]:
    offered = FILES if leaving.files else ("csv",)
    return offered if parity.trial.long else [parity.trial.chance.choice(offered)]


def _file(parity: Parity, leaving: Leaving, target: Target, form: str, question: str) -> str:
    if leaving.drawn:
        return f"{reverse(leaving.drawn, kwargs={'form': form})}?{question}"
    asked = "&".join(part for part in (question, f"{leaving.files}={form}") if part)
    there = next((one.path for one in parity.at(leaving.files_at) if one.row == target.row), target.path)
    return f"{there}?{asked}"


def _screen(
    parity: Parity, leaving: Leaving, asker: Asker, target: Target, question: str
) -> tuple[Screen, list[tuple[int, Screen]]]:
    """Give the first page of a list, and the pages that were read with the place of their first row."""
    asked = "&".join(part for part in (question, leaving.shows) if part)
    first = from_page(body_of(parity.ask(asker, f"{target.path}?{asked}")))
    parity.left.lists(target.address.name, first.names)
    shown, most = [(0, first)], PAGES_LONG if parity.trial.long else PAGES_SHORT
    wanted = list(range(2, first.pages + 1))
    if len(wanted) >= most:
        wanted = sorted(parity.trial.chance.sample(wanted, most - 1))
    for number in wanted:
        page = from_page(body_of(parity.ask(asker, f"{target.path}?{asked}&page={number}")))
        shown.append(((number - 1) * len(first.rows), page))
    return first, shown


def _sheet(parity: Parity, asker: Asker, place: str, form: str, like: Sheet | None) -> Sheet | None:
    answer = parity.ask(asker, place)
    if answer.status_code != HTTPStatus.OK or "html" in answer.headers.get("Content-Type", ""):
        return None
    body = body_of(answer)
    return from_json(body) if like is None else from_file(body, form, like)


def _same_on_screen(read: Read, shown: Sequence[tuple[int, Screen]]) -> None:
    """Every cell of the file stands on the page, in its row and under its head; every cell of the page in the file."""
    what, sheet, first, trial = read.what, read.sheet, read.screen, read.parity.trial
    trial.holds(first.labels == sheet.labels, f"{what}: the page has the heads {first.labels}, the file {sheet.labels}")
    if first.labels != sheet.labels:
        return
    if first.pages == 1:
        said = f"{what}: {len(first.rows)} rows on the page, {len(sheet.rows)} in files"
        trial.holds(len(first.rows) == len(sheet.rows), said)
    for start, page in shown:
        for place, row in enumerate(page.rows, start=start):
            there = sheet.rows[place] if place < len(sheet.rows) else []
            spoken = [spelled(value, kind) for value, kind in zip(there, sheet.kinds, strict=False)]
            _cells(
                read.parity, "page", f"{what}: row {place + 1}", zip_longest(sheet.labels, row, spoken, fillvalue="")
            )


def _cells(parity: Parity, form: str, what: str, cells: Iterable[tuple[str, str, str]]) -> None:
    """Compare cells: the head of each, what stands here, and what stands in the file."""
    for label, mine, theirs in cells:
        parity.trial.tried()
        parity.compared[form] += 1
        if mine != theirs:
            parity.broken(f"{form} {label}", f"{what}, “{label}”: {mine[:80]!r} here, {theirs[:80]!r} in the file")


def _same_in_file(read: Read, other: Sheet, form: str) -> None:
    sheet, trial, what = read.sheet, read.parity.trial, f"{form} of {read.what}"
    heads = len(sheet.labels)
    trial.holds(other.labels[:heads] == sheet.labels, f"{what}: the heads are {other.labels}")
    trial.holds(len(other.rows) == len(sheet.rows), f"{what}: {len(other.rows)} rows, not {len(sheet.rows)}")
    for place, (row, there) in enumerate(zip(other.rows, sheet.rows, strict=False)):
        cells = zip_longest(sheet.labels, row[:heads], there, fillvalue="")
        _cells(read.parity, form, f"{what}: row {place + 1}", cells)
        # What a file says in columns of its own, its marking, the page says above the list.
        for said in row[heads:]:
            sentence = f"{what}: {said!r} stands nowhere on the page"
            read.parity.holds(said in read.screen.words, f"{form} beside", sentence)


def _same_for_machines(read: Read, told: Told) -> None:
    for there in _beside(read.parity, told, read.target, read.question):
        rows = _told(read, told, there)
        if rows is None:
            continue
        what, lines = f"{there.path}?{read.question} as {read.asker}", read.sheet.rows
        said = f"{what}: {len(rows)} rows, on the page {len(lines)}"
        read.parity.trial.holds(len(rows) == len(lines), said)
        for place, (row, line) in enumerate(zip(rows, lines, strict=False)):
            _same_row(read, told, f"{what}: row {place + 1}", row, line)


def _beside(parity: Parity, told: Told, target: Target, question: str) -> list[Target]:
    """Give the addresses at which machines are told what stands on a page."""
    page = f"{target.path}?{question}"
    return [
        one
        for one in parity.at(told.address)
        if (told.beside(page, one.path) if told.beside is not None else one.row == target.row)
    ]


def _told(read: Read, told: Told, there: Target) -> Sequence[Mapping[str, Any]] | None:
    """Give all rows that a machine is told, page by page."""
    found: list[Mapping[str, Any]] = []
    question = urlencode([(told.asks.get(name, name), value) for name, value in parse_qsl(read.question)])
    number, pages = 1, 1
    while number <= pages:
        asked = "&".join(part for part in (question, f"page={number}" if number > 1 else "") if part)
        answer = read.parity.ask(read.asker, f"{there.path}?{asked}", by_key=there.is_api)
        if answer.status_code != HTTPStatus.OK:
            said = f"{there.path}?{asked} as {read.asker} answers {answer.status_code}, and the page shows the list"
            read.parity.broken(told.address, said)
            return None
        body: Any = json.loads(body_of(answer)) if there.is_api else body_of(answer)
        pages = int(body.get("pages", 1)) if there.is_api else 1
        found += told.rows(body)
        number += 1
    return found


def _same_row(read: Read, told: Told, what: str, row: Mapping[str, Any], line: Sequence[str]) -> None:
    sheet, said = read.sheet, _in_columns(read, told, what, row)
    for key, label, kind, value in zip(sheet.keys, sheet.labels, sheet.kinds, line, strict=True):
        if key in said:
            _cells(read.parity, told.address, what, [(label, exact(said[key], kind), value)])
        elif not told.part:
            sentence = f"{what}: “{label}” stands on the page, and machines are not told it"
            read.parity.broken(f"{told.address} lacks {key}", sentence)


def _in_columns(read: Read, told: Told, what: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a machine is told by the columns of the list."""
    said: dict[str, Any] = {}
    for key, value in row.items():
        word = told.words.get(key)
        if callable(word):
            said |= word(value)
        elif word or key in read.sheet.keys:
            said[word or key] = value
        elif key not in told.bare:
            sentence = f"{what}: machines are told “{key}”, and no column of the list says it"
            read.parity.broken(f"{told.address} has {key}", sentence)
    return said


def _one_thing(parity: Parity, leaving: Leaving, asker: Asker, target: Target) -> None:
    """Whatever is told of one thing stands on its page: every word that stands nowhere else, and that it is there."""
    page = parity.ask(asker, target.path)
    seen = page.status_code == HTTPStatus.OK
    words = canaries_within(body_of(page)) if seen else frozenset()
    along, _mark, asked = leaving.along.partition("?")
    behind = [f"{one.path}?{asked}" for one in parity.at(along)]
    for name in leaving.along_row.split():
        place, _mark, question = name.partition("?")
        behind += [f"{one.path}?{question}" for one in parity.at(place) if one.row == target.row]
    for path in behind:
        further = parity.ask(asker, path)
        words |= canaries_within(body_of(further)) if further.status_code == HTTPStatus.OK else frozenset()
    for told in leaving.told:
        for there in _beside(parity, told, target, ""):
            answer = parity.ask(asker, there.path, by_key=there.is_api)
            got = answer.status_code == HTTPStatus.OK
            parity.trial.holds(
                got == seen, f"{there.path} as {asker} answers {answer.status_code}, and the page otherwise"
            )
            met = canaries_within(body_of(answer)) if got else frozenset()
            parity.compared[f"of {leaving.name}"] += len(met) + seen
            parity.compared["words of single things"] += len(met)
            met -= _own_words(asker)
            parity.trial.holds(
                met <= words, f"{there.path} as {asker} tells {_named(parity, met - words)}, which its page does not"
            )


def _named(parity: Parity, words: frozenset[str]) -> list[str]:
    """Say where words stand."""
    return [f"{word} of {', '.join(map(str, parity.world.cells.get(word, [])))}" for word in sorted(words)]


def _own_words(asker: Asker) -> frozenset[str]:
    """Give the words of the own name and address: an invitation names whom it invites."""
    return canaries_in(f"{asker.user.name} {asker.user.email}") if asker.user is not None else frozenset()


def _nothing_else(parity: Parity, at_work: Sequence[Asker]) -> None:
    """Ask every address that was not asked yet, and say what left without being a form of any list."""
    askers = at_work if parity.trial.long else [one for one in at_work if one.role == "secretariat"][:1]
    seen = set() if parity.trial.long else set(parity.left.asked)
    for target in parity.targets:
        if not target.missing and target.address.name not in seen | WAYS_OUT:
            if not parity.trial.long:
                seen.add(target.address.name)
            for asker in askers:
                parity.ask(asker, target.path, by_key=target.is_api)
    for sentence in undeclared(parity.left):
        parity.trial.broken(sentence)
    parity.trial.tried(len(seen))

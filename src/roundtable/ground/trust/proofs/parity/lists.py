"""Compare one list in all its forms, as one person, cell by cell."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from itertools import zip_longest
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.urls import reverse
from django.utils import timezone

from roundtable.ground.trust.domain.leaving import Leaving
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.learning import learned
from roundtable.ground.trust.proofs.matrix.people import Asker
from roundtable.ground.trust.proofs.matrix.reading import body_of, canaries_within
from roundtable.ground.trust.proofs.parity.found import Parity, Read, beside, same_cells
from roundtable.ground.trust.proofs.parity.machines import same_for_machines
from roundtable.ground.trust.proofs.parity.sheets import (
    Screen,
    Sheet,
    from_file,
    from_json,
    from_page,
    spelled,
)

FILES: Final = ("csv", "xlsx", "ods")
PAGES_SHORT, PAGES_LONG = 2, 60
QUESTIONS_SHORT, QUESTIONS_LONG = 1, 12
NOT_ASKED: Final = frozenset({"page", "download", "format", "columns", "csrfmiddlewaretoken"})


def one_list(parity: Parity, leaving: Leaving, asker: Asker, target: Target) -> None:
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
        paths += [(one.path, one.is_api) for one in beside(parity, told, target, "")]
    for path, by_key in paths:
        answer = parity.ask(asker, path, by_key=by_key)
        got = answer.status_code == HTTPStatus.OK and canaries_within(body_of(answer))
        parity.trial.holds(not got, f"{asker} does not see {target.path} and gets {path}")


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
        same_for_machines(read, told)


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
            same_cells(
                read.parity, "page", f"{what}: row {place + 1}", zip_longest(sheet.labels, row, spoken, fillvalue="")
            )


def _same_in_file(read: Read, other: Sheet, form: str) -> None:
    sheet, trial, what = read.sheet, read.parity.trial, f"{form} of {read.what}"
    heads = len(sheet.labels)
    trial.holds(other.labels[:heads] == sheet.labels, f"{what}: the heads are {other.labels}")
    trial.holds(len(other.rows) == len(sheet.rows), f"{what}: {len(other.rows)} rows, not {len(sheet.rows)}")
    for place, (row, there) in enumerate(zip(other.rows, sheet.rows, strict=False)):
        cells = zip_longest(sheet.labels, row[:heads], there, fillvalue="")
        same_cells(read.parity, form, f"{what}: row {place + 1}", cells)
        # What a file says in columns of its own, its marking, the page says above the list.
        for said in row[heads:]:
            sentence = f"{what}: {said!r} stands nowhere on the page"
            read.parity.holds(said in read.screen.words, f"{form} beside", sentence)

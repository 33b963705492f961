"""Compare what machines are told with what stands on the page, row by row."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode

from roundtable.ground.trust.domain.leaving import Told
from roundtable.ground.trust.proofs.matrix.asking import Target
from roundtable.ground.trust.proofs.matrix.reading import body_of
from roundtable.ground.trust.proofs.parity.found import Read, beside, same_cells
from roundtable.ground.trust.proofs.parity.sheets import (
    exact,
)


def same_for_machines(read: Read, told: Told) -> None:
    """Compare every row that machines are told at an address with the same row on the page."""
    for there in beside(read.parity, told, read.target, read.question):
        rows = _told(read, told, there)
        if rows is None:
            continue
        what, lines = f"{there.path}?{read.question} as {read.asker}", read.sheet.rows
        said = f"{what}: {len(rows)} rows, on the page {len(lines)}"
        read.parity.trial.holds(len(rows) == len(lines), said)
        for place, (row, line) in enumerate(zip(rows, lines, strict=False)):
            _same_row(read, told, f"{what}: row {place + 1}", row, line)


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
            same_cells(read.parity, told.address, what, [(label, exact(said[key], kind), value)])
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

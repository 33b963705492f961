"""The few kinds of blocks of which a pack is made, as plain values that JSON carries and every writer lays out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Run = str | dict[str, Any]
"""A piece of text: plain, or {"s": text, "href": address, "b": bold}."""

Block = dict[str, Any]

_GAP = re.compile(r"%\((\w+)\)s|%%")


def link(text: str, href: str = "", *, bold: bool = False) -> dict[str, Any]:
    """A piece of text that leads to what stands behind it."""
    run: dict[str, Any] = {"s": text}
    if href:
        run["href"] = href
    if bold:
        run["b"] = True
    return run


def rich(sentence: str, **gaps: Run | int | list[Run]) -> list[Run]:
    """Fill the named gaps of a sentence with pieces of text, or lists of them, that may be links.

    >>> rich("%(n)s of %(of)s Parties.", n={"s": "44", "href": "x"}, of="48")
    [{'s': '44', 'href': 'x'}, ' of 48 Parties.']
    """
    runs: list[Run] = []
    last = 0
    for found in _GAP.finditer(sentence):
        _add(runs, sentence[last : found.start()])
        gap = gaps[found[1]] if found[1] else "%"
        for run in gap if isinstance(gap, list) else [gap]:
            _add(runs, str(run) if isinstance(run, int) else run)
        last = found.end()
    _add(runs, sentence[last:])
    return runs


def listed(links: Sequence[Run]) -> list[Run]:
    """Links with commas between them."""
    runs: list[Run] = []
    for place, run in enumerate(links):
        runs += [", ", run] if place else [run]
    return runs


def _add(runs: list[Run], run: Run) -> None:
    if isinstance(run, str) and runs and isinstance(runs[-1], str):
        runs[-1] += run
    elif run != "":
        runs.append(run)


def plain(runs: Sequence[Run]) -> str:
    """The words of some runs, without their links."""
    return "".join(run if isinstance(run, str) else str(run["s"]) for run in runs)


def heading(level: int, text: str, anchor: str, *, kicker: str = "", colour: int = 0) -> Block:
    """A heading of level 1 to 3; `anchor` is its stable name, `colour` the number of an area."""
    return {"t": "h", "level": level, "text": text, "id": anchor, "kicker": kicker, "colour": colour}


def paragraph(runs: Sequence[Run] | str, style: str = "") -> Block:
    """A paragraph; its style is "", "lead" or "note"."""
    return {"t": "p", "runs": [runs] if isinstance(runs, str) else list(runs), "style": style}


def bullets(items: Sequence[Sequence[Run]], *, numbered: bool = False) -> Block:
    """A list of short paragraphs."""
    return {"t": "list", "items": [list(item) for item in items], "numbered": numbered}


def cell(value: float | str | None, shown: str | None = None, href: str = "") -> dict[str, Any]:
    """A cell of a table: its value for machines, how it is shown, and what stands behind it."""
    made: dict[str, Any] = {"v": value, "s": shown if shown is not None else ("" if value is None else str(value))}
    if href:
        made["href"] = href
    return made


def column(label: str, kind: str = "text", width: float = 1.0) -> dict[str, Any]:
    """A column: its label, the kind of its values (text, number, money, share) and its width beside the others."""
    return {"label": label, "kind": kind, "w": width}


def table(
    key: str,
    caption: str,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[Mapping[str, Any]]],
    *,
    notes: Sequence[str] = (),
) -> Block:
    """A table; the first column names the row."""
    return {
        "t": "table",
        "id": key,
        "caption": caption,
        "columns": list(columns),
        "rows": [list(row) for row in rows],
        "notes": list(notes),
    }


def named(block: Block, sheet: str) -> Block:
    """Give a table or chart the short name that its sheet has in a workbook, in the document's language."""
    return {**block, "sheet": sheet}


def chart(  # noqa: PLR0913 - a chart has these parts
    key: str, kind: str, *, title: str, subtitle: str, alt: str, source: str, data: Mapping[str, Any]
) -> Block:
    """A chart: its title says the finding, the subtitle measure, place and time; `data` is what is drawn."""
    return {
        "t": "chart",
        "id": key,
        "kind": kind,
        "title": title,
        "subtitle": subtitle,
        "alt": alt,
        "source": source,
        "data": dict(data),
    }


def only_parties(block: Block) -> Block:
    """Mark a block that only those who take part may read: it is left out of the public edition."""
    return {**block, "for": "parties"}


def edition(document: Mapping[str, Any], *, public: bool) -> dict[str, Any]:
    """The document as one circle of readers gets it: the public edition leaves out what is for those who take part."""
    blocks = [
        {name: value for name, value in block.items() if name != "for"}
        for block in document["blocks"]
        if not (public and block.get("for") == "parties")
    ]
    note = document["public_note"] if public else document["parties_note"]
    # Snapshots from before there were markings have none, and their files stay as they were.
    marked = {"marking": "PUBLIC"} if public and document.get("marking") else {}
    return {
        **document,
        **marked,
        "blocks": blocks,
        "edition": note,
        "name": document["name"] + ("-public" if public else ""),
    }

"""A pack as one page of HTML: complete in itself, without scripts, fit for print."""

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from roundtable.operations.plan.exports.pack.blocks import Block, Run
from roundtable.operations.plan.exports.pack.charts import svg

MARKS = {".": "", "a": "–", "k": "×", "c": "c"}
"""How the answers that are no step are shown in a matrix."""


def file(document: Mapping[str, Any], maps: Mapping[str, Any]) -> bytes:
    """The page as a file that opens anywhere; it carries its style with it."""
    sheets = files("roundtable.operations.plan") / "static" / "plan"
    style = (sheets / "pack.css").read_text(encoding="utf-8")
    above, below = marked(document), marked(document, " below")
    if above:
        style += (sheets / "pack-marking.css").read_text(encoding="utf-8")
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document['title'])}</title><style>{style}</style>"
    )
    page = (
        f'<!doctype html>\n<html lang="{escape(document["language"])}"><head>{head}</head>'
        f'<body class="pack-file">{above}<main class="pack">{cover(document)}{contents(document)}'
        f"{body(document, maps)}</main>{below}</body></html>\n"
    )
    return page.encode()


def marked(document: Mapping[str, Any], place: str = "") -> str:
    """The handling marking above or below the page and on each printed page; nothing where the document has none."""
    word = escape(document.get("marking", ""))
    return f'<p class="pack-marking{place}" data-marking="{word}" dir="ltr">{word}</p>' if word else ""


def cover(document: Mapping[str, Any]) -> str:
    """The head of the page: what this is, of when, and whether it is a demonstration."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in [*document["lines"], document["edition"]])
    demo = (
        f'<p class="pack-demo"><strong>{escape(document["demonstration"])}.</strong> '
        f"{escape(document['demonstration_note'])}</p>"
        if document["demonstration"]
        else ""
    )
    return (
        f'<header class="pack-cover"><p class="pack-kicker">{escape(document["kicker"])}</p>'
        f"<h1>{escape(document['title'])}</h1>"
        f'<p class="pack-subtitle">{escape(document["subtitle"])}</p><ul class="pack-lines">{lines}</ul>{demo}</header>'
    )


def contents(document: Mapping[str, Any]) -> str:
    """The table of contents: the headings of the first level."""
    heads = [block for block in document["blocks"] if block["t"] == "h" and block["level"] == 1]
    items = "".join(f'<li><a href="#{escape(block["id"])}">{escape(_titled(block))}</a></li>' for block in heads)
    word = escape(document["words"]["contents"])
    return f'<nav class="pack-contents" aria-label="{word}"><h2>{word}</h2><ol>{items}</ol></nav>'


def body(document: Mapping[str, Any], maps: Mapping[str, Any]) -> str:
    """All blocks, one after the other."""
    return "".join(_block(block, document, maps) for block in document["blocks"])


def _titled(block: Block) -> str:
    return f"{block['kicker']}: {block['text']}" if block.get("kicker") else str(block["text"])


def runs(held: Sequence[Run]) -> str:
    """Pieces of text, links and all."""
    return "".join(_run(run) for run in held)


def _run(run: Run) -> str:
    if isinstance(run, str):
        return escape(run)
    words = escape(str(run["s"]))
    if run.get("b"):
        words = f"<strong>{words}</strong>"
    return f'<a href="{escape(str(run["href"]))}">{words}</a>' if run.get("href") else words


def _block(  # noqa: PLR0911 - one answer for each kind of block
    block: Block, document: Mapping[str, Any], maps: Mapping[str, Any]
) -> str:
    kind = block["t"]
    if kind == "h":
        level = block["level"] + 1
        kicker = f'<span class="pack-area-code">{escape(block["kicker"])}</span> ' if block.get("kicker") else ""
        colour = f' class="pack-area pack-area-{block["colour"]}"' if block.get("colour") else ""
        return f'<h{level} id="{escape(block["id"])}"{colour}>{kicker}{escape(block["text"])}</h{level}>'
    if kind == "p":
        style = f' class="pack-{block["style"]}"' if block["style"] else ""
        return f"<p{style}>{runs(block['runs'])}</p>"
    if kind == "list":
        tag = "ol" if block["numbered"] else "ul"
        return f"<{tag}>" + "".join(f"<li>{runs(item)}</li>" for item in block["items"]) + f"</{tag}>"
    if kind == "figures":
        return '<dl class="pack-figures">' + "".join(_figure(item) for item in block["items"]) + "</dl>"
    if kind == "table":
        return _table(block)
    if kind == "matrix":
        return _matrix(block, document)
    return _chart(block, document, maps)


def _figure(item: Mapping[str, Any]) -> str:
    return (
        f'<div><dt>{escape(item["label"])}</dt><dd><a href="{escape(item["href"])}">{escape(item["shown"])}</a>'
        f"<small>{escape(item['note'])}</small></dd></div>"
    )


def _shown(cell: Mapping[str, Any]) -> str:
    words = escape(str(cell["s"]))
    return f'<a href="{escape(str(cell["href"]))}">{words}</a>' if cell.get("href") else words


def _table(block: Block) -> str:
    numbers = [column["kind"] != "text" for column in block["columns"]]
    head = "".join(
        f'<th scope="col"{_n(n)}>{escape(c["label"])}</th>' for c, n in zip(block["columns"], numbers, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            (f'<th scope="row">{_shown(cell)}</th>' if place == 0 else f"<td{_n(n)}>{_shown(cell)}</td>")
            for place, (cell, n) in enumerate(zip(row, numbers, strict=True))
        )
        + "</tr>"
        for row in block["rows"]
    )
    notes = "".join(f'<p class="pack-note">{escape(note)}</p>' for note in block["notes"])
    return (
        f'<div class="pack-table" role="region" tabindex="0" aria-label="{escape(block["caption"])}"><table>'
        f"<caption>"
        f"{escape(block['caption'])}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _n(number: bool) -> str:  # noqa: FBT001 - one word of markup
    return ' class="n"' if number else ""


def _matrix(block: Block, document: Mapping[str, Any]) -> str:
    words = dict(block["legend"])
    legend = "".join(
        f'<li><span class="pack-m pack-m-{_class(mark)}">{MARKS.get(mark, mark)}</span> {escape(word)}</li>'
        for mark, word in block["legend"]
    )
    head = "".join(f'<th scope="col"><span>{escape(column["name"])}</span></th>' for column in block["columns"])
    rows = []
    for row in block["rows"]:
        cells = []
        for column, mark in zip(block["columns"], row["cells"], strict=True):
            if mark == ".":
                cells.append(
                    f'<td class="pack-m pack-m-none"><span class="pack-quiet">{escape(words["."])}</span></td>'
                )
                continue
            href = escape(block["href"].replace("{action}", row["code"]).replace("{party}", column["code"]))
            cells.append(
                f'<td class="pack-m pack-m-{_class(mark)}"><a href="{href}" title="{escape(words[mark])}">'
                f"{MARKS.get(mark, mark)}</a></td>"
            )
        rows.append(
            f'<tr><th scope="row"><a href="{escape(row["href"])}">{escape(row["code"])}</a> '
            f"{escape(row['title'])}</th>{''.join(cells)}</tr>"
        )
    notes = "".join(f'<p class="pack-note">{escape(note)}</p>' for note in document["footnotes"])
    return (
        f'<ul class="pack-legend">{legend}</ul>'
        f'<div class="pack-table pack-matrix" role="region" tabindex="0" aria-label="{escape(block["caption"])}">'
        f"<table><caption>{escape(block['caption'])}</caption>"
        f'<thead><tr><th scope="col">{escape(block["corner"])}</th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>{notes}"
    )


def _class(mark: str) -> str:
    return "none" if mark == "." else mark


def _chart(block: Block, document: Mapping[str, Any], maps: Mapping[str, Any]) -> str:
    words = document["words"]
    columns, rows = chart_rows(block)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = "".join(
        "<tr>"
        + "".join(
            (f'<th scope="row">{escape(str(v))}</th>' if i == 0 else f'<td class="n">{escape(str(v))}</td>')
            for i, v in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    notes = "".join(f"<br>{escape(note)}" for note in document["footnotes"]) if block["kind"] == "map" else ""
    return (
        f'<figure id="{escape(block["id"])}" class="pack-chart"><h3>{escape(block["title"])}</h3>'
        f'<p class="pack-unit">{escape(block["subtitle"])}</p>{svg(block, maps)}'
        f"<details><summary>{escape(words['data'])}</summary>"
        f'<div class="pack-table"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div></details><figcaption>{escape(words['source'])}: "
        f"{escape(block['source'])}{notes}</figcaption></figure>"
    )


def chart_rows(block: Block) -> tuple[list[str], list[list[Any]]]:
    """The figures of a chart as a table: its columns and rows."""
    data = block["data"]
    if block["kind"] == "progress":
        return (
            [data["area"], *data["steps"], data["of"]],
            [
                [
                    row["label"] if row["label"] == row["code"] else f"{row['code']} {row['label']}",
                    *row["values"],
                    row["of"],
                ]
                for row in data["rows"]
            ],
        )
    if block["kind"] == "money":
        return [data["area"], data["budget"], data["spent"]], [
            [f"{row['code']} {row['label']}", row["budget"], row["spent"]] for row in data["rows"]
        ]
    return [data["party"], data["yes"]], [
        [data["names"][code], data["yes"] if data["state"][code] == "yes" else data["no"]] for code in data["order"]
    ]

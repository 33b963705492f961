"""Plans written for tests: one invented text, and writers of every kind of file from a tree."""

import html
import io
import re
from functools import cache

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from roundtable.operations.plan.domain.adopted_text import AdoptedText, understand

INVENTED = """\
# Joint Declaration

1. We, the ministers of the river states, met at the ferry house;
2. *Recalling* our earlier meetings,
*Recognising* the three thematic areas:

1. Safe crossings for everybody
2. Honest tolls on the bridges
3. Clean banks and quiet water

*Further considering* the following horizontal issues in all thematic areas:

1. Learning from each other
2. Tools that fit in a pocket

**We agreed to:**

Keep the ferries running.

# River Action Plan 2031-2035

Some words of introduction.

## **I. Honest tolls on bridges**

1. Publish every toll in two languages, including by:
  - a) painting it on the bridge itself;
  - b) printing it on the ticket.
2. Count the coins each evening.

### II. Clean banks and quiet water

1. Plant reeds along the northern bank.
2. Ask boats to slow down near nests.
3. Collect nets that nobody uses.

## *III. Safe crossings for all*

1. Train ferry crews every spring.
2. Agree on signals for fog, namely:
  - a) three short calls of the horn;
  - b) one lamp above the other;
  - c) a bell on every buoy.
"""


@cache
def invented() -> AdoptedText:
    return understand(INVENTED.encode()).text


def as_text(tree: AdoptedText, *, width: int | None = None) -> str:
    """The tree as plain text, broken at a width where one is given."""
    out = []
    for intro, rows in _lists(tree):
        out += [intro, "", *(f"{number}. {row}" for number, row in enumerate(rows, start=1)), ""]
    out += [tree.title, ""]
    for area in tree.areas:
        out += [f"{area.numeral}. {area.title}", ""]
        for action in area.actions:
            out.append(f"{action.number}. {action.text}")
            out += [f"{point.letter}) {point.text}" for point in action.points]
        out.append("")
    return "\n".join(line for row in out for line in _broken(row, width))


def _broken(row: str, width: int | None) -> list[str]:
    lines = [""]
    for word in re.findall(r"\S+", row):
        if width and lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _lists(tree: AdoptedText) -> list[tuple[str, list[str]]]:
    return [
        (intro, rows)
        for intro, rows in (
            ("Recognising the thematic areas:", [area.title for area in tree.declaration_areas]),
            ("Considering the following horizontal issues:", [issue.text for issue in tree.horizontal_issues]),
        )
        if rows
    ]


def as_html(tree: AdoptedText) -> bytes:
    """The tree as a page with nested lists, as browsers number them."""
    out = ["<!doctype html><html><head><meta charset=utf-8><title>1. Not a line</title></head><body>"]
    for intro, rows in _lists(tree):
        out += [f"<p>{html.escape(intro)}</p><ol>", *(f"<li><p>{html.escape(row)}</p></li>" for row in rows), "</ol>"]
    out.append(f"<h1>{html.escape(tree.title)}</h1>")
    for area in tree.areas:
        out.append(f"<h2>{area.numeral}. <em>{html.escape(area.title)}</em></h2><ol>")
        for action in area.actions:
            out.append(f"<li>{html.escape(action.text)}<sup>3</sup>")
            if action.points:
                points = "".join(f"<li>{html.escape(point.text)}</li>" for point in action.points)
                out.append(f"<ol type=a>{points}</ol>")
            out.append("</li>")
        out.append("</ol>")
    return "\n".join([*out, "</body></html>"]).encode()


_LISTS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{{number}}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{{first}}"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
</w:abstractNum>"""


def as_docx(tree: AdoptedText) -> bytes:
    """The tree as a document in which Word numbers everything: no number is written in the text."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for number, first in ((70, "upperRoman"), (71, "decimal")):
        numbering.insert(0, parse_xml(_LISTS.format(number=number, first=first)))
    lists = iter(range(700, 800))

    def new_list(pattern: int) -> int:
        number = next(lists)
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{pattern}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return number

    def say(text: str, list_id: int, level: int = 0, style: str | None = None) -> None:
        paragraph = document.add_paragraph(style=style)
        half = len(text) // 2
        paragraph.add_run(text[:half]).bold = True
        paragraph.add_run(text[half:])
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>',
            )
        )

    for intro, rows in _lists(tree):
        document.add_paragraph(intro)
        rows_list = new_list(71)
        for row in rows:
            say(row, rows_list)
    document.add_heading(tree.title, level=1)
    areas = new_list(70)
    for area in tree.areas:
        say(area.title, areas, style="Heading 2")
        actions = new_list(71)
        for action in area.actions:
            say(action.text, actions)
            for point in action.points:
                say(point.text, actions, level=1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(tree: AdoptedText, *, justified: bool = False) -> bytes:
    """The tree as a printed document: narrow pages with headers, page numbers, footnotes and broken lines."""
    out = [
        "#set page(width: 380pt, height: 460pt, margin: 50pt)",
        "#set page(header: [River Council #h(1fr) LIMITE], footer: context align(center, counter(page).display()))",
        '#set text(size: 10pt, lang: "en")',
        f"#set par(justify: {str(justified).lower()})",
        "#set enum(full: false)",
    ]
    for intro, rows in _lists(tree):
        out += [f"#par[{_typst(intro)}#footnote[A note at the foot of the page, long enough for two lines of print.]]"]
        out.append('#enum(numbering: "1.", ' + ", ".join(f"[{_typst(row)}]" for row in rows) + ")")
    out.append(f"#heading(level: 1)[{_typst(tree.title)}]")
    for area in tree.areas:
        out.append(f"#heading(level: 2)[{area.numeral}. {_typst(area.title)}]")
        for action in area.actions:
            points = ",".join(f"[{_typst(point.text)}]" for point in action.points)
            inside = f'#enum(numbering: "a)", {points})' if points else ""
            out.append(f'#enum(numbering: "1.", start: {action.number}, [{_typst(action.text)}#super[1] {inside}])')
    return bytes(typst.compile("\n\n".join(out).encode()))


def _typst(text: str) -> str:
    # Straight quotes stay straight: the wording must come back as it was.
    return f"#{_string(text)}"


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

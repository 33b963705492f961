"""A pack as a Word document: real headings, tables whose head repeats, links, contents, charts with their words."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from roundtable.kernel.files.tables.packing import repacked
from roundtable.operations.plan.exports.pack.blocks import Block, Run
from roundtable.operations.plan.exports.pack.charts import svg
from roundtable.operations.plan.exports.pack.html import MARKS
from roundtable.operations.plan.exports.pack.pdf import png

INK: Final = RGBColor(0x1A, 0x1D, 0x21)
BLUE: Final = RGBColor(0x17, 0x40, 0x6D)
QUIET: Final = RGBColor(0x5F, 0x66, 0x6F)
FILLS: Final = {
    "0": "D9D4C7",
    "1": "B7CCE2",
    "2": "7FA6CD",
    "3": "3F72A6",
    "4": "17406D",
    "a": "F3F1EA",
    "k": "F3F1EA",
    "c": "E4E1DA",
}
LOCALES: Final = {"en": "en-GB", "ru": "ru-RU"}


class Writer:
    """Lays one document out."""

    def __init__(self, document: Mapping[str, Any], maps: Mapping[str, Any], *, taken_at: datetime) -> None:
        """Begin an empty document in the language of the text."""
        self.document = document
        self.maps = maps
        self.moment = taken_at.replace(tzinfo=None, microsecond=0)
        self.docx = Document()
        self.links: dict[str, str] = {}
        self.level = 1
        self._styles()

    def _styles(self) -> None:
        section = self.docx.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        locale = LOCALES.get(self.document["language"], self.document["language"])
        normal = self.docx.styles["Normal"]
        normal.font.name, normal.font.size = "Noto Sans", Pt(10)
        normal.paragraph_format.space_after = Pt(6)
        lang = OxmlElement("w:lang")
        for name in ("w:val", "w:eastAsia"):
            lang.set(qn(name), locale)
        normal.element.get_or_add_rPr().append(lang)
        for defaults in self.docx.styles.element.iter(qn("w:lang")):
            defaults.set(qn("w:val"), locale)
        caption = self.docx.styles["Caption"]
        caption.font.size, caption.font.color.rgb = Pt(8.5), QUIET
        for name, size in (("Title", 30), ("Heading 1", 19), ("Heading 2", 13.5), ("Heading 3", 11.5)):
            style = self.docx.styles[name]
            style.font.name, style.font.size, style.font.bold, style.font.color.rgb = "Noto Serif", Pt(size), True, INK
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:cs"), "Noto Serif")

    def bytes(self) -> bytes:
        """The finished file."""
        self._properties()
        self._furniture()
        self._cover()
        for block in self.document["blocks"]:
            self._block(block)
        held = io.BytesIO()
        self.docx.save(held)
        return repacked(held.getvalue(), modified=self.moment)

    def _properties(self) -> None:
        about = self.docx.core_properties
        about.title, about.author = self.document["title"], self.document["kicker"]
        about.subject, about.language = self.document["name"], LOCALES.get(self.document["language"], "")
        about.created = about.modified = about.last_printed = self.moment
        about.last_modified_by, about.comments, about.keywords = self.document["kicker"], self.document["edition"], ""
        about.revision = 1

    def _furniture(self) -> None:
        section = self.docx.sections[0]
        marking = self.document.get("marking", "")
        if marking:
            for part in (section.header, section.footer):
                line = part.paragraphs[0].insert_paragraph_before(marking)
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
                line.runs[0].font.bold = True
        head = section.header.paragraphs[-1]
        words = [self.document["title"], self.document["name"], self.document["demonstration"]]
        run = head.add_run(" · ".join(filter(None, words)))
        run.font.size, run.font.color.rgb = Pt(8), QUIET
        foot = section.footer.paragraphs[-1]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        before, _gap, rest = self.document["words"]["page"].partition("%(page)s")
        middle, _gap, after = rest.partition("%(pages)s")
        for words_, code in ((before, "PAGE"), (middle, "NUMPAGES"), (after, "")):
            foot.add_run(words_)
            if code:
                self._field(foot, code, "1")

    def _field(self, paragraph: Any, code: str, shown: str) -> None:
        for kind in ("begin", None, "separate", "shown", "end"):
            run = paragraph.add_run()
            if kind is None:
                words = OxmlElement("w:instrText")
                words.set(qn("xml:space"), "preserve")
                words.text = f" {code} "
                run._r.append(words)  # noqa: SLF001 - python-docx has no fields of its own
            elif kind == "shown":
                run.text = shown
            else:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                if kind == "begin" and code.startswith("TOC"):
                    mark.set(qn("w:dirty"), "true")
                run._r.append(mark)  # noqa: SLF001 - as above

    def _cover(self) -> None:
        doc = self.document
        self._said(doc["kicker"], size=12, colour=QUIET)
        self.docx.add_paragraph(doc["title"], style="Title")
        if doc["subtitle"]:
            self._said(doc["subtitle"], size=15)
        for line in [*doc["lines"], doc["edition"]]:
            self._said(line, colour=QUIET)
        if doc["demonstration"]:
            self._said(f"{doc['demonstration']}. {doc['demonstration_note']}", bold=True)
        self._said(doc["words"]["contents"], size=13, bold=True)
        heads = [block for block in doc["blocks"] if block["t"] == "h" and block["level"] == 1]
        self._field(self.docx.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', "\n".join(block["text"] for block in heads))

    def _said(self, words: str, *, size: float = 10, bold: bool = False, colour: RGBColor = INK) -> None:
        run = self.docx.add_paragraph().add_run(words)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour

    def _block(self, block: Block) -> None:
        kind = block["t"]
        if kind == "h":
            words = f"{block['kicker']}. {block['text']}" if block.get("kicker") else block["text"]
            self.level = block["level"]
            head = self.docx.add_paragraph(words, style=f"Heading {self.level}")
            head.paragraph_format.page_break_before = block["level"] == 1
        elif kind == "p":
            self._runs(
                self.docx.add_paragraph(),
                block["runs"],
                size=14 if block["style"] == "lead" else 8.5 if block["style"] == "note" else 10,
            )
        elif kind == "list":
            for item in block["items"]:
                self._runs(self.docx.add_paragraph(style="List Number" if block["numbered"] else "List Bullet"), item)
        elif kind == "figures":
            rows = [
                [{"s": item["label"]}, {"s": item["shown"], "href": item["href"]}, {"s": item["note"]}]
                for item in block["items"]
            ]
            words = self.document["words"]
            self._grid([words["figure"], words["value"], words["notes"]], rows, [6, 3.5, 7], numbers={1})
        elif kind == "table":
            self._table(block)
        elif kind == "matrix":
            self._matrix(block)
        else:
            self._chart(block)

    def _runs(self, paragraph: Any, runs: Sequence[Run], *, size: float = 10) -> None:
        for run in runs:
            if isinstance(run, dict) and run.get("href"):
                self._link(paragraph, str(run["s"]), str(run["href"]), size)
            else:
                made = paragraph.add_run(run if isinstance(run, str) else str(run["s"]))
                made.font.size = Pt(size)

    def _link(self, paragraph: Any, words: str, href: str, size: float) -> None:
        if href not in self.links:
            self.links[href] = self.docx.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        holder = OxmlElement("w:hyperlink")
        holder.set(qn("r:id"), self.links[href])
        run = paragraph.add_run(words)
        run.font.size, run.font.color.rgb, run.font.underline = Pt(size), BLUE, True
        holder.append(run._r)  # noqa: SLF001 - python-docx has no links of its own
        paragraph._p.append(holder)  # noqa: SLF001 - as above

    def _table(self, block: Block) -> None:
        self._caption(block["caption"])
        columns = block["columns"]
        whole = sum(column["w"] for column in columns)
        widths = [16.6 * column["w"] / whole for column in columns]
        numbers = {place for place, column in enumerate(columns) if column["kind"] != "text"}
        self._grid([column["label"] for column in columns], block["rows"], widths, numbers=numbers)
        for note in block["notes"]:
            self._runs(self.docx.add_paragraph(), [note], size=8.5)

    def _caption(self, words: str) -> None:
        paragraph = self.docx.add_paragraph(words, style="Caption")
        paragraph.paragraph_format.keep_with_next = True

    def _grid(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[Mapping[str, Any]]],
        widths: Sequence[float],
        *,
        numbers: set[int],
        size: float = 8,
    ) -> Any:
        table = self.docx.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        table.autofit = False
        self._quiet_borders(table)
        # The grid too: LibreOffice goes by it, Word by the cells.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        self._row(table.rows[0], [{"s": words} for words in head], widths, numbers, size, head=True)
        for cells in rows:
            self._row(table.add_row(), cells, widths, numbers, size)
        self.docx.add_paragraph().paragraph_format.space_after = Pt(4)
        return table

    def _quiet_borders(self, table: Any) -> None:
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            line = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9D5CA")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        for side in ("left", "right", "insideV"):
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), "nil")
            borders.append(line)
        table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no borders of its own

    def _row(  # noqa: PLR0913 - a row has these parts
        self,
        row: Any,
        cells: Sequence[Mapping[str, Any]],
        widths: Sequence[float],
        numbers: set[int],
        size: float,
        *,
        head: bool = False,
    ) -> None:
        about = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no repeated heads of its own
        about.append(OxmlElement("w:cantSplit"))
        if head:
            about.append(OxmlElement("w:tblHeader"))
        for place, (cell, held, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            if place in numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._runs(paragraph, [{"s": held["s"], "href": held.get("href", "")}], size=size)
            if head:
                for run in paragraph.runs:
                    run.font.bold = True

    def _matrix(self, block: Block) -> None:
        section = self.docx.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = Cm(1)
        self._caption(block["caption"])
        legend = "; ".join(f"{mark if mark != '.' else '–'} {word}" for mark, word in block["legend"])
        self._runs(self.docx.add_paragraph(), [legend], size=7.5)
        # Two halves side by side on paper: 24 Parties each are readable, 48 are not.
        half = -(-len(block["columns"]) // 2)
        for first in (0, half):
            columns = block["columns"][first : first + half]
            rows = [
                [
                    {"s": row["code"], "href": row["href"]},
                    *[{"s": MARKS.get(mark, mark)} for mark in row["cells"][first : first + half]],
                ]
                for row in block["rows"]
            ]
            width = 26.0 / max(len(columns), 1)
            table = self._grid(
                [block["corner"], *[column["name"] for column in columns]],
                rows,
                [1.6, *[width] * len(columns)],
                numbers=set(),
                size=6.5,
            )
            self._upright(table.rows[0])
            for row, held in zip(table.rows[1:], block["rows"], strict=True):
                for cell, mark in zip(row.cells[1:], held["cells"][first : first + half], strict=True):
                    self._fill(cell, mark)
        for note in self.document["footnotes"]:
            self._runs(self.docx.add_paragraph(), [note], size=8)
        back = self.docx.add_section()
        back.orientation = WD_ORIENT.PORTRAIT
        back.page_width, back.page_height = Cm(21), Cm(29.7)
        back.left_margin = back.right_margin = Cm(2.2)

    def _upright(self, row: Any) -> None:
        row.height = Cm(3.6)
        for cell in row.cells[1:]:
            turned = OxmlElement("w:textDirection")
            turned.set(qn("w:val"), "btLr")
            cell._tc.get_or_add_tcPr().append(turned)  # noqa: SLF001 - python-docx cannot turn text

    def _fill(self, cell: Any, mark: str) -> None:
        if mark not in FILLS:
            return
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", FILLS[mark])):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading of its own
        if mark in {"3", "4"}:
            for run in cell.paragraphs[0].runs:
                run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)

    def _chart(self, block: Block) -> None:
        # One step below the heading that it stands under, so that no level is left out.
        self.docx.add_paragraph(block["title"], style=f"Heading {min(self.level + 1, 3)}")
        subtitle = self.docx.add_paragraph()
        subtitle.paragraph_format.keep_with_next = True
        self._runs(subtitle, [block["subtitle"]], size=9)
        picture = self.docx.add_picture(io.BytesIO(png(svg(block, self.maps))), width=Cm(16.4))
        about = picture._inline.docPr  # noqa: SLF001 - python-docx has no alternative texts of its own
        about.set("descr", block["alt"])
        about.set("title", block["title"])
        words = f"{self.document['words']['source']}: {block['source']}"
        notes = self.document["footnotes"] if block["kind"] == "map" else []
        for line in [words, *notes]:
            self._runs(self.docx.add_paragraph(), [line], size=8)

"""A text as a Word file: headings, numbers, footnotes, comments, tracked changes against an earlier revision."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from roundtable.ground.documents.domain.content import Close, Content, Mark, Note, Open, Or, Piece, Run, shown
from roundtable.ground.documents.domain.text import Paragraph, Role, Text
from roundtable.ground.documents.domain.word import parts
from roundtable.ground.documents.domain.word.lists import List_, Lists, Numbered, level_of
from roundtable.ground.documents.domain.word.remarks import Author, Remark
from roundtable.ground.documents.domain.word.rows import Row, View, rows

Credit = Callable[[str, int], Author]
"""Who changed what stands at a place of a paragraph: asked with its key and the place in its new plain text."""

_SIGNS: Final = re.compile(r"([\[\]]| / )")
_MARKS: Final = {Mark.STRONG: "<w:b/>", Mark.ITALIC: "<w:i/>", Mark.UNDERLINED: '<w:u w:val="single"/>'}
SOMEBODY: Final = Author("Roundtable")


def write(
    text: Text,
    *,
    before: Text | None = None,
    credit: Credit | None = None,
    remarks: Iterable[Remark] = (),
    head: Sequence[str] = (),
) -> bytes:
    """Write a text. With `before`, what changed since is tracked, in the name of whom `credit` gives for it.

    Accepting all changes gives the text, rejecting all gives the one before. the lines of `head` stand above and
    below every page: number, marking and language; they are no part of the text.
    """
    writer = _Writer(text.language, credit or (lambda _key, _place: SOMEBODY), list(remarks), head)
    return writer.file(rows(before, text))


@dataclass
class _Writer:
    language: str
    credit: Credit
    remarks: list[Remark]
    head: Sequence[str] = ()
    lists: Lists = field(default_factory=Lists)
    footnotes: list[str] = field(default_factory=list)
    serial: int = 0

    def file(self, made: list[Row]) -> bytes:
        """The whole file."""
        body: list[str] = []
        for row in made:
            table = row.shape.role is Role.TABLE
            # Two tables in a row would be one for Word.
            body += ["<w:p/>"] if table and body and body[-1].endswith("</w:tbl>") else []
            body.append(self._table(row) if table else self._paragraph(row))
        body += ["<w:p/>"] if body and body[-1].endswith("</w:tbl>") else []
        right = parts.is_right_to_left(self.language)
        references = (
            '<w:headerReference w:type="default" r:id="rId6"/><w:footerReference w:type="default" r:id="rId7"/>'
        )
        headed = references if self.head else ""
        page = f'<w:sectPr>{headed}<w:pgSz w:w="11906" w:h="16838"/>' + ("<w:bidi/>" if right else "") + "</w:sectPr>"
        separators = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{sign}/></w:r></w:p></w:footnote>'
            for kind, number, sign in (
                ("separator", -1, "separator"),
                ("continuationSeparator", 0, "continuationSeparator"),
            )
        )
        return parts.package(
            {
                "document": parts.root("document", f"<w:body>{''.join(body)}{page}</w:body>"),
                "styles": parts.styles(self.language),
                "numbering": parts.numbering(self.lists.made, right_to_left=right),
                "footnotes": parts.root("footnotes", separators + "".join(self.footnotes)),
                "comments": parts.root("comments", "".join(map(self._comment, enumerate(self.remarks)))),
                "settings": parts.settings(),
                **(
                    {"header": parts.edge("hdr", self.head), "footer": parts.edge("ftr", self.head)}
                    if self.head
                    else {}
                ),
            },
            self.language,
        )

    def _paragraph(self, row: Row) -> str:
        numbered = self.lists.of(row)
        key = row.begins[-1][1].key if row.begins else row.shape.key
        by = self.credit(key, 0)
        marks = "".join(self._bookmarks(view, one) for view, one in row.begins)
        return f"<w:p>{self._properties(row, numbered, by)}{marks}{''.join(self._words(row, key))}</w:p>"

    def _properties(self, row: Row, numbered: Numbered, by: Author) -> str:
        shape = row.shape
        number = numbered.new if row.new else numbered.old
        end = "" if row.end is View.BOTH else f"<w:rPr>{self._tracked(row.end, by, '')}</w:rPr>"
        changed = ""
        if row.old and row.new:
            now, then = self._shape(row.new, numbered.new), self._shape(row.old, numbered.old)
            if now != then:
                changed = f"<w:pPrChange {self._by(by)}><w:pPr>{then}</w:pPr></w:pPrChange>"
        return f"<w:pPr>{self._shape(shape, number)}{end}{changed}</w:pPr>"

    def _shape(self, one: Paragraph, number: List_ | None) -> str:
        listed = ""
        if number is not None:
            listed = f'<w:numPr><w:ilvl w:val="{level_of(one)}"/><w:numId w:val="{number.number}"/></w:numPr>'
        right = "<w:bidi/>" if parts.is_right_to_left(self.language) else ""
        return f'<w:pStyle w:val="{parts.style_of(one)}"/>{listed}{right}'

    def _bookmarks(self, view: View, one: Paragraph) -> str:
        names = (
            [f"_rtt{view.value}_{one.level}_{one.key}"] if one.role is Role.TABLE else [f"_rtk{view.value}_{one.key}"]
        )
        names += [f"_rto{view.value}_{self._next()}_{origin}" for origin in one.origins]
        return "".join(map(self._bookmark, names))

    def _bookmark(self, name: str) -> str:
        number = self._next()
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    def _words(self, row: Row, key: str) -> Iterator[str]:
        """The runs of a row, each in the name of whoever changed it, with the ends of remarks between them."""
        new = row.new or next((one for view, one in row.begins if view is not View.OLD), None)
        own = [(number, one) for number, one in enumerate(self.remarks) if new is not None and one.key == new.key]
        edges = {edge for _number, one in own for edge in (one.start, one.end)}
        place = 0
        begun: set[int] = set()
        ended: set[int] = set()
        for view, piece in row.pieces:
            for part in _cut_at(piece, place, edges) if view is not View.OLD else (piece,):
                yield from self._remark_edges(own, place, begun, ended)
                run = self._run(part, deleted=view is View.OLD)
                yield run if view is View.BOTH else self._tracked(view, self.credit(key, place), run)
                place += 0 if view is View.OLD else len(shown(part))
        yield from self._remark_edges(own, place + 1, begun, ended)

    def _remark_edges(
        self, own: list[tuple[int, Remark]], place: int, begun: set[int], ended: set[int]
    ) -> Iterator[str]:
        for number, one in own:
            if number in begun and number not in ended and one.end <= place:
                ended.add(number)
                yield f'<w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
            if number not in begun and (one.start <= place < one.end or one.end < place):
                begun.add(number)
                yield f'<w:commentRangeStart w:id="{number}"/>'

    def _run(self, piece: Piece, *, deleted: bool) -> str:
        match piece:
            case Run(text=text, marks=marks):
                look = "".join(sign for mark, sign in _MARKS.items() if mark in marks)
                made = []
                for part in filter(None, _SIGNS.split(text)):
                    style = f'<w:rStyle w:val="{parts.SIGN}"/>' if _SIGNS.fullmatch(part) else ""
                    made.append(self._plain_run(part, style + look, deleted=deleted))
                return "".join(made)
            case Note():
                number = self._footnote(piece)
                style = f'<w:rPr><w:rStyle w:val="{parts.NOTE_MARK}"/></w:rPr>'
                return f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>'
            case Open() | Or() | Close():
                return self._plain_run(shown(piece), f'<w:rStyle w:val="{parts.BRACKET}"/>', deleted=deleted)

    def _plain_run(self, text: str, look: str, *, deleted: bool) -> str:
        name = "delText" if deleted else "t"
        right = "<w:rtl/>" if parts.is_right_to_left(self.language) else ""
        lines = [
            f'<w:{name} xml:space="preserve">{escape(line)}</w:{name}>' if line else "" for line in text.split("\n")
        ]
        properties = f"<w:rPr>{look}{right}</w:rPr>" if look or right else ""
        return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>"

    def _footnote(self, note: Note) -> int:
        number = len(self.footnotes) + 1
        self.footnotes.append("")
        mark = f'<w:r><w:rPr><w:rStyle w:val="{parts.NOTE_MARK}"/></w:rPr><w:footnoteRef/></w:r>'
        key = self._bookmark(f"_rtf_{number}_{note.key}") if note.key else ""
        words = "".join(self._run(piece, deleted=False) for piece in note.content)
        self.footnotes[number - 1] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{parts.NOTE_TEXT}"/></w:pPr>{key}{mark}{words}'
            "</w:p></w:footnote>"
        )
        return number

    def _table(self, row: Row) -> str:
        one = row.shape
        by = self.credit(one.key, 0)
        tracked = "" if row.end is View.BOTH else f"<w:trPr>{self._tracked(row.end, by, '')}</w:trPr>"
        marks = "".join(self._bookmarks(view, begun) for view, begun in row.begins)
        made = []
        for cells in one.rows:
            filled = []
            for cell in cells:
                filled.append(f"<w:tc><w:tcPr/>{self._cell(cell, row.end, by, marks)}</w:tc>")
                marks = ""
            made.append(f"<w:tr>{tracked}{''.join(filled)}</w:tr>")
        widest = max(map(len, one.rows))
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = '<w:gridCol w:w="2000"/>' * widest
        head = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
        return f"<w:tbl>{head}<w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"

    def _cell(self, cell: Content, view: View, by: Author, marks: str) -> str:
        runs = "".join(self._run(piece, deleted=view is View.OLD) for piece in cell)
        inside = runs if view is View.BOTH or not runs else self._tracked(view, by, runs)
        end = "" if view is View.BOTH else f"<w:pPr><w:rPr>{self._tracked(view, by, '')}</w:rPr></w:pPr>"
        return f"<w:p>{end}{marks}{inside}</w:p>"

    def _tracked(self, view: View, by: Author, inside: str) -> str:
        name = "ins" if view is View.NEW else "del"
        return f"<w:{name} {self._by(by)}>{inside}</w:{name}>" if inside else f"<w:{name} {self._by(by)}/>"

    def _by(self, by: Author) -> str:
        when = f" w:date={quoteattr(by.written)}" if by.written else ""
        return f'w:id="{self._next()}" w:author={quoteattr(by.name)}{when}'

    def _comment(self, numbered: tuple[int, Remark]) -> str:
        number, one = numbered
        when = f" w:date={quoteattr(one.by.written)}" if one.by.written else ""
        lines = "".join(f"<w:p>{self._plain_run(line, '', deleted=False)}</w:p>" for line in one.text.split("\n"))
        return f'<w:comment w:id="{number}" w:author={quoteattr(one.by.name)}{when}>{lines}</w:comment>'

    def _next(self) -> int:
        self.serial += 1
        return self.serial


def _cut_at(piece: Piece, place: int, edges: set[int]) -> Iterator[Piece]:
    """A run cut where remarks begin and end."""
    if not isinstance(piece, Run):
        yield piece
        return
    cuts = sorted(edge - place for edge in edges if place < edge < place + len(piece.text))
    for begin, end in zip([0, *cuts], [*cuts, len(piece.text)], strict=True):
        yield Run(piece.text[begin:end], piece.marks)

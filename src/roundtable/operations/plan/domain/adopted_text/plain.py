"""Plain text and Markdown become lines; marks of emphasis and headings become what they mean."""

import html
import re

from roundtable.operations.plan.domain.adopted_text.lines import Kind, Line, Source
from roundtable.operations.plan.domain.adopted_text.running import Placed, without_running_lines
from roundtable.operations.plan.domain.adopted_text.wording import normal

_LINE_END = re.compile(r"\r\n|\r|\n")
_RULE = re.compile(r"^\s*(?:[-*_=~]\s?){3,}\s*$")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*)$")
_QUOTED = re.compile(r"^\s{0,3}(?:>\s?)+")
_FOOTNOTE = re.compile(r"^\s*(?:<sup>\s*[\d*†‡]+\s*</sup>|\[\^[^\]]+\]:)")
_FOOTNOTE_MARK = re.compile(r"<sup>\s*[\d*†‡,\s]+\s*</sup>|\[\^[^\]]+\]", re.IGNORECASE)
_TAG = re.compile(r"</?(?:sup|sub|b|strong|i|em|u|s|span|font|br|small|mark|a|p|div|center)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(\s*(?:<[^<>]*>|[^()\s]*)(?:\s+\"[^\"]*\")?\s*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Escaped characters hide in the private use area while marks of emphasis are taken away.
_HIDDEN = 0xE000
_SHOWN = re.compile("[\ue000-\ue07f]")
_STRONG = re.compile(r"(?<!\*)\*\*(?!\*)|\*\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])(?P<inside>[^*_\n]*?[^\s*_])\1(?![*\w])")
# An emphasis that a broken line has cut: its mark stands alone at the beginning or at the end.
_CUT_EMPHASIS = re.compile(r"^[*_](?=\w)(?=[^*_]*$)|(?<=[\w.,;])[*_]$")
_ALL_STRONG = re.compile(r"^(?:\*\*|__)(.+?)(?:\*\*|__)$")


def read(text: str) -> Source:
    """Return the lines of a text as an editor counts them; form feeds begin pages."""
    text = text.lstrip("\ufeff").replace("\x1a", "")
    paged = "\f" in text
    text = _without_comments(text)
    placed: list[Placed] = []
    page, apart, footnote = 1, True, False
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        turned = raw.count("\f")
        page += turned
        line = _line(number, raw.replace("\f", ""), page if paged else None, apart=apart)
        if line is None:
            if placed and re.fullmatch(r"\s*=+\s*", raw) and not apart:
                placed[-1] = Placed(_as_heading(placed[-1].line), page)
            apart, footnote = True, False
            continue
        # A footnote goes on until its paragraph ends.
        footnote = line.footnote or (footnote and not line.apart)
        placed.append(Placed(_as_footnote(line) if footnote else line, page))
        apart = line.heading > 0
    return Source(Kind.TEXT, without_running_lines(placed))


def _without_comments(text: str) -> str:
    kept, position = [], 0
    while (begin := text.find("<!--", position)) >= 0 and (end := text.find("-->", begin)) >= 0:
        # Lines inside a comment still count.
        kept += [text[position:begin], "\n" * len(_LINE_END.findall(text[begin:end]))]
        position = end + len("-->")
    return "".join([*kept, text[position:]])


def _line(number: int, raw: str, page: int | None, *, apart: bool) -> Line | None:
    raw = _QUOTED.sub("", raw)
    if not raw.strip() or _RULE.match(raw):
        return None
    found = _HEADING.match(raw)
    heading, words = (len(found[1]), found[2].rstrip().rstrip("#")) if found else (0, raw)
    text, bold = _without_markup(words)
    if not text:
        return None
    return Line(
        number=number,
        text=text,
        page=page,
        apart=apart or heading > 0,
        heading=heading,
        bold=bold,
        footnote=bool(_FOOTNOTE.match(words)),
    )


def _as_heading(line: Line) -> Line:
    return Line(line.number, line.text, line.page, line.apart, 1, line.bold, line.footnote)


def _as_footnote(line: Line) -> Line:
    return Line(line.number, line.text, line.page, line.apart, line.heading, line.bold, footnote=True)


def _without_markup(words: str) -> tuple[str, bool]:
    words = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), words.strip())
    words = _FOOTNOTE_MARK.sub("", words)
    words = re.sub(r"<br\s*/?>", " ", words, flags=re.IGNORECASE)
    words = _TAG.sub("", words)
    words = _LINK.sub(r"\1", words)
    bold = bool(_ALL_STRONG.match(words.strip()))
    words = _STRONG.sub("", words)
    words = _EMPHASIS.sub(lambda found: found["inside"], words)
    words = _CUT_EMPHASIS.sub("", words)
    words = html.unescape(words)
    return normal(_SHOWN.sub(lambda found: chr(ord(found[0]) - _HIDDEN), words)), bold

"""What stands inside a block of Markdown: emphasis, brackets, footnotes, and the signs that would be taken for them."""

import html
import re
from collections.abc import Mapping
from typing import Final

from roundtable.ground.documents.domain.content import Close, Content, Mark, Note, Open, Or, Piece, Run, content

_SPECIAL: Final = re.compile(r"[\\`*_\[\]{}<&|~]")
_OPENED: Final = {
    "<strong>": Mark.STRONG, "<b>": Mark.STRONG, "<em>": Mark.ITALIC, "<i>": Mark.ITALIC, "<u>": Mark.UNDERLINED,
}  # fmt: skip
_STARS: Final = {"**": Mark.STRONG, "__": Mark.STRONG, "*": Mark.ITALIC, "_": Mark.ITALIC}
_TAGS: Final = {Mark.STRONG: "strong", Mark.ITALIC: "em", Mark.UNDERLINED: "u"}
_TOKEN: Final = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])"
    r"|(?P<nothing><!---->)"
    r"|(?P<tag></?(?:strong|em|b|i|u)>)"
    r"|(?P<line><br ?/?>)"
    r"|\[\^(?P<note>[a-z0-9]+)\]"
    r"|(?P<open>\[)(?:\{(?P<by>[^{}]*)\} ?)?"
    r"|(?P<link>\]\((?:[^()\s]|\([^()\s]*\))*\))"
    r"|(?P<close>\])"
    r"|(?P<or> /(?: \{(?P<also>[^{}]*)\})?(?= |\]))"
    r"|(?P<star>\*\*|__|\*|_)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)"
)


def written(pieces: Content) -> str:
    """One content as Markdown in one line."""
    depth, last = 0, ""
    parts: list[str] = []
    for piece in pieces:
        match piece:
            case Run(text=text, marks=marks):
                words = _escaped(text, inside=depth > 0, after=last)
                # Stars beside stars could be read in two ways; tags cannot.
                part = _emphasised(words, marks, tags=last == "marked")
            case Note(key=key):
                part = f"[^{key}]"
            case Open(sponsors=sponsors):
                part, depth = f"[{_by(sponsors)}", depth + 1
            case Or(sponsors=sponsors):
                part = f" / {_by(sponsors)}"
            case Close():
                part, depth = "]", depth - 1
        parts.append(part)
        last = "marked" if isinstance(piece, Run) and piece.marks else "close" if isinstance(piece, Close) else ""
    return "".join(parts)


def inline(words: str, notes: Mapping[str, Note] | None = None) -> Content:
    """The content of one line of Markdown. What does not pair stays as it stands."""
    tokens = _tokens(words)
    roles = _roles(tokens)
    pieces: list[Piece] = []
    marks: set[Mark] = set()
    for index, (kind, value, found) in enumerate(tokens):
        role = roles.get(index, kind)
        if role == "on":
            marks.add(_mark(value))
        elif role == "off":
            marks.discard(_mark(value))
        elif role == "line":
            pieces.append(Run("\n", frozenset(marks)))
        elif role == "open":
            pieces.append(Open(_names(found["by"] if found else None)))
        elif role == "or":
            pieces.append(Or(_names(found["also"] if found else None)))
        elif role == "close":
            pieces.append(Close())
        elif role == "note" and notes and value in notes:
            pieces.append(notes[value])
        elif role not in {"skip", "nothing"}:
            pieces.append(Run(_said(kind, value), frozenset(marks)))
    return content(*pieces)


Token = tuple[str, str, "re.Match[str] | None"]


def _tokens(words: str) -> list[Token]:
    tokens: list[Token] = []
    place = 0
    for found in _TOKEN.finditer(words):
        if found.start() > place:
            tokens.append(("text", words[place : found.start()], None))
        kind = found.lastgroup or ""
        kind = {"by": "open", "also": "or"}.get(kind, kind)
        tokens.append((kind, found["note"] if kind == "note" else found[0], found))
        place = found.end()
    return [*tokens, ("text", words[place:], None)]


def _roles(tokens: list[Token]) -> dict[int, str]:
    """What each sign means once it is known which pair."""
    roles: dict[int, str] = {}
    opened: list[tuple[int, list[int]]] = []
    for index, (kind, _value, _found) in enumerate(tokens):
        if kind in {"open", "close", "or", "link"}:
            roles[index] = "text"
        if kind == "open":
            opened.append((index, []))
        elif kind == "or" and opened:
            opened[-1][1].append(index)
        elif kind in {"close", "link"} and opened:
            begin, slashes = opened.pop()
            is_link = kind == "link"
            roles |= {begin: "skip" if is_link else "open", index: "skip" if is_link else "close"}
            roles |= {} if is_link else dict.fromkeys(slashes, "or")
    roles |= _emphasis(tokens)
    return roles


def _emphasis(tokens: list[Token]) -> dict[int, str]:
    roles: dict[int, str] = {}
    waiting: dict[Mark, int] = {}
    for index, (kind, value, _found) in enumerate(tokens):
        if kind not in {"star", "tag"}:
            continue
        mark = _mark(value)
        roles[index] = "text"
        before, after = _beside(tokens, index)
        if kind == "tag":
            begins, ends = not value.startswith("</"), value.startswith("</")
        else:
            word = value.startswith("_")
            begins = after not in {"", " "} and not (word and before.isalnum())
            ends = before not in {"", " "} and not (word and after.isalnum())
        if mark in waiting and ends and (tokens[waiting[mark]][0] == kind):
            roles |= {waiting.pop(mark): "on", index: "off"}
        elif begins and mark not in waiting:
            waiting[mark] = index
    return roles


def _beside(tokens: list[Token], index: int) -> tuple[str, str]:
    before = tokens[index - 1][1][-1:] if index else ""
    after = next((value[:1] for _kind, value, _found in tokens[index + 1 :] if value), "")
    return before, after


def _mark(value: str) -> Mark:
    return _STARS.get(value) or _OPENED[value.replace("</", "<")]


def _said(kind: str, value: str) -> str:
    if kind == "escaped":
        return value[1:]
    return html.unescape(value) if kind == "entity" else f"[^{value}]" if kind == "note" else value


def _names(listed: str | None) -> tuple[str, ...]:
    return tuple(name for name in (part.strip() for part in (listed or "").split(",")) if name)


def _by(sponsors: tuple[str, ...]) -> str:
    return f"{{{', '.join(sponsors)}}} " if sponsors else ""


def _escaped(text: str, *, inside: bool, after: str) -> str:
    words = _SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    if inside:
        words = words.replace("/", "\\/")
    if after == "close" and words.startswith("("):
        words = f"\\{words}"
    return words.replace("\n", "<br>")


def _emphasised(words: str, marks: frozenset[Mark], *, tags: bool) -> str:
    for mark in (Mark.ITALIC, Mark.STRONG, Mark.UNDERLINED):
        if mark in marks:
            star = "" if tags else {Mark.ITALIC: "*", Mark.STRONG: "**"}.get(mark, "")
            words = f"{star}{words}{star}" if star else f"<{_TAGS[mark]}>{words}</{_TAGS[mark]}>"
    return words

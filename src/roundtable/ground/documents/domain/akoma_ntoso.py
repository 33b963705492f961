"""Akoma Ntoso 3.0 (OASIS LegalDocML): the tree of a text in the words of parliaments.

Headings are sections that hold what stands below them, paragraphs and points have their numbers, footnotes are
authorial notes at their place. What the vocabulary has no word for (our levels and origins, sponsors of an alternative)
stands in attributes of our own name space, which the schema allows.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from lxml import etree

from roundtable.ground.documents.domain.content import Close, Content, Mark, Note, Open, Or, Piece, Run, content, shown
from roundtable.ground.documents.domain.numbering import Reference
from roundtable.ground.documents.domain.text import Branch, Paragraph, Role, Text

AKN: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN: Final = "urn:roundtable:text:1"
_TAGS: Final = {Mark.STRONG: "b", Mark.ITALIC: "i", Mark.UNDERLINED: "u"}
_LANGUAGES: Final = {"en": "eng", "ru": "rus", "ar": "ara", "ka": "kat", "fr": "fra", "uk": "ukr", "tr": "tur"}


class NotAkomaNtoso(ValueError):  # noqa: N818 - a name that says what happened
    """The file is no text in Akoma Ntoso as we write it."""


def write(text: Text, reference: Reference, note: str = "") -> bytes:
    """Write a text with the number, day and language of its document; a note on the whole stands among its facts."""
    root = etree.Element(_a("akomaNtoso"), nsmap={None: AKN, "rt": OWN})
    doc = etree.SubElement(root, _a("doc"), name="text")
    doc.append(_meta(text, reference, note))
    body = etree.SubElement(doc, _a("mainBody"))
    for branch in text.tree:
        body.append(_branch(branch))
    if len(body) == 0:
        etree.SubElement(body, _a("p"))
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def read(data: bytes) -> Text:
    """Read what `write` wrote; raise `NotAkomaNtoso` for anything else."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        body = next(root.iter(_a("mainBody")))
        language = next(root.iter(_a("FRBRlanguage"))).get(_r("language"))
        return Text(tuple(_paragraphs(body)), language or "en")
    except (etree.XMLSyntaxError, StopIteration, ValueError, TypeError, AttributeError) as error:
        raise NotAkomaNtoso("Not a text in Akoma Ntoso as this house writes it.") from error


def _a(name: str) -> str:
    return f"{{{AKN}}}{name}"


def _r(name: str) -> str:
    return f"{{{OWN}}}{name}"


def _meta(text: Text, reference: Reference, note: str) -> Any:
    meta = etree.Element(_a("meta"))
    identification = etree.SubElement(meta, _a("identification"), source="#roundtable")
    number = reference.number
    work = f"/akn/un/doc/{reference.day:%Y-%m-%d}/{number.base}-{number.year}"
    language = _LANGUAGES.get(text.language.partition("-")[0], "und")
    expression = f"{work}/{language}@{number.revision or ''}".rstrip("@")
    for level, uri in (("Work", work), ("Expression", expression), ("Manifestation", f"{expression}.xml")):
        part = etree.SubElement(identification, _a(f"FRBR{level}"))
        etree.SubElement(part, _a("FRBRthis"), value=f"{uri}/!main")
        etree.SubElement(part, _a("FRBRuri"), value=uri)
        etree.SubElement(part, _a("FRBRdate"), date=reference.day.isoformat(), name="document")
        etree.SubElement(part, _a("FRBRauthor"), href="#roundtable")
        if level == "Work":
            etree.SubElement(part, _a("FRBRcountry"), value="un")
            etree.SubElement(part, _a("FRBRnumber"), value=str(number))
        elif level == "Expression":
            spoken = etree.SubElement(part, _a("FRBRlanguage"), language=language)
            spoken.set(_r("language"), text.language)
    references = etree.SubElement(meta, _a("references"), source="#roundtable")
    facts = {"eId": "roundtable", "href": "/ontology/organization/roundtable", "showAs": "Roundtable"}
    etree.SubElement(references, _a("TLCOrganization"), facts)
    if note:
        notes = etree.SubElement(meta, _a("notes"), source="#roundtable")
        etree.SubElement(etree.SubElement(notes, _a("note"), eId="note"), _a("p")).text = note
    return meta


def _branch(branch: Branch) -> Any:
    one = branch.paragraph
    name = {Role.HEADING: "section", Role.PARAGRAPH: "point" if one.level else "paragraph"}.get(one.role, "hcontainer")
    made = etree.Element(_a(name), eId=one.key, wId=one.key)
    if name == "hcontainer":
        made.set("name", one.role.value)
    made.set(_r("role"), one.role.value)
    made.set(_r("level"), str(one.level))
    if one.origins:
        made.set(_r("origins"), " ".join(one.origins))
    if one.label:
        etree.SubElement(made, _a("num")).text = one.label
    if one.role is Role.HEADING:
        _fill(etree.SubElement(made, _a("heading")), one.content)
    else:
        holder = etree.SubElement(made, _a("intro" if branch.below else "content"))
        if one.role is Role.TABLE:
            holder.append(_table(one))
        else:
            _fill(etree.SubElement(holder, _a("p")), one.content)
    for below in branch.below:
        made.append(_branch(below))
    if one.role is Role.HEADING and not branch.below:
        # A section holds something, were it an empty line.
        etree.SubElement(etree.SubElement(made, _a("content")), _a("p"))
    return made


def _table(one: Paragraph) -> Any:
    table = etree.Element(_a("table"))
    for row in one.rows:
        line = etree.SubElement(table, _a("tr"))
        for cell in row:
            _fill(etree.SubElement(etree.SubElement(line, _a("td")), _a("p")), cell)
    return table


def _fill(holder: Any, pieces: Content) -> None:
    for piece in pieces:
        match piece:
            case Run(text=text, marks=marks):
                inner = holder
                for mark in Mark:
                    inner = etree.SubElement(inner, _a(_TAGS[mark])) if mark in marks else inner
                for number, line in enumerate(text.split("\n")):
                    if number:
                        etree.SubElement(inner, _a("br"))
                    _say(inner, line)
            case Note(content=inside, key=key):
                note = etree.SubElement(holder, _a("authorialNote"), placement="bottom", eId=f"note_{key}")
                _fill(etree.SubElement(note, _a("p")), inside)
            case Open(sponsors=sponsors) | Or(sponsors=sponsors):
                kind = "open" if isinstance(piece, Open) else "or"
                sign = etree.SubElement(holder, _a("inline"), name=kind)
                sign.set(_r("sponsors"), ", ".join(sponsors))
                sign.text = shown(piece)
            case Close():
                etree.SubElement(holder, _a("inline"), name="close").text = "]"


def _say(holder: Any, words: str) -> None:
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + words
    else:
        holder.text = (holder.text or "") + words


def _paragraphs(holder: Any) -> Iterator[Paragraph]:
    for one in holder:
        if one.get(_r("role")) is None:
            continue
        role = Role(one.get(_r("role")))
        number = one.find(_a("num"))
        label = "" if number is None else number.text or ""
        origins = tuple((one.get(_r("origins")) or "").split())
        block = one.find(_a("heading"))
        if block is None:
            inside = one.find(_a("intro"))
            block = (one.find(_a("content")) if inside is None else inside)[0]
        rows = tuple(tuple(_content(cell[0]) for cell in row) for row in block) if role is Role.TABLE else ()
        words = () if rows else _content(block)
        yield Paragraph(one.get("wId"), words, role, int(one.get(_r("level"))), label, rows, origins)
        yield from _paragraphs(one)


def _content(holder: Any) -> Content:
    return content(*_pieces(holder, frozenset()))


def _pieces(holder: Any, marks: frozenset[Mark]) -> Iterable[Piece]:
    yield Run(holder.text or "", marks)
    tags = {_a(tag): mark for mark, tag in _TAGS.items()}
    for child in holder:
        names = tuple(name for name in (child.get(_r("sponsors")) or "").split(", ") if name)
        if child.tag in tags:
            yield from _pieces(child, marks | {tags[child.tag]})
        elif child.tag == _a("br"):
            yield Run("\n", marks)
        elif child.tag == _a("authorialNote"):
            yield Note(_content(child[0]), (child.get("eId") or "").removeprefix("note_"))
        elif child.get("name") in {"open", "or"}:
            yield Open(names) if child.get("name") == "open" else Or(names)
        elif child.get("name") == "close":
            yield Close()
        yield Run(child.tail or "", marks)

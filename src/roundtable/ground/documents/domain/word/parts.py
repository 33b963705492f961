"""The parts of a Word file that are the same in all, and those that list styles, numbers and relations."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from roundtable.ground.documents.domain.text import HEADINGS, LEVELS, Paragraph, Role
from roundtable.ground.documents.domain.word.lists import List_
from roundtable.ground.documents.domain.word.remarks import NAMESPACE

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS: Final = ("styles", "numbering", "footnotes", "comments", "settings")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""A file made twice of one text is the same to the byte."""
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur", "ps", "dv", "ckb"})
STEP: Final = 567
"""A centimetre in twentieths of a point: how far a level is set in."""
BRACKET, SIGN, NOTE_MARK, NOTE_TEXT = "Bracket", "Sign", "FootnoteReference", "FootnoteText"


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


def style_of(one: Paragraph) -> str:
    """The style that says what a paragraph is and at which level."""
    if one.role is Role.HEADING:
        return f"Heading{one.level}"
    return f"{'Recital' if one.role is Role.RECITAL else 'Text'}{one.level}"


def edge(name: str, lines: Iterable[str]) -> str:
    """What stands above or below every page, a paragraph for each line."""
    made = (f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>{escape(line)}</w:t></w:r></w:p>' for line in lines)
    return root(name, "".join(made))


def package(parts: Mapping[str, str], language: str) -> bytes:
    """Put the parts into one file."""
    names = (*_PARTS, *(name for name in ("header", "footer") if name in parts))
    content_types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{name}+xml"/>' for name in names
    )
    files = {
        "[Content_Types].xml": (
            f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>{content_types}'
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": _relations(
            (f"{RELATIONS}/officeDocument", "word/document.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": (
            f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
        ),
        "word/_rels/document.xml.rels": _relations(*((f"{RELATIONS}/{name}", f"{name}.xml") for name in names)),
        **{f"word/{name}.xml": part for name, part in parts.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in files.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part.encode())
    return made.getvalue()


def root(name: str, inside: str) -> str:
    """A part of the main namespace."""
    return f'{HEAD}<w:{name} xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}">{inside}</w:{name}>'


def settings() -> str:
    """What Word needs to know of the file."""
    special = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    compatible = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    return root("settings", special + compatible)


def styles(language: str) -> str:
    """Headings, paragraphs and recitals of every level, and the signs inside them."""
    script = "w:bidi" if is_right_to_left(language) else "w:val"
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif" w:cs="Noto Sans Arabic"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang {script}={quoteattr(language)}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    made = [_style("paragraph", "Normal", "Normal", based="", default=True)]
    for level in range(1, HEADINGS + 1):
        outline = f'<w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="{level - 1}"/>'
        look = f'<w:rPr><w:b/><w:sz w:val="{34 - 2 * level}"/></w:rPr>'
        made.append(_style("paragraph", f"Heading{level}", f"heading {level}", f"<w:pPr>{outline}</w:pPr>{look}"))
    for level in range(LEVELS):
        inset = f'<w:pPr><w:ind w:left="{STEP * level}"/></w:pPr>'
        made.append(_style("paragraph", f"Text{level}", f"Text {level}", inset))
        made.append(_style("paragraph", f"Recital{level}", f"Recital {level}", inset))
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    made += [
        _style("paragraph", NOTE_TEXT, "footnote text", '<w:rPr><w:sz w:val="18"/></w:rPr>'),
        _style("character", NOTE_MARK, "footnote reference", raised, based=""),
        _style("character", BRACKET, BRACKET, '<w:rPr><w:color w:val="1F4E79"/></w:rPr>', based=""),
        _style("character", SIGN, SIGN, based=""),
    ]
    return root("styles", defaults + "".join(made))


def numbering(lists: Iterable[List_], *, right_to_left: bool) -> str:
    """Every list as a pattern of its own, so that none goes on counting for another."""
    patterns, numbers = [], []
    for one in lists:
        left = STEP * (one.level + 1)
        side = "right" if right_to_left else "left"
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="{one.start}"/><w:numFmt w:val="{one.kind}"/>'
            f'<w:suff w:val="tab"/><w:lvlText w:val={quoteattr(one.printed)}/><w:lvlJc w:val="{side}"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{STEP}"/></w:pPr></w:lvl>'
            for level in [one.level]
        )
        patterns.append(
            f'<w:abstractNum w:abstractNumId="{one.number}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
        )
        numbers.append(f'<w:num w:numId="{one.number}"><w:abstractNumId w:val="{one.number}"/></w:num>')
    return root("numbering", "".join(patterns + numbers))


def _relations(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def _style(  # noqa: PLR0913 - what a style says of itself
    kind: str, key: str, name: str, inside: str = "", *, based: str = "Normal", default: bool = False
) -> str:
    rest = f'<w:basedOn w:val="{based}"/>' if based and kind == "paragraph" else ""
    mark = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{mark} w:styleId="{key}"><w:name w:val="{name}"/>{rest}<w:qFormat/>{inside}</w:style>'
    )

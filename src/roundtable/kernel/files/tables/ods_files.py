"""ODS, written by hand: three small XML files, so that its bytes depend on the rows alone."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from roundtable.kernel.base.markings import highest
from roundtable.kernel.files.tables.inert import clean
from roundtable.kernel.files.tables.names import sheet_name
from roundtable.kernel.files.tables.packing import packed
from roundtable.kernel.files.tables.shape import Kind, Table, cell, cell_of, columns_of, notes_of

TYPE: Final = "application/vnd.oasis.opendocument.spreadsheet"
NAMES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
)
STYLES: Final = (
    "<office:automatic-styles>"
    '<number:date-style style:name="d"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>"
    '<number:percentage-style style:name="p"><number:number number:decimal-places="1" number:min-integer-digits="1"/>'
    "<number:text>%</number:text></number:percentage-style>"
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="d"/>'
    '<style:style style:name="share" style:family="table-cell" style:data-style-name="p"/>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    "</office:automatic-styles>"
)
SPACES: Final = re.compile("^ +| {2,}| +$")
MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


PRINTED: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-styles {names} office:version="1.2">'
    '<office:automatic-styles><style:page-layout style:name="marked"><style:page-layout-properties/>'
    "<style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>"
    '<office:master-styles><style:master-page style:name="marked" style:page-layout-name="marked">'
    "<style:header><text:p>{marking}</text:p></style:header><style:footer><text:p>{marking}</text:p></style:footer>"
    "</style:master-page></office:master-styles></office:document-styles>"
)
"""A page that carries a marking at its top and bottom; every table of a marked file is printed on such."""
SHEET_ON_IT: Final = (
    '<style:style style:name="sheet" style:family="table" style:master-page-name="marked">'
    '<style:table-properties table:display="true"/></style:style></office:automatic-styles>'
)


def ods_bytes(*tables: Table) -> bytes:
    """The tables as one OpenDocument workbook, a sheet each, and a last sheet with what a reader must know of them."""
    taken: set[str] = set()
    marking = highest(table.marking for table in tables)
    printed = ' table:style-name="sheet"' if marking else ""
    styles = STYLES.replace("</office:automatic-styles>", SHEET_ON_IT) if marking else STYLES
    sheets = "".join(
        f"<table:table table:name={quoteattr(name)}{printed}>{''.join(_lines(table))}</table:table>"
        for name, table in ((sheet_name(str(table.name), taken), table) for table in tables)
    )
    notes = "".join(
        f"<table:table-row>{_text(note)}</table:table-row>" for table in tables for note in [*notes_of(table), ""]
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.2">{styles}'
        f"<office:body><office:spreadsheet>{sheets}"
        f"<table:table table:name={quoteattr(sheet_name(_('Notes'), taken))}{printed}>{notes}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    members = [
        ("mimetype", TYPE.encode()),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", MANIFEST.encode()),
    ]
    if marking:
        entry = '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
        members[2:] = [
            ("styles.xml", PRINTED.format(names=NAMES, marking=escape(marking)).encode()),
            (
                "META-INF/manifest.xml",
                MANIFEST.replace("</manifest:manifest>", f"{entry}</manifest:manifest>").encode(),
            ),
        ]
    return packed(members, stored=frozenset({"mimetype"}))


def _lines(table: Table) -> Iterator[str]:
    columns = columns_of(table)
    yield f'<table:table-column table:number-columns-repeated="{max(1, len(columns))}"/>'
    heads = "".join(_text(str(column.label), style="head") for column in columns)
    yield f"<table:table-header-rows><table:table-row>{heads}</table:table-row></table:table-header-rows>"
    for row in table.rows:
        cells = "".join(_cell(cell_of(table, row, column), column.kind) for column in columns)
        yield f"<table:table-row>{cells}</table:table-row>"


def _cell(value: Any, kind: Kind) -> str:  # noqa: PLR0911 - one answer for each kind of value
    shaped = cell(value, kind)
    if shaped is None:
        return "<table:table-cell/>"
    if isinstance(shaped, bool):
        return _text(_("yes") if shaped else _("no"))
    if isinstance(shaped, datetime):
        moment = shaped.replace(tzinfo=None).isoformat(timespec="seconds")
        return f'<table:table-cell office:value-type="date" office:date-value="{moment}"/>'
    if isinstance(shaped, date):
        return f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{shaped}"/>'
    if isinstance(shaped, int | float | Decimal):
        if kind is Kind.SHARE:
            return (
                f'<table:table-cell table:style-name="share" office:value-type="percentage" office:value="{shaped}"/>'
            )
        return f'<table:table-cell office:value-type="float" office:value="{shaped}"/>'
    return _text(shaped)


def _text(text: str, *, style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in clean(text).split("\n"))
    return f'<table:table-cell{styled} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """Runs of spaces have to be counted out, or readers melt them into one."""
    return SPACES.sub(lambda run: f'<text:s text:c="{len(run.group())}"/>', escape(line))

"""Office files: packed folders of XML; what could act is refused, what tells of people and earlier states goes."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Final

from lxml import etree

from roundtable.kernel.files.inspection.pictures import FORMS, PICTURES, painted_anew
from roundtable.kernel.files.inspection.told import Gaps, acts, too_much, wrong_kind

OFFICE: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
FOLDERS: Final = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
LARGEST_UNPACKED: Final = 300 * 1024 * 1024
MOST_MEMBERS: Final = 5_000
WORST_RATIO: Final = 200
ACTING: Final = re.compile(
    r"(vbaproject|/activex/|/macrosheets/|/dialogsheets/|/customui|/ctrlprops/|attachedtoolbars|(^|/)basic/|(^|/)scripts/"
    r"|(^|/)object |oleobject|\.(zip|7z|rar|exe|dll|js|vbs|jar|html?|bat|cmd|ps1|lnk|scr|hta|com|svg|swf|class|py|sh)$)"
)
GONE: Final = re.compile(
    r"(docProps/(custom|thumbnail)|Thumbnails/|/comments|/threadedComments|/persons?/|/people\.xml|commentAuthors"
    r"|xl/revisions/|customXml/|Configurations2/|META-INF/documentsignatures|layout-cache|/printerSettings)",
    re.IGNORECASE,
)
"""Members that go whole: comments and who wrote them, earlier states, thumbnails, what programs left behind."""
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE_NS: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DELETED: Final = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}commentReference", f"{W}annotationRef"}
    | {f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "proofErr")}
    | {f"{W}{mark}Range{end}" for mark in ("moveFrom", "moveTo") for end in ("Start", "End")}
    | {f"{W}{what}Change" for what in ("rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr", "tblGrid", "numbering")}
    | {f"{W}{mark}" for mark in ("cellDel", "cellIns", "cellMerge", "rsids")}
    | {f"{TEXT}tracked-changes", f"{OFFICE_NS}annotation", f"{OFFICE_NS}annotation-end", f"{TABLE}tracked-changes"}
    | {f"{TEXT}{mark}" for mark in ("change", "change-start", "change-end")}
)
UNWRAPPED: Final = frozenset({f"{W}ins", f"{W}moveTo"})
LINKS_OUT: Final = re.compile(
    r"(attachedTemplate|/frame|subDocument|oleObject|externalLink|/package|mailMerge)", re.IGNORECASE
)
PARSER: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
NAMING: Final = ("Target", "PartName", "full-path")
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)


def office(content: bytes, ending: str, gaps: Gaps, *, whole: bool) -> tuple[bytes, bool]:
    """The file, and whether something was taken out of it.

    Names of authors, dates, comments, tracked changes (which are accepted), thumbnails and the notes in pictures go,
    unless the file is wanted `whole`. Raises Invalid for what is not such a file, unpacks to too much, or could act.
    """
    if not content.startswith(b"PK\x03\x04"):  # an archive may follow something else, and be both
        raise wrong_kind(gaps)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _look_at(archive, ending, gaps)
            if whole:
                return content, False
            return _cleaned(archive, ending), True
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, etree.XMLSyntaxError) as error:
        raise wrong_kind(gaps) from error


def _look_at(archive: zipfile.ZipFile, ending: str, gaps: Gaps) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise too_much(gaps)
    if any(member.file_size > 1024**2 and member.file_size > WORST_RATIO * member.compress_size for member in members):
        raise too_much(gaps)
    names = [member.filename for member in members]
    low = [name.lower() for name in names]
    if len(set(low)) != len(low) or any(_climbs(name) for name in names):
        raise wrong_kind(gaps)
    if any(member.flag_bits & 1 for member in members):
        raise wrong_kind(gaps)
    if not _is_kind(archive, ending, names):
        raise wrong_kind(gaps)
    if any(ACTING.search(name) for name in low):
        raise acts(gaps)
    for member in members:
        if member.filename.endswith((".xml", ".rels", ".rdf")):
            _look_at_xml(archive.read(member), gaps)


def _climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


def _is_kind(archive: zipfile.ZipFile, ending: str, names: Iterable[str]) -> bool:
    if ending.startswith("od"):
        return "mimetype" in names and archive.read("mimetype").decode("ascii", "replace").strip() == OFFICE[ending]
    return "[Content_Types].xml" in names and any(name.startswith(FOLDERS[ending]) for name in names)


def _look_at_xml(content: bytes, gaps: Gaps) -> None:
    """Refuse entities, and references that a program would follow when it opens the file."""
    head = content[:4096].replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in content.replace(b"\x00", b""):
        raise acts(gaps)
    if b"macroEnabled" in content or b"vnd.ms-office.vba" in content:
        raise acts(gaps)
    if b"TargetMode" in content:
        for link in etree.fromstring(content, etree.XMLParser(**PARSER)):
            if link.get("TargetMode") == "External" and LINKS_OUT.search(link.get("Type", "")):
                raise acts(gaps)
    if b"script:event-listener" in content or b"DDEAUTO" in content or b"dde-connection" in content.lower():
        raise acts(gaps)


def _cleaned(archive: zipfile.ZipFile, ending: str) -> bytes:
    names = archive.namelist()
    gone = {name for name in names if GONE.search(name) and name != "META-INF/manifest.xml"}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        # An OpenDocument file begins with its kind, unpacked: so programs know it.
        for name in sorted(names, key=lambda one: (one != "mimetype", names.index(one))):
            if name in gone or name.endswith("/"):
                continue
            told = zipfile.ZipInfo(name, FIRST_DAY)
            told.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(told, _member(name, archive.read(name), gone, ending))
    return made.getvalue()


def _member(name: str, content: bytes, gone: set[str], ending: str) -> bytes:
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    if suffix in PICTURES:
        try:
            return painted_anew(content, FORMS[PICTURES[suffix]])
        except (OSError, ValueError, OverflowError, SyntaxError):
            return content
    if suffix not in {"xml", "rels"}:
        return content
    root = etree.fromstring(content, etree.XMLParser(**PARSER))
    for change in CHANGES.get(name, ()):
        change(root)
    if suffix == "rels" or name in {"[Content_Types].xml", "META-INF/manifest.xml"}:
        _forget(root, gone, name)
    elif ending in {"docx", "odt", "ods", "odp"}:
        _accept(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _empty(root: etree._Element) -> None:
    """Leave a part of properties without properties."""
    for child in list(root):
        root.remove(child)


def _empty_meta(root: etree._Element) -> None:
    for meta in root.iter(f"{OFFICE_NS}meta"):
        _empty(meta)


CHANGES: Final[dict[str, tuple[Callable[[etree._Element], None], ...]]] = {
    "docProps/core.xml": (_empty,),
    "docProps/app.xml": (_empty,),
    "meta.xml": (_empty_meta,),
}


def _forget(root: etree._Element, gone: set[str], name: str) -> None:
    """Take the names of members that went out of the lists of members."""
    bases = {PurePosixPath(one).name for one in gone}
    for entry in list(root.iter()):
        if not isinstance(entry.tag, str):
            continue
        named = [value for key, value in entry.attrib.items() if str(key).rpartition("}")[2] in NAMING]
        target = str(named[0]) if named else ""
        if not target or entry.get("TargetMode") == "External":
            continue
        whole = target.lstrip("/")
        listed = whole in gone
        if name.endswith(".rels"):
            listed = listed or (PurePosixPath(whole).name in bases and _points(name, whole, gone))
        folder = whole.endswith("/") and any(one.startswith(whole) for one in gone)
        if (listed or folder) and entry.getparent() is not None:
            entry.getparent().remove(entry)


def _points(rels: str, target: str, gone: set[str]) -> bool:
    """Whether a relation leads to a member that went: targets are told from the folder of what relates."""
    folder = PurePosixPath(rels).parent.parent
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts) in gone or target in gone


def _accept(root: etree._Element) -> None:
    """Accept what was tracked and take comments out: what is read is what stays."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            bare = name.rpartition("}")[2]
            if bare.startswith("rsid") or (name.startswith(W) and bare in {"author", "initials", "date"}):
                del element.attrib[name]
        parent = element.getparent()
        if parent is None:
            continue
        if element.tag in DELETED:
            _take_out(element, parent)
        elif element.tag in UNWRAPPED:
            _unwrap(element, parent)


def _take_out(element: etree._Element, parent: etree._Element) -> None:
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: etree._Element, parent: etree._Element) -> None:
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place + 1, child)
    _take_out(element, parent)

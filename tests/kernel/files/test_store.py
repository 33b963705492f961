import errno
import io
import os
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from PIL import Image

from roundtable.kernel.base.errors import Invalid, NotThere
from roundtable.kernel.files import store
from roundtable.kernel.files.inspection import safe_name
from roundtable.kernel.files.models import StoredFile
from tests.factories.files import acting_pdf, pdf


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def keep(now, db):
    def kept(content, name):
        return store.keep(SimpleUploadedFile(name, content), scope="ge", by=1, purpose="t", at=now, audience="ge")

    return kept


def pdf_content(content):
    with pikepdf.open(io.BytesIO(content)) as opened:
        contents = opened.pages[0].Contents
        return (
            contents.read_bytes()
            if isinstance(contents, pikepdf.Stream)
            else b"".join(c.read_bytes() for c in contents)
        )


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


DOCX = {"[Content_Types].xml": b"<Types/>", "word__document_dot_xml": b"<w/>"}


def picture(form):
    made = io.BytesIO()
    image = Image.new("RGB", (8, 8), "red")
    exif = Image.Exif()
    exif[0x010E] = "canary of the author"
    image.save(made, form, exif=exif.tobytes())
    return made.getvalue()


def test_a_file_is_kept_under_its_hash_and_given_back_as_a_download(keep):
    stored = keep(pdf("hello"), "Отчёт 2026.pdf")
    response = store.serve(stored)

    assert b"% hello" in pdf_content(response.content)
    assert response["Content-Disposition"] == (
        "attachment; filename=\"2026.pdf\"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82%202026.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert store.path_of(stored).name == stored.sha256
    assert b"hello" not in store.path_of(stored).read_bytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_loses_what_it_tells_of_its_author(keep, form):
    original = picture(form)
    stored = keep(original, f"x.{form.lower()}")

    assert b"canary" in original
    assert b"canary" not in store.content(stored)
    assert stored.cleaned.startswith("Place, camera, author")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.pdf", "is empty"),
        (b"<svg onload='x()'/>", "a.svg", "not taken"),
        (b"<html>", "a.html", "not taken"),
        (b"MZ", "a.exe", "not taken"),
        (b"%PDF-1.7", "a.pdf.exe", "not taken"),
        (b"x", "noending", "not taken"),
        (b"<html><script>", "a.txt", "not what its ending"),
        (b"<!DOCTYPE html><html>", "a.csv", "not what its ending"),
        (b"MZ\x90\x00" + b"\x00" * 60, "a.txt", "not what its ending"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 20, "a.png", "not what its ending"),
        (b"GIF89a" + b"x" * 20, "a.png", "not what its ending"),
        (b"hello", "a.pdf", "not what its ending"),
        (acting_pdf(), "a.pdf", "contains programs"),
        (zipped(x=b"y"), "a.docx", "not what its ending"),
        (zipped(**{"[Content_Types].xml": b"<Types/>", "xl__workbook_dot_xml": b""}), "a.docx", "not what its ending"),
        (zipped(**DOCX, word__vbaProject_dot_bin=b"x"), "a.docx", "contains macros"),
        (
            zipped(**{**DOCX, "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}),
            "a.docx",
            "contains macros",
        ),
        (zipped(**DOCX, word__embeddings__a_dot_zip=b"x"), "a.docx", "contains macros"),
        (zipped(a=b"b"), "a.zip", "not taken"),
        (zipped(**DOCX), "a.docm", "not taken"),
    ],
)
def test_what_could_act_or_is_not_what_it_says_is_refused(keep, content, name, sentence):
    with pytest.raises(Invalid, match=sentence):
        keep(content, name)
    assert StoredFile.objects.count() == 0


def test_a_plain_office_file_is_taken(keep):
    assert keep(zipped(**DOCX), "a.docx").media_type.endswith("wordprocessingml.document")


def test_a_file_beyond_the_limit_is_refused(keep, settings):
    settings.ROUNDTABLE_UPLOAD_MB = 1

    with pytest.raises(Invalid, match="larger than 1 MB"):
        keep(b"%PDF-" + b"x" * 1024 * 1024, "a.pdf")


def test_a_name_cannot_lie_or_climb():
    assert [
        safe_name(name)
        for name in ("../../etc/passwd", "C:\\x\\a.pdf", "cod\u202efdp.exe", " .hidden. ", "a" * 300 + ".pdf")
    ] == [
        "passwd",
        "a.pdf",
        "codfdp.exe",
        "hidden",
        "a" * 146 + ".pdf",
    ]


def test_a_deleted_file_comes_back_within_thirty_days_and_not_after(keep, now):
    stored = keep(pdf(), "a.pdf")
    twin = keep(pdf(), "b.pdf")
    store.delete(stored, at=now)
    with pytest.raises(NotThere):
        store.get(stored.pk)
    assert store.restore(stored) == store.get(stored.pk)

    store.delete(stored, at=now)
    assert store.sweep(before=now + timedelta(days=30)) == 1
    assert store.content(twin).startswith(b"%PDF-")
    store.delete(twin, at=now)
    store.sweep(before=now + timedelta(days=30))
    with pytest.raises(NotThere, match="missing on the server"):
        store.content(twin)


def test_without_a_rule_of_its_room_nobody_reads_a_file(keep, monkeypatch):
    from roundtable.kernel.base.registry import Registry

    rules = Registry("mine")
    monkeypatch.setattr(store, "access", rules)
    stored = keep(pdf(), "a.pdf")
    assert not store.may_read(object(), stored)

    rules.add(store.AccessRule("t", lambda user: Q(scope=user)))
    assert (store.may_read("ge", stored), store.may_read("am", stored)) == (True, False)


def test_a_file_of_others_and_one_that_is_not_there_are_asked_for_alike(keep, monkeypatch, django_assert_num_queries):
    from roundtable.kernel.base.registry import Registry

    rules = Registry("mine")
    rules.add(store.AccessRule("t", lambda user: Q(scope=user)))
    monkeypatch.setattr(store, "access", rules)
    stored = keep(pdf(), "a.pdf")
    for number in (stored.pk, stored.pk + 1):
        with django_assert_num_queries(1), pytest.raises(NotThere, match="no such file"):
            store.get_for("am", number)
    assert store.get_for("ge", stored.pk) == stored


def test_bytes_without_a_row_are_swept_and_those_handed_in_again_are_not(keep, now, settings):
    stored = keep(pdf(), "a.pdf")
    StoredFile.objects.all().delete()
    half = store.path_of(stored).with_name(f"{store.HALF}cut-off")
    half.write_bytes(b"half")
    os.utime(half, (now.timestamp(), now.timestamp()))
    assert store.sweep_unclaimed(before=now) == 0
    assert store.sweep_unclaimed(before=now + timedelta(seconds=1)) == 2
    assert not list(settings.MEDIA_ROOT.glob("??/??/*"))

    assert store.content(keep(pdf(), "a.pdf")).startswith(b"%PDF-")
    assert store.sweep_unclaimed(before=now + timedelta(seconds=1)) == 0


def test_a_full_disk_leaves_no_half_file(keep, settings, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(pdf(), "a.pdf")
    assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert not StoredFile.objects.exists()

"""A scanner is asked before anything reads a file; a real one where this machine has it, and one that misbehaves."""

import shutil
import socket
import subprocess
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roundtable.config.health import look_at_scanner
from roundtable.kernel.base.errors import Invalid
from roundtable.kernel.base.health import Level
from roundtable.kernel.files import store
from roundtable.kernel.files.models import StoredFile
from roundtable.kernel.files.scanning import ScannerAway, known_as

HARM = b"this sentence is harmful only to the list of this test"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clamd(tmp_path):
    """A real clamd with a list of its own, which knows one sentence."""
    program = shutil.which("clamd")
    if program is None:
        pytest.skip("there is no clamd here (Debian: apt-get install clamav-daemon)")
    place = tmp_path / "clamd.sock"
    (tmp_path / "own.ndb").write_text(f"Own.Test:0:*:{HARM.hex()}\n")
    (tmp_path / "clamd.conf").write_text(
        f"LocalSocket {place}\nDatabaseDirectory {tmp_path}\nForeground yes\nUser root\nOfficialDatabaseOnly no\n"
    )
    running = subprocess.Popen([program, "-c", tmp_path / "clamd.conf"], stdout=subprocess.DEVNULL)  # noqa: S603 - itself
    for _try in range(600):
        if place.exists() or running.poll() is not None:
            break
        time.sleep(0.05)
    yield f"unix://{place}"
    running.terminate()
    running.wait()


@pytest.fixture
def answering(tmp_path):
    """A scanner that says what it is told to say, once it heard everything."""
    listening = socket.create_server(("127.0.0.1", 0))
    said: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            with line:
                heard = b""
                while not heard.endswith(b"\0\0\0\0"):
                    heard += line.recv(65536)
                line.sendall(said[0])

    threading.Thread(target=serve, daemon=True).start()
    yield f"tcp://127.0.0.1:{listening.getsockname()[1]}", said
    listening.close()


def test_a_real_scanner_knows_what_is_in_its_list_wherever_it_stands(clamd):
    long = b"a page\n" * 100_000
    assert known_as(HARM, scanner=clamd) == "Own.Test.UNOFFICIAL"
    assert known_as(long + HARM + long, scanner=clamd) == "Own.Test.UNOFFICIAL"
    assert known_as(b"a page", scanner=clamd) == ""


@pytest.mark.parametrize(
    ("answer", "known"), [(b"stream: OK\0", ""), (b"stream: Win.Test-1 FOUND\0", "Win.Test-1")], ids=["no", "yes"]
)
def test_an_answer_is_understood(answering, answer, known):
    scanner, said = answering
    said.append(answer)
    assert known_as(b"x" * 200_000, scanner=scanner) == known


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: NOT OK\0"])
def test_what_is_no_answer_counts_as_none(answering, answer):
    scanner, said = answering
    said.append(answer)
    with pytest.raises(ScannerAway):
        known_as(b"a page", scanner=scanner)


@pytest.mark.parametrize("scanner", ["", "clamd", "http://127.0.0.1:1", "unix:relative", "tcp://127.0.0.1:1"])
def test_a_place_where_no_scanner_is_says_so(scanner):
    with pytest.raises(ScannerAway):
        known_as(b"a page", scanner=scanner)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "told"),
    [(b"stream: Win.Test-1 FOUND\0", "known to be harmful .Win.Test-1."), (b"", "cannot be checked for harm")],
)
def test_what_is_harmful_or_cannot_be_checked_is_not_kept(answering, settings, now, answer, told):
    settings.ROUNDTABLE_SCANNER, said = answering
    said.append(answer)
    handed_in = SimpleUploadedFile("note.txt", b"a page")
    with pytest.raises(Invalid, match=told):
        store.keep(handed_in, scope="ge", by=1, purpose="t", at=now, audience="ge")
    assert StoredFile.objects.count() == 0
    said[0] = b"stream: OK\0"
    handed_in.seek(0)
    assert store.keep(handed_in, scope="ge", by=1, purpose="t", at=now, audience="ge").name == "note.txt"


def test_the_doctor_asks_the_scanner(answering, settings):
    assert [found.level for found in look_at_scanner()] == [Level.NOTE]
    settings.ROUNDTABLE_SCANNER, said = answering
    said.append(b"stream: OK\0")
    assert [found.level for found in look_at_scanner()] == [Level.FINE]
    said[0] = b""
    assert [found.level for found in look_at_scanner()] == [Level.WRONG]

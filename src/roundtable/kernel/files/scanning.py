"""Asking a scanner for known harmful files (ClamAV's `clamd`), where the installation has one."""

import socket
import struct
from contextlib import closing
from pathlib import PurePosixPath
from urllib.parse import urlsplit

PIECE = 64 * 1024
LONGEST_ANSWER = 4096
PATIENCE = 30.0
"""How many seconds each step may take."""


class ScannerAway(OSError):  # noqa: N818 - a name that says what happened
    """The scanner did not answer, or not in a way that says whether the content is known to be harmful."""


def known_as(content: bytes, *, scanner: str, patience: float = PATIENCE) -> str:
    """Give the name under which the scanner knows this content as harmful; an empty text when it knows nothing of it.

    `scanner` is `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`. The content goes as pieces of a stream, with the
    command INSTREAM of clamd(8). Raises `ScannerAway`.
    """
    try:
        with closing(_line(scanner, patience)) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
            heard = b""
            while b"\0" not in heard and len(heard) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
                heard += more
    except (OSError, ValueError) as error:
        raise ScannerAway(str(error)) from error
    return _name(heard.split(b"\0", 1)[0].decode("utf-8", "replace"))


def _line(scanner: str, patience: float) -> socket.socket:
    told = urlsplit(scanner)
    if told.scheme == "tcp" and told.hostname and told.port:
        return socket.create_connection((told.hostname, told.port), timeout=patience)
    if told.scheme == "unix" and PurePosixPath(told.path).is_absolute():
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(patience)
        try:
            line.connect(told.path)
        except OSError:
            line.close()
            raise
        return line
    message = f"“{scanner}” is no place of a scanner: unix:///run/clamav/clamd.ctl or tcp://host:3310"
    raise ValueError(message)


def _name(answer: str) -> str:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerAway(answer or "it closed the line without an answer")

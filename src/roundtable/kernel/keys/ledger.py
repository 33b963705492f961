"""The ledger of erasures: kept with the keys, outside the database, so that an older backup brings nobody back."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from roundtable.kernel.keys import masters

NAME: Final = "erased.jsonl"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One destroyed key: when, whose, and which. It names nobody."""

    at: str
    owner: str
    key: str
    since: str = ""
    """When the owner came into the house, so that a number given anew after a restore is not taken for the erased."""


def place() -> Path:
    """Where the ledger lies."""
    return masters.folder() / NAME


def mark() -> tuple[int, int]:
    """Give what changes whenever somebody is erased."""
    try:
        told = place().stat()
    except OSError:
        return (0, 0)
    return (told.st_mtime_ns, told.st_size)


def write(*erasures: Erasure) -> None:
    """Write erasures down, on the disk when this returns."""
    masters.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one), sort_keys=True) + "\n" for one in erasures)
        file.flush()
        os.fsync(file.fileno())


def touch() -> None:
    """Let every process look anew: what was written down has happened."""
    if place().exists():
        os.utime(place())


def read() -> list[Erasure]:
    """Give every erasure in the order in which it was decided."""
    if not place().exists():
        return []
    lines = place().read_text(encoding="utf-8").splitlines()
    return [Erasure(**json.loads(line)) for line in lines if line.strip()]

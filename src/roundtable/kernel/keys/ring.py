"""The data keys at hand: found by owner to seal, by number to open; unwrapped once a process, forgotten when erased."""

import os
import threading
import time
import uuid
from collections.abc import Callable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction

from roundtable.kernel.keys import ledger, masters
from roundtable.kernel.keys.boxes import (
    NONCE,
    Box,
    ErasedError,
    Place,
    SealedError,
    close,
    close_bytes,
    key_of_bytes,
    unclose,
    unclose_bytes,
)
from roundtable.kernel.keys.models import DataKey

MOST: Final = 50_000
"""Keys kept at hand in one process; beyond that they are read anew."""
TOGETHER: Final = 1_000
"""Keys that are read with one query."""
GLANCE: Final = 0.5
"""Seconds after which a process looks whether somebody was erased meanwhile."""

_locks: dict[str, AESGCM | None] = {}
"""By number; None where the key was destroyed."""
_owned: dict[str, str] = {}
"""The number of an owner's key. One whose transaction is undone must seal nothing more: see `_stands`."""
_unsure: dict[str, Callable[[], None]] = {}
"""Keys whose transaction is still open, with what they asked to be called at its end."""
_seen: list[float | tuple[int, int]] = [0.0, (0, 0)]


class _Waiting(threading.local):
    def __init__(self) -> None:
        self.numbers: set[str] = set()


_waiting = _Waiting()


def scope(code: str) -> str:
    """Name the owner of what belongs to a Party, a Partner, the secretariat or the whole dialogue."""
    return f"scope:{code or 'dialogue'}"


def person(number: int | str) -> str:
    """Name the owner of what is about one person."""
    return f"person:{number}"


def forget() -> None:
    """Read every key anew when it is needed."""
    _locks.clear()
    _owned.clear()
    _waiting.numbers.clear()


def seal(plain: str, *, owner: str, place: Place) -> Box:
    """Seal a text with its owner's key, which is made when there is none. Raises `ErasedError` for who was erased."""
    number, lock = _key_of(owner)
    return close(plain, key=number, lock=lock, place=place)


def unseal(box: Box, *, place: Place) -> str:
    """Open a box. Raises `ErasedError` when its key was destroyed, `SealedError` when it was not sealed there."""
    return unclose(box, lock=_key(box.key), place=place)


def unseal_or(box: Box, *, place: Place, otherwise: str) -> str:
    """Open a box, or give something else where it was erased."""
    try:
        return unseal(box, place=place)
    except ErasedError:
        return otherwise


def settle(owner: str, *, into: str) -> bool:
    """Give a key to the owner whom it was made for, once the owner's number is known.

    False where that owner has a key already (something was kept about the number before): what was sealed with this one
    must be sealed anew.
    """
    rows = {row.owner: row for row in DataKey.objects.filter(owner__in=[owner, into])}
    row = rows.get(owner)
    if row is None or row.wrapped is None or row.master is None:
        return True
    if into in rows:
        _locks.pop(row.pk.hex, None)
        row.delete()
        return False
    material = unwrap(row.wrapped, number=row.pk, owner=owner, master=row.master)
    row.owner, row.wrapped = into, wrap(material, number=row.pk, owner=into, master=row.master)
    row.save(update_fields=["owner", "wrapped"])
    _owned.pop(owner, None)
    return True


def seal_bytes(content: bytes, *, owner: str, place: Place) -> bytes:
    """Seal the bytes of a file with its owner's key."""
    number, lock = _key_of(owner)
    return close_bytes(content, key=number, lock=lock, place=place)


def unseal_bytes(sealed: bytes, *, place: Place) -> bytes:
    """Open the bytes of a file, as `unseal`."""
    return unclose_bytes(sealed, lock=_key(key_of_bytes(sealed)), place=place)


def expect(number: str) -> None:
    """Say that a key will be needed: keys that are needed together are read together."""
    if number not in _locks:
        _waiting.numbers.add(number)


def wrap(material: bytes, *, number: uuid.UUID, owner: str, master: int) -> bytes:
    """Wrap a data key with a master key, bound to its number and its owner."""
    nonce = os.urandom(NONCE)
    return nonce + masters.lock(master).encrypt(nonce, material, _bound(number, owner))


def unwrap(wrapped: bytes | memoryview, *, number: uuid.UUID, owner: str, master: int) -> bytes:
    """Unwrap a data key. Raises `SealedError` when this master key did not wrap it for this owner."""
    try:
        return masters.lock(master).decrypt(bytes(wrapped[:NONCE]), bytes(wrapped[NONCE:]), _bound(number, owner))
    except InvalidTag as error:
        raise SealedError(
            f"The data key of {owner} was not wrapped by master key {master} in {masters.folder()}: the folder belongs "
            "to another installation, or the row was changed."
        ) from error


def _bound(number: uuid.UUID, owner: str) -> bytes:
    return f"rt1|data key|{number.hex}|{owner}".encode()


def _glance() -> None:
    now = time.monotonic()
    if now - float(_seen[0]) < GLANCE:  # type: ignore[arg-type]  # the first of the two is the time
        return
    _seen[0] = now
    mark = ledger.mark()
    if mark != _seen[1]:
        _seen[1] = mark
        forget()


def _key(number: str) -> AESGCM:
    _glance()
    if number not in _locks:
        _fetch(number)
    lock = _locks.get(number)
    if lock is None and number in _locks:
        raise ErasedError("This was erased: its key was destroyed.")
    if lock is None:
        raise SealedError(
            f"Data key {number} is not in the database. The table of keys and the other tables come from two different "
            "backups; bring both back from the same one."
        )
    return lock


def _fetch(number: str) -> None:
    wanted = [number, *list(_waiting.numbers - {number})[: TOGETHER - 1]]
    _waiting.numbers.clear()
    if len(_locks) > MOST:
        _locks.clear()
    for row in DataKey.objects.filter(pk__in=[uuid.UUID(hex=one) for one in wanted]):
        _hold(row)


def _hold(row: DataKey) -> AESGCM | None:
    lock = None
    if row.wrapped is not None and row.master is not None:
        lock = AESGCM(unwrap(row.wrapped, number=row.pk, owner=row.owner, master=row.master))
    _locks[row.pk.hex] = lock
    return lock


def _key_of(owner: str) -> tuple[str, AESGCM]:
    _glance()
    number = _owned.get(owner)
    if number is not None and _stands(number) and (kept := _locks.get(number)) is not None:
        return number, kept
    row = DataKey.objects.filter(owner=owner).first() or _make(owner)
    lock = _hold(row)
    if lock is None:
        raise ErasedError("Nothing is kept about somebody who was erased.")
    _owned[owner] = row.pk.hex
    return row.pk.hex, lock


def _stands(number: str) -> bool:
    """Whether a key is in the table for sure: its transaction has ended well, or goes on here and nothing undid it.

    Django forgets what was to be called at the end of a transaction with the savepoint in which it was asked for.
    """
    asked = _unsure.get(number)
    return asked is None or any(entry[1] is asked for entry in connection.run_on_commit)


def _make(owner: str) -> DataKey:
    number, material = uuid.uuid4(), AESGCM.generate_key(256)
    master = masters.newest(may_make=lambda: not DataKey.objects.exists())
    made = DataKey(
        pk=number, owner=owner, master=master, wrapped=wrap(material, number=number, owner=owner, master=master)
    )

    def settled() -> None:
        _unsure.pop(number.hex, None)

    _unsure[number.hex] = settled
    # Two processes may make the first key of an owner at once: the database keeps one, and both use that one.
    DataKey.objects.bulk_create([made], ignore_conflicts=True)
    transaction.on_commit(settled)
    return DataKey.objects.get(owner=owner)

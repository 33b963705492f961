"""Rotate and erase: change the master key while people read and write, erase a person, bring yesterday back."""

import json
import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db import connection, connections
from django.utils import timezone

from roundtable.config.backing_up import back_up, take_keys
from roundtable.config.proofs.restore import brought_back
from roundtable.config.proving import call, environment, history_holds
from roundtable.ground.trust.public import Trial, User, erase
from roundtable.kernel.base.walls.reach import looking_across
from roundtable.kernel.keys import masters, ring, rotation
from roundtable.kernel.keys.fields import sealed_fields
from roundtable.kernel.keys.models import DataKey

SHORT, LONG = 20_000, 1_000_000
LONGEST: Final = 60
"""Seconds in which a million data keys are wrapped anew."""
TOGETHER: Final = 10_000


def run(trial: Trial) -> None:
    """Rotate under load, then erase and bring back."""
    here = environment(trial.home, os.environ.get("DATABASE_URL", ""))
    _rotate(trial, LONG if trial.long else SHORT)
    history_holds(trial, here, "with another master key")
    elsewhere = trial.home.parent / f"{trial.home.name}-elsewhere"
    try:
        _erase(trial, elsewhere)
        history_holds(trial, here, "after somebody was erased")
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


def _fill(number: int) -> None:
    master = masters.newest(may_make=lambda: True)
    for start in range(0, number, TOGETHER):
        rows = []
        for index in range(start, min(start + TOGETHER, number)):
            key, owner = uuid.uuid4(), f"proof:{index}"
            wrapped = ring.wrap(AESGCM.generate_key(256), number=key, owner=owner, master=master)
            rows.append(DataKey(pk=key, owner=owner, master=master, wrapped=wrapped))
        DataKey.objects.bulk_create(rows, batch_size=1000)


def _rotate(trial: Trial, number: int) -> None:
    before = _contents()
    _fill(number)
    keys = DataKey.objects.exclude(master=None).count()
    failed: list[str] = []
    reads: list[int] = []
    with _readers(before, reads, failed), _writer(reads, failed):
        said = call(["keys", "rotate"], environment(trial.home, os.environ.get("DATABASE_URL", "")))
    seconds = float(re.findall(r"after ([0-9.]+) s", said)[-1])
    trial.tried(len(reads))
    for one in failed:
        trial.broken(one)
    newest = max(masters.files())
    trial.holds(rotation.under() == {newest: DataKey.objects.exclude(master=None).count()}, "older masters wrap keys")
    aside = masters.files()[newest - 1].rename(trial.home / "older-master")
    masters.forget()
    ring.forget()
    after = _contents()
    trial.holds(all(after.get(name) == value for name, value in before.items()), "the older master is still needed")
    aside.rename(masters.folder() / f"master-{newest - 1:04d}")
    trial.figure("data keys", keys)
    trial.figure("seconds to wrap them anew, while people read and write", round(seconds, 1))
    trial.figure("reads and writes meanwhile", len(reads))
    if trial.long:
        trial.holds(seconds <= LONGEST, f"{keys} data keys took {seconds:.0f} s")
    DataKey.objects.filter(owner__startswith="proof:").delete()


def _contents() -> dict[str, Any]:
    """Read every sealed column of every row."""
    found: dict[str, Any] = {}
    for model in apps.get_models():
        fields = sealed_fields(model)
        if not fields or model._meta.label_lower == "links.indexentry":
            continue
        for row in model._default_manager.order_by("pk")[:2000]:
            for field in fields:
                found[f"{model._meta.label_lower}.{field.name}.{row.pk}"] = getattr(row, field.attname)
    return found


@contextmanager
def _readers(before: dict[str, Any], reads: list[int], failed: list[str]) -> Iterator[None]:
    """Read known rows with keys fetched anew each time, as another process would."""
    people = [
        (int(name.rsplit(".", 1)[1]), value) for name, value in before.items() if name.startswith("trust.user.name.")
    ]
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            for number, name in people:
                ring.forget()
                try:
                    if User.objects.get(pk=number).name != name:
                        failed.append(f"person {number} read otherwise")
                except Exception as error:  # noqa: BLE001 - whatever fails is a failed read
                    failed.append(f"person {number} could not be read: {error}")
                reads.append(number)
                time.sleep(0.005)
        connection.close()

    yield from _beside(read, stop)


@contextmanager
def _writer(reads: list[int], failed: list[str]) -> Iterator[None]:
    """Write rows of new owners, each with a key made meanwhile, and read each again."""
    stop = threading.Event()
    notice = apps.get_model("notices.notice")

    def write() -> None:
        number = 10**9
        while not stop.is_set():
            number += 1
            try:
                made = notice._default_manager.create(
                    user_id=number, key="proof", subject=f"Said to {number}", at=timezone.now(), demonstration=True
                )
                ring.forget()
                if notice._default_manager.get(pk=made.pk).subject != f"Said to {number}":
                    failed.append(f"notice {number} read otherwise")
            except Exception as error:  # noqa: BLE001 - whatever fails is a failed write
                failed.append(f"notice {number} could not be written or read: {error}")
            reads.append(number)
            time.sleep(0.02)
        connection.close()

    yield from _beside(write, stop)


def _beside(work: Any, stop: threading.Event) -> Iterator[None]:
    def across() -> None:
        with looking_across("a proof reads and writes as every person at once"):
            work()

    thread = threading.Thread(target=across)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _erase(trial: Trial, elsewhere: Path) -> None:
    by = User.objects.filter(terms__role="secretariat", is_active=True).order_by("pk").first()
    person = User.objects.filter(terms__role="contact-point", is_active=True).order_by("pk").first()
    if by is None or person is None:
        trial.broken("there is nobody to erase")
        return
    name, before = person.name, _contents()
    connections.close_all()
    yesterday = back_up(elsewhere / "yesterday", at=timezone.now(), say=_silently)
    erase(person, by=by, at=timezone.now())
    ring.forget()
    after = _contents()
    theirs = {one for one, value in before.items() if after.get(one) != value}
    gone = [one for one in theirs if after.get(one)]
    trial.holds(not gone, f"something came out otherwise rather than being erased: {gone[:3]}")
    owned = {f"trust.user.name.{person.pk}", f"trust.user.email.{person.pk}"}
    trial.holds(owned <= theirs, "name or address of whoever was erased can still be read")
    strange = [one for one in theirs if not _of(one, person)]
    trial.holds(not strange, f"something of others was erased: {sorted(strange)[:3]}")
    trial.tried(len(before))
    trial.holds(name not in json.dumps(after, default=str), "the name stands in some other column")
    take_keys(elsewhere / "keys")
    with brought_back(trial, yesterday, elsewhere) as told:
        read = call(["django", "shell", "-v", "0", "-c", READ.format(number=person.pk)], told)
        trial.holds(json.loads(read.strip().splitlines()[-1]) == ["", "", False], f"yesterday's backup tells: {read}")
        others = call(["django", "shell", "-v", "0", "-c", COUNT], told)
        known = sum(1 for one, value in before.items() if one.startswith("trust.user.name.") and value)
        trial.holds(int(others.strip().splitlines()[-1]) == known - 1, f"{others} people have names, not {known - 1}")
    trial.figure("sealed values compared", len(before))


READ = (
    "import json; from roundtable.ground.trust.public import User; one = User.objects.get(pk={number}); "
    "print(json.dumps([one.name, one.email, one.is_active]))"
)
COUNT = "from roundtable.ground.trust.public import User; print(sum(bool(one.name) for one in User.objects.all()))"


def _of(one: str, person: User) -> bool:
    """Whether a value is about a person: their account, card, notices, and the history of their account."""
    label, _field, number = one.rsplit(".", 2)
    row = apps.get_model(label)._default_manager.filter(pk=number).first()
    if row is None:  # mails to them, and invitations, are gone whole
        return label in {"outside.sent", "trust.invitation", "notices.deadaddress", "account.emailaddress"}
    about = getattr(row, "user_id", row.pk if label == "trust.user" else None)
    return about == person.pk or (
        label == "trust.entry" and (row.kind, row.object_id) == ("trust.user", str(person.pk))
    )


def _silently(_words: str) -> None:
    return

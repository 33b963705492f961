"""What `roundtable doctor` looks at: the keys are there, readable by their owner alone, and belong to this database."""

import stat
from collections.abc import Iterator

from django.db import DatabaseError
from django.db.models import Count

from roundtable.kernel.base.health import Check, Finding, Level
from roundtable.kernel.keys import masters, ring
from roundtable.kernel.keys.boxes import SealedError
from roundtable.kernel.keys.models import DataKey


def look_at_keys() -> Iterator[Finding]:
    """The master keys, and whether they open the data keys of this database."""
    try:
        used = dict(DataKey.objects.exclude(master=None).order_by().values_list("master").annotate(Count("pk")))
    except DatabaseError:
        return  # told by the check of the database
    there = masters.files()
    if not there and not used:
        yield Finding(Level.FINE, f"no master key yet; the first is made in {masters.folder()} when something is kept")
        return
    for number in sorted(set(used) - set(there)):
        yield Finding(
            Level.WRONG,
            f"master key {number} is not in {masters.folder()}: {used[number]} data keys open no more",
            "bring the folder of keys back, or set ROUNDTABLE_KEYS to where it lies",
        )
    for place in (masters.folder(), *there.values()):
        if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077:
            yield Finding(Level.WRONG, f"others on this machine can read {place}", f"chmod go= {place}")
    for number in sorted(set(used) & set(there)):
        row = DataKey.objects.filter(master=number).order_by("pk").first()
        try:
            if row is not None and row.wrapped is not None:
                ring.unwrap(row.wrapped, number=row.pk, owner=row.owner, master=number)
        except SealedError as error:
            yield Finding(Level.WRONG, str(error), "bring the folder of keys back that belongs to this database")
        else:
            yield Finding(Level.FINE, f"master key {number} opens {used[number]} data keys")


CHECK = Check("keys", look_at_keys, order=8)

"""Put the entries that are older than the chain into it, in the order in which they were written.

They carry the instant of this migration as that of writing: nobody vouches for them before.
"""

from itertools import groupby

from django.db import migrations
from django.utils import timezone

from roundtable.ground.trust.domain.chain import Family, Link, beginning, chain_of, digest, instant
from roundtable.ground.trust.services.guards import opened
from roundtable.kernel.keys.fields import stored

AT_ONCE = 500


def parts(entry):
    """Give what an entry of this state of the table commits to."""
    return {
        "at": instant(entry.at),
        "by": entry.by_id,
        "happened": entry.happened,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "label": entry.label,
        "row": entry.row.hex,
        "before": stored(entry, "before"),
        "after": stored(entry, "after"),
        "kept_to": entry.kept_to,
        "demonstration": entry.demonstration,
    }


def link(apps, schema_editor):
    """Give every entry its number, the hash of the one before, and its own."""
    Entry, Tip = apps.get_model("trust", "Entry"), apps.get_model("trust", "Tip")
    now = timezone.now()
    with opened(schema_editor.connection):
        old = Entry.objects.order_by("scope", "pk").iterator(chunk_size=AT_ONCE)
        for scope, entries in groupby(old, key=lambda entry: entry.scope):
            chain = chain_of(Family.HISTORY, scope)
            number, last, held = 0, beginning(chain), []
            for entry in entries:
                number += 1
                entry.number, entry.previous, entry.written_at = number, last, now
                last = entry.hash = digest(Link(chain, number, last, now, parts(entry)))
                held.append(entry)
                if len(held) == AT_ONCE:
                    keep(Entry, held)
                    held = []
            keep(Entry, held)
            Tip.objects.create(chain=chain, number=number, hash=last, at=now)


def keep(Entry, entries):
    """Write the places of some entries."""
    Entry.objects.bulk_update(entries, ["number", "previous", "hash", "written_at"])


class Migration(migrations.Migration):

    dependencies = [("trust", "0013_places_in_chains")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop)]

"""Say how the keys stand."""

from typing import Any

from django.core.management.base import BaseCommand

from roundtable.kernel.keys import ledger, masters
from roundtable.kernel.keys.models import DataKey
from roundtable.kernel.keys.rotation import under


class Command(BaseCommand):
    """Say which master keys there are, and what they wrap."""

    help = "Say which master keys there are, how many data keys each wraps, and how many were destroyed."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print it; exit with 1 when a master key is missing."""
        there, used = masters.files(), under()
        self.stdout.write(f"folder: {masters.folder()}")
        for number in sorted({*there, *used}):
            missing = "" if number in there else "  MISSING: what it wraps opens no more"
            newest = "  (newest: wraps what is new)" if there and number == max(there) else ""
            self.stdout.write(f"master key {number}: {used.get(number, 0)} data keys{newest}{missing}")
        destroyed = DataKey.objects.exclude(destroyed_at=None).count()
        self.stdout.write(f"destroyed: {destroyed} data keys; the ledger of erasures has {len(ledger.read())} lines")
        if set(used) - set(there):
            raise SystemExit(1)

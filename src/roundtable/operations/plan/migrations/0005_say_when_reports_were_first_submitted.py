"""Fill in from the reports themselves, and from the history, when each was first submitted."""

from django.db import migrations
from django.db.models import Min
from django.db.models.functions import Coalesce

SENT = ("submitted", "returned", "accepted")
SUBMITTED = "plan.report-submitted"


def fill(apps, _schema_editor):
    """Take the day that the report says; for one that was withdrawn the day that the history says.

    What lies in the bin is left: it goes as it was promised when it was put there.
    """
    Report = apps.get_model("plan", "Report")
    Entry = apps.get_model("trust", "Entry")
    kept = Report.objects.filter(deleted_at=None, first_submitted_at=None)
    kept.filter(submitted_at__isnull=False).update(first_submitted_at=Coalesce("submitted_at", "changed_at"))
    kept.filter(stage__in=SENT).update(first_submitted_at=Coalesce("reviewed_at", "changed_at"))
    told = Entry.objects.filter(kind="plan.report", happened=SUBMITTED).order_by()
    first = {int(row["object_id"]): row["first"] for row in told.values("object_id").annotate(first=Min("at"))}
    for report in kept.filter(pk__in=list(first)):
        report.first_submitted_at = first[report.pk]
        report.save(update_fields=["first_submitted_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0004_what_was_submitted_once_is_known"),
        ("trust", "0005_entries_say_to_whom_they_are_kept"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

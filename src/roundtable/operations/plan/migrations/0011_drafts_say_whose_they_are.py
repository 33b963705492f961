"""Say of the drafts of reports that are there already to which Party they belong."""

from django.db import migrations
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast

KIND = "plan.report"


def fill(apps, _schema_editor):
    """Take the Party of the report; what belongs to no report any more stays nobody's."""
    Report = apps.get_model("plan", "Report")
    Text = apps.get_model("drafts", "Text")
    named = Report.objects.annotate(key=Cast("pk", CharField(max_length=80))).order_by()
    party = named.filter(key=OuterRef("key")).values("party_id")[:1]
    kept = Text.objects.filter(kind=KIND, scope="")
    kept.annotate(party=Subquery(party)).filter(party__isnull=False).update(scope=Subquery(party))


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0010_notes_and_evidence_come_once"),
        ("drafts", "0002_whose_drafts_are"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

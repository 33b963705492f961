from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('plan', 'Report'),
        owner=lambda report: ring.scope(report.party_id),
        texts=['narrative', 'obstacles', 'needs', 'returned_note'],
        values={'as_returned': 'sealed_as_returned'},
    )
    parties = dict(apps.get_model('plan', 'Report').objects.values_list('pk', 'party_id'))
    owner = lambda part: ring.scope(parties[part.report_id])
    seal_rows(apps.get_model('plan', 'Evidence'), owner=owner, texts=['title', 'link'])
    seal_rows(apps.get_model('plan', 'Note'), owner=owner, texts=['text'])
    seal_rows(
        apps.get_model('plan', 'Correction'),
        owner=owner,
        texts=['reason', 'decision_note'],
        values={'before': 'sealed_before', 'after': 'sealed_after'},
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('plan', '0012_room_for_sealed_reports'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

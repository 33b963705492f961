from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('notices', 'Notice'),
        owner=lambda notice: ring.person(notice.user_id),
        texts=['subject', 'text'],
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('notices', '0002_room_for_sealed_notices'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

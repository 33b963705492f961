from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('outside', 'Sent'), owner=lambda sent: ring.scope('mail'), texts=['subject'], addresses=['to']
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('outside', '0002_room_for_sealed_mail'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('notices', 'DeadAddress'),
        owner=lambda dead: ring.scope('mail'),
        texts=['reason'],
        addresses=['address'],
    )
    # Notices about such an address carried it in their key; the number of the row says as much.
    Notice = apps.get_model('notices', 'Notice')
    for notice in Notice.objects.filter(key__startswith='bounced:', key__contains='@'):
        notice.key = f'bounced:before:{notice.pk}'
        notice.save(update_fields=['key'])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('notices', '0005_room_for_sealed_addresses'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

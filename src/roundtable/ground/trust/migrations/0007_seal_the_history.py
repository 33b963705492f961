from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows

PEOPLE = {'trust.user', 'parties.contactcard'}


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('trust', 'Entry'),
        owner=lambda entry: ring.person(entry.object_id) if entry.kind == 'trust.user' else ring.scope(entry.scope),
        values={'before': 'sealed_before', 'after': 'sealed_after'},
        also=lambda entry: {'label': '' if entry.kind in PEOPLE else entry.label},
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('trust', '0006_room_for_sealed_history'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    seal_rows(
        apps.get_model('parties', 'ContactCard'),
        owner=lambda card: ring.person(card.user_id),
        texts=['title', 'phone', 'speaks'],
    )


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('parties', '0003_room_for_sealed_cards'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

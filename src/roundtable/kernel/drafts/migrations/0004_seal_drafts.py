from django.db import migrations

from roundtable.kernel.keys import ring
from roundtable.kernel.keys.migrating import seal_rows


def seal(apps, _schema_editor):
    owner = lambda row: ring.scope('drafts')
    seal_rows(apps.get_model('drafts', 'Text'), owner=owner, texts=['origin', 'text'])
    seal_rows(apps.get_model('drafts', 'Stroke'), owner=owner, texts=['sent', 'became'])
    seal_rows(apps.get_model('drafts', 'Conflict'), owner=owner, texts=['base_text', 'mine', 'theirs', 'both'])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('drafts', '0003_room_for_sealed_drafts'),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop, elidable=False)]

from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


def drop(_apps, schema_editor):
    # Nobody has asked for it since 0.1; SQLite drops it by making the table anew.
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('ALTER TABLE trust_user DROP COLUMN IF EXISTS is_superuser')


class Migration(migrations.Migration):

    # In small migrations, because every page reads this table: each holds its lock for a moment.
    dependencies = [
        ('trust', '0009_room_for_sealed_people'),
    ]

    operations = [
        AtOnce([
            migrations.RemoveConstraint(model_name='user', name='one_account_for_each_address'),
            migrations.AddField(model_name='user', name='row', field=models.UUIDField(null=True)),
            migrations.RunPython(drop, migrations.RunPython.noop, elidable=False),
        ]),
    ]

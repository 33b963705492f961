from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


def widen(_apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('ALTER TABLE account_emailaddress ALTER COLUMN email TYPE text')


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('trust', '0008_the_history_is_sealed'),
    ]

    operations = [
        AtOnce([
            migrations.AddField(model_name='invitation', name='row', field=models.UUIDField(null=True)),
            migrations.AlterField(model_name='invitation', name='email', field=models.TextField()),
            migrations.AlterField(model_name='invitation', name='name', field=models.TextField()),
            migrations.RunPython(widen, migrations.RunPython.noop, elidable=False),
        ]),
    ]

from django.db import migrations, models


def widen(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('ALTER TABLE account_emailaddress ALTER COLUMN email TYPE text')
        # Nobody has asked for it since 0.1; SQLite drops it by making the table anew.
        schema_editor.execute('ALTER TABLE trust_user DROP COLUMN IF EXISTS is_superuser')


class Migration(migrations.Migration):

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('trust', '0008_the_history_is_sealed'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='user', name='one_account_for_each_address'),
        migrations.AddField(model_name='user', name='row', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='invitation', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='user', name='email', field=models.TextField(unique=True)),
        migrations.AlterField(model_name='user', name='name', field=models.TextField()),
        migrations.AlterField(model_name='invitation', name='email', field=models.TextField()),
        migrations.AlterField(model_name='invitation', name='name', field=models.TextField()),
        migrations.RunPython(widen, migrations.RunPython.noop, elidable=False),
    ]

from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('trust', '0005_entries_say_to_whom_they_are_kept'),
    ]

    operations = [
        AtOnce([
            migrations.AddField(model_name='entry', name='row', field=models.UUIDField(null=True)),
            migrations.AddField(model_name='entry', name='sealed_before', field=models.TextField(default='')),
            migrations.AddField(model_name='entry', name='sealed_after', field=models.TextField(default='')),
        ]),
    ]

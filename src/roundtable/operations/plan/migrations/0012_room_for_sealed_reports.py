from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('plan', '0011_drafts_say_whose_they_are'),
    ]

    operations = [
        AtOnce([
            migrations.AddField(model_name='report', name='row', field=models.UUIDField(null=True)),
            migrations.AddField(model_name='evidence', name='row', field=models.UUIDField(null=True)),
            migrations.AddField(model_name='note', name='row', field=models.UUIDField(null=True)),
            migrations.AddField(model_name='correction', name='row', field=models.UUIDField(null=True)),
            migrations.AddField(model_name='report', name='sealed_as_returned', field=models.TextField(default='')),
            migrations.AddField(model_name='correction', name='sealed_before', field=models.TextField(default='')),
            migrations.AddField(model_name='correction', name='sealed_after', field=models.TextField(default='')),
            migrations.AlterField(model_name='evidence', name='title', field=models.TextField()),
            migrations.AlterField(model_name='evidence', name='link', field=models.TextField(blank=True, default='')),
        ]),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('drafts', '0002_whose_drafts_are'),
    ]

    operations = [
        migrations.AddField(model_name='text', name='row', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='stroke', name='row', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='conflict', name='row', field=models.UUIDField(null=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('trust', '0005_entries_say_to_whom_they_are_kept'),
    ]

    operations = [
        migrations.AddField(model_name='entry', name='row', field=models.UUIDField(null=True)),
        migrations.AddField(model_name='entry', name='sealed_before', field=models.TextField(default='')),
        migrations.AddField(model_name='entry', name='sealed_after', field=models.TextField(default='')),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name='storedfile', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='storedfile', name='name', field=models.TextField()),
    ]

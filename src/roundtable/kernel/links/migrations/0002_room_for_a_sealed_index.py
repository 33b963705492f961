from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('links', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name='indexentry', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='indexentry', name='title', field=models.TextField()),
    ]

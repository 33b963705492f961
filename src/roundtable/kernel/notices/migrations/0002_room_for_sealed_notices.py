from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name='notice', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='notice', name='subject', field=models.TextField()),
    ]

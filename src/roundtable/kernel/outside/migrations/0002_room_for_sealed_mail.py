from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('outside', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name='sent', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='sent', name='to', field=models.TextField(default='')),
        migrations.AlterField(model_name='sent', name='subject', field=models.TextField(default='')),
    ]

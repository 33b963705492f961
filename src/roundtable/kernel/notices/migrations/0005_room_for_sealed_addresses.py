from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0004_notices_are_sealed'),
    ]

    operations = [
        migrations.AddField(model_name='deadaddress', name='row', field=models.UUIDField(null=True)),
        migrations.AlterField(model_name='deadaddress', name='address', field=models.TextField(default='')),
        migrations.AlterField(model_name='deadaddress', name='reason', field=models.TextField(default='')),
    ]

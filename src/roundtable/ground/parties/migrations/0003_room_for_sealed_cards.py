from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('keys', '0001_initial'),
        ('parties', '0002_initial'),
    ]

    operations = [
        AtOnce([
            migrations.AddField(model_name='contactcard', name='row', field=models.UUIDField(null=True)),
            migrations.AlterField(model_name='contactcard', name='title', field=models.TextField(default='')),
            migrations.AlterField(model_name='contactcard', name='phone', field=models.TextField(default='')),
            migrations.AlterField(model_name='contactcard', name='speaks', field=models.TextField(default='')),
        ]),
    ]

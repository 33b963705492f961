from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('trust', '0009_room_for_sealed_people_2'),
    ]

    operations = [
        AtOnce([
            migrations.AlterField(model_name='user', name='email', field=models.TextField(unique=True)),
            migrations.AlterField(model_name='user', name='name', field=models.TextField()),
        ]),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('trust', '0009_room_for_sealed_people_2'),
    ]

    operations = [
        migrations.AlterField(model_name='user', name='email', field=models.TextField(unique=True)),
        migrations.AlterField(model_name='user', name='name', field=models.TextField()),
    ]

import uuid

import roundtable.kernel.keys.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0003_seal_files'),
    ]

    operations = [
        migrations.AlterField(model_name='storedfile', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(
            model_name='storedfile',
            name='name',
            field=roundtable.kernel.keys.fields.SealedText(max_length=200, verbose_name='name'),
        ),
    ]

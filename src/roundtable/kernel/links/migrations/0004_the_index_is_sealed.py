import uuid

import roundtable.kernel.keys.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('links', '0003_seal_the_index'),
    ]

    operations = [
        migrations.AlterField(model_name='indexentry', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(model_name='indexentry', name='title', field=roundtable.kernel.keys.fields.SealedText(max_length=400)),
        migrations.AlterField(model_name='indexentry', name='text', field=roundtable.kernel.keys.fields.SealedText(blank=True, default='')),
    ]

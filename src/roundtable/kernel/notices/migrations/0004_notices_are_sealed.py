import uuid

import roundtable.kernel.keys.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0003_seal_notices'),
    ]

    operations = [
        migrations.AlterField(model_name='notice', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(
            model_name='notice',
            name='subject',
            field=roundtable.kernel.keys.fields.SealedText(max_length=250, verbose_name='subject'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='text',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='text'),
        ),
    ]

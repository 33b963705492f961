import uuid

import roundtable.kernel.keys.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafts', '0004_seal_drafts'),
    ]

    operations = [
        migrations.AlterField(model_name='text', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(model_name='stroke', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(model_name='conflict', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterField(
            model_name='conflict',
            name='base_text',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='conflict',
            name='both',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='conflict',
            name='mine',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='conflict',
            name='theirs',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='stroke',
            name='became',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='stroke',
            name='sent',
            field=roundtable.kernel.keys.fields.SealedText(blank=True),
        ),
        migrations.AlterField(
            model_name='text',
            name='origin',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default=''),
        ),
        migrations.AlterField(
            model_name='text',
            name='text',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default=''),
        ),
    ]

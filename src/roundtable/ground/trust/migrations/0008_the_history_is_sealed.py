import uuid

import roundtable.kernel.keys.fields
from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('trust', '0007_seal_the_history'),
    ]

    operations = [
        AtOnce([
            migrations.RemoveField(model_name='entry', name='before'),
            migrations.RemoveField(model_name='entry', name='after'),
            migrations.RenameField(model_name='entry', old_name='sealed_before', new_name='before'),
            migrations.RenameField(model_name='entry', old_name='sealed_after', new_name='after'),
            migrations.AlterField(
                model_name='entry',
                name='row',
                field=models.UUIDField(default=uuid.uuid4, editable=False),
            ),
            migrations.AlterField(
                model_name='entry',
                name='before',
                field=roundtable.kernel.keys.fields.SealedJSON(default=dict),
            ),
            migrations.AlterField(
                model_name='entry',
                name='after',
                field=roundtable.kernel.keys.fields.SealedJSON(default=dict),
            ),
        ]),
    ]

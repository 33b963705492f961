import uuid

import django.core.serializers.json
import roundtable.kernel.keys.fields
from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0013_seal_reports'),
    ]

    operations = [
        # First what changes no column.
        migrations.AlterField(
            model_name='correction',
            name='decision_note',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='note of the secretariat'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='reason',
            field=roundtable.kernel.keys.fields.SealedText(verbose_name='what is wrong, and why'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='link',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', max_length=200, verbose_name='link'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='title',
            field=roundtable.kernel.keys.fields.SealedText(max_length=200, verbose_name='what it shows'),
        ),
        migrations.AlterField(
            model_name='note',
            name='text',
            field=roundtable.kernel.keys.fields.SealedText(verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='report',
            name='narrative',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='what was done'),
        ),
        migrations.AlterField(
            model_name='report',
            name='needs',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='needs'),
        ),
        migrations.AlterField(
            model_name='report',
            name='obstacles',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='obstacles'),
        ),
        migrations.AlterField(
            model_name='report',
            name='returned_note',
            field=roundtable.kernel.keys.fields.SealedText(blank=True, default='', verbose_name='note of the secretariat'),
        ),
        AtOnce([
            migrations.RemoveField(model_name='report', name='as_returned'),
            migrations.RenameField(model_name='report', old_name='sealed_as_returned', new_name='as_returned'),
            migrations.RemoveField(model_name='correction', name='before'),
            migrations.RenameField(model_name='correction', old_name='sealed_before', new_name='before'),
            migrations.RemoveField(model_name='correction', name='after'),
            migrations.RenameField(model_name='correction', old_name='sealed_after', new_name='after'),
            migrations.AlterField(model_name='report', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
            migrations.AlterField(model_name='evidence', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
            migrations.AlterField(model_name='note', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
            migrations.AlterField(model_name='correction', name='row', field=models.UUIDField(default=uuid.uuid4, editable=False)),
            migrations.AlterField(
                model_name='correction',
                name='after',
                field=roundtable.kernel.keys.fields.SealedJSON(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='after'),
            ),
            migrations.AlterField(
                model_name='correction',
                name='before',
                field=roundtable.kernel.keys.fields.SealedJSON(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='before'),
            ),
            migrations.AlterField(
                model_name='report',
                name='as_returned',
                field=roundtable.kernel.keys.fields.SealedJSON(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name='what was returned'),
            ),
        ]),
    ]

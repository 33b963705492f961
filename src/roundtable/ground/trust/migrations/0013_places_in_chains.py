"""Room for the place of each entry in the chain of its scope; for the ends of chains, and for signed heads."""

import django.db.models.deletion
from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ("trust", "0012_markings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tip",
            fields=[
                ("chain", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(null=True)),
            ],
            options={"verbose_name": "end of a chain", "verbose_name_plural": "ends of chains"},
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("leaves", models.JSONField()),
                ("key", models.CharField(max_length=80)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "verbose_name": "signed statement",
                "verbose_name_plural": "signed statements",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.CharField(max_length=40)),
                ("number", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("nonce", models.CharField(max_length=64)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="heads", to="trust.statement"
                    ),
                ),
            ],
            options={"verbose_name": "signed head", "verbose_name_plural": "signed heads"},
        ),
        migrations.AddConstraint(
            model_name="head",
            constraint=models.UniqueConstraint(fields=("statement", "chain"), name="a_statement_names_a_chain_once"),
        ),
        AtOnce([
            migrations.AddField("entry", "number", models.PositiveBigIntegerField(null=True)),
            migrations.AddField("entry", "previous", models.CharField(max_length=64, null=True)),
            migrations.AddField("entry", "hash", models.CharField(max_length=64, null=True)),
            migrations.AddField("entry", "written_at", models.DateTimeField(null=True)),
        ]),
    ]

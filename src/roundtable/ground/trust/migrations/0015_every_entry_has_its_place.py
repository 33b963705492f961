"""From now on no entry stands outside the chain of its scope, and no two stand at one place."""

from django.db import migrations, models

from roundtable.kernel.base.at_once import AtOnce


class Migration(migrations.Migration):

    dependencies = [("trust", "0014_old_entries_take_their_places")]

    operations = [
        AtOnce([
            migrations.AlterField("entry", "number", models.PositiveBigIntegerField()),
            migrations.AlterField("entry", "previous", models.CharField(max_length=64)),
            migrations.AlterField("entry", "hash", models.CharField(max_length=64)),
            migrations.AlterField("entry", "written_at", models.DateTimeField()),
            migrations.AddConstraint(
                model_name="entry",
                constraint=models.UniqueConstraint(fields=("scope", "number"), name="an_entry_has_its_place_in_its_chain"),
            ),
        ]),
    ]

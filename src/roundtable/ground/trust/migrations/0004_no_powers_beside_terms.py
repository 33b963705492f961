from django.db import migrations, models


class Migration(migrations.Migration):
    """Groups, permissions and superusers opened nothing here: only terms do.

    The column `is_superuser` stays in the table, filled by the database, as long as servers of the release before may
    still read it while this migration runs; `docs/run/upgrade.md` says when it goes.
    """

    dependencies = [("trust", "0003_a_function_is_held_once")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="is_superuser",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="user", name="is_superuser")],
        ),
        migrations.RemoveField(model_name="user", name="groups"),
        migrations.RemoveField(model_name="user", name="user_permissions"),
    ]

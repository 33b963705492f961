from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0002_merge_terms_that_overlap")]

    operations = [
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends", None)),
                fields=("user", "role", "scope", "institution"),
                name="a_function_is_held_once_without_a_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(
                fields=("user", "role", "scope", "institution", "starts"),
                name="a_function_begins_once_on_a_day",
            ),
        ),
    ]

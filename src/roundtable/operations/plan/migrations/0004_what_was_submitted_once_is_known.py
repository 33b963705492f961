from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_round_revision")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="first_submitted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

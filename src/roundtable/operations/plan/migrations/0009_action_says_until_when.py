from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plan', '0008_existing_actions_get_their_days'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('gone', False), ('until', None)), models.Q(('gone', True), ('until__isnull', False)), _connector='OR'), name='an_action_says_until_when_once_it_left_the_plan'),
        ),
    ]

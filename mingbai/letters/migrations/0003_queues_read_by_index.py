from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0002_letters_in_full'),
        ('places', '0003_seat_until'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='handling',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('body__isnull', True)), fields=['place', 'due_on', 'id'], name='handling_at_office'),
        ),
        migrations.AddIndex(
            model_name='handling',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), models.Q(models.Q(('hint', ''), _negated=True), ('is_urgent', True), _connector='OR')), fields=['place', 'due_on', 'id'], name='handling_alarming'),
        ),
        migrations.AddIndex(
            model_name='recusal',
            index=models.Index(condition=models.Q(('user__isnull', False)), fields=['place', 'user'], name='recusal_by_user'),
        ),
        migrations.AddIndex(
            model_name='recusal',
            index=models.Index(condition=models.Q(('body__isnull', False)), fields=['place', 'body'], name='recusal_by_body'),
        ),
    ]

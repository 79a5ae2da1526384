import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0008_a_dropped_extension_is_none'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='tally',
            name='clerk',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='handling',
            index=models.Index(condition=models.Q(('closed_at__isnull', True), ('clerk__isnull', False)), fields=['place', 'clerk', 'due_on', 'id'], name='handling_open_by_clerk'),
        ),
    ]

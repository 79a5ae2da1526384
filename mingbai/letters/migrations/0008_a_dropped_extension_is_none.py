from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('letters', '0007_more_notices'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='extension',
            name='extension_is_asked_once',
        ),
        migrations.AddConstraint(
            model_name='extension',
            constraint=models.UniqueConstraint(condition=models.Q(('ruling', 'dropped'), _negated=True), fields=('place', 'letter', 'round'), name='extension_is_asked_once'),
        ),
    ]

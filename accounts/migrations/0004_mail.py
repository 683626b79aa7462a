from django.db import migrations, models

from accounts.models import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_registration'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['email', 'created_at', 'id'], name='notice_by_recipient'),
        ),
        migrations.RunPython(append_only.install, append_only.remove),
    ]

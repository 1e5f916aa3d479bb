"""The secret of an invitation is stored no more: what was given out keeps working by its hash.

Mails that hold the link, sent or waiting, get what stands for it instead.
"""

import hashlib
import uuid

from django.db import migrations, models


def hash_tokens(apps, _schema_editor):
    Invitation = apps.get_model("portal", "Invitation")
    MailMessage = apps.get_model("portal", "MailMessage")
    seeds = {}
    for row in Invitation.objects.only("pk", "token").iterator():
        seed = seeds[str(row.token)] = uuid.uuid4()
        former = hashlib.sha256(str(row.token).encode()).hexdigest()
        Invitation.objects.filter(pk=row.pk).update(seed=seed, former_hash=former)
    for mail in MailMessage.objects.filter(event="portal/invited").iterator():
        path = mail.context.pop("path", "")
        seed = seeds.get(path.rstrip("/").rpartition("/")[2])
        if seed:
            mail.context["secret_paths"] = {"path": ["invitation", seed.hex]}
        mail.save(update_fields=["context"])


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0003_editors'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='seed',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='former_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
        migrations.RunPython(hash_tokens, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='invitation',
            name='seed',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.RemoveField(
            model_name='invitation',
            name='token',
        ),
    ]

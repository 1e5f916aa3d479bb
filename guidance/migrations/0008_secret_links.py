"""The secrets of calendar addresses and of the link that stops a digest are stored no more.

What was given out keeps working by its hash. Digests, sent or waiting, get what stands for their link instead.
"""

import hashlib
import uuid

from django.db import migrations, models


def hash_tokens(apps, _schema_editor):
    MailMessage = apps.get_model("portal", "MailMessage")
    seeds = {}
    for name in ("CalendarFeed", "Subscription"):
        model = apps.get_model("guidance", name)
        for row in model.objects.only("pk", "token").iterator():
            seed = seeds[row.token] = uuid.uuid4()
            former = hashlib.sha256(row.token.encode()).hexdigest()
            model.objects.filter(pk=row.pk).update(seed=seed, former_hash=former)
    for mail in MailMessage.objects.filter(event="guidance/digest").iterator():
        path = mail.context.pop("stop_path", "")
        seed = seeds.get(path.rstrip("/").rpartition("/")[2])
        if seed:
            mail.context["secret_paths"] = {"stop_path": ["digest", seed.hex]}
        mail.save(update_fields=["context"])


def fields(model):
    return [
        migrations.AddField(
            model_name=model,
            name='seed',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
        migrations.AddField(
            model_name=model,
            name='former_hash',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=64),
        ),
    ]


def without_token(model):
    return [
        migrations.AlterField(
            model_name=model,
            name='seed',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.RemoveField(
            model_name=model,
            name='token',
        ),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0004_secret_links'),
        ('guidance', '0007_meetings_and_digests'),
    ]

    operations = [
        *fields('calendarfeed'),
        *fields('subscription'),
        migrations.RunPython(hash_tokens, migrations.RunPython.noop),
        *without_token('calendarfeed'),
        *without_token('subscription'),
    ]

"""The steps that were taken by a request with a key, and the version of what somebody says of themselves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    dependencies = [("portal", "0005_as_declared")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="row_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.CreateModel(
            name="TakenStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("step", models.CharField(max_length=120)),
                ("subject", models.CharField(max_length=120)),
                ("led_to", models.CharField(max_length=80)),
                ("led_to_id", models.CharField(max_length=40)),
                ("at", models.DateTimeField(db_index=True, default=portal.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]

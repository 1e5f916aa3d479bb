"""A decision of the OPR says which one it corrects, as an outcome does; what was recorded before is filled in."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from portal import append_only

TABLE = "consultations_consentdecision"


def open_up(_apps: Any, schema_editor: Any) -> None:
    append_only.drop(schema_editor, TABLE)


def close(_apps: Any, schema_editor: Any) -> None:
    append_only.create(schema_editor, TABLE)


def fill_in(apps: Any, _schema_editor: Any) -> None:
    """Every decision after the first of a request corrects the one before it."""
    former: dict[int, Any] = {}
    for row in apps.get_model("consultations", "ConsentDecision").objects.order_by("pk"):
        row.corrects = former.get(row.request_id)
        if row.corrects:
            row.save(update_fields=["corrects"])
        former[row.request_id] = row


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_as_declared")]

    operations = [
        # The table only grows: the triggers that see to it are off while a column is filled in.
        migrations.RunPython(open_up, close),
        migrations.AddField(
            model_name="consentdecision",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="consultations.consentdecision",
            ),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop),
        migrations.RunPython(close, open_up),
        migrations.AlterField(
            model_name="consentdecision",
            name="decided_on",
            field=models.DateField(verbose_name="datum"),
        ),
        migrations.AlterField(
            model_name="consentdecision",
            name="remarks",
            field=models.TextField(blank=True, verbose_name="opmerkingen"),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="decided_on",
            field=models.DateField(verbose_name="datum"),
        ),
    ]

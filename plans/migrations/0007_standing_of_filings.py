"""Fill what is kept on the dossiers from the filings there are."""

from collections import defaultdict
from typing import Any

from django.db import migrations


def fill(apps: Any, _schema_editor: Any) -> None:
    filings: dict[int, list[Any]] = defaultdict(list)
    for row in apps.get_model("plans", "Filing").objects.order_by("sequence").defer("findings"):
        filings[row.dossier_id].append(row)
    for dossier_id, rows in filings.items():
        asked = _unanswered(rows)
        counting = [row for row in rows if row.received_at < row.deadline or row.in_answer_to_id]
        apps.get_model("plans", "Dossier").objects.filter(pk=dossier_id).update(
            current_filing=(counting or rows)[-1],
            review_state=(counting or rows)[-1].state,
            repair_asked=asked,
            repair_due=asked.repair_due if asked else None,
            in_time=any(row.received_at < row.deadline for row in rows),
        )


def _unanswered(rows: list[Any]) -> Any:
    asked = None
    for row in rows:
        if row.state == "repair_requested":
            asked = row
        elif row.state == "complete":
            asked = None
    return None if asked and any(row.in_answer_to_id == asked.pk for row in rows) else asked


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_standing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

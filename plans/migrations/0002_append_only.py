"""What was decided is never changed: the database refuses it."""

from django.db import migrations

from portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        append_only("plans_planversion"),
        append_only("plans_versionattachment"),
        append_only("plans_adoption"),
        append_only("plans_repairfinding"),
        append_only(
            "plans_filing",
            (
                "dossier_id",
                "version_id",
                "adoption_id",
                "sequence",
                "reference",
                "received_at",
                "deadline",
                "filed_by_id",
                "filed_by_name",
                "filed_for_id",
                "filed_for_name",
                "remark",
                "findings",
                "in_answer_to_id",
            ),
        ),
    ]

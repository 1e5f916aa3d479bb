"""0001_initial was edited after it had landed: what databases of before then lack."""

from django.db import migrations

from portal.corrections import columns_as_declared


class Migration(migrations.Migration):
    dependencies = [("consultations", "0004_model_procedure")]
    operations = [
        columns_as_declared("consultations.ConsentDecision", "recorded_by_name"),
        columns_as_declared("consultations.Outcome", "recorded_by_name"),
    ]

"""0001_initial was edited after it had landed: what databases of before then lack."""

from django.db import migrations

from portal.corrections import columns_as_declared


class Migration(migrations.Migration):
    dependencies = [("plans", "0004_milestones_of_partnerships")]
    operations = [columns_as_declared("plans.Filing", "filed_by_name")]

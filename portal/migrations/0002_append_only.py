"""What was decided is never changed: the database refuses it."""

from django.db import migrations

from portal.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [
        append_only("portal_auditentry"),
    ]

"""0001_initial was edited after it had landed: what databases of before then lack."""

from django.db import migrations

from portal.corrections import columns_as_declared, index_as_declared


class Migration(migrations.Migration):
    dependencies = [("portal", "0004_secret_links")]
    operations = [
        columns_as_declared("portal.AuditEntry", "actor_name"),
        columns_as_declared("portal.Invitation", "invited_by"),
        index_as_declared("portal.MailMessage", "mail_unread"),
    ]

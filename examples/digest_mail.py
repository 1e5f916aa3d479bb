"""What makes the digest easy to stop in a mail program."""

from django.conf import settings

from portal import outbox
from portal.extension_points import MailParts
from portal.models import MailMessage


def mail_parts(message: MailMessage) -> MailParts:
    """The headers by which a mail program offers one click to stop (RFC 2369, RFC 8058)."""
    return MailParts(
        headers={
            "List-Unsubscribe": f"<{settings.PUBLIC_URL}{outbox.full_context(message)['stop_path']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    )

"""People, organisations, the audit trail and the mail queue."""

from portal.models.audit import AuditEntry
from portal.models.files import StoredFile
from portal.models.mail import MailMessage
from portal.models.people import Invitation, Membership, Organisation, User, memberships_with
from portal.models.steps import TakenStep

__all__ = [
    "AuditEntry",
    "Invitation",
    "MailMessage",
    "Membership",
    "Organisation",
    "StoredFile",
    "TakenStep",
    "User",
    "memberships_with",
]

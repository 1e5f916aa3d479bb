"""People, organisations, mail and the audit trail in the admin."""

from portal.admin.people import MembershipAdmin, OrganisationAdmin, UserAdmin
from portal.admin.records import AuditEntryAdmin, MailMessageAdmin

__all__ = ["AuditEntryAdmin", "MailMessageAdmin", "MembershipAdmin", "OrganisationAdmin", "UserAdmin"]

"""The rights of this app.

The applicant and the respondent are the two parties of the consultation, whichever of them lodged the dispute.
"""

from django.utils.translation import gettext_lazy as _

from portal.rights import OFFICIALS, READERS, STAFF, Permission, Role, grants

APPLICANT = grants("applicant", *STAFF, *OFFICIALS)
PARTIES = grants("partnership", *STAFF) + grants("municipality", *OFFICIALS)
COMMITTEE = grants("committee", Role.COMMITTEE_SECRETARY)

PERMISSIONS = (
    Permission(
        "disputes.view_dispute",
        _("een geschil en de stukken inzien"),
        grants("partnership", *READERS) + grants("municipality", *OFFICIALS) + COMMITTEE,
    ),
    Permission("disputes.lodge_dispute", _("een geschil aan de commissie voorleggen"), PARTIES),
    Permission("disputes.handle_dispute", _("een geschil behandelen"), COMMITTEE),
    Permission(
        "disputes.respond_dispute",
        _("verweer indienen"),
        grants("respondent", *STAFF, *OFFICIALS),
    ),
    Permission("disputes.follow_up_dispute", _("vastleggen wat met het advies gebeurt"), PARTIES),
    Permission("disputes.settle_dispute", _("een schikking vastleggen"), APPLICANT + COMMITTEE),
    Permission(
        "disputes.withdraw_dispute",
        _("een geschil intrekken"),
        APPLICANT,
    ),
)

"""The rights of this app."""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, READERS, Permission, Role, grants
from portal.rights import STAFF as STAFF_ROLES

STAFF = grants("partnership", *STAFF_ROLES)

PERMISSIONS = (
    Permission("plans.view_draft", _("het eigen plan in bewerking inzien"), grants("partnership", *READERS)),
    Permission(
        "plans.view_filing",
        _("een indiening en het ontvangstbewijs inzien"),
        grants("partnership", *READERS) + grants(ANYWHERE, Role.REVIEWER),
    ),
    Permission("plans.edit_dossier", _("hoofdstukken, bijlagen en begroting bewerken"), STAFF),
    Permission("plans.offer_concept", _("een concept vastleggen en aanbieden"), STAFF),
    Permission("plans.adopt_plan", _("de vaststelling vastleggen"), STAFF),
    Permission("plans.file_plan", _("het plan indienen"), grants("partnership", Role.PARTNERSHIP_SIGNATORY)),
    Permission(
        "plans.withdraw_filing",
        _("een indiening intrekken"),
        grants("partnership", Role.PARTNERSHIP_SIGNATORY),
    ),
    Permission("plans.review_filing", _("een indiening beoordelen"), grants(ANYWHERE, Role.REVIEWER)),
)

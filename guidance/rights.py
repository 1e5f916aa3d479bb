"""The rights of this app. What is published is for everybody, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, OFFICIALS, READERS, STAFF, Permission, Role, grants

EDITORS = (Role.GUIDANCE_EDITOR, Role.ADMINISTRATOR)

PERMISSIONS = (
    Permission(
        "guidance.view_agenda",
        _("de agenda van de eigen organisatie inzien"),
        grants("organisation", *READERS, *OFFICIALS),
    ),
    Permission(
        "guidance.edit_guidance",
        _("werkagenda, documenten, voorbeelden, bijeenkomsten en experimenten onderhouden"),
        grants(ANYWHERE, *EDITORS),
    ),
    Permission(
        "guidance.send_example",
        _("een voorbeeld van samenwerking schrijven en insturen"),
        grants("organisation", *STAFF, *OFFICIALS),
    ),
    Permission(
        "guidance.join_meeting",
        _("zich aan- en afmelden voor een bijeenkomst"),
        grants(ANYWHERE, *Role),
    ),
    Permission(
        "guidance.apply_experiment",
        _("een samenwerkingsverband aanmelden voor een experiment"),
        grants("organisation", *STAFF),
    ),
    Permission(
        "guidance.report_experiment",
        _("verslag doen van een experiment"),
        grants("organisation", *STAFF),
    ),
)

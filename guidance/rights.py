"""The rights of this app. What is published is for everybody, signed in or not.

The one right of the editors is for everything they keep, in the apps above this one as well.
"""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, OFFICIALS, READERS, Permission, Role, grants

EDITORS = (Role.GUIDANCE_EDITOR, Role.ADMINISTRATOR)

PERMISSIONS = (
    Permission(
        "guidance.view_agenda",
        _("de agenda van de eigen organisatie inzien"),
        grants("organisation", *READERS, *OFFICIALS),
    ),
    Permission(
        "guidance.follow_up",
        _("afhandelen wat er voor de redactie binnenkomt, en er bericht van krijgen"),
        grants(ANYWHERE, Role.GUIDANCE_EDITOR),
    ),
    Permission(
        "guidance.edit_guidance",
        _("werkagenda, documenten, voorbeelden, bijeenkomsten en experimenten onderhouden"),
        grants(ANYWHERE, *EDITORS),
    ),
)

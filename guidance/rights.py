"""The rights of this app. What is published is for everybody, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, Permission, Role, grants

PERMISSIONS = (
    Permission(
        "guidance.edit_guidance",
        _("werkagenda, documenten en de pagina van de geschillencommissie onderhouden"),
        grants(ANYWHERE, Role.GUIDANCE_EDITOR, Role.ADMINISTRATOR),
    ),
)

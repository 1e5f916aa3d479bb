"""The rights of this app. What was announced is for everybody, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import ANYWHERE, Permission, Role, grants

PERMISSIONS = (
    Permission(
        "briefings.join_briefing",
        _("zich aan- en afmelden voor een bijeenkomst"),
        grants(ANYWHERE, *Role),
    ),
)

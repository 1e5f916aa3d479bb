"""The rights of this app. What is published is for everybody, signed in or not."""

from django.utils.translation import gettext_lazy as _

from portal.rights import OFFICIALS, READERS, STAFF, Permission, grants

PERMISSIONS = (
    Permission(
        "examples.view_example",
        _("een voorbeeld inzien voordat het op de site staat"),
        grants("organisation", *READERS, *OFFICIALS),
    ),
    Permission(
        "examples.send_example",
        _("een voorbeeld van samenwerking schrijven en insturen"),
        grants("organisation", *STAFF, *OFFICIALS),
    ),
)

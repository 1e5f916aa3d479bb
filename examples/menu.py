"""What this app adds to the menus."""

from django.utils.translation import gettext_lazy as _

from portal.extension_points import MenuItem, PublicPage

PUBLIC_PAGE = PublicPage(
    label=_("Voorbeelden"),
    description=_("Hoe gemeenten en onderwijs samenwerken, en wat het opleverde."),
    url_name="examples:examples",
    position=30,
)
ADMIN_MENU = MenuItem(
    label=_("Voorbeelden"),
    url_name="admin:examples_example_changelist",
    position=52,
    rights=("guidance.edit_guidance",),
)

"""What this app adds to the menus."""

from django.utils.translation import gettext_lazy as _

from portal.extension_points import MenuItem, PublicPage

PUBLIC_PAGE = PublicPage(
    label=_("Bijeenkomsten"),
    description=_("Voor schoolbesturen en gemeenten, om u voor aan te melden."),
    url_name="briefings:briefings",
    position=40,
)
ADMIN_MENU = MenuItem(
    label=_("Bijeenkomsten"),
    url_name="admin:briefings_briefing_changelist",
    position=54,
    rights=("guidance.edit_guidance",),
)

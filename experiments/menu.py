"""What this app adds to the menus."""

from django.utils.translation import gettext_lazy as _

from portal.extension_points import MenuItem, PublicPage

PUBLIC_PAGE = PublicPage(
    label=_("Experimenten"),
    description=_("Samenwerkingsverbanden die het nieuwe stelsel eerder uitproberen, en wat zij leren."),
    url_name="experiments:experiments",
    position=50,
)
ADMIN_MENU = MenuItem(
    label=_("Experimenten"),
    url_name="admin:experiments_experiment_changelist",
    position=56,
    rights=("guidance.edit_guidance",),
)

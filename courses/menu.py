"""What this app adds to the menus."""

from django.utils.translation import gettext_lazy as _

from portal.extension_points import PublicPage

PUBLIC_PAGE = PublicPage(
    label=_("Cursussen en advies"),
    description=_("Aanbod van anderen, met de dag waarop het is nagekeken."),
    url_name="courses:offers",
    position=70,
)

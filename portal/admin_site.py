"""The Django admin as the reviewer's workbench."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """Open to reviewers and functional administrators; sign-in goes through the portal's own page."""

    site_header = site_title = _("Inspectie · ondersteuningsplannen")
    index_title = _("Werkvoorraad")
    site_url = "/start/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"

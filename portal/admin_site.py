"""The Django admin as the reviewer's workbench: it opens on what is to be done."""

from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, re_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.extension_points import ADMIN_MENU, FORMER_LABELS, QUEUE, MenuItem

# Pages of the stock admin that the portal has itself, or that nobody needs here.
LEFT_OUT = {
    "logout",
    "password_change",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
}


class PortalAdminSite(admin.AdminSite):
    """Open to reviewers, functional administrators and editors; sign-in goes through the portal's own page."""

    site_header = site_title = gettext_lazy("Beheer · ondersteuningsplannen")
    index_title = gettext_lazy("Werkvoorraad")
    site_url = "/start/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only admins that go by the rights of the portal; what packages bring (groups, addresses) does not."""
        if getattr(admin_class, "goes_by_portal_rights", False):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self) -> list[Any]:
        own = [row for row in super().get_urls() if getattr(row, "name", None) not in LEFT_OUT]
        return [*(moved(former, now) for former, now in FORMER_LABELS.items()), *own]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A page of the admin: who is not signed in goes to the portal's own login page, others get a 403."""
        inner: Callable[..., HttpResponse] = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_login(request.get_full_path())
            if not self.has_permission(request):
                return no_access(request)
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one login page, that of the portal."""
        following = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()}):
            following = reverse("admin:index")
        if not request.user.is_authenticated:
            return to_login(following)
        return redirect(following) if self.has_permission(request) else no_access(request)

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """The data of all apps is on the first page."""
        return redirect(f"{reverse('admin:index')}#gegevens")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "workbench_menu": workbench_menu(request)}

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """What is to be done, and below it the data this person may see."""
        context = self.each_context(request)
        user: Any = request.user
        context |= {
            "title": self.index_title,
            "sections": sorted(
                chain.from_iterable(provider(user) for provider in QUEUE),
                key=lambda section: section.position,
            ),
            "app_list": context["available_apps"],
            **(extra_context or {}),
        }
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)


def moved(former: str, now: str) -> URLPattern:
    """The addresses of a model that moved to another app: they lead on, for good."""
    old, new = (label.lower().replace(".", "/") for label in (former, now))

    def lead_on(request: HttpRequest, rest: str) -> HttpResponse:
        query = request.GET.copy()
        gone = set() if rest else not_offered(request, now)
        for name in gone:
            del query[name]
        if gone:  # for this once: what a browser keeps for good comes without a word
            messages.info(
                request, _("Een filter van dit adres bestaat niet meer. U ziet de lijst zonder dat filter.")
            )
        address = f"{reverse('admin:index')}{new}/{rest}"
        return redirect(f"{address}?{query.urlencode()}" if query else address, permanent=not gone)

    return re_path(rf"^{old}/(?P<rest>.*)$", lead_on)


def not_offered(request: HttpRequest, label: str) -> set[str]:
    """The parameters of an address that are no filter of the list of a model, nor anything else that lists read."""
    from django.contrib.admin.views.main import ERROR_FLAG, IGNORED_PARAMS, PAGE_VAR

    page: Any = admin.site._registry.get(apps.get_model(label))
    known = {*IGNORED_PARAMS, PAGE_VAR, ERROR_FLAG, *(page.offered_lookups(request) if page else ())}
    return set(request.GET) - known


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"


OWN_MENU = (
    MenuItem(
        label=gettext_lazy("Werkvoorraad"),
        url_name="admin:index",
        position=0,
        rights=("portal.view_admin",),
    ),
    MenuItem(
        label=gettext_lazy("Auditspoor"),
        url_name="admin:portal_auditentry_changelist",
        position=60,
        rights=("portal.view_audit",),
    ),
)


def workbench_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of the menu of the admin for this person: label, address and whether it is this page."""
    user: Any = request.user
    rows = sorted((*OWN_MENU, *ADMIN_MENU), key=lambda row: row.position)
    entries = []
    for row in rows:
        if user.holds(*row.rights):
            url = reverse(row.url_name)
            entries.append({"label": row.label, "url": url, "current": request.path == url})
    return entries


def no_access(request: HttpRequest) -> HttpResponse:
    """403: the admin is for others."""
    reason = _("Het beheer is voor inspecteurs, redacteuren en functioneel beheerders.")
    return render(request, "403.html", {"reason": reason}, status=403)


def to_login(following: str) -> HttpResponse:
    """To the login page of the portal, and from there on to `following`."""
    # Django reads this module before there are models, and its views ask for those.
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(following)

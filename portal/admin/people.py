"""Organisations, people and their roles. Inviting and removing people is done on the portal's own pages."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import people
from portal.admin.base import REFERENCE, PortalInline, PortalModelAdmin, ReferenceAdmin
from portal.admin.forms import ReferenceForm
from portal.form_fields import text_field
from portal.forms import PortalForm
from portal.models import Membership, Organisation, User
from portal.rights import OrganisationKind
from portal.templatetags.portal import day
from portal.workflow import Refused, StaleState

# Their names come from the register, whose next edition would put them back.
FROM_REGISTER = {OrganisationKind.PARTNERSHIP, OrganisationKind.MUNICIPALITY, OrganisationKind.OPR}


class OrganisationForm(ReferenceForm):
    """A new organisation is a dispute committee; the other kinds come from the register or the set-up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.instance.kind = OrganisationKind.COMMITTEE
        if "key" in self.fields:
            self.fields["key"].help_text = gettext_lazy("Vaste korte code, bijvoorbeeld committee-noord")


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    """Organisations: the general address of each, and new dispute committees."""

    form = OrganisationForm
    list_display = ("name", "kind", "contact_email")
    list_filter = ("kind",)
    search_fields = ("name", "key", "contact_email")
    search_help_text = gettext_lazy("Zoek op naam, sleutel of e-mailadres")
    ordering = ("kind", "name")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ["key", "name", "contact_email"]
        return ["kind", "key", "name", "of", "contact_email", "people"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        fixed = ["kind", "key", "of", "people"]
        return [*fixed, "name"] if obj.kind in FROM_REGISTER else fixed

    @admin.display(description=gettext_lazy("mensen"))
    def people(self, obj: Organisation) -> SafeString:
        """To the page where people are invited and removed."""
        url = reverse("portal:people", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, _("Mensen van deze organisatie in het portaal"))


class MembershipInline(PortalInline):
    """The roles of a person, those that ended included."""

    model = Membership
    writable = False
    fields = ("organisation", "role", "is_manager", "started_at", "ended_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("organisation", "user")


class ActivityForm(PortalForm):
    """Why an account is closed or opened again."""

    reason = text_field(label=gettext_lazy("Reden"), rows=3)


@admin.register(User)
class UserAdmin(PortalModelAdmin):
    """People and their roles; an account can be closed, with a reason."""

    view_permission = REFERENCE
    list_display = ("name", "email", "is_active", "last_login", "joined")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    search_help_text = gettext_lazy("Zoek op naam of e-mailadres")
    ordering = ("name", "email")
    fields = ("name", "email", "language", "is_active", "joined", "last_login")
    inlines = (MembershipInline,)
    change_form_template = "admin/portal/user/change_form.html"

    @admin.display(description=gettext_lazy("account sinds"), ordering="date_joined")
    def joined(self, obj: User) -> str:
        return day(obj.date_joined)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.activity)
        return [path("<int:pk>/account/", view, name="portal_user_activity"), *super().get_urls()]

    def activity(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The question before an account is closed or opened again."""
        user = self.get_object(request, str(pk))
        if not request.user.has_perm(REFERENCE):
            reason = _("Alleen een functioneel beheerder kan een account sluiten of heropenen.")
            return self.render_page(request, "403.html", {"reason": reason}, status=403)
        form = ActivityForm(request.POST or None)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                opening = request.POST.get("step") == "activate"
                try:
                    people.set_active(user, is_active=opening, by=request.user, **form.cleaned_data)
                except StaleState:  # the second click
                    return self.done(request, self.get_object(request, str(pk)))
                except Refused as refused:
                    form.add_error(None, forms.ValidationError(refused.messages))
                    status = 409
                else:
                    return self.done(request, user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Account sluiten") if user.is_active else _("Account heropenen"),
            "form": form,
            "person": user,
        }
        return self.render_page(request, "admin/portal/user/activity.html", context, status=status)

    def done(self, request: HttpRequest, user: User) -> HttpResponse:
        texts = {
            True: _("Het account van %(name)s is heropend."),
            False: _("Het account van %(name)s is gesloten. Inloggen kan niet meer."),
        }
        messages.success(request, texts[user.is_active] % {"name": str(user)})
        return redirect("admin:portal_user_change", user.pk)


@admin.register(Membership)
class MembershipAdmin(PortalModelAdmin):
    """Who has which role where; changed on the portal's own pages."""

    view_permission = REFERENCE
    list_display = ("user", "role", "organisation", "is_manager", "started_at", "ended_at")
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("user", "organisation")
    search_fields = ("user__name", "user__email", "organisation__name")
    search_help_text = gettext_lazy("Zoek op naam, e-mailadres of organisatie")
    ordering = ("organisation__name", "user__name")
    fields = ("user", "organisation", "role", "is_manager", "started_at", "ended_at")

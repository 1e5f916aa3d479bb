"""The examples that were sent in: to look for; what happens to one happens on its page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from examples.models import Example
from examples.states import ExampleState
from guidance.admin.base import EDIT, PageLink
from portal.admin.base import PortalModelAdmin, StateFilter


class ExampleStateFilter(StateFilter):
    """The states an editor meets."""

    title = _("stand")
    parameter_name = "stand"
    states = ExampleState


@admin.register(Example)
class ExampleAdmin(PageLink, PortalModelAdmin):
    """What was sent in; a text its sender has taken up again is not for others."""

    view_permission = EDIT
    list_display = ("title", "organisation", "standing", "submitted_at", "page")
    list_filter = (ExampleStateFilter, "sectors", "reach", "province")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__name", "place", "search_text")
    search_help_text = _("Zoek op titel, inzender, plaats of tekst")
    ordering = ("-submitted_at", "-pk")
    fields = readonly_fields = (
        "page",
        "standing",
        "title",
        "organisation",
        "partners",
        "place",
        "province",
        "sectors",
        "reach",
        "done",
        "result",
        "contact_name",
        "contact_email",
        "may_publish",
        "submitted_at",
        "published_at",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).sent_in()

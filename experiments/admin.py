"""The calls for experiments, and what partnerships applied with."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from experiments.models import Experiment, ExperimentCall
from guidance.admin.base import EDIT, KeyedAdmin, PageLink
from portal.admin.base import PortalModelAdmin


@admin.register(ExperimentCall)
class ExperimentCallAdmin(KeyedAdmin):
    """A school year with experiments: how many, and until when one applies."""

    list_display = ("title", "year_label", "places", "apply_until")
    ordering = ("-school_year",)
    fields = (
        "title",
        "title_en",
        "school_year",
        "places",
        "apply_until",
        "terms",
        "terms_en",
        "source",
        "key",
    )


@admin.register(Experiment)
class ExperimentAdmin(PageLink, PortalModelAdmin):
    """The applications; the decision is recorded on the page of each."""

    view_permission = EDIT
    list_display = ("organisation", "call", "standing", "applied_at", "is_late", "page")
    list_filter = ("call", "is_late")
    list_select_related = ("organisation", "call")
    search_fields = ("organisation__name", "plan", "motivation")
    search_help_text = _("Zoek op samenwerkingsverband of tekst")
    ordering = ("-applied_at", "-pk")
    fields = readonly_fields = (
        "page",
        "standing",
        "organisation",
        "call",
        "plan",
        "motivation",
        "applied_at",
        "is_late",
        "decided_on",
        "decision",
    )

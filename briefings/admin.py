"""The briefings: made and changed here; announcing and calling off happen on the page of the briefing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from briefings import services
from briefings.models import Briefing, BriefingDocument
from guidance.admin.base import GuidanceAdmin, PageLink, UploadForm, UploadInline


class DocumentForm(UploadForm):
    """A document of a briefing, with its file."""

    class Meta:
        model = BriefingDocument
        fields = ("title", "is_public")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk and not values.get("upload") and "upload" not in self.errors:
            self.add_error("upload", gettext("Kies een bestand."))
        return values


class DocumentInline(UploadInline):
    """Slides, a report: what people look for afterwards."""

    model = BriefingDocument
    form = DocumentForm
    fields = ("title", "stored", "upload", "is_public")


@admin.register(Briefing)
class BriefingAdmin(PageLink, GuidanceAdmin):
    """The briefings, the latest first."""

    list_display = ("title", "starts_at", "place", "capacity", "standing", "page")
    list_filter = ("audience",)
    search_fields = ("title", "title_en", "place", "programme")
    search_help_text = _("Zoek op titel, plaats of programma")
    ordering = ("-starts_at", "-pk")
    fields = (
        "page",
        "title",
        "title_en",
        "programme",
        "programme_en",
        "organisers",
        "subjects",
        "actions",
        "audience",
        "starts_at",
        "ends_at",
        "place",
        "video_url",
        "capacity",
        "closes_at",
    )
    readonly_fields = ("page",)
    inlines = (DocumentInline,)
    watched = ("documents",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else self.fields[1:]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell who comes of another time or place, and give out the places there are now more."""
        super().save_related(request, form, formsets, change)
        if change:
            services.briefing_changed(form.instance, form.changed_data)
            services.fill_places(form.instance, by=request.user)

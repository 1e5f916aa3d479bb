"""The meetings: made and changed here; announcing and calling off happen on the page of the meeting."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from guidance import services
from guidance.admin.base import EDIT, GuidanceAdmin
from guidance.admin.examples import PageLink
from guidance.models import Meeting, MeetingDocument
from portal import files
from portal.admin.base import PortalInline
from portal.forms import DocumentField, PortalModelForm
from portal.uploads import safe_name


class DocumentForm(PortalModelForm):
    """A document of a meeting, with its file."""

    upload = DocumentField(label=_("Bestand"), required=False)

    class Meta:
        model = MeetingDocument
        fields = ("title",)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.instance.pk and not values.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _now("Kies een bestand."))
        return values

    def save(self, commit: bool = True) -> MeetingDocument:
        if upload := self.cleaned_data.get("upload"):
            self.instance.file = files.store(upload, upload.content_type)
            self.instance.file_name = safe_name(upload.name)
        document: MeetingDocument = super().save(commit)
        return document


class DocumentInline(PortalInline):
    """Slides, a report: what people look for afterwards."""

    model = MeetingDocument
    form = DocumentForm
    view_permission = EDIT
    write_permission = EDIT
    fields = ("title", "stored", "upload")
    readonly_fields = ("stored",)

    @admin.display(description=_("bestand dat er nu is"))
    def stored(self, obj: MeetingDocument) -> str:
        return obj.file_name or "–"


@admin.register(Meeting)
class MeetingAdmin(PageLink, GuidanceAdmin):
    """The meetings, the latest first."""

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
            services.meeting_changed(form.instance, form.changed_data)
            services.fill_places(form.instance, by=request.user)

"""What editors keep: the werkagenda, the documents with their versions, and what is known of dispute committees."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guidance.admin.base import (
    EDIT,
    GuidanceAdmin,
    GuidanceForm,
    KeyedAdmin,
    UploadForm,
    UploadInline,
)
from guidance.models import (
    AgendaAction,
    AgendaDate,
    CommitteePage,
    Document,
    DocumentVersion,
    LinkCheck,
    Party,
    Subject,
)
from portal.admin.base import PortalModelAdmin


class NamedForm(GuidanceForm):
    title_field = "name"


class VersionForm(UploadForm):
    """A version, with the file itself when there is one."""

    class Meta:
        model = DocumentVersion
        fields = ("position", "label", "label_en", "dated", "changes", "changes_en", "url")


class VersionInline(UploadInline):
    """The versions of a document. A version stays: what people worked with must be found again."""

    model = DocumentVersion
    form = VersionForm
    fields = ("position", "label", "label_en", "dated", "changes", "changes_en", "url", "stored", "upload")


@admin.register(Document)
class DocumentAdmin(KeyedAdmin):
    """The documents of the library."""

    list_display = ("title", "kind", "audience", "language", "is_public")
    list_filter = ("kind", "audience", "language", "is_public")
    search_fields = ("title", "title_en", "summary", "key")
    search_help_text = _("Zoek op titel, inhoud of sleutel")
    ordering = ("title",)
    fields = (
        "title",
        "title_en",
        "kind",
        "summary",
        "summary_en",
        "issuers",
        "audience",
        "subjects",
        "language",
        "source",
        "is_public",
        "key",
    )
    inlines = (VersionInline,)
    watched = ("versions",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.refresh_search()


@admin.register(AgendaAction)
class AgendaActionAdmin(KeyedAdmin):
    """The actions of the werkagenda."""

    list_display = ("title", "planned_to", "is_done", "position")
    list_filter = ("is_done", "audience")
    search_fields = ("title", "title_en", "description")
    search_help_text = _("Zoek op wat er gebeurt")
    ordering = ("position", "pk")
    fields = (
        "title",
        "title_en",
        "description",
        "description_en",
        "parties",
        "audience",
        "planned_from",
        "planned_to",
        "is_done",
        "done_on",
        "result",
        "result_en",
        "document",
        "committee",
        "source",
        "position",
        "key",
    )


@admin.register(AgendaDate)
class AgendaDateAdmin(KeyedAdmin):
    """Dates of the introduction; the statutory ones are the milestones of a round."""

    list_display = ("title", "date", "source")
    search_fields = ("title", "title_en", "source")
    search_help_text = _("Zoek op titel of bron")
    ordering = ("date",)
    fields = ("date", "title", "title_en", "source", "key")


@admin.register(CommitteePage)
class CommitteePageAdmin(GuidanceAdmin):
    """What the site says of a dispute committee."""

    list_display = ("organisation", "kept_by", "seat")
    list_select_related = ("organisation",)
    fields = (
        "organisation",
        "kept_by",
        "seat",
        "subject",
        "subject_en",
        "who",
        "who_en",
        "outcome",
        "outcome_en",
        "rules",
        "rules_since",
        "url",
        "source",
    )


@admin.register(LinkCheck)
class LinkCheckAdmin(PortalModelAdmin):
    """What `check_links` found, to look at; those that do not work first."""

    view_permission = EDIT
    list_display = ("url", "problem", "failing_since", "checked_at")
    search_fields = ("url", "problem")
    search_help_text = _("Zoek op adres of op wat er mis is")
    ordering = ("-problem", "url")
    fields = ("url", "problem", "failing_since", "checked_at")


class NamesAdmin(KeyedAdmin):
    """Rows with a name in two languages; a new name is found at once in the documents that carry it."""

    form = NamedForm
    search_fields = ("name", "name_en")
    search_help_text = _("Zoek op naam")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for document in form.instance.documents.all():
            document.refresh_search()


@admin.register(Subject)
class SubjectAdmin(NamesAdmin):
    """The subjects of documents."""

    list_display = ("name", "kind")
    list_filter = ("kind",)
    ordering = ("-kind", "name")
    fields = ("name", "name_en", "kind", "key")


@admin.register(Party)
class PartyAdmin(NamesAdmin):
    """Those who help with the introduction."""

    list_display = ("name", "name_en")
    ordering = ("name",)
    fields = ("name", "name_en", "key")

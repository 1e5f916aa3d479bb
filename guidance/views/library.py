"""The library: searching, filtering and sorting documents, the page of one, and its files."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import DateField, Max, OuterRef, Subquery
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from guidance.models import Audience, Document, DocumentVersion, Subject
from guidance.views.listing import Filter, ListQuery
from portal import csv_export
from portal.files import send

PER_PAGE = 25


class Query(ListQuery):
    """What somebody asked of the library. One query, for the subjects of its documents."""

    usual = "titel"

    def get_filters(self) -> list[Filter]:
        subjects = Subject.objects.filter(documents__is_public=True).distinct()
        return [
            Filter("soort", _("Soort"), Document.Kind.choices, lambda rows, kind: rows.filter(kind=kind)),
            Filter(
                "voor",
                _("Voor wie"),
                Audience.choices,
                lambda rows, asked: rows.filter(audience__in=Audience.including(asked)),
            ),
            Filter(
                "onderwerp",
                _("Onderwerp"),
                [(row.key, str(row)) for row in subjects],
                lambda rows, key: rows.filter(subjects__key=key),
            ),
            Filter(
                "taal",
                _("Taal"),
                Document.Language.choices,
                lambda rows, language: rows.filter(language=language),
            ),
        ]

    def get_sorts(self) -> dict[str, tuple[str, str]]:
        return {
            "titel": (_("Titel"), "sort_title"),
            "soort": (_("Soort"), "kind"),
            "datum": (_("Laatste versie"), "latest"),
        }

    def rows(self) -> Any:
        """The documents that answer it, in order. One query, and one each for their issuers and versions."""
        versions = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by().values("document")
        latest = Subquery(versions.annotate(last=Max("dated")).values("last"), output_field=DateField())
        return (
            self.narrowed(Document.objects.public())
            .annotate(latest=latest, sort_title=Lower("title"))
            .defer("search_text")
            .prefetch_related("issuers", "versions")
            .order_by(self.order, "sort_title", "pk")
        )


class Library(View):
    """The list of documents; the number of queries does not depend on how many there are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = Query(request)
        page = Paginator(query.rows(), PER_PAGE).get_page(request.GET.get("pagina"))
        return render(request, "guidance/library.html", {"query": query, "page": page})


class LibraryCsv(View):
    """The same documents as the list, all of them, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Titel"),
            _("Soort"),
            _("Uitgegeven door"),
            _("Voor wie"),
            _("Onderwerpen"),
            _("Taal"),
            _("Laatste versie"),
            _("Datum"),
            _("Bron"),
            _("Adres"),
        )
        rows = [
            (
                row.display_title,
                row.get_kind_display(),
                row.issued_by,
                row.get_audience_display(),
                ", ".join(str(subject) for subject in row.subjects.all()),
                row.get_language_display(),
                row.latest_label,
                row.latest,
                row.source,
                request.build_absolute_uri(row.get_absolute_url()),
            )
            for row in Query(request).rows().prefetch_related("subjects")
        ]
        return csv_export.response("documenten.csv", header, rows)


class DocumentPage(View):
    """What is known of one document, with its versions, the latest first."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Document.objects.public().prefetch_related("issuers", "subjects", "versions", "actions")
        document = get_object_or_404(rows, key=kwargs["key"])
        return render(request, "guidance/document.html", {"document": document})


class DocumentFile(View):
    """The file of a version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = DocumentVersion.objects.filter(document__is_public=True).select_related("file")
        version = get_object_or_404(rows, pk=kwargs["pk"], document__key=kwargs["key"])
        if version.file is None:
            raise Http404
        return send(version.file, version.file_name)

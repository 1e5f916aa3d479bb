"""The library: searching, filtering and sorting documents, the page of one, and its files."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import DateField, Max, OuterRef, Subquery
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from guidance.models import Audience, Document, DocumentVersion, Subject
from portal import csv_export
from portal.files import send

PER_PAGE = 25
SORTS = {"titel": "sort_title", "soort": "kind", "datum": "latest"}


@dataclass(frozen=True)
class Query:
    """What the address of the list asks: words, one choice per filter, and the order. What is not known is not asked."""

    words: str
    kind: str
    audience: str
    language: str
    subject: Subject | None
    sort: str
    down: bool
    subjects: list[Subject] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> "Query":
        def choice(name: str, choices: Any) -> str:
            value = request.GET.get(name, "")
            return value if value in choices else ""

        subjects = list(Subject.objects.filter(documents__is_public=True).distinct())
        asked = request.GET.get("sorteer", "")
        sort = asked.removeprefix("-")
        return cls(
            words=request.GET.get("q", "").replace("\x00", "").strip()[:100],
            kind=choice("soort", Document.Kind.values),
            audience=choice("voor", Audience.values),
            language=choice("taal", Document.Language.values),
            subject=next((row for row in subjects if row.key == request.GET.get("onderwerp")), None),
            sort=sort if sort in SORTS else "titel",
            down=asked.startswith("-") and sort in SORTS,
            subjects=subjects,
        )

    @property
    def sort_asked(self) -> str:
        """How it is sorted, when that is not the usual way."""
        sort = f"-{self.sort}" if self.down else self.sort
        return "" if sort == "titel" else sort

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.kind or self.audience or self.language or self.subject)

    def rows(self) -> Any:
        """The documents that answer it, in order. One query, and one each for their issuers and versions."""
        found = Document.objects.public().search(self.words)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.audience:
            found = found.filter(audience__in=Audience.including(self.audience))
        if self.language:
            found = found.filter(language=self.language)
        if self.subject:
            found = found.filter(subjects=self.subject)
        versions = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by().values("document")
        latest = Subquery(versions.annotate(last=Max("dated")).values("last"), output_field=DateField())
        found = found.annotate(latest=latest, sort_title=Lower("title"))
        order = f"-{SORTS[self.sort]}" if self.down else SORTS[self.sort]
        return (
            found.defer("search_text")
            .prefetch_related("issuers", "versions")
            .order_by(order, "sort_title", "pk")
        )

    def address(self, **changes: str) -> str:
        """The query string of the same question with some parts changed; empty parts are left out."""
        values = {
            "q": self.words,
            "soort": self.kind,
            "voor": self.audience,
            "taal": self.language,
            "onderwerp": self.subject.key if self.subject else "",
            "sorteer": self.sort_asked,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def columns(self) -> list[dict[str, str]]:
        """The heads of the table: label, the address that sorts by it, and how it is sorted now."""
        labels = {"titel": _("Titel"), "soort": _("Soort"), "datum": _("Laatste versie")}
        return [
            {
                "label": label,
                "url": self.address(sorteer=f"-{name}" if name == self.sort and not self.down else name),
                "sorted": ("descending" if self.down else "ascending") if name == self.sort else "",
            }
            for name, label in labels.items()
        ]

    def choices(self) -> list[dict[str, Any]]:
        """The filters: name, label, what can be chosen and what is chosen."""
        subjects = [(row.key, str(row)) for row in self.subjects]
        return [
            {"name": "soort", "label": _("Soort"), "rows": Document.Kind.choices, "chosen": self.kind},
            {"name": "voor", "label": _("Voor wie"), "rows": Audience.choices, "chosen": self.audience},
            {
                "name": "onderwerp",
                "label": _("Onderwerp"),
                "rows": subjects,
                "chosen": self.subject.key if self.subject else "",
            },
            {"name": "taal", "label": _("Taal"), "rows": Document.Language.choices, "chosen": self.language},
        ]


class Library(View):
    """The list of documents; the number of queries does not depend on how many there are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = Query.of(request)
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
            for row in Query.of(request).rows().prefetch_related("subjects")
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

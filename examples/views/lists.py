"""Examples: the list for everybody, and the page of one."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from examples.models import Example, ExampleAttachment, Subscription
from guidance.models import Subject
from guidance.pupil_data import suspects
from guidance.views.listing import Filter, ListQuery
from portal import audit, csv_export
from portal.files import send
from register.models import Sector
from register.selectors import provinces

PER_PAGE = 25


class Query(ListQuery):
    """What somebody asked of the examples. Two queries, for the subjects and the provinces."""

    usual = "-datum"

    def get_filters(self) -> list[Filter]:
        self.subjects = {row.key: row for row in Subject.objects.all()}
        return [
            Filter(
                "onderwerp",
                _("Onderwerp"),
                [(key, str(row)) for key, row in self.subjects.items()],
                lambda rows, key: rows.filter(subjects__key=key),
            ),
            Filter(
                "provincie",
                _("Provincie"),
                [(name, name) for name in provinces()],
                lambda rows, name: rows.filter(province=name),
            ),
            Filter(
                "sector",
                _("Sector"),
                Sector.choices,
                lambda rows, sector: rows.filter(sectors__in=Example.Sectors.including(sector)),
            ),
            Filter(
                "omvang", _("Omvang"), Example.Reach.choices, lambda rows, reach: rows.filter(reach=reach)
            ),
        ]

    def get_sorts(self) -> dict[str, tuple[str, str]]:
        return {
            "titel": (_("Voorbeeld"), "sort_title"),
            "inzender": (_("Ingezonden door"), "organisation__name"),
            "datum": (_("Op de site sinds"), "published_at"),
        }

    @property
    def subject(self) -> Subject | None:
        """The subject somebody looks at."""
        return self.subjects.get(self.chosen.get("onderwerp", ""))

    def rows(self) -> Any:
        """The published examples that answer it, in order. One query, and one for their subjects."""
        return (
            self.narrowed(Example.objects.public())
            .annotate(sort_title=Lower("title"))
            .select_related("organisation")
            .prefetch_related("subjects")
            .defer("search_text", "done", "result", "partners")
            .order_by(self.order, "-published_at", "pk")
        )


class Examples(View):
    """The published examples; the number of queries does not depend on how many there are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = Query(request)
        follows = request.user.is_authenticated and query.subject is not None
        context = {
            "query": query,
            "page": Paginator(query.rows(), PER_PAGE).get_page(request.GET.get("pagina")),
            "may_edit": request.user.is_authenticated and request.user.has_perm("guidance.edit_guidance"),
            "may_send": request.user.is_authenticated and request.user.holds("examples.send_example"),
            "may_read": request.user.is_authenticated and request.user.holds(Example.READING),
            "follows": follows
            and Subscription.objects.filter(
                user=request.user, subjects=query.subject, next_at__isnull=False
            ).exists(),
        }
        return render(request, "examples/examples.html", context)


class ExamplesCsv(View):
    """The same examples as the list, all of them, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Voorbeeld"),
            _("Ingezonden door"),
            _("Waar"),
            _("Provincie"),
            _("Sector"),
            _("Omvang"),
            _("Onderwerpen"),
            _("Op de site sinds"),
            _("Adres"),
        )
        rows = [
            (
                row.title,
                row.organisation.name,
                row.place,
                row.province,
                row.get_sectors_display(),
                row.get_reach_display(),
                ", ".join(str(subject) for subject in row.subjects.all()),
                row.published_at,
                request.build_absolute_uri(row.get_absolute_url()),
            )
            for row in Query(request).rows()
        ]
        return csv_export.response("voorbeelden.csv", header, rows)


class ExamplePage(View):
    """One example: public when it is published, and before that for its writers and the editors."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Example.objects.visible_to(request.user).select_related("organisation", "experiment__call")
        example = get_object_or_404(rows.defer("search_text"), uuid=kwargs["uuid"])
        takes_part = request.user.is_authenticated and (
            request.user.has_perm("guidance.edit_guidance") or request.user.has_perm(Example.READING, example)
        )
        lines = list(audit.history(example)) if takes_part else []
        context = {
            "example": example,
            "subjects": example.subjects.all(),
            "attachments": example.attachments.filter(removed_at=None).select_related("file"),
            "takes_part": takes_part,
            "suspects": suspects(example.readable) if takes_part else [],
            "timeline_lines": lines,
            "said": next((line for line in lines if line.reason), None) if example.was_answered else None,
        }
        return render(request, "examples/example.html", context)


class ExampleAttachmentFile(View):
    """A document with an example, for whoever may see the example."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        examples = Example.objects.visible_to(request.user).filter(uuid=kwargs["uuid"])
        rows = ExampleAttachment.objects.filter(example__in=examples, removed_at=None)
        row = get_object_or_404(rows.select_related("file"), pk=kwargs["pk"])
        return send(row.file, row.name)

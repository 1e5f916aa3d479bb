"""Examples: the list for everybody, the page of one, and writing, sending in and deciding."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from guidance.models import Example, ExampleAttachment, Subject, Subscription
from guidance.pupil_data import suspects
from guidance.states import ExampleState
from portal import csv_export
from portal.files import send
from portal.models import AuditEntry, Organisation
from register.models import Municipality, Sector

PER_PAGE = 25
SORTS = {"titel": "sort_title", "inzender": "organisation__name", "datum": "published_at"}


class Query:
    """What somebody asked of the list; anything that is no choice counts as not asked. Two queries."""

    def __init__(self, request: HttpRequest) -> None:
        asked = request.GET
        self.words = asked.get("q", "").replace("\x00", "").strip()[:100]
        self.subjects = list(Subject.objects.all())
        self.provinces = sorted(Municipality.objects.order_by().values_list("province", flat=True).distinct())
        self.subject = next((row for row in self.subjects if row.key == asked.get("onderwerp")), None)
        self.province = one_of(asked.get("provincie"), self.provinces)
        self.sector = one_of(asked.get("sector"), Sector.values)
        self.reach = one_of(asked.get("omvang"), Example.Reach.values)
        sort = asked.get("sorteer", "")
        self.sort = sort if sort.removeprefix("-") in SORTS else "-datum"

    @property
    def sort_asked(self) -> str:
        """How it is sorted, when that is not the usual way."""
        return "" if self.sort == "-datum" else self.sort

    @property
    def is_filtered(self) -> bool:
        return bool(self.words or self.subject or self.province or self.sector or self.reach)

    def rows(self) -> Any:
        """The published examples that answer it, in order. One query, and one for their subjects."""
        found = Example.objects.public().search(self.words)
        if self.subject:
            found = found.filter(subjects=self.subject)
        if self.province:
            found = found.filter(province=self.province)
        if self.sector:
            found = found.filter(sectors__in=Example.Sectors.including(self.sector))
        if self.reach:
            found = found.filter(reach=self.reach)
        name = SORTS[self.sort.removeprefix("-")]
        order = f"-{name}" if self.sort.startswith("-") else name
        return (
            found.annotate(sort_title=Lower("title"))
            .select_related("organisation")
            .prefetch_related("subjects")
            .defer("search_text", "done", "result", "partners")
            .order_by(order, "-published_at", "pk")
        )

    def address(self, **changes: str) -> str:
        """The query string of the same question with some parts changed; empty parts are left out."""
        values = {
            "q": self.words,
            "onderwerp": self.subject.key if self.subject else "",
            "provincie": self.province,
            "sector": self.sector,
            "omvang": self.reach,
            "sorteer": self.sort_asked,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def columns(self) -> list[dict[str, str]]:
        """The heads of the table: label, the address that sorts by it, and how it is sorted now."""
        labels = {"titel": _("Voorbeeld"), "inzender": _("Ingezonden door"), "datum": _("Op de site sinds")}
        is_down = self.sort.startswith("-")
        return [
            {
                "label": label,
                "url": self.address(sorteer=f"-{name}" if self.sort == name else name),
                "sorted": ("descending" if is_down else "ascending")
                if self.sort.removeprefix("-") == name
                else "",
            }
            for name, label in labels.items()
        ]

    def choices(self) -> list[dict[str, Any]]:
        """The filters: name, label, what can be chosen and what is chosen."""
        return [
            {
                "name": "onderwerp",
                "label": _("Onderwerp"),
                "rows": [(row.key, str(row)) for row in self.subjects],
                "chosen": self.subject.key if self.subject else "",
            },
            {
                "name": "provincie",
                "label": _("Provincie"),
                "rows": [(name, name) for name in self.provinces if name],
                "chosen": self.province,
            },
            {"name": "sector", "label": _("Sector"), "rows": Sector.choices, "chosen": self.sector},
            {"name": "omvang", "label": _("Omvang"), "rows": Example.Reach.choices, "chosen": self.reach},
        ]


def one_of(asked: str | None, known: list[str]) -> str:
    return asked if asked in known else ""  # type: ignore[return-value]


class Examples(View):
    """The published examples; the number of queries does not depend on how many there are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = Query(request)
        follows = request.user.is_authenticated and query.subject is not None
        context = {
            "query": query,
            "page": Paginator(query.rows(), PER_PAGE).get_page(request.GET.get("pagina")),
            "may_send": may_send(request.user),
            "follows": follows
            and Subscription.objects.filter(
                user=request.user, subjects=query.subject, next_at__isnull=False
            ).exists(),
        }
        return render(request, "guidance/examples.html", context)


def may_send(user: Any) -> bool:
    """Whether somebody works for an organisation that can send in examples."""
    return user.is_authenticated and bool(senders(user))


def senders(user: Any) -> list[Organisation]:
    """The organisations for which somebody can send in examples, by name."""
    rows = {row.organisation_id: row.organisation for row in user.active_memberships}
    found = [row for row in rows.values() if user.has_perm("guidance.send_example", row)]
    return sorted(found, key=lambda row: row.name)


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
            request.user.has_perm("guidance.edit_guidance")
            or request.user.has_perm("guidance.send_example", example)
        )
        lines = list(history(example)) if takes_part else []
        context = {
            "example": example,
            "subjects": example.subjects.all(),
            "attachments": example.attachments.filter(removed_at=None).select_related("file"),
            "takes_part": takes_part,
            "suspects": suspects(example.readable) if takes_part else [],
            "timeline_lines": lines,
            "said": next((line for line in lines if line.reason), None)
            if example.state in {ExampleState.RETURNED, ExampleState.DECLINED}
            else None,
        }
        return render(request, "guidance/example.html", context)


def history(example: Example) -> Any:
    """What happened to an example, the latest first: the same for its sender and the editors."""
    rows = AuditEntry.objects.filter(subject=example._meta.label, subject_id=str(example.pk))
    return rows.order_by("-at", "-pk")


class ExampleAttachmentFile(View):
    """A document with an example, for whoever may see the example."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        examples = Example.objects.visible_to(request.user).filter(uuid=kwargs["uuid"])
        rows = ExampleAttachment.objects.filter(example__in=examples, removed_at=None)
        row = get_object_or_404(rows.select_related("file"), pk=kwargs["pk"])
        return send(row.file, row.name)

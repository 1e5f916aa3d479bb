"""The overleg somebody takes part in: with other organisations' plans, and the matrices of one's own."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from consultations.models import Consultation, Overleg, Procedure
from consultations.selectors import with_numbers
from plans.models import Dossier
from portal import csv_export
from portal.models import User
from register.codes import normalise
from register.models import Sector

PER_PAGE = 25
FAR = dt.date.max


@dataclass(frozen=True)
class Line:
    """One overleg about the plan of another organisation: the OOGO of a municipality, or that of a partnership."""

    plan: str
    partnership: str
    sector: str
    party: str
    part: str
    version: int
    procedure: Procedure | None
    respond_by: dt.date | None
    state: str
    state_label: str
    is_open: bool
    in_scope: bool
    url: str

    def matches(self, words: str) -> bool:
        """Whether every word occurs somewhere in the line, or the words are its code in any spelling."""
        text = f"{self.plan} {self.sector} {self.party} {self.part} {self.state_label}".casefold()
        codes = {normalise(words, sector).casefold() for sector in Sector.values} - {""}
        return any(code in text for code in codes) or all(word in text for word in words.casefold().split())


def lines(user: User) -> list[Line]:
    """All overleg of the municipalities (OOGO) and partnerships (overleg) somebody works for; two queries."""
    consultations = (
        Consultation.objects.filter(
            municipality__organisation__in=user.organisation_ids(Consultation.READING, "municipality")
        )
        .with_names()
        .defer("version__content")
    )
    overleggen = Overleg.objects.filter(
        counterpart__organisation__in=user.organisation_ids(Overleg.READING, "counterpart")
    ).with_names()
    return [
        *(_line(row, row.municipality.name, row.part, row.is_open) for row in consultations),
        *(_line(row, row.counterpart.display_name, "", row.is_open) for row in overleggen),
    ]


def _line(row: Any, party: str, part: str, is_open: bool) -> Line:
    return Line(
        plan=str(row.dossier),
        partnership=row.dossier.partnership.display_name,
        sector=row.dossier.partnership.get_sector_display(),
        party=party,
        part=part,
        version=row.version.number,
        procedure=getattr(row, "procedure", None),
        respond_by=getattr(row, "respond_by", None),
        state=row.state,
        state_label=row.get_state_display(),
        is_open=is_open and row.in_scope,
        in_scope=row.in_scope,
        url=row.get_absolute_url(),
    )


SORTS: dict[str, Callable[[Line], Any]] = {
    "plan": lambda row: (row.plan, row.party),
    "partij": lambda row: (row.party, row.plan),
    "versie": lambda row: (row.version, row.plan),
    "reageren": lambda row: (row.respond_by or FAR, row.plan),
    "status": lambda row: (row.state_label, row.plan),
}


@dataclass(frozen=True)
class Query:
    """What the address of the page asks: words, only what is open, and the order."""

    words: str
    only_open: bool
    sort: str
    down: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Query":
        asked = request.GET.get("sorteer", "")
        sort = asked.removeprefix("-")
        return cls(
            words=request.GET.get("q", "").replace("\x00", "").strip()[:100],
            only_open=request.GET.get("toon") == "open",
            sort=sort if sort in SORTS else "plan",
            down=asked.startswith("-") and sort in SORTS,
        )

    def apply(self, rows: list[Line]) -> list[Line]:
        found = [row for row in rows if row.matches(self.words) and (row.is_open or not self.only_open)]
        return sorted(found, key=SORTS[self.sort], reverse=self.down)

    def address(self, **changes: str) -> str:
        """The query string of the same question with some parts changed; empty parts are left out."""
        sort = f"-{self.sort}" if self.down else self.sort
        values = {
            "q": self.words,
            "toon": "open" if self.only_open else "",
            "sorteer": "" if sort == "plan" else sort,
            **changes,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def columns(self) -> list[dict[str, str]]:
        """The heads of the table: label, the address that sorts by it, and how it is sorted now."""
        labels = {
            "plan": _("Plan"),
            "partij": _("Met"),
            "versie": _("Versie"),
            "reageren": _("Procedure en reactie"),
            "status": _("Status"),
        }
        return [
            {
                "label": label,
                "url": self.address(sorteer=f"-{name}" if name == self.sort and not self.down else name),
                "sorted": ("descending" if self.down else "ascending") if name == self.sort else "",
            }
            for name, label in labels.items()
        ]


def own_dossiers(user: User) -> Any:
    """The dossiers of one's partnerships that were offered, each with its numbers; one query."""
    offered = Dossier.objects.visible_to(user).filter(offered_version__isnull=False)
    return with_numbers(offered.with_names())


class Consultations(LoginRequiredMixin, View):
    """The number of queries does not depend on the number of rows."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = Query.of(request)
        everything = lines(request.user)
        found = query.apply(everything)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
        of_partnership = bool(request.user.organisation_ids(Consultation.READING, "partnership"))
        of_municipality = bool(request.user.organisation_ids(Consultation.READING, "municipality"))
        context = {
            "query": query,
            "everything": everything,
            "found": found,
            "page": page,
            "columns": query.columns(),
            "all_url": query.address(toon=""),
            "open_url": query.address(toon="open"),
            "csv_query": query.address(),
            "open_n": sum(row.is_open for row in everything),
            "dossiers": own_dossiers(request.user) if of_partnership else [],
            "of_partnership": of_partnership,
            "acts": request.user.holds("plans.offer_concept"),
            "of_municipality": of_municipality,
            "is_invited": request.user.holds("consultations.record_outcome", "consultations.record_overleg"),
        }
        return render(request, "consultations/consultations.html", context)


class ConsultationsCsv(LoginRequiredMixin, View):
    """The same lines as the page, all of them, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Plan"),
            _("Sector"),
            _("Met"),
            _("Deel van de gemeente"),
            _("Versie"),
            _("Procedure"),
            _("Reageren uiterlijk"),
            _("Status"),
            _("Open"),
            _("In het gebied"),
        )
        rows = (
            [
                row.plan,
                row.sector,
                row.party,
                row.part,
                row.version,
                row.procedure or "",
                row.respond_by,
                row.state_label,
                _("ja") if row.is_open else _("nee"),
                _("ja") if row.in_scope else _("nee"),
            ]
            for row in Query.of(request).apply(lines(request.user))
        )
        return csv_export.response("overleg.csv", header, rows)

"""All municipalities of a dossier in one matrix, the overleg with other partnerships and the OPR."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consultations.charts import legend, progress_chart, tally
from consultations.dates import statutory_dates
from consultations.fields import csv_cells, csv_heads
from consultations.models import (
    ConsentRequest,
    Consultation,
    Meeting,
    Outcome,
    Overleg,
    Procedure,
)
from plans.models import Dossier
from plans.views.base import DossierView
from portal import csv_export
from portal.workflow import actions


def matrix_rows(dossier: Dossier) -> list[Consultation]:
    """Every municipality that was ever invited, those in scope first; two queries."""
    rows = (
        Consultation.objects.filter(dossier=dossier)
        .select_related(
            "municipality",
            "procedure__committee",
            "procedure__model_version__document",
            "version",
            "outcome__version",
            "outcome__recorded_by",
        )
        .defer("version__content", "outcome__version__content")
        .prefetch_related(Prefetch("meetings", Meeting.objects.order_by("held_on", "pk")))
        .order_by("-in_scope", "municipality__name")
    )
    return list(rows)


class Matrix(DossierView):
    """The number of queries does not depend on the number of municipalities."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dossier = self.dossier
        rows = matrix_rows(dossier)
        in_scope = [row for row in rows if row.in_scope]
        only_open = request.GET.get("toon") == "open"
        counts = tally(row.state for row in in_scope)
        consents = list(
            ConsentRequest.objects.filter(dossier=dossier)
            .select_related("version", "decision", "opr", "dossier__round")
            .defer("version__content")
        )
        context = {
            "dossier": dossier,
            "rows": [row for row in in_scope if row.is_open] if only_open else rows,
            "total": len(in_scope),
            "open_n": sum(row.is_open for row in in_scope),
            "loose_n": sum(row.procedure is None for row in in_scope),
            "only_open": only_open,
            "chart": progress_chart(counts),
            "legend": legend(counts),
            "overleggen": Overleg.objects.filter(dossier=dossier)
            .select_related("counterpart__organisation", "version")
            .defer("version__content")
            .prefetch_related("records")
            .order_by("-in_scope", "counterpart__code"),
            "consents": consents,
            "dates": statutory_dates(dossier, consents),
            "consent_actions": [
                row
                for row in actions(dossier, request.user)
                if row.transition.subject == ConsentRequest._meta.label
            ],
        }
        return render(request, "consultations/matrix.html", context)


class MatrixCsv(DossierView):
    """The matrix as a table for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Gemeente"),
            _("CBS-code"),
            _("Deel van de gemeente"),
            _("In het gebied"),
            _("Aangeboden versie"),
            *csv_heads(Procedure, named=True),
            _("Reageren uiterlijk"),
            _("Aantal bijeenkomsten"),
            *csv_heads(Meeting, named=True),
            _("Status"),
            *csv_heads(Outcome, named=True),
            *(head for model in (Procedure, Meeting, Outcome) for head in csv_heads(model, named=False)),
        )
        name = f"overleg-{self.dossier.partnership.organisation.key}-{self.dossier.round.plan_start.year}"
        return csv_export.response(
            f"{name}.csv", header, (as_cells(row) for row in matrix_rows(self.dossier))
        )


def as_cells(row: Consultation) -> list[Any]:
    """One municipality as the cells of the export."""
    meetings = list(row.meetings.all())
    meeting = meetings[-1] if meetings else None
    return [
        row.municipality.name,
        row.municipality.code,
        row.part,
        _("ja") if row.in_scope else _("nee"),
        row.version.number,
        *csv_cells(Procedure, True, row.procedure),
        row.respond_by,
        len(meetings),
        *csv_cells(Meeting, True, meeting),
        row.get_state_display(),
        *csv_cells(Outcome, True, row.outcome),
        *csv_cells(Procedure, False, row.procedure),
        *csv_cells(Meeting, False, meeting),
        *csv_cells(Outcome, False, row.outcome),
    ]

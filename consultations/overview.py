"""What the inspectorate's overview says of the OOGO and the consent of the OPR, for many dossiers at once."""

from collections import defaultdict

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import ConsentRequest, Consultation
from consultations.states import OPEN, ConsentState, ConsultationState
from plans.extension_points import OverviewCell, OverviewColumn, OverviewSource
from plans.models import Dossier

WITHOUT_AGREEMENT = frozenset(
    {ConsultationState.NOT_AGREED, ConsultationState.NOT_ATTENDED, ConsultationState.IN_DISPUTE}
)
Cells = dict[int, dict[str, OverviewCell]]


def oogo(dossiers: "QuerySet[Dossier]") -> Cells:
    """How many municipalities in the area have decided, and how many without agreement."""
    states: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Consultation.objects.filter(dossier__in=dossiers, in_scope=True).order_by()
    for dossier, state, number in rows.values_list("dossier", "state").annotate(number=Count("pk")):
        states[dossier][state] = number
    text = _("%(decided)d van %(total)d")  # once, not for every row
    return {dossier: _oogo_cells(found, text) for dossier, found in states.items()}


def _oogo_cells(states: dict[str, int], text: str) -> dict[str, OverviewCell]:
    total = sum(states.values())
    decided = total - sum(number for state, number in states.items() if state in OPEN)
    without = sum(number for state, number in states.items() if state in WITHOUT_AGREEMENT)
    return {
        "oogo": OverviewCell(
            text=text % {"decided": decided, "total": total},
            sort=decided * 1000 // total,
            tags=frozenset({"complete" if decided == total else "open"}),
        ),
        "overeenstemming": OverviewCell(
            text=str(without), sort=without, tags=frozenset({"without"} if without else ())
        ),
    }


def consent(dossiers: "QuerySet[Dossier]") -> Cells:
    """What the OPR said of the version that was put to it last."""
    rows = ConsentRequest.objects.filter(dossier__in=dossiers).order_by("pk")
    last = dict(rows.values_list("dossier", "state"))
    cells = {
        state: {"opr": OverviewCell(text=str(label), sort=state, state=state, tags=frozenset({state}))}
        for state, label in ConsentState.choices
    }
    return {dossier: cells[state] for dossier, state in last.items()}


SOURCES = (
    OverviewSource(
        columns=(
            OverviewColumn(
                key="oogo",
                label=gettext_lazy("OOGO besloten"),
                choices=(
                    ("complete", gettext_lazy("alle gemeenten besloten")),
                    ("open", gettext_lazy("nog gemeenten open")),
                ),
            ),
            OverviewColumn(
                key="overeenstemming",
                label=gettext_lazy("Zonder overeenstemming"),
                choices=(("without", gettext_lazy("ten minste één gemeente zonder")),),
            ),
        ),
        load=oogo,
    ),
    OverviewSource(
        columns=(OverviewColumn(key="opr", label=gettext_lazy("OPR"), choices=tuple(ConsentState.choices)),),
        load=consent,
    ),
)

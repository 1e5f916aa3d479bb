"""Which partnerships experiment: in the register and in the inspectorate's overview."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experiments.models import Experiment
from experiments.states import ExperimentState
from guidance.models.werkagenda import school_year_label
from plans.extension_points import OverviewCell, OverviewColumn, OverviewSource

YES = "yes"


def marks(organisation_ids: Sequence[int]) -> dict[int, str]:
    """What the register says of them: the school years in which they experiment. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Experiment.objects.selected().filter(organisation__in=organisation_ids).select_related("call")
    for row in rows.order_by("call__school_year"):
        found[row.organisation_id].append(row.call.year_label)
    return {pk: _("experiment in %(years)s") % {"years": ", ".join(labels)} for pk, labels in found.items()}


def load(dossiers: Any) -> dict[int, dict[str, OverviewCell]]:
    """The cell of every dossier whose partnership experiments. One query."""
    rows = dossiers.filter(partnership__organisation__experiments__state=ExperimentState.SELECTED)
    found: dict[int, list[str]] = defaultdict(list)
    call = "partnership__organisation__experiments__call__school_year"
    for pk, year in rows.order_by(call).values_list("pk", call):
        found[pk].append(school_year_label(year))
    return {pk: {"experiment": _cell(", ".join(labels))} for pk, labels in found.items()}


def _cell(text: str) -> OverviewCell:
    return OverviewCell(text=text, sort=text, tags=frozenset({YES}))


OVERVIEW = OverviewSource(
    columns=(
        OverviewColumn(
            key="experiment",
            label=gettext_lazy("Experiment"),
            choices=((YES, gettext_lazy("doet mee aan een experiment")),),
        ),
    ),
    load=load,
)

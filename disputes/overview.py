"""What the inspectorate's overview says of disputes, for many dossiers at once."""

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from disputes.models import Dispute
from disputes.states import ENDED
from plans.extension_points import OverviewCell, OverviewColumn, OverviewSource
from plans.models import Dossier


def under_way(dossiers: "QuerySet[Dossier]") -> dict[int, dict[str, OverviewCell]]:
    """How many disputes have not ended."""
    rows = Dispute.objects.filter(consultation__dossier__in=dossiers).exclude(state__in=ENDED).order_by()
    numbers = rows.values_list("consultation__dossier").annotate(number=Count("pk"))
    return {
        dossier: {"geschil": OverviewCell(text=str(number), sort=number, tags=frozenset({"under_way"}))}
        for dossier, number in numbers
    }


SOURCES = (
    OverviewSource(
        columns=(
            OverviewColumn(
                key="geschil",
                label=_("Geschillen"),
                choices=(("under_way", _("geschil aanhangig")),),
            ),
        ),
        load=under_way,
    ),
)

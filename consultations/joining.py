"""What this app adds to the pages and steps of the plan, through `plans.extension_points`."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from consultations.models import ConsentRequest, Consultation, Overleg
from consultations.services import open_consultations
from consultations.states import OPEN, ConsultationState
from plans.models import Dossier, PlanVersion
from portal.models import Organisation, User
from portal.rights import Role

__all__ = ["dossier_panel", "filing_audience", "may_read_version", "open_consultations", "review_panel"]


def may_read_version(version: PlanVersion, user: User) -> bool:
    """A municipality, a consulted partnership and the OPR may read the version that was put to them (or a later one)."""
    return (
        Consultation.objects.visible_to(user).filter(outcomes__version=version).exists()
        or Consultation.objects.visible_to(user).filter(version=version).exists()
        or Overleg.objects.visible_to(user).filter(version=version).exists()
        or Overleg.objects.visible_to(user).filter(records__version=version).exists()
        or ConsentRequest.objects.visible_to(user).filter(version=version).exists()
    )


def standing(dossier: Dossier) -> dict[str, Any]:
    """How the consultations of a dossier stand: counts, what is open, the overleg and the OPR."""
    consultations = list(
        Consultation.objects.filter(dossier=dossier, in_scope=True).select_related("municipality", "outcome")
    )
    counts = Counter(row.state for row in consultations)
    return {
        "dossier": dossier,
        "consultations": consultations,
        "counts": [(ConsultationState(state).label, n) for state, n in sorted(counts.items())],
        "open": [row for row in consultations if row.state in OPEN],
        "overleggen": list(
            Overleg.objects.filter(dossier=dossier, in_scope=True).select_related("counterpart__organisation")
        ),
        "consents": list(
            ConsentRequest.objects.filter(dossier=dossier).select_related("version", "decision", "opr")
        ),
    }


def dossier_panel(dossier: Dossier, user: User) -> tuple[str, dict[str, Any]] | None:
    """The summary on the dossier page."""
    if dossier.offered_version_id is None:
        return None
    return "consultations/_dossier_panel.html", standing(dossier)


def review_panel(dossier: Dossier, user: User) -> tuple[str, dict[str, Any]] | None:
    """Everything about the consultations, read-only, for the reviewer."""
    values = standing(dossier)
    values["consultations"] = list(
        Consultation.objects.filter(dossier=dossier)
        .select_related("municipality", "outcome__version", "procedure__committee", "version")
        .prefetch_related("outcomes", "meetings")
    )
    values["overleggen"] = list(
        Overleg.objects.filter(dossier=dossier)
        .select_related("counterpart__organisation", "version")
        .prefetch_related("records")
    )
    return "consultations/_review_panel.html", values


def filing_audience(dossier: Dossier) -> tuple[Iterable[Organisation], Iterable[str]]:
    """The municipalities of a plan hear that it was filed."""
    organisations = Organisation.objects.filter(municipality__consultations__dossier=dossier)
    return organisations, (Role.MUNICIPALITY_OFFICIAL, Role.MUNICIPALITY_SIGNATORY)

"""Reading the consultations: of a dossier once per case (`Case.once`), of lists with their numbers, and for whom they are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from consultations.models import ConsentRequest, Consultation, Overleg
from consultations.states import OPEN
from plans.models import Dossier, PlanVersion
from portal.models import Organisation, User
from portal.rights import Role


def consultations_of(dossier: Dossier) -> list[Consultation]:
    """The consultations with the municipalities in scope, by name, with procedure and outcome. One query."""
    return list(
        Consultation.objects.filter(dossier=dossier, in_scope=True).select_related(
            "municipality", "outcome", "procedure"
        )
    )


def overleggen_of(dossier: Dossier) -> list[Overleg]:
    """The overleg with every overlapping partnership, with what was recorded of it. Two queries."""
    return list(
        Overleg.objects.filter(dossier=dossier, in_scope=True)
        .select_related("counterpart")
        .prefetch_related("records")
    )


def consents_of(dossier: Dossier) -> list[ConsentRequest]:
    """The requests for consent in the order they were made, with version and decision. One query."""
    return list(
        ConsentRequest.objects.filter(dossier=dossier)
        .select_related("version", "decision")
        .defer("version__content")
        .order_by("pk")
    )


def with_numbers(dossiers: Any) -> Any:
    """Dossiers with how many municipalities they consult, and how many of those have no outcome yet: no query more."""
    in_scope = Q(consultations__in_scope=True)
    return dossiers.annotate(
        total_n=Count("consultations", filter=in_scope),
        open_n=Count("consultations", filter=in_scope & Q(consultations__state__in=sorted(OPEN))),
    )


def may_read_version(version: PlanVersion, user: User) -> bool:
    """Whether a municipality, a consulted partnership or the OPR may read a version: those that were put to them."""
    return (
        Consultation.objects.visible_to(user).filter(offered=version).exists()
        or Overleg.objects.visible_to(user).filter(offered=version).exists()
        or ConsentRequest.objects.visible_to(user).filter(version=version).exists()
    )


def filing_audience(dossier: Dossier) -> tuple[Iterable[Organisation], Iterable[str]]:
    """The municipalities of a plan hear that it was filed."""
    organisations = Organisation.objects.filter(municipality__consultations__dossier=dossier)
    return organisations, (Role.MUNICIPALITY_OFFICIAL, Role.MUNICIPALITY_SIGNATORY)

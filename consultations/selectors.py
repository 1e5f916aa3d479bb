"""Reading the consultations: of a dossier once per case (`Case.once`), of lists with their numbers, and for whom they are."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

from consultations.models import ConsentRequest, Consultation, Overleg
from consultations.states import OPEN
from plans.models import Dossier
from portal.models import User


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


def put_to(user: User) -> Q:
    """The versions that were put to a municipality, a consulted partnership or an OPR somebody works for."""
    return (
        Q(pk__in=Consultation.objects.visible_to(user).values("offered"))
        | Q(pk__in=Overleg.objects.visible_to(user).values("offered"))
        | Q(pk__in=ConsentRequest.objects.visible_to(user).values("version"))
    )


def filing_audience(dossier: Dossier) -> tuple[str, str, Iterable[Consultation]]:
    """The municipalities of a plan hear that it was filed."""
    rows = Consultation.objects.filter(dossier=dossier).select_related(
        "municipality", "procedure", "dossier__partnership"
    )
    return Consultation.READING, "municipality", rows

"""The procedure that partnership and municipalities fixed for their OOGO."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.models import Consultation, Procedure
from consultations.states import ConsultationState
from plans.models import Dossier
from portal import audit
from portal.models import User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed, StaleState
from register.models import Municipality

FIELDS = (
    "basis",
    "model_version_id",
    "differences",
    "fixed_on",
    "chair",
    "secretariat",
    "invitation_days",
    "response_days",
    "dispute_days",
    "defence_days",
    "advice_days",
    "committee_id",
    "document_id",
    "document_name",
    "remarks",
)
# What a dispute that is under way runs by: no party changes that alone.
OF_A_DISPUTE = ("committee_id", "dispute_days", "defence_days", "advice_days")


class ProcedureChanged(StaleState):
    """Somebody else changed the procedure; `current` is what it says now."""

    def __init__(self, current: Procedure) -> None:
        super().__init__(_("Iemand anders heeft de procedure intussen gewijzigd. Bekijk die eerst."))
        self.current = current


@transaction.atomic
def fix_procedure(
    dossier: Dossier,
    *,
    by: User,
    municipalities: Iterable[Municipality],
    procedure: Procedure | None = None,
    seen: int | None = None,
    **values: Any,
) -> Procedure:
    """Record (or change) the procedure agreed with municipalities, and let their consultations follow it (lid 9).

    Takes the fields of the procedure as `values`; the same content again gives the procedure that is there. With each
    municipality the procedure agreed last holds; a consultation in dispute keeps the one the dispute runs by. Raises
    NotAllowed, Blocked or ProcedureChanged.
    """
    if not by.has_perm("consultations.fix_procedure", dossier):
        raise NotAllowed(_("U kunt de procedure van dit samenwerkingsverband niet vastleggen."))
    municipalities = list(municipalities)
    if not municipalities:
        raise Blocked(_("Kies ten minste één gemeente."))
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    former: dict[str, Any] = {}
    known: set[int] = set()
    if procedure is None:
        procedure = Procedure(partnership=dossier.partnership, recorded_by=by, **values)
        if there := _same(procedure, municipalities):
            return there
        procedure.save()
        action = "consultations.procedure_fixed"
    else:
        procedure = Procedure.objects.select_related("committee", "document").get(pk=procedure.pk)
        rows = list(procedure.municipalities.all())
        former, known = _in_words(procedure, rows), {row.pk for row in rows}
        if not _change(procedure, municipalities, values, seen):
            return procedure
        action = "consultations.procedure_changed"
    procedure.municipalities.set(municipalities)
    _follow(dossier, procedure, municipalities, known)
    audit.record(
        action,
        dossier,
        by=by,
        membership=acting_membership(by, "consultations.fix_procedure", dossier),
        data={**_in_words(procedure, municipalities), **({"former": former} if former else {})},
    )
    return procedure


def _change(
    procedure: Procedure, municipalities: list[Municipality], values: dict[str, Any], seen: int | None
) -> bool:
    """Write the new values; False when it says that already (nothing typed, or the second click)."""
    current = _content(procedure)
    chosen = {row.pk for row in procedure.municipalities.all()}
    version = procedure.row_version
    for name, value in values.items():
        setattr(procedure, name, value)
    if _content(procedure) == current and chosen == {row.pk for row in municipalities}:
        return False
    if seen is not None and version != seen:
        raise ProcedureChanged(Procedure.objects.select_related("committee").get(pk=procedure.pk))
    in_dispute = Consultation.objects.filter(procedure=procedure, state=ConsultationState.IN_DISPUTE)
    if any(current[name] != getattr(procedure, name) for name in OF_A_DISPUTE) and in_dispute.exists():
        raise Blocked(
            _(
                "Er loopt een geschil volgens deze procedure. De geschillencommissie en de termijnen van het geschil "
                "kunnen nu niet veranderen."
            )
        )
    Procedure.objects.filter(pk=procedure.pk).update(row_version=F("row_version") + 1, **values)
    procedure.refresh_from_db()
    return True


def _content(procedure: Procedure) -> dict[str, Any]:
    return {name: getattr(procedure, name) for name in FIELDS}


def _same(procedure: Procedure, municipalities: list[Municipality]) -> Procedure | None:
    """A procedure that says exactly this already, recorded by the same person."""
    for row in Procedure.objects.filter(
        partnership=procedure.partnership, recorded_by=procedure.recorded_by, **_content(procedure)
    ).prefetch_related("municipalities"):
        if {m.pk for m in row.municipalities.all()} == {m.pk for m in municipalities}:
            return row
    return None


def _follow(
    dossier: Dossier, procedure: Procedure, municipalities: list[Municipality], known: set[int]
) -> None:
    """Let the consultations of this dossier follow the procedure, those in dispute excepted.

    Takes the municipalities it is agreed with now, and the keys of those it was agreed with before. The new ones leave
    the procedure they were under: there is one with each municipality.
    """
    in_dispute = Consultation.objects.filter(
        procedure__partnership=procedure.partnership, state=ConsultationState.IN_DISPUTE
    )
    new = [row.pk for row in municipalities if row.pk not in known]
    left = Procedure.municipalities.through.objects.filter(
        procedure__partnership=procedure.partnership, municipality__in=new
    ).exclude(procedure=procedure)
    left.exclude(municipality__in=in_dispute.values("municipality")).delete()
    free = Consultation.objects.filter(dossier=dossier).exclude(state=ConsultationState.IN_DISPUTE)
    free.filter(municipality__in=new).update(procedure=procedure)
    free.filter(municipality__in=municipalities, procedure=None).update(procedure=procedure)
    free.filter(procedure=procedure).exclude(municipality__in=municipalities).update(procedure=None)


def _in_words(procedure: Procedure, municipalities: list[Municipality]) -> dict[str, Any]:
    """The procedure as plain values for the audit line."""
    return {
        **{
            name: getattr(procedure, name)
            for name in FIELDS
            if name not in {"fixed_on", "committee_id", "document_id", "model_version_id"}
        },
        "fixed_on": procedure.fixed_on.isoformat(),
        "model_version": str(procedure.model_version or ""),
        "committee": str(procedure.committee or ""),
        "document": procedure.document.sha256 if procedure.document else "",
        "municipalities": sorted(row.name for row in municipalities),
    }

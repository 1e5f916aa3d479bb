"""The procedure that partnership and municipalities fixed for their OOGO."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q
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

    Takes the fields of the procedure as `values`; the same content again gives the procedure that is there. A
    consultation in dispute keeps the procedure the dispute runs by. Raises NotAllowed, Blocked or ProcedureChanged.
    """
    if not by.has_perm("consultations.fix_procedure", dossier):
        raise NotAllowed(_("U kunt de procedure van dit samenwerkingsverband niet vastleggen."))
    municipalities = list(municipalities)
    if not municipalities:
        raise Blocked(_("Kies ten minste één gemeente."))
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    former: dict[str, Any] = {}
    if procedure is None:
        procedure = Procedure(partnership=dossier.partnership, recorded_by=by, **values)
        if there := _same(procedure, municipalities):
            return there
        procedure.save()
        action = "consultations.procedure_fixed"
    else:
        procedure = Procedure.objects.select_related("committee", "document").get(pk=procedure.pk)
        former = _in_words(procedure, list(procedure.municipalities.all()))
        if not _change(procedure, municipalities, values, seen):
            return procedure
        action = "consultations.procedure_changed"
    procedure.municipalities.set(municipalities)
    _follow(dossier, procedure, municipalities)
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
    current, committee = _content(procedure), procedure.committee_id
    chosen = {row.pk for row in procedure.municipalities.all()}
    version = procedure.row_version
    for name, value in values.items():
        setattr(procedure, name, value)
    if _content(procedure) == current and chosen == {row.pk for row in municipalities}:
        return False
    if seen is not None and version != seen:
        raise ProcedureChanged(Procedure.objects.select_related("committee").get(pk=procedure.pk))
    in_dispute = Consultation.objects.filter(procedure=procedure, state=ConsultationState.IN_DISPUTE)
    if committee != procedure.committee_id and in_dispute.exists():
        raise Blocked(
            _("Er loopt een geschil volgens deze procedure. De geschillencommissie kan nu niet veranderen.")
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


def _follow(dossier: Dossier, procedure: Procedure, municipalities: list[Municipality]) -> None:
    """Let the consultations of this dossier follow the procedure, those in dispute excepted."""
    free = Consultation.objects.filter(dossier=dossier).exclude(state=ConsultationState.IN_DISPUTE)
    chosen = Q(municipality__in=municipalities)
    free.filter(chosen).update(procedure=procedure)
    free.filter(~chosen, procedure=procedure).update(procedure=None)


def _in_words(procedure: Procedure, municipalities: list[Municipality]) -> dict[str, Any]:
    """The procedure as plain values for the audit line."""
    return {
        **{
            name: getattr(procedure, name)
            for name in FIELDS
            if name not in {"fixed_on", "committee_id", "document_id"}
        },
        "fixed_on": procedure.fixed_on.isoformat(),
        "committee": str(procedure.committee or ""),
        "document": procedure.document.sha256 if procedure.document else "",
        "municipalities": sorted(row.name for row in municipalities),
    }

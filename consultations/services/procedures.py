"""The procedure that partnership and municipalities fixed for their OOGO."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from consultations.fields import in_audit
from consultations.models import Consultation, Procedure
from consultations.states import ConsultationState
from plans.models import Dossier
from portal import audit, steps
from portal.models import User
from portal.rights import acting_membership
from portal.workflow import Blocked, NotAllowed
from register.models import Municipality

# What a dispute that is under way runs by: no party changes that alone.
OF_A_DISPUTE = ("committee_id", "dispute_days", "defence_days", "advice_days")


@steps.once
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

    Takes the fields of the procedure as `values`. With each municipality the procedure agreed last holds; a
    consultation in dispute keeps the one the dispute runs by. Raises NotAllowed, Blocked or Conflict.
    """
    if not by.has_perm("consultations.fix_procedure", dossier):
        raise NotAllowed(_("U kunt de procedure van dit samenwerkingsverband niet vastleggen."))
    municipalities = list(municipalities)
    if not municipalities:
        raise Blocked(_("Kies ten minste één gemeente."))
    steps.lock(dossier)
    former: dict[str, Any] = {}
    known: set[int] = set()
    if procedure is None:
        procedure = Procedure.objects.create(partnership=dossier.partnership, recorded_by=by, **values)
        action = "consultations.procedure_fixed"
    else:
        steps.hold(procedure, seen=seen)
        former = in_audit(procedure)
        known = {row.pk for row in procedure.municipalities.all()}
        if not _change(procedure, municipalities, values):
            return procedure
        action = "consultations.procedure_changed"
    procedure.municipalities.set(municipalities)
    _follow(dossier, procedure, municipalities, known)
    audit.record(
        action,
        dossier,
        by=by,
        membership=acting_membership(by, "consultations.fix_procedure", dossier),
        data={**in_audit(procedure), **({"former": former} if former else {})},
    )
    return procedure


def _change(procedure: Procedure, municipalities: list[Municipality], values: dict[str, Any]) -> bool:
    """Write the new values; False when it says that already."""
    current = {name: getattr(procedure, name) for name in (*OF_A_DISPUTE, *values)}
    chosen = {row.pk for row in procedure.municipalities.all()}
    for name, value in values.items():
        setattr(procedure, name, value)
    changed = {name for name, value in current.items() if getattr(procedure, name) != value}
    if not changed and chosen == {row.pk for row in municipalities}:
        return False
    in_dispute = Consultation.objects.filter(procedure=procedure, state=ConsultationState.IN_DISPUTE)
    if changed.intersection(OF_A_DISPUTE) and in_dispute.exists():
        raise Blocked(
            _(
                "Er loopt een geschil volgens deze procedure. De geschillencommissie en de termijnen van het geschil "
                "kunnen nu niet veranderen."
            )
        )
    procedure.row_version += 1
    procedure.save()
    return True


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

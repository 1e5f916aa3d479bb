"""The OOGO itself: the procedure, the meetings and what came out of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultations.models import Consultation, Meeting, Outcome, Procedure
from consultations.states import OUTCOMES, ConsultationState
from plans.models import Dossier
from portal import audit, clock, outbox, workflow
from portal.models import StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import Blocked, NotAllowed, StaleState
from register.models import Municipality


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
    """Record (or change) the procedure agreed with municipalities, and let their consultations follow it (lid 9)."""
    if not by.has_perm("consultations.fix_procedure", dossier):
        raise NotAllowed(_("U kunt de procedure van dit samenwerkingsverband niet vastleggen."))
    municipalities = list(municipalities)
    if procedure is None:
        procedure = Procedure(partnership=dossier.partnership, recorded_by=by, **values)
        procedure.save()
        action = "consultations.procedure_fixed"
    else:
        changed = Procedure.objects.filter(pk=procedure.pk, row_version=seen or procedure.row_version).update(
            row_version=F("row_version") + 1, **values
        )
        if not changed:
            raise StaleState(_("Iemand anders heeft de procedure intussen gewijzigd. Bekijk die eerst."))
        procedure.refresh_from_db()
        action = "consultations.procedure_changed"
    procedure.municipalities.set(municipalities)
    Consultation.objects.filter(dossier=dossier, municipality__in=municipalities).update(procedure=procedure)
    Consultation.objects.filter(dossier=dossier, procedure=procedure).exclude(
        municipality__in=municipalities
    ).exclude(state=ConsultationState.IN_DISPUTE).update(procedure=None)
    audit.record(
        action,
        dossier,
        by=by,
        membership=acting_membership(by, "consultations.fix_procedure", dossier),
        data={
            "basis": procedure.basis,
            "fixed_on": procedure.fixed_on.isoformat(),
            "committee": str(procedure.committee or ""),
            "municipalities": [row.name for row in municipalities],
        },
    )
    return procedure


@transaction.atomic
def record_meeting(
    consultations: Iterable[Consultation],
    *,
    by: User,
    held_on: dt.date,
    place: str,
    present: str,
    subjects: str,
    minutes: StoredFile | None = None,
    minutes_name: str = "",
) -> Meeting:
    """Record a meeting of one dossier with one or more municipalities; those only invited are now in talks."""
    consultations = list(consultations)
    for consultation in consultations:
        if not by.has_perm("consultations.record_meeting", consultation):
            raise NotAllowed(
                _("U kunt geen bijeenkomst vastleggen voor %(name)s.") % {"name": consultation.municipality}
            )
    if not consultations:
        raise Blocked(_("Kies ten minste één gemeente."))
    if held_on > clock.today():
        raise Blocked(_("Een bijeenkomst in de toekomst kan nog niet worden vastgelegd."))
    meeting = Meeting.objects.create(
        dossier=consultations[0].dossier,
        held_on=held_on,
        place=place,
        present=present,
        subjects=subjects,
        minutes=minutes,
        minutes_name=minutes_name,
        recorded_by=by,
    )
    meeting.consultations.set(consultations)
    for consultation in consultations:
        audit.record(
            "consultations.meeting_recorded",
            consultation,
            by=by,
            membership=acting_membership(by, "consultations.record_meeting", consultation),
            data={"held_on": held_on.isoformat(), "place": place},
        )
        if consultation.state == ConsultationState.INVITED:
            workflow.perform(consultation, "start_talks", by=by)
    return meeting


@transaction.atomic
def record_outcome(
    consultation: Consultation,
    *,
    name: str,
    by: User,
    seen: int | None = None,
    decided_on: dt.date,
    signatory: str = "",
    remarks: str = "",
    document: StoredFile | None = None,
    document_name: str = "",
    evidence: str = "",
) -> Outcome:
    """Record the outcome of the OOGO by the row `name` of the table; a later outcome corrects the former, which stays.

    Raises Blocked for a date in the future and for an outcome on behalf of a municipality without evidence. A date
    before the offer is accepted (the talks may have been held earlier) and shows up as a finding.
    """
    row = workflow.find("consultations.Consultation", name)
    on_behalf = name.endswith("_on_behalf")
    if decided_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg de uitkomst vast als die er is."))
    if on_behalf and not evidence.strip() and document is None:
        raise Blocked(_("Geef aan waaruit de uitkomst blijkt, of voeg een document toe."))
    if (
        row.target in {ConsultationState.NOT_AGREED, ConsultationState.AGREED_WITH_REMARKS}
        and not remarks.strip()
    ):
        raise Blocked(_("Leg uit waarover u het niet eens bent of welke opmerkingen er zijn."))
    former = consultation.outcome if consultation.state in OUTCOMES else None
    outcome = Outcome.objects.create(
        consultation=consultation,
        kind=str(row.target),
        version=consultation.version,
        decided_on=decided_on,
        signatory=signatory,
        remarks=remarks,
        document=document,
        document_name=document_name,
        on_behalf=on_behalf,
        evidence=evidence,
        corrects=former,
        recorded_by=by,
        recorded_by_name=f"{by.name} <{by.email}>",
    )
    workflow.perform(
        consultation,
        name,
        by=by,
        seen=seen,
        reason=remarks or evidence,
        data={
            "decided_on": decided_on.isoformat(),
            "signatory": signatory,
            "version": consultation.version.number,
            "corrects": former.pk if former else None,
        },
        fields={"outcome": outcome},
    )
    tell(consultation, "consultations/outcome", by=by, outcome=str(row.target))
    return outcome


def tell(consultation: Consultation, event: str, *, by: User, **context: Any) -> None:
    """Queue a message to both sides of a consultation."""
    dossier = consultation.dossier
    values = {
        "plan": str(dossier),
        "municipality": consultation.municipality.name,
        "path": consultation.get_absolute_url(),
        "by": str(by),
        **context,
    }
    outbox.notify_organisations(
        event,
        values,
        [dossier.partnership.organisation, consultation.municipality.organisation],
        [
            Role.PARTNERSHIP_EDITOR,
            Role.PARTNERSHIP_SIGNATORY,
            Role.MUNICIPALITY_OFFICIAL,
            Role.MUNICIPALITY_SIGNATORY,
        ],
        dossier.uuid,
    )

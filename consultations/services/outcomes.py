"""What came out of the OOGO with a municipality."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation, Outcome
from consultations.services.locking import hold, is_repeat
from consultations.states import ConsultationState
from portal import clock, outbox, workflow
from portal.models import StoredFile, User
from portal.rights import Role
from portal.workflow import Blocked, StaleState

NEEDS_REMARKS = frozenset({ConsultationState.NOT_AGREED, ConsultationState.AGREED_WITH_REMARKS})


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
    before the offer is accepted (the talks may have been held earlier) and shows up as a finding. A second click
    (same version seen, same content, same person) gives the outcome that is there.
    """
    row = workflow.find("consultations.Consultation", name)
    outcome = Outcome(
        consultation=consultation,
        kind=str(row.target),
        decided_on=decided_on,
        signatory=signatory.strip(),
        remarks=remarks.strip(),
        document=document,
        document_name=document_name,
        on_behalf=name.endswith("_on_behalf"),
        evidence=evidence.strip(),
        recorded_by=by,
        recorded_by_name=f"{by.name} <{by.email}>",
    )
    try:
        with transaction.atomic():
            return _record(consultation, outcome, name, by, seen)
    except StaleState:
        there = Outcome.objects.filter(consultation=consultation).last()
        if there and is_repeat(consultation, seen) and _content(there) == _content(outcome):
            return there
        raise


def _record(consultation: Consultation, outcome: Outcome, name: str, by: User, seen: int | None) -> Outcome:
    if outcome.decided_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg de uitkomst vast als die er is."))
    if outcome.on_behalf and not outcome.evidence and outcome.document is None:
        raise Blocked(_("Geef aan waaruit de uitkomst blijkt, of voeg een document toe."))
    if outcome.kind in NEEDS_REMARKS and not outcome.remarks:
        raise Blocked(_("Leg uit waarover u het niet eens bent of welke opmerkingen er zijn."))
    hold(consultation, name, by, seen)
    former = consultation.outcome
    outcome.version, outcome.corrects = consultation.version, former
    outcome.save(force_insert=True)
    workflow.perform(
        consultation,
        name,
        by=by,
        seen=seen,
        reason=outcome.remarks or outcome.evidence,
        data={
            "decided_on": outcome.decided_on.isoformat(),
            "signatory": outcome.signatory,
            "version": consultation.version.number,
            "corrects": former.pk if former else None,
        },
        fields={"outcome": outcome},
    )
    _tell(consultation, outcome, former)
    return outcome


def _content(outcome: Outcome) -> tuple[object, ...]:
    return (
        outcome.kind,
        outcome.decided_on,
        outcome.signatory,
        outcome.remarks,
        outcome.document_id,
        outcome.on_behalf,
        outcome.evidence,
        outcome.recorded_by_id,
    )


def _tell(consultation: Consultation, outcome: Outcome, former: Outcome | None) -> None:
    """Queue a message to both sides."""
    dossier = consultation.dossier
    outbox.notify_organisations(
        "consultations/outcome",
        {
            "plan": str(dossier),
            "municipality": consultation.municipality.name,
            "outcome": outcome.kind,
            # On another version it is a new outcome, not a correction.
            "corrects": former.kind if former and former.version_id == outcome.version_id else "",
            "version": consultation.version.number,
            "decided_on": outcome.decided_on.isoformat(),
            "signatory": outcome.signatory,
            "remarks": outcome.remarks,
            "on_behalf": outcome.on_behalf,
            "evidence": outcome.evidence,
            "by": str(outcome.recorded_by),
            "path": consultation.get_absolute_url(),
        },
        [dossier.partnership.organisation, consultation.municipality.organisation],
        [
            Role.PARTNERSHIP_EDITOR,
            Role.PARTNERSHIP_SIGNATORY,
            Role.MUNICIPALITY_OFFICIAL,
            Role.MUNICIPALITY_SIGNATORY,
        ],
        dossier.uuid,
    )

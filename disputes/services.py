"""What changes a dispute: each step in one transaction with its record, its audit line and messages.

A dispute moves its consultation along through the table of that app, never by setting its state.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation
from disputes.models import Dispute, DisputeRecord
from disputes.states import ENDED, DisputeState
from disputes.whats_next import facts
from portal import clock, outbox, steps, workflow
from portal.models import Organisation, StoredFile, User
from portal.rights import acting_membership
from portal.workflow import Blocked


@dataclass(frozen=True)
class Paper:
    """What somebody says with a step: the text, the day it is about, and a document."""

    text: str
    happened_on: dt.date
    document: StoredFile | None = None
    document_name: str = ""


def lodge_by(consultation: Consultation) -> dt.date | None:
    """The day a dispute should be lodged by: the term of the procedure after the outcome; None when it has no term.

    Later is accepted: whether that matters is for the committee to say.
    """
    procedure, outcome = consultation.procedure, consultation.outcome
    if procedure is None or procedure.dispute_days is None or outcome is None:
        return None
    return outcome.decided_on + dt.timedelta(days=procedure.dispute_days)


@steps.once
def lodge(
    consultation: Consultation,
    *,
    by: User,
    seen: int | None = None,
    grounds: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> Dispute:
    """Put a consultation without agreement before the committee its procedure names; gives the dispute.

    Raises a `Refused`, also when the other party was first.
    """
    grounds = grounds.strip()
    # Whoever fixes the procedure takes the same lock: the committee is the one it names when the dispute is there.
    steps.lock(consultation.dossier)
    consultation.refresh_from_db(fields=["procedure"])
    row = workflow.find("disputes.Dispute", "lodge")
    workflow.check(row, consultation, by)
    membership = acting_membership(by, row.permission, consultation)
    if membership is None or consultation.procedure is None or consultation.procedure.committee is None:
        raise Blocked(_("De vastgelegde procedure noemt geen geschillencommissie."))
    try:
        with transaction.atomic():
            dispute = workflow.create(
                row,
                consultation,
                Dispute(
                    consultation=consultation,
                    version=consultation.outcome.version if consultation.outcome else consultation.version,
                    committee=consultation.procedure.committee,
                    applicant=membership.organisation,
                    grounds=grounds,
                    lodged_by=by,
                ),
                by=by,
                reason=grounds,
            )
    except IntegrityError as error:
        raise workflow.StaleState(_("Er loopt al een geschil over dit overleg.")) from error
    workflow.perform(consultation, "escalate", by=by, seen=seen)
    paper = Paper(grounds, clock.today(), document, document_name)
    _add_record(dispute, "lodge", membership.organisation, by, paper)
    return dispute


@steps.once
def take_step(
    dispute: Dispute,
    *,
    name: str,
    by: User,
    seen: int | None = None,
    reason: str = "",
    happened_on: dt.date | None = None,
    document: StoredFile | None = None,
    document_name: str = "",
    case_number: str = "",
    advice_number: str = "",
) -> Dispute:
    """Take one step of the table: record what was said, and end the consultation's dispute when this step ends it.

    `happened_on` is the day of the hearing, the advice or the paper (today when not given); only the date of a planned
    hearing may lie ahead. Raises a `Refused`.
    """
    row = workflow.find("disputes.Dispute", name)
    paper = Paper(reason.strip(), happened_on or clock.today(), document, document_name)
    _check_day(name, paper.happened_on)
    membership = acting_membership(by, row.permission, dispute)
    organisation = membership.organisation if membership else dispute.committee
    workflow.perform(
        dispute,
        name,
        by=by,
        seen=seen,
        reason=reason,
        data={
            "happened_on": paper.happened_on.isoformat(),
            "document": document.sha256 if document else "",
        },
        fields=_fields(name, paper, case_number, advice_number),
    )
    _add_record(dispute, name, organisation, by, paper)
    # The talks are open again as soon as the committee is done: with its advice, or because the dispute ended.
    if row.target in ENDED - {DisputeState.CLOSED} or row.target == DisputeState.ADVISED:
        workflow.perform(dispute.consultation, "end_dispute", by=by, reason=reason)
    return dispute


def _check_day(name: str, happened_on: dt.date) -> None:
    if name == "plan_hearing":
        if happened_on < clock.today():
            raise Blocked(_("De datum is al voorbij. Leg een gehouden zitting vast als ‘gehouden zitting’."))
    elif happened_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg de stap vast als die gezet is."))


def _fields(name: str, paper: Paper, case_number: str, advice_number: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"case_number": case_number} if case_number else {}
    if name in {"plan_hearing", "hold_hearing"}:
        fields["hearing_on"] = paper.happened_on
    if name == "advise":
        fields |= {
            "advised_on": paper.happened_on,
            "advice_number": advice_number,
            "advice_summary": paper.text,
        }
    return fields


def _add_record(dispute: Dispute, step: str, organisation: Organisation, by: User, paper: Paper) -> None:
    """Put the paper in the file and tell the parties and the committee."""
    DisputeRecord.objects.create(
        dispute=dispute,
        step=step,
        text=paper.text,
        happened_on=paper.happened_on,
        document=paper.document,
        document_name=paper.document_name,
        organisation=organisation,
        recorded_by=by,
    )
    consultation = dispute.consultation
    outbox.notify_holders(
        "disputes/step",
        {
            **facts(dispute),
            "plan": str(consultation.dossier),
            "step": step,
            "by": organisation.name,
            "text": paper.text,
            "happened_on": paper.happened_on.isoformat(),
            "document_name": paper.document_name,
            "case_number": dispute.case_number,
            "advice_number": dispute.advice_number,
            "path": dispute.get_absolute_url(),
        },
        Dispute.READING,
        dispute,
        dossier=consultation.dossier.uuid,
    )

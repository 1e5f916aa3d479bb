"""What changes a dispute: each step in one transaction with its record, its audit line and messages.

A dispute moves its consultation along through the table of that app, never by setting its state.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultations.models import Consultation
from disputes.models import Dispute, DisputeRecord
from disputes.states import ENDED, DisputeState
from portal import clock, outbox, workflow
from portal.models import Organisation, StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import Blocked

EVERYONE = (
    Role.PARTNERSHIP_EDITOR,
    Role.PARTNERSHIP_SIGNATORY,
    Role.MUNICIPALITY_OFFICIAL,
    Role.MUNICIPALITY_SIGNATORY,
    Role.COMMITTEE_SECRETARY,
)


@transaction.atomic
def lodge(
    consultation: Consultation,
    *,
    by: User,
    seen: int | None = None,
    grounds: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> Dispute:
    """Put a consultation without agreement before the committee its procedure names; gives the dispute."""
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
    _add_record(
        dispute, "lodge", membership.organisation, by, grounds, clock.today(), document, document_name
    )
    _tell(dispute, "lodge")
    return dispute


@transaction.atomic
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

    `happened_on` is the day of the hearing, the advice or the paper (today when not given); not in the future.
    """
    happened_on = happened_on or clock.today()
    if happened_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg de stap vast als die gezet is."))
    row = workflow.find("disputes.Dispute", name)
    membership = acting_membership(by, row.permission, dispute)
    workflow.perform(
        dispute,
        name,
        by=by,
        seen=seen,
        reason=reason,
        data={"happened_on": happened_on.isoformat(), "document": document.sha256 if document else ""},
        fields=_fields(name, reason, happened_on, case_number, advice_number),
    )
    organisation = membership.organisation if membership else dispute.committee
    _add_record(dispute, name, organisation, by, reason, happened_on, document, document_name)
    # The talks are open again as soon as the committee is done: with its advice, or because the dispute ended.
    if row.target in ENDED - {DisputeState.CLOSED} or row.target == DisputeState.ADVISED:
        workflow.perform(dispute.consultation, "end_dispute", by=by, reason=reason)
    _tell(dispute, name)
    return dispute


def _fields(
    name: str, reason: str, happened_on: dt.date, case_number: str, advice_number: str
) -> dict[str, Any]:
    fields: dict[str, Any] = {"case_number": case_number} if case_number else {}
    if name == "hold_hearing":
        fields["hearing_on"] = happened_on
    if name == "advise":
        fields |= {"advised_on": happened_on, "advice_number": advice_number, "advice_summary": reason}
    return fields


def _add_record(
    dispute: Dispute,
    step: str,
    organisation: Organisation,
    by: User,
    text: str,
    happened_on: dt.date,
    document: StoredFile | None,
    document_name: str,
) -> None:
    DisputeRecord.objects.create(
        dispute=dispute,
        step=step,
        text=text,
        happened_on=happened_on,
        document=document,
        document_name=document_name,
        organisation=organisation,
        recorded_by=by,
    )


def _tell(dispute: Dispute, step: str) -> None:
    consultation = dispute.consultation
    outbox.notify_organisations(
        "disputes/step",
        {
            "plan": str(consultation.dossier),
            "municipality": consultation.municipality.name,
            "step": step,
            "state": dispute.state,
            "path": dispute.get_absolute_url(),
        },
        [
            consultation.dossier.partnership.organisation,
            consultation.municipality.organisation,
            dispute.committee,
        ],
        EVERYONE,
        consultation.dossier.uuid,
    )

"""The consent of the OPR: asked on a version, decided by the OPR (or recorded on its behalf, with evidence)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import ConsentDecision, ConsentRequest
from consultations.states import ConsentState
from plans.models import Dossier
from portal import clock, outbox, workflow
from portal.models import Organisation, StoredFile, User
from portal.rights import OrganisationKind, Role
from portal.workflow import Blocked


@transaction.atomic
def ask_consent(dossier: Dossier, *, by: User, asked_on: dt.date | None = None) -> ConsentRequest:
    """Put the last frozen version to the OPR. `asked_on` may lie in the past, when it went by letter first."""
    asked_on = asked_on or clock.today()
    if asked_on > clock.today():
        raise Blocked(_("De datum waarop het plan is voorgelegd, ligt in de toekomst."))
    row = workflow.find("consultations.ConsentRequest", "ask_consent")
    workflow.check(row, dossier, by)
    version = dossier.versions.order_by("number").last()
    opr = Organisation.objects.get(kind=OrganisationKind.OPR, of=dossier.partnership.organisation)
    request = workflow.create(
        row,
        dossier,
        ConsentRequest(dossier=dossier, version=version, opr=opr, asked_on=asked_on, asked_by=by),
        by=by,
        data={"version": version.number if version else None, "asked_on": asked_on.isoformat()},
    )
    outbox.notify_organisations(
        "consultations/consent_asked",
        {
            "plan": str(dossier),
            "version": version.number if version else 0,
            "path": request.get_absolute_url(),
        },
        [opr],
        [Role.OPR_SECRETARY],
        dossier.uuid,
    )
    return request


@transaction.atomic
def record_consent(
    request: ConsentRequest,
    *,
    name: str,
    by: User,
    seen: int | None = None,
    decided_on: dt.date,
    remarks: str = "",
    document: StoredFile | None = None,
    document_name: str = "",
    evidence: str = "",
) -> ConsentDecision:
    """Record what the OPR decided by the row `name` of the table; a correction keeps the former decision."""
    row = workflow.find("consultations.ConsentRequest", name)
    on_behalf = name.endswith("_on_behalf")
    if decided_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg het besluit vast als het er is."))
    if on_behalf and not evidence.strip() and document is None:
        raise Blocked(_("Geef aan waaruit het besluit blijkt, of voeg een document toe."))
    if row.target == ConsentState.CONSENTED_WITH_CONDITIONS and not remarks.strip():
        raise Blocked(_("Noem de voorwaarden."))
    decision = ConsentDecision.objects.create(
        request=request,
        kind=str(row.target),
        decided_on=decided_on,
        remarks=remarks,
        document=document,
        document_name=document_name,
        on_behalf=on_behalf,
        evidence=evidence,
        recorded_by=by,
        recorded_by_name=f"{by.name} <{by.email}>",
    )
    workflow.perform(
        request,
        name,
        by=by,
        seen=seen,
        reason=remarks or evidence,
        data={"decided_on": decided_on.isoformat(), "version": request.version.number},
        fields={"decision": decision},
    )
    dossier = request.dossier
    outbox.notify_organisations(
        "consultations/consent_decided",
        {"plan": str(dossier), "decision": str(row.target), "path": request.get_absolute_url()},
        [dossier.partnership.organisation, request.opr],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY, Role.OPR_SECRETARY],
        dossier.uuid,
    )
    return decision

"""The consent of the OPR: asked on a version, decided by the OPR (or recorded on its behalf, with evidence)."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models import ConsentDecision, ConsentRequest
from consultations.services.locking import hold, is_repeat
from consultations.states import ConsentState
from plans.models import Dossier
from portal import clock, outbox, workflow
from portal.models import Organisation, StoredFile, User
from portal.rights import OrganisationKind, Role
from portal.workflow import Blocked, StaleState


@transaction.atomic
def ask_consent(dossier: Dossier, *, by: User, asked_on: dt.date | None = None) -> ConsentRequest:
    """Put the last frozen version to the OPR. `asked_on` may lie in the past, when it went by letter first.

    A second click (same version, day and person) gives the request that is there. Raises a Refused.
    """
    asked_on = asked_on or clock.today()
    if asked_on > clock.today():
        raise Blocked(_("De datum waarop het plan is voorgelegd, ligt in de toekomst."))
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    version = dossier.versions.defer("content").order_by("number").last()
    there = ConsentRequest.objects.filter(version=version, asked_on=asked_on, asked_by=by).first()
    if there and by.has_perm("consultations.ask_consent", dossier):
        return there
    row = workflow.find("consultations.ConsentRequest", "ask_consent")
    workflow.check(row, dossier, by)
    opr = Organisation.objects.get(kind=OrganisationKind.OPR, of=dossier.partnership.organisation)
    request = workflow.create(
        row,
        dossier,
        ConsentRequest(dossier=dossier, version=version, opr=opr, asked_on=asked_on, asked_by=by),
        by=by,
        data={"version": version.number if version else None, "asked_on": asked_on.isoformat()},
    )
    decide_by = request.decide_by
    outbox.notify_organisations(
        "consultations/consent_asked",
        {
            "plan": str(dossier),
            "partnership": dossier.partnership.display_name,
            "version": version.number if version else 0,
            "asked_on": asked_on.isoformat(),
            "decide_by": decide_by.isoformat() if decide_by else None,
            "by": str(by),
            "path": request.get_absolute_url(),
        },
        [opr],
        [Role.OPR_SECRETARY],
        dossier.uuid,
    )
    return request


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
    """Record what the OPR decided by the row `name` of the table; a correction keeps the former decision.

    A second click (same version seen, same content, same person) gives the decision that is there.
    """
    row = workflow.find("consultations.ConsentRequest", name)
    decision = ConsentDecision(
        request=request,
        kind=str(row.target),
        decided_on=decided_on,
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
            return _record(request, decision, name, by, seen)
    except StaleState:
        there = ConsentDecision.objects.filter(request=request).last()
        if there and is_repeat(request, seen) and _content(there) == _content(decision):
            return there
        raise


def _record(
    request: ConsentRequest, decision: ConsentDecision, name: str, by: User, seen: int | None
) -> ConsentDecision:
    if decision.decided_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg het besluit vast als het er is."))
    if decision.on_behalf and not decision.evidence and decision.document is None:
        raise Blocked(_("Geef aan waaruit het besluit blijkt, of voeg een document toe."))
    if decision.kind == ConsentState.CONSENTED_WITH_CONDITIONS and not decision.remarks:
        raise Blocked(_("Noem de voorwaarden."))
    hold(request, name, by, seen)
    former = request.decision
    decision.save(force_insert=True)
    workflow.perform(
        request,
        name,
        by=by,
        seen=seen,
        reason=decision.remarks or decision.evidence,
        data={"decided_on": decision.decided_on.isoformat(), "version": request.version.number},
        fields={"decision": decision},
    )
    _tell(request, decision, former)
    return decision


def _content(decision: ConsentDecision) -> tuple[object, ...]:
    return (
        decision.kind,
        decision.decided_on,
        decision.remarks,
        decision.document_id,
        decision.on_behalf,
        decision.evidence,
        decision.recorded_by_id,
    )


def _tell(request: ConsentRequest, decision: ConsentDecision, former: ConsentDecision | None) -> None:
    """Queue a message to the partnership and the OPR."""
    dossier = request.dossier
    outbox.notify_organisations(
        "consultations/consent_decided",
        {
            "plan": str(dossier),
            "version": request.version.number,
            "decision": decision.kind,
            "corrects": former.kind if former else "",
            "decided_on": decision.decided_on.isoformat(),
            "remarks": decision.remarks,
            "on_behalf": decision.on_behalf,
            "evidence": decision.evidence,
            "by": str(decision.recorded_by),
            "path": request.get_absolute_url(),
        },
        [dossier.partnership.organisation, request.opr],
        [Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY, Role.OPR_SECRETARY],
        dossier.uuid,
    )

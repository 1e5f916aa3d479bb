"""The consent of the OPR: asked on a version, decided by the OPR (or recorded on its behalf, with evidence)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import ConsentDecision, ConsentRequest
from consultations.services.recording import Kind, record
from consultations.states import ConsentState
from plans.models import Dossier
from portal import clock, outbox, steps, workflow
from portal.models import Organisation, User
from portal.rights import OrganisationKind
from portal.workflow import Blocked


@steps.once
def ask_consent(dossier: Dossier, *, by: User, asked_on: dt.date | None = None) -> ConsentRequest:
    """Put the last frozen version to the OPR. `asked_on` may lie in the past, when it went by letter first.

    Raises a Refused.
    """
    asked_on = asked_on or clock.today()
    if asked_on > clock.today():
        raise Blocked(_("De datum waarop het plan is voorgelegd, ligt in de toekomst."))
    steps.lock(dossier)
    version = dossier.versions.defer("content").order_by("number").last()
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
    outbox.notify_holders(
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
        "consultations.record_consent",
        request,
        party="opr",
        dossier=dossier.uuid,
    )
    return request


@steps.once
def record_consent(
    request: ConsentRequest, *, name: str, by: User, seen: int | None = None, **said: Any
) -> ConsentDecision:
    """Record what the OPR decided by the row `name` of the table; a correction keeps the former decision.

    Takes the fields of a `ConsentDecision` as `said`. Raises what `recording.record` does.
    """
    decision: ConsentDecision = record(CONSENT, request, name=name, by=by, seen=seen, said=said)
    return decision


def _facts(decision: ConsentDecision, former: ConsentDecision | None) -> dict[str, Any]:
    return {
        "decision": decision.kind,
        "corrects": former.kind if former else "",
        "remarks": decision.remarks,
        "on_behalf": decision.on_behalf,
        "evidence": decision.evidence,
    }


CONSENT = Kind(
    model=ConsentDecision,
    of="request",
    current="decision",
    in_the_future=gettext_lazy("De datum ligt in de toekomst. Leg het besluit vast als het er is."),
    without_evidence=gettext_lazy("Geef aan waaruit het besluit blijkt, of voeg een document toe."),
    explained={ConsentState.CONSENTED_WITH_CONDITIONS: gettext_lazy("Noem de voorwaarden.")},
    gist=lambda row: row.remarks or row.evidence,
    event="consultations/consent_decided",
    facts=_facts,
)

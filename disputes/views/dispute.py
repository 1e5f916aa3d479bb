"""The page of one dispute."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from consultations.models import Consultation
from disputes import whats_next
from disputes.models import Dispute, DisputeRecord
from disputes.states import DisputeState
from portal import audit
from portal.models import Organisation


class DisputePage(LoginRequiredMixin, View):
    """For the parties and the committee; 404 for others."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dispute = get_object_or_404(
            Dispute.objects.visible_to(request.user).with_names(),
            uuid=kwargs["uuid"],
        )
        records = list(dispute.records.select_related("organisation", "document", "recorded_by"))
        talks = Consultation.objects.visible_to(request.user).filter(pk=dispute.consultation_id)
        context = {
            "dispute": dispute,
            "consultation": dispute.consultation,
            "dossier": dispute.consultation.dossier,
            "procedure": dispute.consultation.procedure,
            "parties": parties(dispute),
            "records": records,
            "advice": next((row for row in records if row.step == "advise"), None),
            "follow_ups": follow_ups(dispute, records),
            "next_date": whats_next.next_date(dispute),
            "sentences": whats_next.sentences(whats_next.facts(dispute)),
            "steps": steps(dispute, records),
            "hearing_held": any(row.step == "hold_hearing" for row in records),
            "is_party": talks.exists(),
            "timeline_lines": audit.history(dispute),
        }
        return render(request, "disputes/dispute.html", context)


def parties(dispute: Dispute) -> list[tuple[Organisation, str]]:
    """Both parties with their part in the dispute, the applicant first."""
    return [(dispute.applicant, _("verzoeker")), (dispute.respondent, _("andere partij"))]


def follow_ups(
    dispute: Dispute, records: list[DisputeRecord]
) -> list[tuple[Organisation, list[DisputeRecord]]]:
    """What each party does with the advice; empty before there is one."""
    if dispute.advised_on is None:
        return []
    return [
        (
            party,
            [row for row in records if row.step == "follow_up" and row.organisation_id == party.pk],
        )
        for party, _role in parties(dispute)
    ]


def steps(dispute: Dispute, records: list[DisputeRecord]) -> list[dict[str, str]]:
    """The way through the committee: what was done, skipped, where it is now and what may come."""
    taken = {row.step for row in records}
    line = [
        (DisputeState.LODGED, _("Voorgelegd"), True),
        (DisputeState.ADMISSIBLE, _("Ontvankelijk"), "declare_admissible" in taken),
        (DisputeState.RESPONDED, _("Verweer"), bool({"respond", "record_response"} & taken)),
        (DisputeState.HEARD, _("Zitting"), "hold_hearing" in taken),
        (DisputeState.ADVISED, _("Advies"), "advise" in taken),
        (DisputeState.CLOSED, _("Afgesloten"), False),
    ]
    states = [state for state, _name, _done in line]
    if dispute.state not in states:  # ended on the way: what was done, and the end
        rows = [{"name": name, "place": "done"} for _state, name, done in line if done]
        return [*rows, {"name": dispute.get_state_display().capitalize(), "place": "current"}]
    here = states.index(DisputeState(dispute.state))
    return [
        {"name": name, "place": _place(number - here, done)}
        for number, (_state, name, done) in enumerate(line)
    ]


def _place(distance: int, done: bool) -> str:
    if distance == 0:
        return "current"
    if distance > 0:
        return "later"
    return "done" if done else "skipped"

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
from disputes.progress import way
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
            "steps": way(dispute, records),
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

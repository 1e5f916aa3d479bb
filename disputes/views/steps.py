"""Lodging a dispute, and every step after it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consultations.models import Consultation
from disputes import services
from disputes.forms import STEP_FORMS, LodgeForm
from disputes.models import Dispute
from portal import workflow
from portal.start_page import is_overdue
from portal.views.transition import TransitionView
from portal.workflow import Transition


class LodgeDispute(TransitionView):
    """From a consultation without agreement, by either party, to the committee their procedure names."""

    subject = "disputes.Dispute"
    forms = {"lodge": LodgeForm}
    template_name = "disputes/lodge.html"

    def get_object(self) -> Consultation:
        consultations = Consultation.objects.visible_to(self.request.user).with_names()
        found: Consultation = get_object_or_404(
            consultations.defer("version__content"), uuid=self.kwargs["uuid"]
        )
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "lodge")

    def run(self, obj: Consultation, transition: Transition, **values: Any) -> Dispute:
        return services.lodge(obj, **values)

    def done(self, obj: Consultation, transition: Transition, result: Dispute) -> HttpResponse:
        messages.success(
            self.request,
            _("Het geschil ligt bij %(committee)s. Beide partijen krijgen bericht.")
            % {"committee": result.committee},
        )
        return redirect(result)

    def context(self, obj: Consultation, transition: Transition) -> dict[str, Any]:
        lodge_by = services.lodge_by(obj)
        return {
            "procedure": obj.procedure,
            "lodge_by": lodge_by,
            "is_late": is_overdue(lodge_by),
            "under_way": obj.disputes.under_way().select_related("applicant").first(),
        }


class DisputeTransition(TransitionView):
    """Every step on a dispute, from the table."""

    subject = "disputes.Dispute"
    forms = STEP_FORMS
    template_name = "disputes/step.html"

    def get_object(self) -> Dispute:
        disputes = Dispute.objects.visible_to(self.request.user).with_names()
        found: Dispute = get_object_or_404(disputes, uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        if transition.on:  # lodging has a page of its own, on the consultation
            raise Http404
        return transition

    def run(self, obj: Dispute, transition: Transition, **values: Any) -> Dispute:
        return services.take_step(obj, name=transition.name, **values)

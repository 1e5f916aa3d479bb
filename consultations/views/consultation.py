"""The OOGO with one municipality: what was put to it, what was said, what came out."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from consultations import extension_points, services
from consultations.models import Consultation
from consultations.step_forms import OnBehalfOutcomeForm, OutcomeForm
from consultations.views.base import ObjectPage, Step, own_and_on_behalf
from portal import audit
from portal.forms import TransitionForm
from portal.workflow import Transition


class ConsultationPage(ObjectPage):
    """For both parties; the number of queries does not depend on how much was recorded."""

    template_name = "consultations/consultation.html"

    def rows(self) -> Any:
        return Consultation.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        row: Consultation = self.obj
        user = self.request.user
        outcomes = row.outcomes.select_related("version", "document").defer("version__content")
        found = (panel(row, user) for panel in extension_points.PANELS)
        return {
            "consultation": row,
            "dossier": row.dossier,
            "is_own": user.has_perm("plans.view_draft", row.dossier),
            "offered": row.offered.defer("content").select_related("pdf").order_by("-number"),
            "meetings": row.meetings.select_related("minutes", "recorded_by").order_by("-held_on", "-pk"),
            "outcomes": list(outcomes)[::-1],
            "can_meet": user.has_perm("consultations.record_meeting", row),
            "panels": [render_to_string(name, values, self.request) for name, values in filter(None, found)],
            "entries": audit.history(row),
            **own_and_on_behalf(row, user),
        }


class ConsultationStep(Step):
    """Recording an outcome, by the municipality or on its behalf."""

    subject = "consultations.Consultation"
    template_name = "consultations/outcome.html"

    def get_object(self) -> Consultation:
        rows = Consultation.objects.visible_to(self.request.user).with_names()
        found: Consultation = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def form_class(self, transition: Transition) -> type[TransitionForm]:
        return OnBehalfOutcomeForm if transition.name.endswith("_on_behalf") else OutcomeForm

    def run(self, obj: Consultation, transition: Transition, **values: Any) -> Any:
        return services.record_outcome(obj, name=transition.name, **values)

    def context(self, obj: Consultation, transition: Transition) -> dict[str, Any]:
        return {"dossier": obj.dossier, "current": obj.outcome}

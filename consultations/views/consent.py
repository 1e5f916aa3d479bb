"""The consent of the OPR: asking it, and what the OPR decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consultations import services
from consultations.dates import statutory_dates
from consultations.models import ConsentRequest
from consultations.step_forms import AskConsentForm, ConsentForm, OnBehalfConsentForm
from consultations.views.base import ObjectPage, Step, own_and_on_behalf
from plans.models import Dossier
from portal import audit, workflow
from portal.forms import TransitionForm
from portal.views.transition import TransitionView
from portal.workflow import Transition


class AskConsent(TransitionView):
    """Put the last frozen version to the OPR."""

    subject = "consultations.ConsentRequest"
    forms = {"ask_consent": AskConsentForm}
    template_name = "consultations/ask_consent.html"

    def get_object(self) -> Dossier:
        rows = Dossier.objects.visible_to(self.request.user).with_names()
        found: Dossier = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "ask_consent")

    def run(self, obj: Dossier, transition: Transition, **values: Any) -> Any:
        return services.ask_consent(obj, **values)

    def done(self, obj: Dossier, transition: Transition, result: ConsentRequest) -> HttpResponse:
        messages.success(self.request, _("Vastgelegd: %(what)s.") % {"what": transition.done})
        return redirect(result)

    def context(self, obj: Dossier, transition: Transition) -> dict[str, Any]:
        requests = ConsentRequest.objects.filter(dossier=obj).select_related("decision", "version")
        return {
            "dossier": obj,
            "version": obj.versions.defer("content").last(),
            "dates": statutory_dates(obj, list(requests.defer("version__content")))[:1],
        }


class ConsentPage(ObjectPage):
    """For the partnership and its OPR."""

    template_name = "consultations/consent.html"

    def rows(self) -> Any:
        return ConsentRequest.objects.visible_to(self.request.user).with_names()

    def context(self) -> dict[str, Any]:
        row: ConsentRequest = self.obj
        user = self.request.user
        return {
            "consent": row,
            "dossier": row.dossier,
            "is_own": user.has_perm("plans.view_draft", row.dossier),
            "decisions": list(row.decisions.select_related("document"))[::-1],
            "others": row.dossier.consent_requests.exclude(pk=row.pk)
            .select_related("version")
            .defer("version__content"),
            "entries": audit.history(row),
            **own_and_on_behalf(row, user),
        }


class ConsentStep(Step):
    """Recording what the OPR decided, by its secretary or on its behalf."""

    subject = "consultations.ConsentRequest"
    template_name = "consultations/consent_step.html"

    def get_object(self) -> ConsentRequest:
        rows = ConsentRequest.objects.visible_to(self.request.user).with_names()
        found: ConsentRequest = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def form_class(self, transition: Transition) -> type[TransitionForm]:
        return OnBehalfConsentForm if transition.name.endswith("_on_behalf") else ConsentForm

    def run(self, obj: ConsentRequest, transition: Transition, **values: Any) -> Any:
        return services.record_consent(obj, name=transition.name, **values)

    def context(self, obj: ConsentRequest, transition: Transition) -> dict[str, Any]:
        return {"dossier": obj.dossier, "current": obj.decision}

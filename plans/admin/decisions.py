"""The reviewer's decisions: the steps of the table that belong to the inspectorate, confirmed in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from plans import services
from plans.admin.forms import RepairForm
from plans.models import Dossier, Filing
from portal.views.transition import TransitionView
from portal.workflow import Transition

REVIEW = "plans.review_filing"


class DecisionView(TransitionView):
    """A step of the inspectorate."""

    template_name = "admin/plans/confirm.html"

    def get_transition(self) -> Transition:
        """Only the steps of the inspectorate: those of a partnership are taken on its own pages."""
        transition = super().get_transition()
        if transition.permission != REVIEW:
            raise Http404
        return transition

    def dossier(self) -> Dossier:
        raise NotImplementedError

    def back_url(self) -> str:
        return reverse("admin:plans_dossier_change", args=[self.dossier().pk])

    def forbid(self, reason: str) -> HttpResponse:
        context = {**admin.site.each_context(self.request), "reason": reason}
        return render(self.request, "403.html", context, status=403)

    def run(self, obj: Any, transition: Transition, **values: Any) -> Any:
        return getattr(services, transition.name)(obj, **values)

    def done(self, obj: Any, transition: Transition, result: Any) -> HttpResponse:
        messages.success(self.request, _("Vastgelegd: %(what)s.") % {"what": transition.done})
        return redirect(self.back_url())

    def context(self, obj: Any, transition: Transition) -> dict[str, Any]:
        return {
            **admin.site.each_context(self.request),
            "dossier": self.dossier(),
        }


class FilingDecision(DecisionView):
    """Taking up, asking for repair, finding complete, reopening."""

    subject = "plans.Filing"
    forms = {"request_repair": RepairForm}

    def get_object(self) -> Filing:
        filings = Filing.objects.select_related(
            *("dossier__partnership__organisation", "dossier__round__law_version", "dossier__current_filing"),
            *("reviewer", "version"),
        )
        found: Filing = get_object_or_404(filings.defer("version__content"), pk=self.kwargs["pk"])
        return found

    def dossier(self) -> Dossier:
        return self.obj.dossier


class DossierDecision(DecisionView):
    """Starting and ending enforcement."""

    subject = "plans.Dossier"

    def get_object(self) -> Dossier:
        found: Dossier = get_object_or_404(Dossier.objects.with_names(), pk=self.kwargs["pk"])
        return found

    def dossier(self) -> Dossier:
        return self.obj

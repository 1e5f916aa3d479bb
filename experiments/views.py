"""Experiments: what there is, applying, deciding and reporting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View

from experiments import services
from experiments.extension_points import EXPERIMENT_PANELS, LIST_PANELS
from experiments.forms import EXPERIMENT_FORMS, ApplyForm
from experiments.models import Experiment, ExperimentCall, ExperimentReport
from experiments.services import already_applied
from guidance.views.panels import rendered
from portal import audit, csv_export, workflow
from portal.files import send
from portal.models import Organisation
from portal.views.transition import TransitionView
from portal.workflow import Transition


class Experiments(View):
    """The calls with who takes part, one's own applications, and the lessons that were published."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        selected = Experiment.objects.selected().select_related("organisation").order_by("organisation__name")
        calls = list(ExperimentCall.objects.prefetch_related(Prefetch("experiments", selected, "selected")))
        own: list[Experiment] = []
        applicants: list[Organisation] = []
        if user.is_authenticated:
            rows = Experiment.objects.visible_to(user).select_related("organisation", "call")
            own = list(rows.order_by("-applied_at"))
            applicants = user.organisations_with("experiments.apply_experiment")
        taken = {(row.call_id, row.organisation_id) for row in own if row.is_under_way}
        context = {
            "calls": [
                (call, [row for row in applicants if (call.pk, row.pk) not in taken]) for call in calls
            ],
            "own": own,
            "panels": rendered((panel() for panel in LIST_PANELS), request),
            "is_editor": user.is_authenticated and user.has_perm("guidance.edit_guidance"),
        }
        return render(request, "experiments/experiments.html", context)


class ExperimentsCsv(LoginRequiredMixin, View):
    """The applications somebody sees, for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (
            _("Samenwerkingsverband"),
            _("Schooljaar"),
            pgettext("experiment", "Aangemeld op"),
            _("Na de sluiting"),
            _("Stand"),
            _("Besluit van"),
            _("Reden"),
        )
        rows = [
            (
                row.organisation.name,
                row.call.year_label,
                row.applied_at,
                _("ja") if row.is_late else _("nee"),
                row.get_state_display(),
                row.decided_on,
                row.decision,
            )
            for row in Experiment.objects.visible_to(request.user)
            .select_related("organisation", "call")
            .order_by("call", "applied_at", "pk")
        ]
        return csv_export.response("experimenten.csv", header, rows)


class Apply(TransitionView):
    """Apply for one of one's own partnerships."""

    subject = "experiments.Experiment"
    forms = {"apply": ApplyForm}
    template_name = "experiments/experiment_apply.html"

    def get_object(self) -> Organisation:
        self.call = get_object_or_404(ExperimentCall, key=self.kwargs["key"])
        rows = Organisation.objects.filter(pk__in=self.request.user.organisation_ids())
        found: Organisation = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "apply")

    def run(self, obj: Organisation, transition: Transition, **values: Any) -> Experiment:
        return services.apply_for_experiment(obj, call=self.call, **values)

    def done(self, obj: Any, transition: Transition, result: Experiment) -> HttpResponse:
        messages.success(self.request, _("Aangemeld. U krijgt bericht als er een besluit is."))
        return redirect(result.get_absolute_url())

    def held_back(self) -> list[str]:
        return [already_applied(self.call)] if self.there else super().held_back()

    @cached_property
    def there(self) -> Experiment | None:
        """The application that was made already."""
        return Experiment.objects.under_way().filter(call=self.call, organisation=self.obj).first()

    def context(self, obj: Any, transition: Transition) -> dict[str, Any]:
        return {"call": self.call}

    def back_url(self) -> str:
        return self.there.get_absolute_url() if self.there else reverse("experiments:experiments")


class ExperimentPage(LoginRequiredMixin, View):
    """One application with its decision and reports; for the partnership, the editors and the inspectorate."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Experiment.objects.visible_to(request.user).select_related("organisation", "call")
        experiment = get_object_or_404(rows, uuid=kwargs["uuid"])
        context = {
            "experiment": experiment,
            "reports": experiment.reports.select_related("document", "reported_by"),
            "panels": rendered((panel(experiment, request.user) for panel in EXPERIMENT_PANELS), request),
            "timeline_lines": audit.history(experiment),
        }
        return render(request, "experiments/experiment.html", context)


class ReportFile(LoginRequiredMixin, View):
    """The document with a report."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        experiments = Experiment.objects.visible_to(request.user).filter(uuid=kwargs["uuid"])
        rows = ExperimentReport.objects.filter(experiment__in=experiments).select_related("document")
        report = get_object_or_404(rows, pk=kwargs["pk"])
        if report.document is None:
            raise Http404
        return send(report.document, report.document_name)


class ExperimentTransition(TransitionView):
    """Every step on an application, from the table."""

    subject = "experiments.Experiment"
    forms = EXPERIMENT_FORMS

    def get_object(self) -> Experiment:
        rows = Experiment.objects.visible_to(self.request.user).select_related("organisation", "call")
        found: Experiment = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        if transition.on:  # applying has a page of its own
            raise Http404
        return transition

    def run(self, obj: Experiment, transition: Transition, **values: Any) -> Any:
        if transition.name == "report":
            return services.report_experiment(obj, **values)
        if transition.name == "take_back":
            return services.take_back_experiment(obj, **values)
        return services.decide_experiment(obj, name=transition.name, **values)

"""Writing an example, sending it in, and what the editors do with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from examples import services
from examples.forms import EXAMPLE_FORMS, ExampleForm
from examples.models import Example
from examples.states import ExampleState
from examples.views.lists import PER_PAGE
from experiments.models import Experiment
from guidance.pupil_data import suspects
from guidance.views.listing import one_of
from portal import workflow
from portal.models import Organisation
from portal.views.transition import TransitionView
from portal.workflow import Transition, in_state


class OwnExamples(LoginRequiredMixin, View):
    """What one's own organisations write, and for editors everything that was sent in; and where to begin."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_editor = request.user.has_perm("guidance.edit_guidance")
        rows = Example.objects.select_related("organisation").defer(
            "search_text", "done", "result", "partners"
        )
        own = rows.of_own(request.user)
        rows = own | rows.sent_in() if is_editor else own
        state = one_of(request.GET.get("toon"), ExampleState.values)
        context = {
            "page": Paginator(in_state(rows, state).order_by("-begun_at", "-pk"), PER_PAGE).get_page(
                request.GET.get("pagina")
            ),
            "is_editor": is_editor,
            "reads": request.user.holds(Example.READING),
            "senders": request.user.organisations_with("examples.send_example"),
            "states": ExampleState.choices,
            "state": state,
        }
        return render(request, "examples/own_examples.html", context)


class NewExample(TransitionView):
    """Begin an example for one of one's own organisations."""

    subject = "examples.Example"
    forms = {"draft": ExampleForm}
    template_name = "examples/example_form.html"

    def get_object(self) -> Organisation:
        rows = Organisation.objects.filter(pk__in=self.request.user.organisation_ids())
        found: Organisation = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "draft")

    def run(self, obj: Organisation, transition: Transition, **values: Any) -> Example:
        return services.draft_example(obj, **values)

    def done(self, obj: Any, transition: Transition, result: Example) -> HttpResponse:
        messages.success(self.request, _("Bewaard. De redactie ziet het pas als u het instuurt."))
        return redirect(result.get_absolute_url())

    def back_url(self) -> str:
        return reverse("examples:own_examples")


class ShareLessons(TransitionView):
    """Begin an example with the lessons of an experiment."""

    subject = "examples.Example"

    def get_object(self) -> Experiment:
        rows = Experiment.objects.visible_to(self.request.user).select_related("organisation", "call")
        found: Experiment = get_object_or_404(rows, uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        return workflow.find(self.subject, "share_lessons")

    def run(self, obj: Experiment, transition: Transition, **values: Any) -> Example:
        return services.share_lessons(obj, **values)

    def done(self, obj: Experiment, transition: Transition, result: Example) -> HttpResponse:
        messages.success(self.request, _("Er staat een voorbeeld klaar. Werk het bij en stuur het in."))
        return redirect(result.get_absolute_url())


RUN: dict[str, Callable[..., Example]] = {
    "change": services.change_example,
    "attach": services.add_attachment,
    "detach": services.remove_attachment,
    "submit": services.submit_example,
}


class ExampleTransition(TransitionView):
    """Every step on an example, from the table."""

    subject = "examples.Example"
    forms = EXAMPLE_FORMS
    template_name = "examples/example_step.html"

    def get_object(self) -> Example:
        rows = Example.objects.visible_to(self.request.user).select_related("organisation")
        found: Example = get_object_or_404(rows.defer("search_text"), uuid=self.kwargs["uuid"])
        return found

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        if transition.on:  # to begin one has pages of its own
            raise Http404
        return transition

    def get_template(self) -> str:
        return "examples/example_form.html" if self.transition.name == "change" else self.template_name

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        self.template_name = self.get_template()
        return super().show(form, status)

    def run(self, obj: Example, transition: Transition, **values: Any) -> Example:
        if step := RUN.get(transition.name):
            return step(obj, **values)
        if transition.permission == "guidance.edit_guidance":
            return services.decide_example(obj, name=transition.name, **values)
        return services.take_back_example(obj, name=transition.name, **values)

    def context(self, obj: Example, transition: Transition) -> dict[str, Any]:
        return {"suspects": suspects(obj.readable) if transition.name in {"submit", "publish"} else []}

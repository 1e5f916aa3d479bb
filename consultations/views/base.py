"""What the pages share: which object somebody sees, and the documents that go with it."""

from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from portal.models import User
from portal.views.transition import TransitionView
from portal.workflow import Action, Transition, actions


class ObjectPage(LoginRequiredMixin, View):
    """A page of one row; 404 outside the rows somebody may see."""

    template_name: ClassVar[str]
    obj: Any

    def rows(self) -> Any:
        """The rows this user may see."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.obj = get_object_or_404(self.rows(), uuid=kwargs["uuid"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name, {"object": self.obj, **self.context()})


class Step(TransitionView):
    """A step on a row of this app; those that follow from another step have no page of their own."""

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        if transition.quiet or transition.on:
            raise Http404
        return transition


def own_and_on_behalf(obj: Any, user: User) -> dict[str, Any]:
    """The buttons of a row, those for another party apart; with the one reason when none of these can be taken."""
    found: list[Action] = list(actions(obj, user))
    behalf = [row for row in found if row.transition.name.endswith("_on_behalf")]
    reasons = {reason for row in behalf for reason in row.blockers}
    return {
        "own_actions": [row for row in found if row not in behalf],
        "behalf_actions": [row for row in behalf if not row.blockers],
        "behalf_blockers": sorted(reasons) if behalf and all(row.blockers for row in behalf) else [],
    }

"""One view for all steps: GET shows what will happen and what holds it back, POST does it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from portal import steps, workflow
from portal.forms import TransitionForm
from portal.views.forbidden import forbidden
from portal.workflow import Transition


class TransitionView(LoginRequiredMixin, View):
    """Subclasses say which object, which form and which service; what may happen is in the table.

    Outside the rows somebody may see: 404. Without the right: 403 with the reason. In the wrong state or held back:
    the page says so. Everything that was typed is still there.
    """

    subject: ClassVar[str]
    forms: ClassVar[dict[str, type[TransitionForm]]] = {}
    template_name = "workflow/confirm.html"

    def get_object(self) -> Any:
        """The object, from the rows this user may see; Http404 otherwise."""
        raise NotImplementedError

    def get_transition(self) -> Transition:
        """The row of the table this page is about."""
        try:
            found = workflow.find(self.subject, self.kwargs["action"])
        except LookupError as error:
            raise Http404 from error
        if found.quiet:  # another step sets it in motion
            raise Http404
        return found

    def form_class(self, transition: Transition) -> type[TransitionForm]:
        return self.forms.get(transition.name, TransitionForm)

    def run(self, obj: Any, transition: Transition, **values: Any) -> Any:
        """Call the service; gives what it gives. Raises a Refused."""
        raise NotImplementedError

    def done(self, obj: Any, transition: Transition, result: Any) -> HttpResponse:
        """Where to go afterwards."""
        messages.success(self.request, _("Vastgelegd: %(what)s.") % {"what": transition.done})
        return redirect(obj.get_absolute_url())

    def back_url(self) -> str:
        """Where whoever changes their mind goes back to."""
        return str(self.obj.get_absolute_url())

    def context(self, obj: Any, transition: Transition) -> dict[str, Any]:
        """More for the page."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.obj = self.get_object()
        self.transition = self.get_transition()
        if not request.user.has_perm(self.transition.permission, self.obj):
            reason = _("Deze handeling hoort niet bij uw rol: %(action)s.") % {
                "action": self.transition.label
            }
            sent = {"data": request.POST, "files": request.FILES}
            form = self.make_form(**sent) if request.method == "POST" else None
            return forbidden(request, reason, self.obj, form)
        return super().dispatch(request, *args, **kwargs)

    def make_form(self, **kwargs: Any) -> TransitionForm:
        return self.form_class(self.transition)(
            transition=self.transition, obj=self.obj, user=self.request.user, **kwargs
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        sent = form.sent(request.path)
        try:
            # Asked first: once the step is taken, what was right to type may not be so any more.
            if (there := steps.answer(sent, request.user)) is not None:
                return self.done(self.obj, self.transition, there)
            if not form.is_valid():
                return self.show(form, status=422)
            arguments = form.service_arguments()
            result = self.run(self.obj, self.transition, by=request.user, sent=sent, **arguments)
        except workflow.Refused as refused:
            self.obj.refresh_from_db()
            form.is_valid()
            form.refuse(refused, self.obj)
            return self.show(form, status=refused.status)
        return self.done(self.obj, self.transition, result)

    def show(self, form: TransitionForm, status: int = 200) -> HttpResponse:
        held_back = [] if form.is_bound else self.held_back()
        return render(
            self.request,
            self.template_name,
            {
                "form": form,
                "object": self.obj,
                "transition": self.transition,
                "blockers": held_back,
                "back_url": self.back_url(),
                **self.context(self.obj, self.transition),
            },
            status=status,
        )

    def held_back(self) -> list[str]:
        """Why the step cannot be taken now, in words."""
        if passed := workflow.has_passed(self.transition, self.obj):
            return [passed]
        return workflow.blockers(self.transition, self.obj)

"""What the pages of one dossier share: which rows somebody sees, and how a form page answers."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from plans.models import Dossier
from portal.forms import VersionedForm
from portal.steps import Sent
from portal.workflow import NotAllowed, Refused


class DossierView(LoginRequiredMixin, View):
    """A page of one dossier; 404 outside the dossiers of one's own partnerships."""

    needs_start: ClassVar[bool] = False  # pages that make no sense before the dossier has begun
    dossier: Dossier

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.dossier = get_object_or_404(
            Dossier.objects.visible_to(request.user).with_names(), uuid=kwargs["uuid"]
        )
        if self.needs_start and request.method == "GET" and not self.dossier.has_begun:
            messages.info(request, _("Begin eerst met het plan."))
            return redirect(self.dossier)
        return super().dispatch(request, *args, **kwargs)


class FormPage(DossierView):
    """A page with one form: 422 with what was typed when it is not right, 409 when a service refuses it."""

    needs_start = True
    template_name: ClassVar[str]
    sent: Sent | None = None  # the request, to know a repeat by

    def make_form(self, **kwargs: Any) -> VersionedForm:
        """The form, bound when `data` is given."""
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse:
        """Call the service; gives where to go. Raises a Refused."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """More for the page."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        self.sent = form.sent(request.path)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.save(form)
        except Refused as refused:
            return self.refuse(form, refused)

    def refuse(self, form: Any, refused: Refused) -> HttpResponse:
        """The same page with the reasons and everything that was typed; the next try starts from what is there now."""
        form.refuse(refused)
        return self.show(form, status=403 if isinstance(refused, NotAllowed) else 409)

    def show(self, form: Any, status: int = 200, **extra: Any) -> HttpResponse:
        context = {"form": form, "dossier": self.dossier, **self.context(), **extra}
        return render(self.request, self.template_name, context, status=status)

    def saved(self, text: str, *to: Any) -> HttpResponse:
        """Say that it is saved and go on."""
        messages.success(self.request, text)
        return redirect(*(to or (self.dossier,)))

"""What the pages of one dossier share: which rows somebody sees, and how a form page answers."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from plans.models import Dossier
from plans.services.drafting import EDIT
from portal.forms import VersionedForm
from portal.steps import Sent
from portal.views.forbidden import forbidden
from portal.workflow import NotAllowed, Refused

READ_ONLY = gettext_lazy("U kunt dit plan lezen, maar niet bewerken.")


class DossierView(LoginRequiredMixin, View):
    """A page of one dossier; 404 outside the dossiers somebody reads.

    A form asks a right besides, also to be shown: who reads and does not hold it gets the page in `reading_template`, or
    403 when there is nothing to read. Who lost the right while typing gets 403 with everything that was typed.
    """

    needs_start: ClassVar[bool] = False  # pages that make no sense before the dossier has begun
    permission: ClassVar[str] = ""
    reading_template: ClassVar[str] = ""
    dossier: Dossier
    only_reads: bool  # whether somebody came to a form without the right to use it

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.dossier = get_object_or_404(
            Dossier.objects.visible_to(request.user).with_names(), uuid=kwargs["uuid"]
        )
        if self.needs_start and request.method == "GET" and not self.dossier.has_begun:
            messages.info(request, _("Begin eerst met het plan."))
            return redirect(self.dossier)
        self.only_reads = bool(self.permission) and not request.user.has_perm(self.permission, self.dossier)
        if self.only_reads and not self.reading_template and request.method != "POST":
            return forbidden(request, str(READ_ONLY), self.dossier)
        return super().dispatch(request, *args, **kwargs)

    def read(self, **extra: Any) -> HttpResponse:
        """The page for who only reads."""
        return render(self.request, self.reading_template, {"dossier": self.dossier, **extra})


class FormPage(DossierView):
    """A page with one form: 422 with what was typed when it is not right, 409 when a service refuses it."""

    needs_start = True
    permission = EDIT
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
        return self.read(**self.context()) if self.only_reads else self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        self.sent = form.sent(request.path)
        if self.only_reads:
            return self.refuse(form, NotAllowed(READ_ONLY))
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.save(form)
        except Refused as refused:
            return self.refuse(form, refused)

    def refuse(self, form: Any, refused: Refused) -> HttpResponse:
        """The same page with the reasons and everything that was typed; the next try starts from what is there now."""
        form.refuse(refused)
        return self.show(form, status=refused.status)

    def show(self, form: Any, status: int = 200, **extra: Any) -> HttpResponse:
        context = {"form": form, "dossier": self.dossier, **self.context(), **extra}
        return render(self.request, self.template_name, context, status=status)

    def saved(self, text: str, *to: Any) -> HttpResponse:
        """Say that it is saved and go on."""
        messages.success(self.request, text)
        return redirect(*(to or (self.dossier,)))

"""One's own name, language, roles and password."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from portal import profile
from portal.forms import VersionedForm
from portal.models import User
from portal.workflow import Refused


class ProfileForm(VersionedForm):
    """What somebody may change about themselves; the address is the identity they were invited by."""

    name = forms.CharField(
        label=gettext_lazy("Naam"),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Taal van uw berichten"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class Profile(LoginRequiredMixin, View):
    """See and change it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm()
        form.begin_with(request.user)
        return self.show(request, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        own = User.objects.get(pk=request.user.pk)  # the header of a page that comes back says what is kept
        sent = form.sent(request.path)
        try:
            profile.save_profile(own, by=own, seen=form.seen, sent=sent, **form.typed())
        except Refused as refused:
            form.refuse(refused)
            return self.show(request, form, status=409)
        messages.success(request, _("Uw gegevens zijn opgeslagen."))
        return redirect("portal:profile")

    def show(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "memberships": request.user.active_memberships}
        return render(request, "portal/profile.html", context, status=status)

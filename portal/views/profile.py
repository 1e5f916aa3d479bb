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

from portal.forms import PortalModelForm
from portal.models import User


class ProfileForm(PortalModelForm):
    """What somebody may change about themselves; the address is the identity they were invited by."""

    language = forms.ChoiceField(
        label=gettext_lazy("Taal van uw berichten"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
        error_messages = {"name": {"required": gettext_lazy("Vul uw naam in.")}}


class Profile(LoginRequiredMixin, View):
    """See and change it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, ProfileForm(instance=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProfileForm(request.POST, instance=User.objects.get(pk=request.user.pk))
        if not form.is_valid():
            return self.show(request, form, status=422)
        form.instance.save(update_fields=["name", "language"])
        messages.success(request, _("Uw gegevens zijn opgeslagen."))
        return redirect("portal:profile")

    def show(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "memberships": request.user.active_memberships}
        return render(request, "portal/profile.html", context, status=status)

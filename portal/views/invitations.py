"""Taking up an invitation, by its link."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters

from portal import people
from portal.accounts import NO_PASSWORD, PASSWORD_HINT
from portal.forms import PortalForm
from portal.models import Invitation
from portal.workflow import Refused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _password(**attrs: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "new-password", **attrs})


class AcceptForm(PortalForm):
    """A new person: the name others see, and a password."""

    name = forms.CharField(
        label=gettext_lazy("Uw naam"),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul uw naam in.")},
        help_text=gettext_lazy("Zoals anderen die zien, bijvoorbeeld op een ontvangstbewijs."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=_password(),
        error_messages={"required": NO_PASSWORD},
    )
    password2 = forms.CharField(
        label=gettext_lazy("Wachtwoord, nog een keer"),
        strip=False,
        widget=_password(),
        error_messages={"required": gettext_lazy("Typ het wachtwoord nog een keer.")},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        first, second = values.get("password1"), values.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Dit is niet hetzelfde wachtwoord. Typ het twee keer gelijk."))
        return values


@method_decorator(sensitive_post_parameters("password1", "password2"), name="dispatch")
class InvitationPage(View):
    """New people make an account; who has one signs in and accepts. A link that is used up says so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = Invitation.objects.select_related("organisation", "invited_by")
        self.invitation = get_object_or_404(rows.by_token(kwargs["token"]))
        self.person = people.invited_person(self.invitation)
        if not self.invitation.is_open:
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        """It cannot be used any more; who accepted it (a second click, the mail once more) goes on."""
        if self.invitation.accepted_at and self.person and self.request.user == self.person:
            return redirect("portal:start")
        return render(
            self.request, "portal/invitation_closed.html", {"invitation": self.invitation}, status=410
        )

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(AcceptForm() if self.may_make_account else None)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.person and request.user == self.person:
            return self.join()
        if not self.may_make_account:
            return self.show(None, status=403)
        return self.make_account()

    @property
    def may_make_account(self) -> bool:
        return self.person is None and not self.request.user.is_authenticated

    def join(self) -> HttpResponse:
        """Somebody signed in accepts."""
        try:
            people.join(self.invitation, user=self.request.user)
        except Refused as refused:
            return self.overtaken(refused)
        return self.welcome()

    def overtaken(self, refused: Refused) -> HttpResponse:
        """Something happened to the invitation while the page was open: say how things are now."""
        self.invitation.refresh_from_db()
        self.person = people.invited_person(self.invitation)
        return self.show(None, status=409, refused=refused) if self.invitation.is_open else self.closed()

    def make_account(self) -> HttpResponse:
        """Somebody new accepts and is signed in."""
        form = AcceptForm(self.request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            user = people.accept(
                self.invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
                language=translation.get_language() or "nl",
            )
        except ValidationError as error:
            form.add_error("password1", error)
            return self.show(form, status=422)
        except Refused as refused:
            return self.overtaken(refused)
        login(self.request, user, backend=BACKEND)
        return self.welcome()

    def welcome(self) -> HttpResponse:
        messages.success(
            self.request,
            _("Welkom. U werkt nu in het portaal voor %(organisation)s.")
            % {"organisation": self.invitation.organisation},
        )
        return redirect("portal:start")

    def show(
        self, form: AcceptForm | None, status: int = 200, refused: Refused | None = None
    ) -> HttpResponse:
        return render(
            self.request,
            "portal/invitation.html",
            {
                "invitation": self.invitation,
                "form": form,
                "person": self.person,
                "is_me": self.person is not None and self.request.user == self.person,
                "refused": refused,
            },
            status=status,
        )

"""Signing in by e-mail address: allauth with our own forms, words and look; accounts come from invitations only."""

import logging
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account import views as allauth_views
from allauth.account.adapter import DefaultAccountAdapter
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from portal.forms import PortalFormMixin

logger = logging.getLogger(__name__)

PASSWORD_HINT = _("Ten minste 12 tekens. Een zin van een paar woorden is sterk en makkelijk te onthouden.")
NEW_PASSWORD = _("Nieuw wachtwoord")
NO_ADDRESS = _("Vul uw e-mailadres in.")
NO_PASSWORD = _("Vul een wachtwoord in.")
AGAIN = _("Nieuw wachtwoord, nog een keer")


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves, and nothing tells who has an account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord."),
        "too_many_login_attempts": _(
            "Er is te vaak een verkeerd wachtwoord gebruikt. Wacht een paar minuten en probeer het opnieuw."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once and keep no copy: these mails hold links that open an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # the mail server; the page may not tell whether there was an address to write to
            logger.exception("mail %s could not be sent", template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person of the invitation's address; allauth's own list of addresses may still be empty."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


class PlainFieldsMixin(PortalFormMixin):
    """Labels that stay visible instead of placeholders, and hints in our words."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.error_messages["required"] = NO_ADDRESS if name in {"login", "email"} else NO_PASSWORD


class LoginForm(PlainFieldsMixin, allauth_forms.LoginForm):
    """Signing in."""

    labels = {"login": _("E-mailadres"), "password": _("Wachtwoord")}


class ResetPasswordForm(PlainFieldsMixin, allauth_forms.ResetPasswordForm):
    """Asking for a link to set a new password."""

    labels = {"email": _("E-mailadres")}


class ResetPasswordKeyForm(PlainFieldsMixin, allauth_forms.ResetPasswordKeyForm):
    """Setting a new password by a link."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(PlainFieldsMixin, allauth_forms.ChangePasswordForm):
    """Changing one's password."""

    labels = {"oldpassword": _("Huidig wachtwoord"), "password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": PASSWORD_HINT}


class InvalidIs422:
    """A form that is not right is answered with 422, as everywhere in the portal."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


class Login(InvalidIs422, allauth_views.LoginView):
    """Sign in; afterwards to `next`, or to the start page."""


class PasswordReset(InvalidIs422, allauth_views.PasswordResetView):
    """Ask for a link; the answer is the same for known and unknown addresses."""


class PasswordResetFromKey(InvalidIs422, allauth_views.PasswordResetFromKeyView):
    """Set a new password by the link."""


class PasswordChange(InvalidIs422, allauth_views.PasswordChangeView):
    """Set a new password, knowing the old one."""


def closed(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """A page of allauth we do not offer: the address of an account is the one that was invited."""
    raise Http404


urlpatterns: list[URLPattern] = [
    path("", RedirectView.as_view(pattern_name="portal:profile")),
    path("login/", Login.as_view(), name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("password/change/", PasswordChange.as_view(), name="account_change_password"),
    path("password/reset/", PasswordReset.as_view(), name="account_reset_password"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        PasswordResetFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # allauth asks for these names, but the pages are closed.
    path("email/", closed, name="account_email"),
    path("password/set/", closed, name="account_set_password"),
    path("reauthenticate/", closed, name="account_reauthenticate"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
]

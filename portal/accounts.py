"""Signing in by e-mail address: allauth with our own forms; accounts come from invitations only."""

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from portal.forms import PortalFormMixin


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class LoginForm(PortalFormMixin, allauth_forms.LoginForm):
    """Signing in."""


class ResetPasswordForm(PortalFormMixin, allauth_forms.ResetPasswordForm):
    """Asking for a link to set a new password."""


class ResetPasswordKeyForm(PortalFormMixin, allauth_forms.ResetPasswordKeyForm):
    """Setting a new password by a link."""


class ChangePasswordForm(PortalFormMixin, allauth_forms.ChangePasswordForm):
    """Changing one's password."""

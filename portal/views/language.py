"""Switching language: a cookie for the pages, and the choice of somebody signed in for their mails."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from portal import profile


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Go on in another language on the same page (`next`)."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        profile.choose_language(request.user, chosen)
    return django_set_language(request)

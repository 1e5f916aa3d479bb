"""What every request gets: a language, an identity for the audit trail, and a word when nothing was saved."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext as _

from portal import audit

Handler = Callable[[HttpRequest], HttpResponse]


def language(get_response: Handler) -> Handler:
    """Dutch unless the visitor chose another language; a browser's own preference does not decide."""
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response

    return middleware


def request_context(get_response: Handler) -> Handler:
    """Give audit lines of one request one id, and keep pages with data out of shared caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with audit.request(uuid.uuid4()):
            response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def signed_out(get_response: Handler) -> Handler:
    """Somebody whose session ended sends a form: the login page says that it was not saved."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        to_login = response.status_code == 302 and response["Location"].startswith(
            f"{resolve_url(settings.LOGIN_URL)}?"
        )
        if request.method == "POST" and to_login and "X-Autosave" not in request.headers:
            messages.warning(
                request,
                _(
                    "U was niet meer ingelogd. Wat u verstuurde is nog niet opgeslagen. Log in om verder te gaan."
                ),
            )
        return response

    return middleware

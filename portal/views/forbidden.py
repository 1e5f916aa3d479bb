"""Refusing a page to somebody who may see what it is about, but not do this."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.forms import PortalForm


def forbidden(
    request: HttpRequest, reason: str, obj: Any = None, form: PortalForm | None = None
) -> HttpResponse:
    """403, with the reason and the way back to the page of the object.

    With the form that was sent also what was typed in it, for who lost the right meanwhile. Not the form itself: its
    page may show more than everybody reads who can send something to its address.
    """
    typed = form.texts_typed() if form else []
    return render(request, "403.html", {"reason": reason, "object": obj, "typed": typed}, status=403)

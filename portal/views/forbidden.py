"""Refusing a page to somebody who may see what it is about, but not do this."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, reason: str, obj: Any = None) -> HttpResponse:
    """403, with the reason and the way back to the page of the object."""
    return render(request, "403.html", {"reason": reason, "object": obj}, status=403)

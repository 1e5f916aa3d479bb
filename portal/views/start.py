"""The start page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.start_page import groups


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by when, and what comes next."""
    return render(
        request,
        "portal/start.html",
        {"groups": groups(request.user), "memberships": request.user.active_memberships},
    )

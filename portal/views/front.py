"""The pages for everybody: the process and its deadline, help, and what we know of accessibility."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.extension_points import DEADLINES


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What happens from the first draft to the verdict, and by when."""
    deadlines = [deadline for provider in DEADLINES for deadline in provider()]
    return render(request, "portal/front.html", {"deadlines": deadlines})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How the portal works, per role, and where to ask."""
    return render(request, "portal/help.html", {"support": settings.SUPPORT_EMAIL})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we aim at and how it was tested."""
    return render(request, "portal/accessibility.html", {"support": settings.SUPPORT_EMAIL})

"""What there is to know of the dispute committees before a party brings something to one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from guidance.extension_points import COMMITTEE_PANELS
from guidance.models import CommitteePage
from guidance.views.panels import rendered


class Committees(View):
    """Each committee with who may bring what, and from where in the portal that is done."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = CommitteePage.objects.select_related("organisation", "rules")
        found = [panel(request.user) for panel in COMMITTEE_PANELS] if request.user.is_authenticated else []
        context = {"committees": list(rows), "panels": rendered(found, request)}
        return render(request, "guidance/committees.html", context)

"""Everything that happened in a dossier."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.views.base import DossierView
from portal.models import AuditEntry

PER_PAGE = 50


class Timeline(DossierView):
    """All audit lines of the dossier, over all apps, latest first."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = AuditEntry.objects.filter(dossier=self.dossier.uuid).order_by("-at", "-pk")
        page = Paginator(entries, PER_PAGE).get_page(request.GET.get("pagina"))
        return render(request, "plans/timeline.html", {"dossier": self.dossier, "page": page})

"""A frozen version, for those who may read it: page, downloads and comparison with another."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from plans import content as contents
from plans import differences
from plans.charts import budget_chart
from plans.models import Filing, PlanVersion
from portal.files import send
from portal.models import User


def versions(user: User) -> Any:
    """Those somebody may read, with `is_filed`: whether it was ever filed, also when that was withdrawn."""
    filings = Filing.objects.filter(version=OuterRef("pk"))
    return (
        PlanVersion.objects.visible_to(user)
        .select_related("dossier__partnership__organisation", "dossier__round", "pdf", "frozen_by")
        .annotate(is_filed=Exists(filings))
    )


class VersionView(LoginRequiredMixin, View):
    """A page of one frozen version; 404 for who may not read it."""

    version: Any  # a row of `versions()`

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.version = self.readable(kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def readable(self, number: int) -> Any:
        return get_object_or_404(
            versions(self.request.user), dossier__uuid=self.kwargs["uuid"], number=number
        )


class VersionPage(VersionView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = self.version
        others = versions(request.user).filter(dossier=version.dossier).exclude(pk=version.pk)
        budget = version.content["budget"]
        context = {
            "version": version,
            "filings": version.filings.defer("findings").order_by("sequence") if version.is_filed else (),
            "dossier": version.dossier,
            "content": version.content,
            "is_own": request.user.has_perm("plans.view_draft", version.dossier),
            "totals": contents.totals(budget),
            "groups": contents.lines_by_kind(budget),
            "chart": budget_chart(budget) if budget["lines"] else "",
            "attachments": version.attachments.select_related("file"),
            "others": others.defer("content"),
        }
        return render(request, "plans/version.html", context)


class VersionPdf(VersionView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return send(self.version.pdf, f"{_name(self.version)}.pdf")


class VersionJson(VersionView):
    """The canonical bytes: exactly what the SHA-256 of the version is of."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse(contents.canonical(self.version.content), content_type="application/json")
        response.headers["Content-Disposition"] = f'attachment; filename="{_name(self.version)}.json"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class VersionFile(VersionView):
    """An attachment of a frozen version."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.version.attachments.select_related("file").filter(pk=kwargs["pk"]).first()
        if row is None:
            raise Http404
        return send(row.file, row.name)


def _name(version: PlanVersion) -> str:
    dossier = version.dossier
    year = dossier.round.plan_start.year
    return f"ondersteuningsplan-{year}-{dossier.partnership.organisation.key}-versie-{version.number}"


class Compare(VersionView):
    """Two versions beside each other, the earlier one first whichever way they are asked."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        other = self.readable(kwargs["other"])
        earlier, later = sorted([self.version, other], key=lambda row: row.number)
        context = {
            "earlier": earlier,
            "later": later,
            "dossier": later.dossier,
            **differences.between(earlier.content, later.content),
        }
        return render(request, "plans/compare.html", context)

"""The reviewer's dossier page, read-only, and the list of filings. A working copy is never shown here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from plans import content as contents
from plans import extension_points, findings, queue, services, standing
from plans.admin.decisions import DossierDecision, FilingDecision
from plans.admin.overview import OverviewCsv, OverviewPage
from plans.charts import budget_chart
from plans.models import Dossier, Filing, FilingRound, PlanVersion, RepairFinding
from plans.states import FilingState
from plans.views.dossier import steps
from plans.views.steps import by_level
from portal.admin.base import PortalModelAdmin, StateFilter
from portal.models import AuditEntry
from register.models import Partnership

REVIEW = "plans.review_filing"
LINES_PER_PAGE = 25


@admin.register(Dossier)
class DossierAdmin(PortalModelAdmin):
    """The dossier as the inspectorate sees it: what was filed, what was found, what was decided."""

    view_permission = REVIEW

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("overzicht/", guard(OverviewPage.as_view()), name="plans_overview"),
            path("overzicht/csv/", guard(OverviewCsv.as_view()), name="plans_overview_csv"),
            path(
                "openen/<int:round>/<int:partnership>/",
                guard(self.open_view),
                name="plans_dossier_open",
            ),
            path(
                "<int:pk>/stap/<slug:action>/",
                guard(DossierDecision.as_view()),
                name="plans_dossier_transition",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list of dossiers is the overview, which has those who have not begun as well and says who may see it."""
        return redirect("admin:plans_overview")

    def open_view(self, request: HttpRequest, round: int, partnership: int) -> HttpResponse:
        """The dossier of who has not begun; it is made when the reviewer asks for it, to start enforcement in."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        filing_round = get_object_or_404(FilingRound, pk=round)
        found = get_object_or_404(Partnership, pk=partnership)
        dossier = Dossier.objects.filter(round=filing_round, partnership=found).first()
        if dossier is None and request.method == "POST":
            dossier = services.dossier_of(found, filing_round)
        if dossier is not None:
            return redirect(queue.dossier_url(dossier.pk))
        context = {
            **self.admin_site.each_context(request),
            "title": found.display_name,
            "round": filing_round,
        }
        return self.render_page(request, "admin/plans/dossier/not_begun.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one dossier, to read; every change is a step with a reason of its own."""
        dossier = self.get_object(request, object_id)
        if request.method != "GET" or not self.has_view_permission(request, dossier):
            raise PermissionDenied
        filings = filings_of(dossier)
        entries = AuditEntry.objects.filter(dossier=dossier.uuid).order_by("-at", "-pk")
        stands = standing.of(dossier, filings)
        shown = filing_to_show(request, filings, stands.shown)
        case = findings.Case(dossier, version_of(shown) if shown else None)
        context = {
            **self.admin_site.each_context(request),
            "title": str(dossier),
            "dossier": dossier,
            "steps": steps(stands),
            "filings": filings,
            "filed_versions": {row.version_id for row in filings},
            "standing": stands,
            "counting": stands.filing,
            "adoptions": dossier.adoptions.select_related("version")
            .defer("version__content")
            .order_by("-pk"),
            "panels": panels(request, case),
            "page": Paginator(entries, LINES_PER_PAGE).get_page(request.GET.get("pagina")),
            "shown": shown,
            **(plan(case, case.version) if case.version else {}),
        }
        return self.render_page(request, "admin/plans/dossier/change_form.html", context)

    def get_queryset(self, request: HttpRequest) -> Any:
        return Dossier.objects.with_names()


def filings_of(dossier: Dossier) -> list[Filing]:
    """The filings of a dossier, the latest first, each with its requests for repair. Three queries."""
    filings = list(
        dossier.filings.select_related("version", "reviewer", "in_answer_to", "adoption")
        .defer("version__content", "in_answer_to__findings")
        .order_by("-sequence")
    )
    requests = AuditEntry.objects.filter(
        action="plans.repair_requested",
        subject="plans.Filing",
        subject_id__in=[str(row.pk) for row in filings],
    ).order_by("-at", "-pk")
    by_entry: dict[int, list[RepairFinding]] = {}
    for row in RepairFinding.objects.filter(filing__in=filings).select_related("element"):
        by_entry.setdefault(row.audit_entry_id, []).append(row)
    numbers = [row.version.number for row in filings[1:]] + [None]
    for filing, former in zip(filings, numbers, strict=False):
        filing.dossier, filing.former = dossier, former
        filing.groups = at_filing(filing)
        filing.repairs = [
            (entry, by_entry.get(entry.pk, [])) for entry in requests if entry.subject_id == str(filing.pk)
        ]
    return filings


def at_filing(filing: Filing) -> list[tuple[str, list[dict[str, Any]]]]:
    """The findings as they stood when the plan was filed, what is missing first."""
    levels = (findings.MISSING, findings.WARNING)
    groups = [(level, [row for row in filing.findings if row["level"] == level]) for level in levels]
    return [(level, rows) for level, rows in groups if rows]


def filing_to_show(request: HttpRequest, filings: list[Filing], current: Filing | None) -> Filing | None:
    """The filing whose version was asked for, or else the one that counts (when none does, the last)."""
    numbers = {str(row.version.number): row for row in filings}
    return numbers.get(request.GET.get("versie", ""), current)


def version_of(filing: Filing) -> PlanVersion:
    """The version that was filed, with everything in it."""
    version = PlanVersion.objects.select_related("pdf").get(pk=filing.version_id)
    version.dossier = filing.dossier
    return version


def plan(case: findings.Case, version: PlanVersion) -> dict[str, Any]:
    """The text, budget and attachments of a version that was filed, and what the check says of it now."""
    budget = version.content["budget"]
    return {
        "version": version,
        "content": version.content,
        "groups": by_level(findings.check(case)),
        "budget": budget,
        "budget_groups": contents.lines_by_kind(budget),
        "totals": contents.totals(budget),
        "chart": budget_chart(budget) if budget["lines"] else "",
        "attachments": version.attachments.select_related("file"),
    }


def panels(request: HttpRequest, case: findings.Case) -> list[SafeString]:
    """What the apps above this one tell the reviewer, in the order of the apps."""
    found = (panel(case, request.user) for panel in extension_points.REVIEW_PANELS)
    return [render_to_string(template, context, request) for template, context in filter(None, found)]


class FilingStateFilter(StateFilter):
    """How far a filing is; links elsewhere use this parameter."""

    states = FilingState


@admin.register(Filing)
class FilingAdmin(PortalModelAdmin):
    """The list of filings; the page of one is the dossier it is in."""

    view_permission = REVIEW
    list_display = ("reference", "who", "received_at", "late", "status", "reviewer")
    list_filter = (FilingStateFilter, "dossier__round", "dossier__partnership__sector")
    list_select_related = ("dossier__partnership", "dossier__round", "reviewer")
    search_fields = ("reference", "filed_for_name", "filed_by_name")
    search_help_text = gettext_lazy("Zoek op kenmerk, samenwerkingsverband of indiener")
    ordering = ("-received_at", "-pk")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(FilingDecision.as_view())
        return [
            path("<int:pk>/stap/<slug:action>/", view, name="plans_filing_transition"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("findings")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        filing = self.get_object(request, object_id)
        if request.method != "GET" or not self.has_view_permission(request, filing):
            raise PermissionDenied
        return redirect(f"{queue.dossier_url(filing.dossier_id)}#indiening-{filing.sequence}")

    @admin.display(description=gettext_lazy("samenwerkingsverband"), ordering="filed_for_name")
    def who(self, obj: Filing) -> str:
        return str(obj.dossier)

    @admin.display(description=gettext_lazy("op tijd"))
    def late(self, obj: Filing) -> str:
        return standing.how_timely(obj)

    @admin.display(description=gettext_lazy("status"), ordering="state")
    def status(self, obj: Filing) -> str:
        return obj.get_state_display()

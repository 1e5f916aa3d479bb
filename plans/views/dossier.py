"""The page of a dossier: where it stands, what comes next, and everything in it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans import content as contents
from plans import findings
from plans.models import Chapter, Dossier, Filing, RepairFinding
from plans.models.dossier import counting_of, open_repair_request
from plans.states import DossierState, FilingState
from plans.views.base import DossierView
from plans.views.panels import panels
from portal.models import AuditEntry, User

LAST_LINES = 5
PLACES = {
    DossierState.NOT_STARTED: 0,
    DossierState.DRAFTING: 0,
    DossierState.OFFERED: 1,
    DossierState.ADOPTED: 3,
    DossierState.FILED: 4,
}


@dataclass(frozen=True)
class Step:
    """One of the steps from first draft to verdict."""

    name: str
    place: str  # "done", "current" or "later"


def steps(dossier: Dossier, filing: Filing | None) -> list[Step]:
    """The row of steps; the law asks consultation and consent before adoption, in no fixed order."""
    names = [
        _("Schrijven"),
        _("Overleg en instemming"),
        _("Vaststellen"),
        _("Indienen"),
        _("Oordeel van de inspectie"),
    ]
    current = PLACES[DossierState(dossier.state)]
    if dossier.state == DossierState.FILED and filing and filing.state == FilingState.COMPLETE:
        current = len(names)
    places = ["done" if n < current else "current" if n == current else "later" for n in range(len(names))]
    return [Step(name, place) for name, place in zip(names, places, strict=True)]


def next_step(dossier: Dossier, filing: Filing | None, user: User) -> str:
    """In one or two sentences: what to do now."""
    if dossier.state == DossierState.FILED and filing:
        return _after_filing(filing)
    if dossier.state == DossierState.ADOPTED:
        if user.has_perm("plans.file_plan", dossier):
            return _("Het plan is vastgesteld. Controleer het en dien het in.")
        return _("Het plan is vastgesteld. Iemand met de rol ‘indiener’ kan het nu indienen.")
    return {
        DossierState.NOT_STARTED: _(
            "Begin met het plan. U krijgt dan een hoofdstuk voor elk verplicht onderdeel."
        ),
        DossierState.DRAFTING: _(
            "Schrijf de hoofdstukken en vul de begroting in. Bied daarna het concept aan de gemeenten aan."
        ),
        DossierState.OFFERED: _(
            "Voer het overleg en vraag de ondersteuningsplanraad om instemming. "
            "Leg daarna vast wie het plan heeft vastgesteld."
        ),
    }[DossierState(dossier.state)]


def next_action(dossier: Dossier, repair_asked: bool) -> str:
    """The name of the step that comes next in the usual order; empty when the partnership has nothing to do."""
    if dossier.state == DossierState.FILED:
        return "adopt" if repair_asked else ""
    return {
        DossierState.NOT_STARTED: "start",
        DossierState.DRAFTING: "offer",
        DossierState.OFFERED: "adopt",
        DossierState.ADOPTED: "file",
    }[DossierState(dossier.state)]


def _after_filing(filing: Filing) -> str:
    if filing.state == FilingState.REPAIR_REQUESTED and filing.repair_due:
        return _(
            "De inspectie vraagt herstel, uiterlijk %(day)s. Pas het plan aan, leg de vaststelling opnieuw vast "
            "en dien opnieuw in."
        ) % {"day": date_format(filing.repair_due, "j F Y")}
    return {
        FilingState.IN_REVIEW: _("De inspectie bekijkt uw plan. U hoeft nu niets te doen."),
        FilingState.COMPLETE: _("De inspectie heeft het plan compleet bevonden. U bent klaar."),
    }.get(
        FilingState(filing.state),
        _("De inspectie heeft uw plan ontvangen. U hoort het als zij het in behandeling neemt."),
    )


def repair(dossier: Dossier, filings: list[Filing]) -> dict[str, Any] | None:
    """The repair request that waits for an answer: its term, reason and findings, each with its chapter.

    Takes the filings in the order they came: the request may be about an earlier one than the last.
    """
    filing = open_repair_request(filings)
    if not filing or any(row.in_answer_to_id == filing.pk for row in filings):
        return None
    entry = AuditEntry.objects.filter(
        action="plans.repair_requested", subject="plans.Filing", subject_id=str(filing.pk)
    ).last()
    pages = {row.element_id: row.get_absolute_url() for row in dossier.chapters.all() if row.element_id}
    rows = RepairFinding.objects.filter(audit_entry=entry).select_related("element")
    return {
        "due": filing.repair_due,
        "reason": entry.reason if entry else "",
        "findings": [(row, pages.get(row.element_id, "")) for row in rows],
    }


class DossierPage(DossierView):
    """The number of queries does not depend on how much there is in the dossier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dossier = self.dossier
        chapters = Chapter.objects.select_related("element", "updated_by")
        prefetch_related_objects([dossier], Prefetch("chapters", queryset=chapters))
        case = findings.Case(dossier)
        filings = case.once(findings.filings_of)
        latest = filings[-1] if filings else None
        repair_asked = repair(dossier, filings)
        context = {
            "dossier": dossier,
            "steps": steps(dossier, latest),
            "next_step": next_step(dossier, latest, request.user),
            "filings": filings[::-1],
            "counting": counting_of(filings),
            "repair": repair_asked,
            "next_action": next_action(dossier, repair_asked is not None),
            "last_lines": AuditEntry.objects.filter(dossier=dossier.uuid).order_by("-at", "-pk")[:LAST_LINES],
            "panels": panels(request, case),
            **(self.plan(case) if dossier.state != DossierState.NOT_STARTED else {}),
        }
        return render(request, "plans/dossier.html", context)

    def plan(self, case: findings.Case) -> dict[str, Any]:
        """What is in the plan: chapters, budget, attachments, versions and the findings on them."""
        found = findings.check(case)
        budget = case.content["budget"]
        versions = list(case.dossier.versions.select_related("frozen_by").defer("content"))
        return {
            "missing": [row for row in found if row.level == findings.MISSING],
            "warnings": [row for row in found if row.level == findings.WARNING],
            "budget": budget,
            "totals": contents.totals(budget),
            "attachments": case.content["attachments"],
            "versions": versions[::-1],
            "removed": Chapter.with_removed.filter(dossier=case.dossier)
            .exclude(removed_at=None)
            .defer("body"),
            "done": sum(row.status == "done" for row in case.dossier.chapters.all()),
            "adoption": case.adoption,
        }

"""The page of a dossier: where it stands, what comes next, and everything in it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from plans import content as contents
from plans import findings, standing
from plans.models import Chapter, Filing, RepairFinding
from plans.next_steps import Party
from plans.standing import Standing
from plans.views.base import DossierView
from plans.views.panels import panels
from portal.models import AuditEntry

LAST_LINES = 5


@dataclass(frozen=True)
class Step:
    """One of the steps from first draft to verdict."""

    name: str
    place: str  # "done", "current" or "later"


def steps(stands: Standing) -> list[Step]:
    """The row of steps; the law asks consultation and consent before adoption, in no fixed order."""
    names = [
        _("Schrijven"),
        _("Overleg en instemming"),
        _("Vaststellen"),
        _("Indienen"),
        _("Oordeel van de inspectie"),
    ]
    current = len(names) if stands.step.party == Party.NOBODY else stands.steps_done
    places = ["done" if n < current else "current" if n == current else "later" for n in range(len(names))]
    return [Step(name, place) for name, place in zip(names, places, strict=True)]


def repair(chapters: list[Chapter], filing: Filing) -> dict[str, Any]:
    """A repair request that waits for an answer: its reason and findings, each with its chapter."""
    entry = AuditEntry.objects.filter(
        action="plans.repair_requested", subject="plans.Filing", subject_id=str(filing.pk)
    ).last()
    pages = {row.element_id: row.get_absolute_url() for row in chapters if row.element_id}
    rows = RepairFinding.objects.filter(audit_entry=entry).select_related("element")
    return {
        "due": filing.repair_due,
        "overdue": standing.repair_overdue(filing.repair_due),
        "reason": entry.reason if entry else "",
        "findings": [(row, pages.get(row.element_id, "")) for row in rows],
    }


class DossierPage(DossierView):
    """The number of queries does not depend on how much there is in the dossier."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dossier = self.dossier
        # With the dossier, since the guards of its buttons ask them too.
        rows = Chapter.objects.select_related("element", "updated_by")
        prefetch_related_objects([dossier], Prefetch("chapters", queryset=rows))
        chapters = list(dossier.chapters.all())
        case = findings.Case(dossier, read={findings.chapters_of: chapters})
        filings = case.once(findings.filings_of)
        stands = standing.of(dossier, filings)
        mine = stands.step.is_turn_of(partial(request.user.has_perm, obj=dossier))
        context = {
            "dossier": dossier,
            "standing": stands,
            "chapters": chapters,
            "steps": steps(stands),
            "next_title": stands.step.title(mine=mine),
            "next_note": stands.step.note(mine=mine),
            "filings": filings[::-1],
            "counting": stands.filing,
            "repair": repair(chapters, stands.repair) if stands.repair else None,
            "last_lines": AuditEntry.objects.filter(dossier=dossier.uuid).order_by("-at", "-pk")[:LAST_LINES],
            "panels": panels(request, case),
            **(self.plan(case) if dossier.has_begun else {}),
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
            "done": sum(row.status == "done" for row in case.once(findings.chapters_of)),
            "adoption": case.adoption,
        }

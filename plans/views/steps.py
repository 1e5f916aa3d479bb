"""The legal check, and the steps of a dossier: begin, offer, adopt, file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from plans import content as contents
from plans import findings, services
from plans.forms import AdoptForm, FileForm
from plans.models import Dossier
from plans.views.base import DossierView
from plans.views.panels import panels
from portal import clock
from portal.views.transition import TransitionView
from portal.workflow import Transition


def by_level(found: list[findings.Finding]) -> list[tuple[str, list[findings.Finding]]]:
    """The findings per level, what is missing first; levels without any are left out."""
    levels = (findings.MISSING, findings.WARNING)
    groups = [(level, [row for row in found if row.level == level]) for level in levels]
    return [(level, rows) for level, rows in groups if rows]


class CheckPage(DossierView):
    """What the law still misses, with the article, the reason and where to repair it."""

    needs_start = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = findings.check(findings.Case(self.dossier))
        context = {"dossier": self.dossier, "findings": found, "groups": by_level(found)}
        return render(request, "plans/check.html", context)


class DossierTransition(TransitionView):
    """Every step on a dossier. Those of the inspectorate are taken in the admin; here nobody holds the right."""

    subject = "plans.Dossier"
    forms = {"adopt": AdoptForm, "file": FileForm}
    templates = {"adopt": "plans/adopt.html", "offer": "plans/offer.html", "file": "plans/file.html"}

    def get_object(self) -> Dossier:
        dossiers = Dossier.objects.visible_to(self.request.user).with_names()
        found: Dossier = get_object_or_404(
            dossiers.select_related("partnership__organisation", "round", "adopted_version"),
            uuid=self.kwargs["uuid"],
        )
        return found

    def get_transition(self) -> Transition:
        transition = super().get_transition()
        self.template_name = self.templates.get(transition.name, self.template_name)
        return transition

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # The complete request is here: this moment counts, however long the rest takes.
        self.received_at = clock.now()
        return super().post(request, *args, **kwargs)

    def run(self, obj: Dossier, transition: Transition, **values: Any) -> Any:
        if transition.name == "file":
            return services.file_plan(obj, received_at=self.received_at, **values)
        return getattr(services, transition.name)(obj, **values)

    def done(self, obj: Dossier, transition: Transition, result: Any) -> HttpResponse:
        if transition.name == "file":
            return redirect(result)
        return super().done(obj, transition, result)

    def context(self, obj: Dossier, transition: Transition) -> dict[str, Any]:
        if transition.name == "offer":
            return {
                "municipalities": contents.municipalities(obj),
                "partnerships": contents.partnerships(obj),
                "groups": by_level(findings.check(findings.Case(obj))),
            }
        if transition.name == "file" and obj.adopted_version:
            return self.filing_context(obj)
        return {}

    def filing_context(self, obj: Dossier) -> dict[str, Any]:
        """Everything that will be filed, and every finding as of now."""
        version = obj.adopted_version
        version.dossier = obj  # whose addresses the page asks of it
        case = findings.Case(obj, version, clock.now())
        return {
            "version": version,
            "content": version.content,
            "totals": contents.totals(version.content["budget"]),
            "adoption": case.adoption,
            "attachments": version.attachments.select_related("file"),
            "groups": by_level(findings.check(case)),
            "changed": not contents.same_text(case.working_copy, version.content),
            "panels": panels(self.request, case),
        }

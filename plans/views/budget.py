"""The multi-year budget: a grid of lines and years, with totals, a chart and the same figures as a table."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from plans import content as contents
from plans import services
from plans.budget_form import BudgetFormSet, budget_formset, lines_as_typed, lines_of
from plans.charts import budget_chart
from plans.services.drafting import EDIT
from plans.views.base import READ_ONLY, DossierView
from portal import steps
from portal.forms import VersionedForm
from portal.workflow import Conflict, NotAllowed, Refused

START_LINES = 3


class VersionForm(VersionedForm):
    """What the budget carries besides its lines."""

    budget_version = forms.IntegerField(min_value=1)


class Budget(DossierView):
    needs_start = True
    permission = EDIT
    reading_template = "plans/read_budget.html"
    sent: steps.Sent | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.only_reads:
            stored = self.stored()
            return self.read(**stored, groups=contents.lines_by_kind(stored["budget"]))
        lines = lines_of(self.dossier) or [{} for _n in range(START_LINES)]
        return self.show(budget_formset(self.dossier, initial=lines))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = VersionForm(request.POST)
        self.sent = seen.sent(request.path)
        self.seen = seen.cleaned_data["budget_version"] if seen.is_valid() else 0
        if "add" in request.POST:  # without JavaScript: the same page, with a line more
            typed = lines_as_typed(request.POST, self.dossier)
            return self.show(budget_formset(self.dossier, initial=[*typed, {}]), changed=True)
        formset = budget_formset(self.dossier, data=request.POST)
        if self.only_reads:
            return self.show(formset, [str(READ_ONLY)], status=NotAllowed.status)
        if not formset.is_valid():
            return self.show(formset, status=422)
        return self.save(formset)

    def save(self, formset: BudgetFormSet) -> HttpResponse:
        rows = formset.rows()
        try:
            services.save_budget(
                self.dossier, by=self.request.user, seen=self.seen, sent=self.sent, rows=rows
            )
        except Conflict as conflict:
            self.dossier.refresh_from_db(fields=["budget_version"])
            self.seen, self.sent = self.dossier.budget_version, None  # what comes next is another request
            theirs = contents.budget(self.dossier)
            return self.show(
                formset,
                [str(conflict)],
                status=409,
                theirs=theirs,
                their_lines=contents.lines_by_kind(theirs),
            )
        except Refused as refused:
            return self.show(formset, refused.messages, status=refused.status)
        return self.saved()

    def saved(self) -> HttpResponse:
        messages.success(self.request, _("De begroting is opgeslagen."))
        return redirect("plans:budget", self.dossier.uuid)

    def stored(self) -> dict[str, Any]:
        """What was saved, for the page."""
        budget = contents.budget(self.dossier)
        return {
            "budget": budget,
            "totals": contents.totals(budget),
            "chart": budget_chart(budget) if budget["lines"] else "",
        }

    def show(
        self, formset: BudgetFormSet, problems: Any = (), status: int = 200, **extra: Any
    ) -> HttpResponse:
        rows = [{"target": "", "text": text} for text in problems] + formset.problems()
        context = {
            "dossier": self.dossier,
            "formset": formset,
            "problems": rows,
            "years": self.dossier.years(),
            **self.stored(),
            "budget_version": getattr(self, "seen", self.dossier.budget_version),
            "step_key": self.sent.key if self.sent else steps.new_key(),
            **extra,
        }
        return render(self.request, "plans/budget.html", context, status=status)

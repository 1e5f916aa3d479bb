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
from plans.services import Conflict
from plans.views.base import DossierView
from portal.workflow import NotAllowed, Refused

START_LINES = 3


class VersionForm(forms.Form):
    budget_version = forms.IntegerField(min_value=1)


class Budget(DossierView):
    needs_start = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lines = lines_of(self.dossier) or [{} for _n in range(START_LINES)]
        return self.show(budget_formset(self.dossier, initial=lines))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = VersionForm(request.POST)
        self.seen = seen.cleaned_data["budget_version"] if seen.is_valid() else 0
        if "add" in request.POST:  # without JavaScript: the same page, with a line more
            typed = lines_as_typed(request.POST, self.dossier)
            return self.show(budget_formset(self.dossier, initial=[*typed, {}]), changed=True)
        formset = budget_formset(self.dossier, data=request.POST)
        if not formset.is_valid():
            return self.show(formset, status=422)
        return self.save(formset)

    def save(self, formset: BudgetFormSet) -> HttpResponse:
        rows = formset.rows()
        try:
            services.save_budget(self.dossier, by=self.request.user, seen=self.seen, rows=rows)
        except Conflict as conflict:
            self.seen = conflict.current.budget_version
            if same_lines(rows, conflict.current):  # the second click
                return self.saved()
            theirs = contents.budget(conflict.current)
            return self.show(
                formset,
                [str(conflict)],
                status=409,
                theirs=theirs,
                their_lines=contents.lines_by_kind(theirs),
            )
        except Refused as refused:
            status = 403 if isinstance(refused, NotAllowed) else 409
            return self.show(formset, refused.messages, status=status)
        return self.saved()

    def saved(self) -> HttpResponse:
        messages.success(self.request, _("De begroting is opgeslagen."))
        return redirect("plans:budget", self.dossier.uuid)

    def show(
        self, formset: BudgetFormSet, problems: Any = (), status: int = 200, **extra: Any
    ) -> HttpResponse:
        stored = contents.budget(self.dossier)
        rows = [{"target": "", "text": text} for text in problems] + formset.problems()
        context = {
            "dossier": self.dossier,
            "formset": formset,
            "problems": rows,
            "years": self.dossier.years(),
            "budget": stored,
            "totals": contents.totals(stored),
            "chart": budget_chart(stored) if stored["lines"] else "",
            "budget_version": getattr(self, "seen", self.dossier.budget_version),
            **extra,
        }
        return render(self.request, "plans/budget.html", context, status=status)


def same_lines(rows: Any, dossier: Any) -> bool:
    """Whether the stored budget says what these rows say."""
    stored = sorted(
        (line.heading_id, line.description, sorted((a.year, a.cents) for a in line.amounts.all()))
        for line in dossier.budget_lines.prefetch_related("amounts")
    )
    return stored == sorted((row.heading.pk, row.description, sorted(row.amounts.items())) for row in rows)

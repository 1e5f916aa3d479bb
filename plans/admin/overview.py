"""The overview of all partnerships in a round: how far each is, with figures, filters, sorting and CSV."""

import datetime as dt
from html import escape
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from plans import overview
from plans.admin.columns import LAST, columns
from plans.models import FilingRound
from plans.overview import Row
from portal import clock, csv_export
from portal.admin.base import SEE
from portal.templatetags.portal import duration

REVIEW = "plans.review_filing"


class OverviewView(View):
    """What the page and the export share: the round, the choices and the rows that fall under them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, request: HttpRequest) -> bool:
        """Read what was asked; False when there is no round yet. What is not known counts as not asked."""
        self.rounds = list(FilingRound.objects.select_related("law_version"))
        if not self.rounds:
            return False
        asked = request.GET.get("ronde", "")
        current = next(
            (row for row in reversed(self.rounds) if clock.today() <= row.last_end), self.rounds[0]
        )
        self.round = next((row for row in self.rounds if str(row.pk) == asked), current)
        self.query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        self.filters = overview.filters()
        self.choices = {
            row.key: value
            for row in self.filters
            if (value := request.GET.get(row.key, "")) in {choice for choice, _label in row.choices}
        }
        self.everyone = overview.load(self.round)
        self.rows = overview.chosen(overview.found(self.everyone, self.query), self.choices)
        return True

    def parameters(self, **changes: str) -> str:
        """The address of this page with other choices."""
        values = QueryDict(mutable=True)
        for key, value in {"ronde": str(self.round.pk), "q": self.query, **self.choices, **changes}.items():
            if value:
                values[key] = value
        return values.urlencode()


class OverviewPage(OverviewView):
    """All rows on one page: figures on top, filters, and the table."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            **admin.site.each_context(request),
            "title": _("Overzicht van alle samenwerkingsverbanden"),
        }
        if not self.prepare(request):
            return render(request, "admin/plans/overview.html", context)
        self.columns = columns()
        # Resolved once and filled in per row: there are many rows, and resolving costs more than the rest of one.
        self.dossier_url = reverse("admin:plans_dossier_change", args=[0])
        self.open_url = reverse("admin:plans_dossier_open", args=[self.round.pk, 0])
        self.sort(request.GET.get("sorteer", ""))
        may_open = request.user.has_perm(REVIEW)
        context |= {
            "round": self.round,
            "rounds": self.rounds,
            "query": self.query,
            "filters": [(row, self.choices.get(row.key, "")) for row in self.filters],
            "is_filtered": bool(self.choices or self.query),
            "figures": self.figures(),
            "total": len(self.everyone),
            "number": len(self.rows),
            "headers": self.headers(),
            "body": mark_safe("".join(self.row_html(row, may_open) for row in self.rows)),
            "csv_url": f"{reverse('admin:plans_overview_csv')}?{self.parameters()}",
            "reset_url": f"?ronde={self.round.pk}",
        }
        return render(request, "admin/plans/overview.html", context)

    def sort(self, asked: str) -> None:
        """Sort by the column asked for, the other way round with a minus; otherwise by sector and code."""
        self.sorted_by, self.descending = asked.lstrip("-"), asked.startswith("-")
        by_key = {column.key: column.sort for column in self.columns}
        if sort := by_key.get(self.sorted_by):
            empty = [row for row in self.rows if sort(row) in (LAST, "")]
            filled = [row for row in self.rows if sort(row) not in (LAST, "")]
            self.rows = sorted(filled, key=sort, reverse=self.descending) + empty

    def headers(self) -> list[dict[str, Any]]:
        """The headings, each with the address that sorts by it."""
        found = []
        for column in self.columns:
            is_sorted = column.key == self.sorted_by
            following = f"-{column.key}" if is_sorted and not self.descending else column.key
            order = ("descending" if self.descending else "ascending") if is_sorted else ""
            found.append(
                {"label": column.label, "url": f"?{self.parameters(sorteer=following)}", "sort": order}
            )
        return found

    def figures(self) -> list[dict[str, Any]]:
        """The counts of the whole round, in numbers and as widths of a bar of 1000; each line filters the table."""
        titles = {
            "status": _("Hoe ver het plan is"),
            "tijdig": _("Op tijd"),
            "oordeel": _("Oordeel over wat is ingediend"),
            "handhaving": _("Handhaving"),
        }
        figures = []
        for key, lines in overview.counts(self.everyone).items():
            total = sum(line.number for line in lines)
            start = 0.0
            rows = []
            for place, line in enumerate(lines, start=1):
                width = 1000 * line.number / total if total else 0
                address = f"?ronde={self.round.pk}&{key}={line.value}"
                rows.append(
                    {"line": line, "x": f"{start:.1f}", "width": f"{width:.1f}", "url": address, "n": place}
                )
                start += width
            figures.append({"key": key, "title": titles[key], "rows": rows, "total": total})
        return figures

    def row_html(self, row: Row, may_open: bool) -> str:
        """A row of the table, written without a template: there are many."""
        name = escape(row.partnership.display_name)
        if may_open:
            name = f'<a href="{escape(self.url_of(row))}">{name}</a>'
        cells = "".join(f"<td>{column.html(row)}</td>" for column in self.columns)
        return f'<tr><th scope="row">{name}</th>{cells}</tr>'

    def url_of(self, row: Row) -> str:
        if row.dossier:
            return self.dossier_url.replace("/0/", f"/{row.dossier.pk}/")
        return self.open_url.replace("/0/", f"/{row.partnership.pk}/")


class OverviewCsv(OverviewView):
    """The rows that were filtered, as CSV."""

    def get(self, request: HttpRequest) -> HttpResponse:
        header = [
            gettext_lazy("Code"),
            gettext_lazy("Sector"),
            gettext_lazy("Naam"),
            gettext_lazy("Gebied"),
            gettext_lazy("Ronde"),
            gettext_lazy("Status van het plan"),
            *(column.label for column in overview.columns()),
            gettext_lazy("Vastgesteld op"),
            gettext_lazy("Kenmerk"),
            gettext_lazy("Ingediend op"),
            gettext_lazy("Op tijd"),
            gettext_lazy("Te laat met"),
            gettext_lazy("Oordeel"),
            gettext_lazy("Volgende stap"),
            gettext_lazy("Handhaving sinds"),
        ]
        rows = [self.values(row) for row in self.rows] if self.prepare(request) else []
        return csv_export.response("overzicht-ondersteuningsplannen.csv", header, rows)

    def values(self, row: Row) -> list[Any]:
        partnership, stands = row.partnership, row.standing
        filing, enforced = stands.filing, stands.enforced_since
        return [
            partnership.code,
            partnership.sector,
            partnership.name,
            partnership.area_label,
            self.round.name,
            stands.state.label,
            *(row.cell(column.key).text for column in overview.columns()),
            row.adopted_on.isoformat() if row.adopted_on else "",
            filing.reference if filing else "",
            moment(filing.received_at) if filing else "",
            stands.timing.label,
            duration(stands.late_by),
            stands.review_state.label if stands.review_state else "",
            stands.step.summary,
            moment(enforced) if enforced else "",
        ]


def moment(value: dt.datetime) -> str:
    """A moment as a spreadsheet reads it, in Dutch time."""
    return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"

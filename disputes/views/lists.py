"""The disputes somebody has to do with: on a page and as CSV."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from disputes import whats_next
from disputes.models import Dispute
from portal import clock, csv_export
from portal.models import User
from register.codes import normalise

PER_PAGE = 25
LATEST_FIRST = "-voorgelegd"
# By which column a list is sorted; the next date follows from the procedure and is not in the database.
ORDERS: dict[str, Callable[[Dispute], Any]] = {
    "zaak": lambda row: row.case_number,
    "partijen": lambda row: row.consultation.municipality.name,
    "plan": lambda row: str(row.consultation.dossier),
    "status": lambda row: row.get_state_display(),
    "voorgelegd": lambda row: row.lodged_at,
    "datum": lambda row: row.next_date.date if row.next_date else dt.date.max,
}


class Choice:
    """What somebody asked of the list: search words, open or all, and the order; anything else counts as not asked."""

    def __init__(self, request: HttpRequest) -> None:
        self.query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        self.show_all = request.GET.get("toon") == "alles"
        asked = request.GET.get("sorteer", "")
        self.order = asked if asked.removeprefix("-") in ORDERS else LATEST_FIRST

    @property
    def column(self) -> str:
        return self.order.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")


def find(user: User, choice: Choice) -> list[Dispute]:
    """The disputes a person sees that answer the choice, each with its `next_date`, in the order asked. One query."""
    rows = Dispute.objects.visible_to(user).with_names()
    if not choice.show_all:
        rows = rows.under_way()
    if text := choice.query:
        rows = rows.filter(
            Q(case_number__icontains=text)
            | Q(advice_number__icontains=text)
            | Q(consultation__municipality__organisation__name__icontains=text)
            | Q(consultation__dossier__partnership__organisation__name__icontains=text)
            | Q(consultation__dossier__partnership__code=normalise(text) or text)
        )
    found = list(rows.order_by("-lodged_at", "-pk"))
    for row in found:
        row.next_date = whats_next.next_date(row)
    found.sort(key=ORDERS[choice.column], reverse=choice.descending)
    return found


class DisputeList(LoginRequiredMixin, View):
    """For the secretary of a committee all its cases, for the parties their own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        choice = Choice(request)
        rows = find(request.user, choice)
        context = {
            "choice": choice,
            "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina")),
            "columns": columns(choice),
            "is_committee": request.user.holds("disputes.handle_dispute"),
            "has_any": bool(rows) or Dispute.objects.visible_to(request.user).exists(),
        }
        return render(request, "disputes/disputes.html", context)


def columns(choice: Choice) -> list[dict[str, str]]:
    """The heads of the table: the text, the order a click asks for, and how it is sorted now."""
    heads = {
        "zaak": _("Zaak"),
        "partijen": _("Partijen"),
        "plan": _("Plan"),
        "status": _("Status"),
        "voorgelegd": _("Voorgelegd"),
        "datum": _("Volgende datum"),
    }
    now = "descending" if choice.descending else "ascending"
    return [
        {
            "text": text,
            "ask": f"-{key}" if key == choice.column and not choice.descending else key,
            "sorted": now if key == choice.column else "",
        }
        for key, text in heads.items()
    ]


class DisputeExport(LoginRequiredMixin, View):
    """The same list, all pages of it, as CSV."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = find(request.user, Choice(request))
        return csv_export.response(f"geschillen-{clock.today():%Y-%m-%d}.csv", header(), map(as_row, rows))


def header() -> list[str]:
    return [
        _("Zaaknummer"),
        _("Plan"),
        _("Verzoeker"),
        _("Andere partij"),
        _("Commissie"),
        _("Status"),
        _("Voorgelegd"),
        _("Verweer uiterlijk"),
        _("Zitting"),
        _("Advies uiterlijk"),
        _("Advies"),
        _("Nummer van het advies"),
        _("Volgende datum"),
        _("Termijn voorbij"),
    ]


def as_row(row: Dispute) -> list[Any]:
    coming = row.next_date
    return [
        row.case_number,
        row.consultation.dossier,
        row.applicant,
        row.respondent,
        row.committee,
        row.get_state_display(),
        row.lodged_on,
        row.defence_due,
        row.hearing_on,
        row.advice_due,
        row.advised_on,
        row.advice_number,
        coming.date if coming else "",
        (_("ja") if coming.overdue else _("nee")) if coming else "",
    ]

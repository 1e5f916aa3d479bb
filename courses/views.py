"""Courses and advice by third parties: a simple list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from courses.models import Offer
from portal import csv_export

PER_PAGE = 25


def found(request: HttpRequest) -> tuple[str, Any]:
    """The words that were asked for, and the offers in which all of them occur. Two queries."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = Offer.objects.filter(is_public=True).prefetch_related("subjects")
    for word in words.split():
        rows = rows.filter(
            Q(provider__icontains=word)
            | Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(pk__in=Offer.subjects.through.objects.filter(_named(word)).values("offer"))
        )
    return words, rows


def _named(word: str) -> Q:
    """The subjects whose name has this word, in either language."""
    return Q(subject__name__icontains=word) | Q(subject__name_en__icontains=word)


class Offers(View):
    """The list, with search."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words, rows = found(request)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
        return render(request, "courses/offers.html", {"words": words, "page": page})


class OffersCsv(View):
    """The same list for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        header = (_("Aanbieder"), _("Titel"), _("Onderwerpen"), _("Link"), _("Nagekeken op"))
        rows = [
            (
                row.provider,
                row.display_title,
                ", ".join(str(subject) for subject in row.subjects.all()),
                row.url,
                row.checked_on,
            )
            for row in found(request)[1]
        ]
        return csv_export.response("cursussen-en-advies.csv", header, rows)

"""The days of the OOGO and of the consent: counted back from the deadline, and those the parties agreed on."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from consultations.models import OPR_DECIDES_WITHIN_DAYS, ConsentRequest, Consultation, Procedure
from consultations.states import OPEN, OPR, ConsultationState
from guidance.extension_points import AgendaItem
from plans.models import Dossier
from portal import clock

OOGO = "WPO 18a lid 9 / WVO 17a lid 9"
TERMS = ("invitation_days", "response_days", "advice_days")


def days(organisation_ids: Sequence[int]) -> Iterator[AgendaItem]:
    """For partnerships the last day each step can start, for municipalities the day to respond. Three queries."""
    for dossier in _dossiers(organisation_ids):
        yield from _counted_back(dossier)
        yield from _consent(dossier)
    rows = Consultation.objects.filter(municipality__organisation__in=organisation_ids, in_scope=True)
    for row in rows.select_related("dossier__partnership", "dossier__round", "municipality", "procedure"):
        if row.respond_by:
            yield AgendaItem(
                key=f"respond-{row.pk}",
                organisation_id=row.municipality.organisation_id,
                date=row.respond_by,
                title=_("Laatste dag om te reageren op het concept, volgens de procedure"),
                plan=str(row.dossier),
                url=row.get_absolute_url(),
                basis=OOGO,
                done=row.state not in OPEN,
            )


def _dossiers(organisation_ids: Sequence[int]) -> Iterable[Any]:
    """The plans under way of the partnerships, each with the longest terms of their procedures and how far it is."""
    # A procedure that no municipality follows any more was replaced by a later one.
    procedures = (
        Procedure.objects.filter(partnership=OuterRef("partnership"), municipalities__isnull=False)
        .order_by()
        .values("partnership")
    )
    consultations = (
        Consultation.objects.filter(dossier=OuterRef("pk"), in_scope=True).order_by().values("dossier")
    )
    latest = ConsentRequest.objects.filter(dossier=OuterRef("pk")).order_by("-pk")
    first = ConsentRequest.objects.filter(dossier=OuterRef("pk")).order_by("pk")
    rows = (
        Dossier.objects.filter(partnership__organisation__in=organisation_ids)
        .select_related("partnership", "round")
        .annotate(
            **{name: Subquery(procedures.annotate(longest=Max(name)).values("longest")) for name in TERMS},
            invited_n=Subquery(
                consultations.annotate(n=Count("pk", filter=Q(state=ConsultationState.INVITED))).values("n")
            ),
            asked_on=Subquery(latest.values("asked_on")[:1]),
            first_asked=Subquery(first.values("asked_on")[:1]),
            decided_on=Subquery(latest.values("decision__decided_on")[:1]),
        )
    )
    today = clock.today()
    return [row for row in rows if today <= row.round.last_end]


def _item(
    row: Any, name: str, day: dt.date, title: str, *, done: bool | None, basis: str = OOGO
) -> AgendaItem:
    return AgendaItem(
        key=f"{name}-{row.pk}",
        organisation_id=row.partnership.organisation_id,
        date=day,
        title=title,
        plan=row.round.name,
        url=row.get_absolute_url(),
        basis=basis,
        done=done,
    )


def _before(row: Any, number: int) -> dt.date:
    """So many days before the last day to file in time."""
    last_day: dt.date = row.round.last_day
    return last_day - dt.timedelta(days=number)


def _counted_back(row: Any) -> Iterator[AgendaItem]:
    """The last day on which each step can start and still end before the deadline; terms nobody agreed on are left out."""
    if row.response_days:
        title = _("Laatste dag om het concept aan te bieden, zodat elke gemeente haar termijn heeft")
        yield _item(
            row, "offer", _before(row, row.response_days), title, done=row.offered_version_id is not None
        )
    if row.invitation_days:
        title = _("Laatste dag om gemeenten uit te nodigen voor het overleg, volgens de procedure")
        # Not recorded is not the same as not done: a meeting may have been held that nobody has entered yet.
        done = True if row.invited_n == 0 else None
        yield _item(row, "invite", _before(row, row.invitation_days), title, done=done)
    if row.advice_days:
        title = _("Laatste dag om een geschil voor te leggen, als het advies voor de indiening moet komen")
        yield _item(row, "dispute", _before(row, row.advice_days), title, done=None)


def _consent(row: Any) -> Iterator[AgendaItem]:
    """Asking the OPR, four weeks before the deadline of a first plan, and the day it decides by."""
    if not row.round.is_first_plan:
        return
    title = _("Laatste dag om de OPR om instemming te vragen, als zij vier weken nodig heeft")
    asked = row.first_asked is not None
    yield _item(row, "ask", _before(row, OPR_DECIDES_WITHIN_DAYS), title, done=asked, basis=OPR)
    if row.asked_on:
        day = row.asked_on + dt.timedelta(days=OPR_DECIDES_WITHIN_DAYS)
        title = _("De OPR besluit uiterlijk op deze dag")
        basis = "Wet passend onderwijs art. IXa lid 2"
        yield _item(row, "decide", day, title, done=row.decided_on is not None, basis=basis)

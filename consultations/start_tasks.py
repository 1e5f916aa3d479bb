"""What this app adds to the start page and the menu: the OOGO, the overleg and the consent that wait for somebody."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations.models import OPR_DECIDES_WITHIN_DAYS, ConsentRequest, Consultation, Overleg
from consultations.states import OPEN, ConsentState, ConsultationState, OverlegState
from plans.models import Dossier, Milestone
from plans.states import DossierState
from portal.extension_points import Group, MenuItem, Task
from portal.models import User
from portal.start_page import is_overdue

CONSULTATIONS_MENU = MenuItem(
    label=gettext_lazy("Overleg"),
    url_name="consultations:consultations",
    position=20,
    rights=("consultations.view_consultation", "consultations.view_overleg"),
)


def tasks(user: User) -> Iterator[Task]:
    """What waits for a municipality (one query), a partnership (two) and an OPR (one), and for who reads along."""
    if officials := user.organisation_ids("consultations.record_outcome", "municipality"):
        yield from _municipality_tasks(officials)
    if readers := user.organisation_ids(Consultation.READING, "partnership"):
        own = user.organisation_ids("consultations.fix_procedure", "partnership")
        yield from _partnership_tasks(readers, set(own))
    if readers := user.organisation_ids(Overleg.READING, "counterpart"):
        own = user.organisation_ids("consultations.record_overleg", "counterpart")
        yield from _counterpart_tasks(readers, set(own))
    if secretaries := user.organisation_ids("consultations.record_consent", "opr"):
        yield from _opr_tasks(secretaries)


def _municipality_tasks(organisations: Iterable[int]) -> Iterator[Task]:
    rows = (
        Consultation.objects.filter(municipality__organisation__in=organisations, in_scope=True)
        .select_related("dossier__partnership", "dossier__round", "municipality", "procedure")
        .order_by("pk")
    )
    for row in rows:
        organisation = f"{row.municipality.name} · {row.dossier}"
        if row.state in OPEN:
            due = row.respond_by
            yield Task(
                group=Group.TODO,
                title=_("Overleg over het plan en leg de uitkomst vast"),
                url=row.get_absolute_url(),
                organisation=organisation,
                due=due,
                overdue=is_overdue(due),
                note=_(
                    "U leest het concept, overlegt met het samenwerkingsverband en legt vast wat het college vindt."
                ),
            )
        else:
            waiting = row.state == ConsultationState.IN_DISPUTE
            yield Task(
                group=Group.WAITING if waiting else Group.DONE,
                title=_("Uitkomst van het overleg: %(state)s") % {"state": row.get_state_display()},
                url=row.get_absolute_url(),
                organisation=organisation,
            )


def _count(of: type[Consultation] | type[Overleg], **only: Any) -> Subquery:
    """How many rows of a dossier in scope, as a column."""
    rows = of.objects.filter(dossier=OuterRef("pk"), in_scope=True, **only).order_by()
    return Subquery(rows.values("dossier").annotate(n=Count("pk")).values("n"))


def _partnership_tasks(organisations: Iterable[int], own: set[int]) -> Iterator[Task]:
    """The consultations of the plans somebody reads, between the first offer and the filing; `own` they work on."""
    latest = ConsentRequest.objects.filter(dossier=OuterRef("pk")).order_by("-pk")
    asked_by = Milestone.objects.filter(round=OuterRef("round"), key="opr_asked")
    rows = (
        Dossier.objects.filter(partnership__organisation__in=organisations, offered_version__isnull=False)
        .exclude(state=DossierState.FILED)
        .select_related("partnership", "round")
        .annotate(
            open_n=_count(Consultation, state__in=sorted(OPEN)),
            total_n=_count(Consultation),
            loose_n=_count(Consultation, procedure=None),
            overleg_n=_count(Overleg, state=OverlegState.INVITED),
            consent=Subquery(latest.values("state")[:1]),
            asked_on=Subquery(latest.values("asked_on")[:1]),
            ask_by=Subquery(asked_by.values("date")[:1]),
            first=F("round__is_first_plan"),
        )
        .order_by("pk")
    )
    for row in rows:
        mine = row.partnership.organisation_id in own
        yield from _oogo_tasks(row, mine=mine)
        yield _consent_task(row, mine=mine)


def _oogo_tasks(row: Any, *, mine: bool) -> Iterator[Task]:
    todo = Group.TODO if mine else Group.WAITING
    where: dict[str, Any] = {
        "url": reverse("consultations:matrix", args=[row.uuid]),
        "organisation": str(row),
    }
    if row.loose_n and not mine:
        yield Task(group=todo, title=_("De OOGO-procedure is nog niet met elke gemeente vastgelegd"), **where)
    elif row.loose_n:
        yield Task(
            group=todo,
            title=_("Leg de OOGO-procedure vast die u met de gemeenten hebt afgesproken"),
            url=reverse("consultations:procedure", args=[row.uuid]),
            organisation=str(row),
        )
    if row.open_n:
        yield Task(
            group=Group.WAITING,
            title=_("%(open)d van %(total)d gemeenten hebben nog geen uitkomst")
            % {"open": row.open_n, "total": row.total_n},
            **where,
        )
    elif row.total_n:
        yield Task(group=Group.DONE, title=_("Alle gemeenten hebben een uitkomst"), **where)
    if row.overleg_n:
        yield Task(
            group=todo,
            title=ngettext(
                "Overleg met %(n)d samenwerkingsverband van de andere sector",
                "Overleg met %(n)d samenwerkingsverbanden van de andere sector",
                row.overleg_n,
            )
            % {"n": row.overleg_n},
            note=_("Leg vast wanneer u overlegde en wat er is besproken.") if mine else "",
            **where,
        )


def _consent_task(row: Any, *, mine: bool) -> Task:
    todo = Group.TODO if mine else Group.WAITING
    where: dict[str, Any] = {
        "url": reverse("consultations:matrix", args=[row.uuid]),
        "organisation": str(row),
    }
    if row.consent is None:
        asking = {**where, "url": reverse("consultations:ask_consent", args=[row.uuid])}
        return Task(
            group=todo,
            title=_("Vraag de OPR om instemming") if mine else _("De OPR is nog niet om instemming gevraagd"),
            due=row.ask_by,
            overdue=is_overdue(row.ask_by),
            **(asking if mine else where),
        )
    if row.consent == ConsentState.ASKED:
        due = _decide_by(row.asked_on, row.first)
        return Task(
            group=Group.WAITING,
            title=_("De OPR moet nog besluiten"),
            due=due,
            overdue=is_overdue(due),
            **where,
        )
    agreed = row.consent in {ConsentState.CONSENTED, ConsentState.CONSENTED_WITH_CONDITIONS}
    return Task(
        group=Group.DONE if agreed else todo,
        title=_("Besluit van de OPR: %(state)s") % {"state": ConsentState(row.consent).label},
        note=""
        if agreed or not mine
        else _("Pas het plan aan of ga in gesprek met de OPR. Indienen kan wel."),
        **where,
    )


def _decide_by(asked_on: dt.date, first_plan: bool) -> dt.date | None:
    """The day an OPR decides by; only the first plan has a term in the law (art. IXa)."""
    return asked_on + dt.timedelta(days=OPR_DECIDES_WITHIN_DAYS) if first_plan else None


def _counterpart_tasks(organisations: Iterable[int], own: set[int]) -> Iterator[Task]:
    """The overleg about the plans of others; that of `own` organisations they record themselves."""
    rows = (
        Overleg.objects.filter(
            counterpart__organisation__in=organisations, in_scope=True, state=OverlegState.INVITED
        )
        .select_related("dossier__partnership", "dossier__round", "counterpart")
        .order_by("pk")
    )
    for row in rows:
        yield Task(
            group=Group.TODO if row.counterpart.organisation_id in own else Group.WAITING,
            title=_("Overleg over het plan van %(name)s") % {"name": row.dossier.partnership.display_name},
            url=row.get_absolute_url(),
            organisation=row.counterpart.display_name,
            note=_("Een van de twee samenwerkingsverbanden legt het overleg vast."),
        )


def _opr_tasks(organisations: Iterable[int]) -> Iterator[Task]:
    rows = (
        ConsentRequest.objects.filter(opr__in=organisations)
        .select_related("dossier__partnership", "dossier__round", "opr", "version")
        .defer("version__content")
        .order_by("pk")
    )
    latest = {row.dossier_id: row for row in rows}
    for row in latest.values():
        is_open = row.state == ConsentState.ASKED
        due = _decide_by(row.asked_on, row.dossier.round.is_first_plan) if is_open else None
        yield Task(
            group=Group.TODO if is_open else Group.DONE,
            title=_("Leg het besluit over de instemming vast")
            if is_open
            else _("Uw besluit: %(state)s") % {"state": row.get_state_display()},
            url=row.get_absolute_url(),
            organisation=str(row.dossier),
            due=due,
            overdue=is_overdue(due),
        )

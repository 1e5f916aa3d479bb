"""The reviewer's queue: what is to be done, the most urgent first. Shown on the first page of the admin."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans import overview, standing
from plans.models import Dossier, Filing, FilingRound
from plans.states import FilingState
from portal import clock
from portal.extension_points import MenuItem, QueueEntry, QueueSection
from portal.models import User
from portal.templatetags.portal import day, moment

REVIEW = "plans.review_filing"
SHOWN = 20
NEAR = dt.timedelta(days=7)  # a repair whose term ends within a week is worth a look

MENU = (
    MenuItem(
        label=gettext_lazy("Overzicht"),
        url_name="admin:plans_overview",
        position=10,
        rights=("portal.view_reference_data",),
    ),
    MenuItem(
        label=gettext_lazy("Indieningen"),
        url_name="admin:plans_filing_changelist",
        position=20,
        rights=(REVIEW,),
    ),
    MenuItem(
        label=gettext_lazy("Rondes"),
        url_name="admin:plans_filinground_changelist",
        position=30,
        rights=("portal.view_reference_data",),
    ),
)


def sections(user: User) -> Iterator[QueueSection]:
    """The parts of the queue, for who reviews filings. The number of queries does not depend on the rows."""
    if not user.has_perm(REVIEW):
        return
    yield to_take_up()
    yield in_review(user)
    yield repairs()
    yield without_a_plan()
    yield enforced()


def _filings(**filters: Any) -> Any:
    """The filings of a kind; `newer` says whether the partnership filed again after it."""
    later = Filing.objects.that_count().filter(dossier=OuterRef("dossier"), sequence__gt=OuterRef("sequence"))
    return (
        Filing.objects.filter(**filters)
        .select_related("dossier__partnership", "dossier__round", "reviewer")
        .defer("findings")
        .annotate(newer=Exists(later))
    )


def dossier_url(pk: int) -> str:
    """The page of a dossier in the admin."""
    return reverse("admin:plans_dossier_change", args=[pk])


def _entry(filing: Any, note: str, late: str = "") -> QueueEntry:
    if filing.newer:
        note = f"{note} · {_('er is ook een latere indiening')}"
    return QueueEntry(
        title=str(filing.dossier),
        url=dossier_url(filing.dossier_id),
        state=filing.state,
        badge=filing.get_state_display(),
        note=note,
        late=late,
    )


def _list_of(state: FilingState) -> str:
    return f"{reverse('admin:plans_filing_changelist')}?{urlencode({'state__exact': state.value})}"


def to_take_up() -> QueueSection:
    """Filings nobody has taken up, the oldest first."""
    rows = _filings(state=FilingState.RECEIVED)
    return QueueSection(
        key="received",
        title=_("In behandeling te nemen"),
        count=rows.count(),
        entries=[
            _entry(row, _("ontvangen %(when)s") % {"when": moment(row.received_at)}, standing.how_late(row))
            for row in rows.order_by("received_at", "pk")[:SHOWN]
        ],
        empty=_("Er wacht geen indiening."),
        help=_("De oudste staat bovenaan."),
        more_url=_list_of(FilingState.RECEIVED),
    )


def in_review(user: User) -> QueueSection:
    """Filings under review: one's own first, then those of colleagues."""
    rows = _filings(state=FilingState.IN_REVIEW)
    mine = Case(When(reviewer=user, then=Value(0)), default=Value(1), output_field=IntegerField())
    entries = []
    for row in rows.annotate(place=mine).order_by("place", "received_at", "pk")[:SHOWN]:
        who = _("bij u") if row.reviewer_id == user.pk else _("bij %(who)s") % {"who": row.reviewer}
        entries.append(_entry(row, who, standing.how_late(row)))
    return QueueSection(
        key="in_review",
        title=_("In behandeling"),
        count=rows.count(),
        entries=entries,
        empty=_("Er is niets in behandeling."),
        help=_("Wat bij u ligt staat bovenaan."),
        more_url=_list_of(FilingState.IN_REVIEW),
    )


def repairs() -> QueueSection:
    """Repairs that were not answered and whose term is over, or ends within a week."""
    asked = Dossier.objects.filter(repair_due__lte=clock.today() + NEAR)
    rows = _filings(pk__in=asked.values("repair_asked"))
    entries = [
        _entry(row, standing.repair_text(row.repair_due), standing.repair_overdue(row.repair_due))
        for row in rows.order_by("repair_due", "pk")[:SHOWN]
    ]
    return QueueSection(
        key="repairs",
        title=_("Herstel waarvan de termijn voorbij of bijna voorbij is"),
        count=rows.count(),
        entries=entries,
        empty=_("Er is geen herstel waarvan de termijn binnen een week afloopt of voorbij is."),
        more_url=_list_of(FilingState.REPAIR_REQUESTED),
    )


def without_a_plan() -> QueueSection:
    """Rounds in which partnerships have no plan or no repair in time, and no enforcement yet; with how many."""
    is_due = Q(deadline__lte=clock.now()) | Q(dossiers__repair_due__lt=clock.today())
    rounds = [row for row in FilingRound.objects.filter(is_due).distinct() if clock.today() <= row.last_end]
    numbers = overview.candidates(rounds)
    entries = []
    for row in rounds:
        if number := numbers[row.pk]:
            text = ngettext(
                "%(n)d samenwerkingsverband zonder plan of herstel op tijd",
                "%(n)d samenwerkingsverbanden zonder plan of herstel op tijd",
                number,
            )
            asked = urlencode({"ronde": row.pk, "handhaving": standing.Enforcement.CANDIDATE.value})
            entries.append(
                QueueEntry(
                    title=f"{row.name}: {text % {'n': number}}",
                    url=f"{reverse('admin:plans_overview')}?{asked}",
                    note=_("indienen %(deadline)s") % {"deadline": row.deadline_text},
                )
            )
    return QueueSection(
        key="candidates",
        title=_("Te laat, niet ingediend of niet hersteld, nog geen handhaving"),
        count=sum(numbers.values()),
        entries=entries,
        empty=_("Er is geen ronde waarvan de termijn voorbij is met plannen die ontbreken of te laat zijn."),
    )


def enforced() -> QueueSection:
    """Dossiers under enforcement, the longest first."""
    rows = Dossier.objects.filter(enforcement_since__isnull=False).select_related("partnership", "round")
    return QueueSection(
        key="enforced",
        title=_("Handhaving loopt"),
        count=rows.count(),
        entries=[
            QueueEntry(
                title=str(row),
                url=dossier_url(row.pk),
                state=row.state,
                badge=row.get_state_display(),
                note=_("sinds %(day)s") % {"day": day(row.enforcement_since)},
            )
            for row in rows.order_by("enforcement_since", "pk")[:SHOWN]
        ],
        empty=_("Er loopt geen handhaving."),
        more_url=f"{reverse('admin:plans_overview')}?handhaving=running",
    )

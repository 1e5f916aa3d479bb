"""What this app adds to the front page, the start page and the menu, through `portal.extension_points`."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from plans.models import Dossier, Filing, FilingRound
from plans.states import DossierState, FilingState
from portal import clock
from portal.extension_points import Deadline, Group, MenuItem, Moment, Task
from portal.models import User
from portal.rights import STAFF, Role
from portal.start_page import is_overdue
from register.models import Partnership

PLANS_MENU = MenuItem(
    label=gettext_lazy("Plannen"), url_name="plans:dossiers", position=10, rights=("plans.view_draft",)
)
LATEST_ROUNDS = 4


def deadlines() -> list[Deadline]:
    """The rounds for all partnerships whose plan has yet to start; without any, the last one. Two queries."""
    rounds = list(
        FilingRound.objects.filter(for_all=True)
        .order_by("-plan_start", "-pk")
        .prefetch_related("milestones")[:LATEST_ROUNDS]
    )
    today = clock.today()
    current = [row for row in reversed(rounds) if row.plan_start > today] or rounds[:1]
    return [_deadline(row, today) for row in current]


def _deadline(row: FilingRound, today: dt.date) -> Deadline:
    milestones = list(row.milestones.all())
    upcoming = next((found for found in milestones if found.date >= today), None)
    return Deadline(
        name=row.name,
        text=row.deadline_text,
        article=row.deadline_article,
        days_left=row.days_left,
        has_passed=row.has_passed,
        moments=[
            Moment(
                date=found.date,
                title=found.display_title,
                article=found.article,
                is_next=found is upcoming,
                has_passed=found.date < today,
            )
            for found in milestones
        ],
    )


def tasks(user: User) -> Iterator[Task]:
    """What waits for the staff of a partnership (three queries) and for a reviewer (one query)."""
    organisations = {
        row.organisation_id: row.organisation.name for row in user.active_memberships if row.role in STAFF
    }
    if organisations:
        signing = set(user.organisation_ids(Role.PARTNERSHIP_SIGNATORY))
        yield from _partnership_tasks(organisations, signing)
    if user.has_role(Role.REVIEWER):
        yield from _reviewer_tasks()


def _partnership_tasks(organisations: dict[int, str], signing: set[int]) -> Iterator[Task]:
    today = clock.today()
    rounds = [row for row in FilingRound.objects.all() if today <= row.last_end]
    latest = Filing.objects.filter(dossier=OuterRef("pk")).order_by("-sequence")
    unanswered = latest.filter(state=FilingState.REPAIR_REQUESTED, answers=None)
    dossiers: Any = (
        Dossier.objects.filter(partnership__organisation__in=organisations, round__in=rounds)
        .annotate(
            organisation=F("partnership__organisation"),
            filing_state=Subquery(latest.values("state")[:1]),
            repair_due=Subquery(unanswered.values("repair_due")[:1]),
        )
        .only("uuid", "state", "round_id", "enforcement_since")
    )
    partnerships = Partnership.objects.filter(organisation__in=organisations)
    by_organisation = {row.organisation_id: row for row in partnerships}
    by_place = {(row.round_id, row.organisation): row for row in dossiers}
    for round_ in rounds:
        for organisation, name in organisations.items():
            dossier = by_place.get((round_.pk, organisation))
            if dossier or (round_.for_all and round_.is_for(by_organisation[organisation])):
                yield _task(round_, dossier, name, may_sign=organisation in signing)


def _task(round_: FilingRound, dossier: Any, organisation: str, *, may_sign: bool) -> Task:
    """The one line about a plan: the step that is next, whose turn it is and by when."""
    state = dossier.state if dossier else DossierState.NOT_STARTED
    filing_state = dossier.filing_state if dossier else None
    if dossier and dossier.repair_due and filing_state != FilingState.COMPLETE:
        filing_state = FilingState.REPAIR_REQUESTED  # may be about an earlier filing than the last
    group, title, note = _step(state, filing_state, may_sign)
    due: dt.date | None = round_.last_day
    due_text, overdue = round_.deadline_text, round_.has_passed
    if dossier and filing_state == FilingState.REPAIR_REQUESTED:
        due, due_text, overdue = dossier.repair_due, "", is_overdue(dossier.repair_due)
    elif state == DossierState.FILED or (
        filing_state and overdue
    ):  # there is a plan; a better one may follow
        due, due_text, overdue = None, "", False
    if dossier and dossier.enforcement_since:
        note = _("De inspectie is met handhaving begonnen. U kunt gewoon verder en indienen.")
    return Task(
        group=group,
        title=title,
        url=dossier.get_absolute_url() if dossier else reverse("plans:dossiers"),
        organisation=f"{organisation} · {round_.name}",
        due=due,
        due_text=due_text,
        overdue=overdue,
        note=note,
    )


def _step(state: str, filing_state: str | None, may_sign: bool) -> tuple[Group, str, str]:
    if state == DossierState.FILED:
        return _after_filing(filing_state)
    if state == DossierState.ADOPTED:
        if may_sign:
            return Group.TODO, _("Dien het plan in bij de inspectie"), _("Het plan is vastgesteld.")
        return (
            Group.WAITING,
            _("Het plan kan worden ingediend"),
            _("Iemand die mag tekenen dient het plan in bij de inspectie."),
        )
    steps = {
        DossierState.NOT_STARTED: (
            _("Begin met het plan"),
            _("U krijgt een hoofdstuk voor elk onderdeel dat de wet vraagt."),
        ),
        DossierState.DRAFTING: (
            _("Schrijf verder aan het plan"),
            _("Volgende stap: het concept aanbieden aan de gemeenten."),
        ),
        DossierState.OFFERED: (
            _("Overleg over het concept"),
            _("Volgende stap: de vaststelling vastleggen, na het overleg en de instemming van de OPR."),
        ),
    }
    return (Group.TODO, *steps[DossierState(state)])


def _after_filing(filing_state: str | None) -> tuple[Group, str, str]:
    if filing_state == FilingState.REPAIR_REQUESTED:
        return (
            Group.TODO,
            _("Herstel het plan"),
            _("De inspectie vraagt herstel. Pas het plan aan en dien het opnieuw in."),
        )
    if filing_state == FilingState.COMPLETE:
        return Group.DONE, _("De inspectie vindt het plan compleet"), ""
    return Group.WAITING, _("De inspectie bekijkt het plan"), _("U krijgt bericht over de uitkomst.")


def _reviewer_tasks() -> Iterator[Task]:
    """The queue of the inspectorate in numbers; the queue itself is in the admin."""
    # A request for repair that was answered stays in its state: the answer is a filing of its own.
    answered = Exists(Filing.objects.filter(in_answer_to=OuterRef("pk")))
    repair = Q(state=FilingState.REPAIR_REQUESTED, answered=False)
    overdue = repair & Q(repair_due__lt=clock.today())
    counts = Filing.objects.annotate(answered=answered).aggregate(
        received=Count("pk", filter=Q(state=FilingState.RECEIVED)),
        in_review=Count("pk", filter=Q(state=FilingState.IN_REVIEW)),
        repair=Count("pk", filter=repair & ~overdue),
        overdue=Count("pk", filter=overdue),
        complete=Count("pk", filter=Q(state=FilingState.COMPLETE)),
    )
    lines = (
        (
            "overdue",
            Group.TODO,
            ngettext_lazy(
                "Bij %(n)d plan is de hersteltermijn voorbij",
                "Bij %(n)d plannen is de hersteltermijn voorbij",
                "n",
            ),
        ),
        (
            "received",
            Group.TODO,
            ngettext_lazy(
                "%(n)d indiening om in behandeling te nemen",
                "%(n)d indieningen om in behandeling te nemen",
                "n",
            ),
        ),
        (
            "in_review",
            Group.TODO,
            ngettext_lazy("%(n)d indiening in behandeling", "%(n)d indieningen in behandeling", "n"),
        ),
        (
            "repair",
            Group.WAITING,
            ngettext_lazy(
                "%(n)d samenwerkingsverband herstelt het plan",
                "%(n)d samenwerkingsverbanden herstellen hun plan",
                "n",
            ),
        ),
        (
            "complete",
            Group.DONE,
            ngettext_lazy("%(n)d indiening compleet bevonden", "%(n)d indieningen compleet bevonden", "n"),
        ),
    )
    for key, group, text in lines:
        if counts[key]:
            yield Task(
                group=group,
                title=text % {"n": counts[key]},
                url=reverse("admin:index"),
                overdue=key == "overdue",
            )
    if not any(counts.values()):
        yield Task(group=Group.WAITING, title=_("Er is nog geen plan ingediend"), url=reverse("admin:index"))

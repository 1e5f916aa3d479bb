"""What this app adds to the front page, the start page and the menu, through `portal.extension_points`."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from plans import standing
from plans.models import Dossier, Filing, FilingRound
from plans.models.dossier import KEPT
from plans.next_steps import TURN_OF, Party
from plans.states import FilingState
from portal import clock
from portal.extension_points import Deadline, Group, MenuItem, Moment, Task
from portal.models import User
from register.models import Partnership

PLANS_MENU = MenuItem(
    label=gettext_lazy("Plannen"), url_name="plans:dossiers", position=10, rights=("plans.view_draft",)
)
LATEST_ROUNDS = 4
# Where a line of the start page of a partnership stands, by whose turn it is.
GROUPS = {
    Party.PARTNERSHIP: Group.TODO,
    Party.SIGNATORY: Group.TODO,
    Party.INSPECTORATE: Group.WAITING,
    Party.NOBODY: Group.DONE,
}


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
    """What waits at the partnerships whose plan somebody reads (three queries), and for a reviewer (two queries)."""
    own = set(user.organisation_ids(Dossier.READING, "partnership"))
    organisations = {row.pk: row.name for row in user.organisations if row.pk in own}
    if organisations:
        yield from _partnership_tasks(organisations, user)
    if user.has_perm("plans.review_filing"):
        yield from _reviewer_tasks()


def _partnership_tasks(organisations: dict[int, str], user: User) -> Iterator[Task]:
    today = clock.today()
    held = {right: set(user.organisation_ids(right, "partnership")) for right in TURN_OF.values()}
    rounds = [row for row in FilingRound.objects.all() if today <= row.last_end]
    partnerships = Partnership.objects.filter(organisation__in=organisations)
    by_organisation = {row.organisation_id: row for row in partnerships}
    dossiers = Dossier.objects.filter(
        partnership__in=[row.pk for row in by_organisation.values()], round__in=rounds
    ).only(*("uuid", "round_id", "partnership_id", "state", "enforcement_since"), *KEPT)
    by_place = {(row.round_id, row.partnership_id): row for row in dossiers}
    for round_ in rounds:
        for organisation, name in organisations.items():
            partnership = by_organisation[organisation]
            dossier = by_place.get((round_.pk, partnership.pk))
            if dossier or (round_.for_all and round_.is_for(partnership)):
                holds = {right for right, held_for in held.items() if organisation in held_for}
                yield _task(round_, dossier, name, holds)


def _task(round_: FilingRound, dossier: Dossier | None, organisation: str, holds: set[str]) -> Task:
    """The one line about a plan: the step that is next, whose turn it is and by when."""
    step = standing.Standing(round_, dossier).step
    mine = step.is_turn_of(holds.__contains__)
    return Task(
        group=GROUPS[step.party] if mine else Group.WAITING,
        title=step.title(mine=mine),
        url=dossier.get_absolute_url() if dossier else reverse("plans:dossiers"),
        organisation=f"{organisation} · {round_.name}",
        due=step.due,
        due_text=step.due_text,
        overdue=step.overdue,
        note=step.note(mine=mine),
    )


def _reviewer_tasks() -> Iterator[Task]:
    """The queue of the inspectorate in numbers; the queue itself is in the admin."""
    # A request for repair that was answered stays in its state: the answer is a filing of its own.
    counts = Filing.objects.aggregate(
        received=Count("pk", filter=Q(state=FilingState.RECEIVED)),
        in_review=Count("pk", filter=Q(state=FilingState.IN_REVIEW)),
        complete=Count("pk", filter=Q(state=FilingState.COMPLETE)),
    ) | Dossier.objects.aggregate(
        repair=Count("pk", filter=Q(repair_due__gte=clock.today())),
        overdue=Count("pk", filter=Q(repair_due__lt=clock.today())),
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

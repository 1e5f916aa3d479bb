"""What this app adds to the start page and the menu: the disputes that wait for a committee or a party. One query."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disputes.models import Dispute, DisputeRecord
from disputes.states import ENDED, DisputeState
from portal import clock
from portal.extension_points import Group, MenuItem, Task
from portal.models import User
from portal.start_page import is_overdue

DISPUTES_MENU = MenuItem(
    label=gettext_lazy("Geschillen"),
    url_name="disputes:disputes",
    position=30,
    rights=("disputes.view_dispute",),
)


def tasks(user: User) -> Iterator[Task]:
    """The disputes of the committees, partnerships and municipalities somebody works for."""
    if not user.holds(Dispute.READING):
        return
    parties = user.organisation_ids("disputes.follow_up_dispute")
    followed = DisputeRecord.objects.filter(
        dispute=OuterRef("pk"), step="follow_up", organisation__in=parties
    )
    rows: Any = (
        Dispute.objects.visible_to(user)
        .select_related(
            "consultation__dossier__partnership",
            "consultation__dossier__round",
            "consultation__municipality",
            "consultation__procedure",
        )
        .annotate(followed_up=Exists(followed))
    )
    committees = set(user.organisation_ids("disputes.handle_dispute"))
    for row in rows:
        if row.committee_id in committees:
            yield _committee_task(row)
        else:
            yield _party_task(row, set(parties), row.followed_up)


def _committee_task(row: Dispute) -> Task:
    steps = {
        DisputeState.LODGED: (Group.TODO, _("Beslis of het geschil ontvankelijk is"), row.advice_due),
        DisputeState.ADMISSIBLE: _before_the_hearing(row),
        DisputeState.RESPONDED: _before_the_hearing(row),
        DisputeState.HEARD: (Group.TODO, _("Breng advies uit"), row.advice_due),
        DisputeState.ADVISED: (Group.TODO, _("Sluit het dossier als alles is gedaan"), None),
    }
    return _as_task(row, steps.get(DisputeState(row.state)))


def _before_the_hearing(row: Dispute) -> tuple[Group, str, dt.date | None]:
    """The committee waits for the day of the hearing, or for the response until that is late; then it is its turn."""
    if row.hearing_on and row.hearing_on > clock.today():
        return Group.WAITING, _("De zitting is gepland"), row.hearing_on
    if row.state == DisputeState.ADMISSIBLE and not is_overdue(row.defence_due):
        return Group.WAITING, _("De andere partij kan verweer indienen"), row.defence_due
    return Group.TODO, _("Houd de zitting of breng advies uit"), row.advice_due


def _party_task(row: Dispute, parties: set[int], followed_up: bool) -> Task:
    """For a party its turn, or that it waits; for who only reads along, how it stands."""
    of_row = row.party_ids()
    acts = not parties.isdisjoint(of_row["partnership"] | of_row["municipality"])
    responds = not parties.isdisjoint(of_row["respondent"])
    steps = {
        DisputeState.ADMISSIBLE: (Group.TODO, _("Dien uw verweer in"), row.defence_due) if responds else None,
        DisputeState.ADVISED: (Group.TODO, _("Leg vast wat u met het advies doet"), None)
        if acts and not followed_up
        else None,
    }
    found = steps.get(DisputeState(row.state))
    if found is None and row.state not in ENDED and not followed_up:
        text = _("Geschil bij de commissie: %(state)s") % {"state": row.get_state_display()}
        found = (Group.WAITING, text, None)
    return _as_task(row, found)


def _as_task(row: Dispute, step: tuple | None) -> Task:
    """The line; without a step of its own the dispute is done."""
    group, title, due = step or (
        Group.DONE,
        _("Geschil: %(state)s") % {"state": row.get_state_display()},
        None,
    )
    return Task(
        group=group,
        title=title,
        url=row.get_absolute_url(),
        organisation=str(row.consultation),
        due=due,
        overdue=is_overdue(due),
    )

"""Announcing a briefing, signing up and off, the waiting list, and the mails that come with it.

Whoever takes or gives up a place holds the lock on the briefing: of two people who want the last place one gets it, and
the other is first on the waiting list.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from briefings.models import Briefing, Registration
from briefings.states import COMING, BriefingState, RegistrationState
from portal import clock, outbox, steps, workflow
from portal.models import Organisation, User
from portal.workflow import Blocked

REMIND_BEFORE = dt.timedelta(days=2)


@steps.once
def announce_briefing(briefing: Briefing, *, by: User, seen: int | None = None) -> Briefing:
    """Put a briefing on the site. Raises a `Refused`."""
    workflow.perform(briefing, "announce", by=by, seen=seen)
    return briefing


@steps.once
def call_off_briefing(briefing: Briefing, *, by: User, seen: int | None = None, reason: str) -> Briefing:
    """Call a briefing off and tell everybody who would come. Raises a `Refused`."""
    steps.lock(briefing)
    fields = {"cancelled_because": reason.strip()}
    workflow.perform(briefing, "cancel", by=by, seen=seen, reason=reason, fields=fields)
    _tell(
        "briefings/briefing_cancelled",
        briefing,
        briefing.registrations.coming().select_related("user"),
        reason=reason,
    )
    return briefing


def briefing_changed(briefing: Briefing, fields: Iterable[str]) -> None:
    """After an editor changed a briefing, in the same transaction: tell who comes.

    Takes the names of the fields that changed. Only another time or place is worth a mail.
    """
    changed = set(fields)
    if not changed or briefing.state != BriefingState.ANNOUNCED or briefing.is_over:
        return
    # A calendar takes the newest of what it gets: the number grows with every change.
    Briefing.objects.filter(pk=briefing.pk).update(row_version=briefing.row_version + 1)
    briefing.row_version += 1
    if "starts_at" in changed:  # another day deserves another reminder
        briefing.registrations.update(reminded_at=None)
    if {"starts_at", "ends_at", "place", "video_url"} & changed:
        _tell("briefings/briefing_changed", briefing, briefing.registrations.coming().select_related("user"))


def organisations_for(user: User, briefing: Briefing) -> list[Organisation]:
    """The organisations for which somebody can come: those of the target group, or all when it is for everybody."""
    return fitting(user.organisations, briefing)


def fitting(organisations: Iterable[Organisation], briefing: Briefing) -> list[Organisation]:
    """Those of the organisations that a briefing is for."""
    return [row for row in organisations if not briefing.kinds or row.kind in briefing.kinds]


@steps.once
def sign_up(
    briefing: Briefing,
    *,
    by: User,
    organisation: Organisation | None = None,
    remark: str = "",
) -> Registration:
    """Give somebody a place, or a place on the waiting list; gives the registration.

    Signing up again gives the registration there is. Raises a `Refused`: closed, called off, or not for them.
    """
    steps.lock(briefing)
    if there := briefing.registrations.coming().filter(user=by).first():
        return there
    choices = organisations_for(by, briefing)
    if organisation is None and choices:
        organisation = choices[0]
    if briefing.kinds and organisation not in choices:
        raise Blocked(wrong_audience(briefing))
    # The counter goes on where an earlier registration of this person ended: a calendar follows it.
    earlier = briefing.registrations.filter(user=by).aggregate(last=Max("row_version"))["last"] or 0
    is_full = briefing.registered_count() >= briefing.capacity
    row = workflow.find("briefings.Registration", "join_waiting_list" if is_full else "sign_up")
    registration = Registration(
        briefing=briefing, user=by, organisation=organisation, remark=remark.strip(), row_version=earlier + 1
    )
    workflow.create(row, briefing, registration, by=by)
    number = position(registration) if is_full else 0
    _tell("briefings/registered", briefing, [registration], position=number)
    return registration


def cannot_come(user: User, briefing: Briefing) -> str:
    """Why a person cannot sign up, whatever the briefing; empty when they can."""
    if not user.has_perm("briefings.join_briefing"):
        return _(
            "Aanmelden kan wie in het portaal voor een organisatie werkt. Vraag uw organisatie u uit te nodigen."
        )
    return wrong_audience(briefing) if briefing.kinds and not organisations_for(user, briefing) else ""


def wrong_audience(briefing: Briefing) -> str:
    """Why somebody of another target group cannot sign up."""
    return _(
        "Deze bijeenkomst is voor %(audience)s. U werkt in het portaal niet voor zo’n organisatie. Vraag uw organisatie "
        "u uit te nodigen, of neem contact op met de organisator."
    ) % {"audience": briefing.get_audience_display()}


@steps.once
def sign_off(registration: Registration, *, by: User) -> Registration:
    """Give up a place; the first who waits gets it. Signing off again changes nothing. Raises a `Refused`."""
    return _give_up(registration, "sign_off", by)


@steps.once
def sign_somebody_off(registration: Registration, *, by: User, reason: str) -> Registration:
    """As the organiser: give the place of somebody to who waits first, and tell them why. Raises a `Refused`."""
    return _give_up(registration, "sign_somebody_off", by, reason)


@transaction.atomic
def release_places(user: User, remaining: Iterable[Organisation], by: User) -> None:
    """Give up the places of somebody who leaves, at briefings that are for none of the organisations that remain.

    Takes who leaves, for which organisations they still work, and who sees to it.
    """
    remaining = list(remaining)
    rows = Registration.objects.coming().filter(user=user, briefing__state=BriefingState.ANNOUNCED)
    # In the order of the briefings, so that two who wait for each other's lock cannot meet halfway.
    for row in (
        rows.filter(briefing__starts_at__gt=clock.now()).select_related("briefing").order_by("briefing")
    ):
        if not fitting(remaining, row.briefing):
            _give_up(row, "release", by)


def _give_up(registration: Registration, step: str, by: User, reason: str = "") -> Registration:
    """Take a step off the list, tell whose place it was, and let the next move up; once off, nothing changes."""
    steps.lock(registration.briefing)
    registration.refresh_from_db()
    if registration.state == RegistrationState.SIGNED_OFF:
        return registration
    workflow.perform(registration, step, by=by, reason=reason)
    _tell("briefings/signed_off", registration.briefing, [registration], step=step, reason=reason)
    fill_places(registration.briefing, by=by)
    return registration


@transaction.atomic
def fill_places(briefing: Briefing, *, by: User) -> list[Registration]:
    """Let those who wait move up as far as there are places; gives who moved."""
    steps.lock(briefing)
    if briefing.state != BriefingState.ANNOUNCED or briefing.has_begun:
        return []
    free = briefing.capacity - briefing.registered_count()
    waiting = Registration.objects.waiting_for(briefing).select_related("user")
    moved = list(waiting[: max(free, 0)])
    for row in moved:
        row.briefing = briefing
        workflow.perform(row, "move_up", by=by)
    if briefing.starts_at <= clock.now() + REMIND_BEFORE:  # this very message reminds them
        Registration.objects.filter(pk__in=[row.pk for row in moved]).update(reminded_at=clock.now())
    _tell("briefings/registered", briefing, moved, moved_up=True)
    return moved


def send_reminders() -> int:
    """Queue the reminders of briefings that begin within two days; gives how many. Each person gets one."""
    now = clock.now()
    rows = Briefing.objects.filter(
        state=BriefingState.ANNOUNCED, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE
    )
    return sum(_remind(briefing) for briefing in rows.order_by("starts_at", "pk"))


@transaction.atomic
def _remind(briefing: Briefing) -> int:
    steps.lock(briefing)
    now = clock.now()
    if briefing.state != BriefingState.ANNOUNCED or not now < briefing.starts_at <= now + REMIND_BEFORE:
        return 0  # called off or put off since it was found
    rows = briefing.registrations.filter(state=RegistrationState.REGISTERED, reminded_at=None)
    # Who signed up within the last days has just had the confirmation.
    early = list(rows.filter(queued_at__lte=briefing.starts_at - REMIND_BEFORE).select_related("user"))
    Registration.objects.filter(pk__in=[row.pk for row in early]).update(reminded_at=now)
    _tell("briefings/reminder", briefing, early)
    return len(early)


def position(registration: Registration) -> int:
    """The place on the waiting list, from 1, among those who can move up. One query."""
    rows = Registration.objects.waiting_for(registration.briefing)
    earlier = Q(queued_at__lt=registration.queued_at) | Q(
        queued_at=registration.queued_at, pk__lt=registration.pk
    )
    return rows.filter(earlier).count() + 1


def _tell(event: str, briefing: Briefing, registrations: Iterable[Registration], **more: Any) -> None:
    """Queue a message to each of these people, with what their calendar needs."""
    told = [row for row in registrations if row.user.is_active]
    for row in told:
        row.briefing = briefing
    outbox.notify_each(event, [(row.user, {**facts(row), **more}) for row in told])


def facts(registration: Registration) -> dict[str, Any]:
    """What a mail says of a registration, and what its calendar entry is made of. Plain values."""
    briefing = registration.briefing
    is_waiting = registration.state == RegistrationState.WAITING
    return {
        "title": briefing.title,
        "title_en": briefing.title_en,
        "starts_at": briefing.starts_at.isoformat(),
        "ends_at": briefing.ends_at.isoformat(),
        "place": briefing.place,
        # Who does not come has no business there.
        "video_url": "" if registration.state != RegistrationState.REGISTERED else briefing.video_url,
        "path": briefing.get_absolute_url(),
        "uid": str(briefing.uuid),
        "sequence": briefing.row_version + registration.row_version,
        "is_waiting": is_waiting,
        "is_coming": registration.state in COMING and briefing.state == BriefingState.ANNOUNCED,
    }


def own_briefings(user: User, since: dt.datetime | None = None) -> list[dict[str, Any]]:
    """The facts of the briefings somebody comes to or waits for, in order. One query.

    Those that ended after `since`, or else within the last month: a calendar keeps what has just been.
    """
    since = since or clock.now() - dt.timedelta(days=31)
    rows = Registration.objects.coming().filter(
        user=user, briefing__ends_at__gt=since, briefing__state=BriefingState.ANNOUNCED
    )
    return [facts(row) for row in rows.select_related("briefing").order_by("briefing__starts_at", "pk")]

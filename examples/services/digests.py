"""Following subjects, and the digest of new examples by e-mail."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from examples.models import Example, Subscription
from guidance.models import Subject
from portal import audit, clock, outbox
from portal.models import User

# A publication that is being written this very moment is for the next digest, not for none.
SETTLED = dt.timedelta(minutes=5)


@transaction.atomic
def save_subscription(user: User, *, subjects: Iterable[Subject], frequency: str) -> Subscription:
    """Keep what somebody follows and how often they hear of it: of what was published since their last digest."""
    row = _of(user)
    row.subjects.set(subjects)
    if row.frequency != frequency or row.next_at is None:
        row.frequency = frequency
        row.next_at = clock.later(clock.now(), row.period) if row.period else None
        row.save(update_fields=["frequency", "next_at"])
    data = {"subjects": [subject.key for subject in row.subjects.all()], "frequency": frequency}
    audit.record("guidance.following_changed", row, by=user, data=data)
    return row


@transaction.atomic
def follow(user: User, subject: Subject) -> bool:
    """Add one subject to what somebody follows; False when it was there. Who heard nothing, hears weekly."""
    row = _of(user)
    if row.next_at and row.subjects.filter(pk=subject.pk).exists():
        return False
    frequency = Subscription.Frequency.WEEKLY if row.next_at is None else row.frequency
    save_subscription(user, subjects=[*row.subjects.all(), subject], frequency=frequency)
    return True


def _of(user: User) -> Subscription:
    """The row of this person, locked; it begins with what is published from now on."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    row, _made = Subscription.objects.get_or_create(user=user)
    if row.next_at is None:  # nothing was sent meanwhile, and nothing of that time will be
        row.told_up_to = clock.now()
        row.save(update_fields=["told_up_to"])
    return row


@transaction.atomic
def stop_digest(row: Subscription) -> bool:
    """No more mail, at one's own word; False when there was none. What one follows is kept."""
    stopped = Subscription.objects.filter(pk=row.pk, next_at__isnull=False).update(
        frequency=Subscription.Frequency.NEVER, next_at=None
    )
    if stopped:
        audit.record("guidance.digest_stopped", row, by=row.user)
    return bool(stopped)


def send_digests() -> int:
    """Queue the digests whose turn it is; gives how many. Twice at the same moment sends each of them once."""
    due = Subscription.objects.filter(next_at__lte=clock.now(), user__is_active=True)
    return sum(_send(pk) for pk in due.order_by("next_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def _send(pk: int) -> bool:
    """Queue one digest, when there is something new in it; False otherwise."""
    now = clock.now()
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(pk=pk, next_at__lte=now).first()
    if row is None or row.next_at is None or row.period is None:  # somebody else sent it, or it was stopped
        return False
    up_to = now - SETTLED
    found = list(new_examples(row, up_to))
    # At its own hour, however late the worker is; one that was away for a week sends one digest, not seven.
    # Counted by the clock on the wall, as the turns themselves are; in the hour that comes twice it may run behind.
    turns = max((clock.local(now) - clock.local(row.next_at)) // row.period + 1, 1)
    next_at = clock.later(row.next_at, turns * row.period)
    Subscription.objects.filter(pk=pk).update(told_up_to=max(up_to, row.told_up_to), next_at=next_at)
    if found:
        row.told.add(*found)
        outbox.notify("examples/digest", _context(row, found), people=[row.user])
    return bool(found)


def new_examples(row: Subscription, up_to: dt.datetime) -> Any:
    """What was published on the subjects of this person since the last time."""
    chosen = Example.subjects.through.objects.filter(subject__in=row.subjects.all()).values("example")
    return (
        Example.objects.public()
        .filter(pk__in=chosen, published_at__gt=row.told_up_to, published_at__lte=up_to)
        # One that was taken off, mended and published again is no news to who has read of it.
        .exclude(pk__in=row.told.values("pk"))
        .select_related("organisation")
        .defer("search_text")
        .order_by("published_at", "pk")
    )


def _context(row: Subscription, found: list[Example]) -> dict[str, Any]:
    return {
        "examples": [
            {
                "title": example.title,
                "organisation": example.organisation.name,
                "place": example.place,
                "path": example.get_absolute_url(),
            }
            for example in found
        ],
        "secret_paths": {"stop_path": row.secret_for_mail},
        "following_path": reverse("examples:following"),
    }

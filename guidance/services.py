"""Opening and withdrawing the address of one's calendar."""

from django.db import transaction

from guidance.models import CalendarFeed
from portal import audit, clock
from portal.models import User


def current_feed(user: User) -> CalendarFeed | None:
    """The address in use; None when there is none."""
    return CalendarFeed.objects.filter(user=user, closed_at=None).first()


@transaction.atomic
def open_feed(user: User, *, instead_of: str = "") -> CalendarFeed:
    """Give somebody an address for their calendar, in place of the one named by its seed.

    The address that is there is kept when another one is named: a second click, or an old page, withdraws nothing.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    there = current_feed(user)
    if there and there.seed.hex != instead_of:
        return there
    if there:
        _close(there, user)
    feed = CalendarFeed.objects.create(user=user)
    audit.record("guidance.feed_opened", feed, by=user)
    return feed


@transaction.atomic
def close_feed(user: User) -> bool:
    """Withdraw the address of somebody's calendar; False when there was none."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    there = current_feed(user)
    if there:
        _close(there, user)
    return there is not None


def _close(feed: CalendarFeed, user: User) -> None:
    feed.closed_at = clock.now()
    feed.save(update_fields=["closed_at"])
    audit.record("guidance.feed_closed", feed, by=user)

"""What this app adds to the start page: the briefings somebody comes to. One query."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from briefings.models import Registration
from portal import clock
from portal.extension_points import Group, Task
from portal.models import User


def tasks(user: User) -> Iterator[Task]:
    """The briefings somebody has a place at and that are not over."""
    rows = Registration.objects.with_a_place().filter(user=user).going_on(since=clock.now())
    for row in rows.select_related("briefing").order_by("briefing__starts_at", "pk"):
        yield Task(
            group=Group.WAITING,
            title=_("Bijeenkomst: %(title)s") % {"title": row.briefing},
            url=row.get_absolute_url(),
            due=clock.day_of(row.briefing.starts_at),
        )

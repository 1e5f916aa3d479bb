"""The start page: what waits for somebody, from all apps, in three groups."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import clock
from portal.extension_points import START_TASKS, Group, Task
from portal.models import MailMessage

if TYPE_CHECKING:
    from portal.models import User

FAR_AWAY = dt.date.max


def groups(user: "User") -> list[tuple[Group, list[Task]]]:
    """The tasks of a person by group; within a group the most urgent first. Empty groups are left out."""
    tasks = sorted(
        chain.from_iterable(provider(user) for provider in (*START_TASKS, administration)),
        key=lambda task: (task.due or FAR_AWAY, task.organisation, task.title),
    )
    found = [(group, [task for task in tasks if task.group == group]) for group in Group]
    return [(group, rows) for group, rows in found if rows]


def is_overdue(due: dt.date | None) -> bool:
    """Whether a day is over."""
    return due is not None and due < clock.today()


def administration(user: "User") -> Iterable[Task]:
    """What waits for a functional administrator: mail that could not be delivered."""
    if not user.has_perm("portal.change_reference_data"):
        return
    failed = MailMessage.objects.filter(status=MailMessage.Status.FAILED).count()
    if failed:
        yield Task(
            group=Group.TODO,
            title=ngettext("%(n)d bericht is niet verzonden", "%(n)d berichten zijn niet verzonden", failed)
            % {"n": failed},
            url=reverse("admin:index"),
            note=_("Kijk in het beheer wat de mailserver zegt. Het portaal probeert het vanzelf opnieuw."),
        )
    else:
        yield Task(
            group=Group.DONE,
            title=_("Er zijn geen mislukte berichten"),
            url=reverse("admin:index"),
        )

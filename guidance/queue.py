"""What this app adds to the queue in the admin: the late actions, and how the apps above show what waits for an editor."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guidance.start_tasks import late_actions
from portal.extension_points import QueueEntry, QueueSection
from portal.models import User
from portal.templatetags.portal import day


def sections(user: User) -> Iterator[QueueSection]:
    """The late actions, one by one. One query."""
    if not user.has_perm("guidance.follow_up"):
        return
    rows = list(late_actions())
    yield QueueSection(
        key="late_actions",
        title=_("Acties van de werkagenda waarvan de termijn voorbij is"),
        count=len(rows),
        entries=[
            QueueEntry(
                title=str(row),
                url=reverse("admin:guidance_agendaaction_change", args=[row.pk]),
                state=row.status.value,
                badge=str(row.status.label),
                note=_("gepland tot en met %(day)s") % {"day": day(row.planned_to)},
            )
            for row in rows
        ],
        empty=_("Van geen actie is de termijn voorbij."),
        position=30,
    )


def waiting(key: str, title: str, found: Any, *, empty: str, position: int) -> QueueSection:
    """Rows that wait for a decision on their page, the oldest first. One query."""
    rows = list(found)
    return QueueSection(
        key=key,
        title=title,
        count=len(rows),
        entries=[
            QueueEntry(
                title=str(row),
                url=row.get_absolute_url(),
                state=row.state,
                badge=row.get_state_display(),
                note=row.organisation.name,
            )
            for row in rows
        ],
        empty=empty,
        position=position,
    )

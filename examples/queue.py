"""What this app adds to the queue in the admin. One query."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from examples.models import Example
from guidance.queue import waiting
from portal.extension_points import QueueSection
from portal.models import User


def sections(user: User) -> Iterator[QueueSection]:
    """What was sent in, one by one."""
    if user.has_perm("guidance.follow_up"):
        yield waiting(
            "examples",
            _("Ingestuurde voorbeelden"),
            Example.objects.to_decide().select_related("organisation").order_by("submitted_at", "pk"),
            empty=_("Er wachten geen voorbeelden."),
            position=10,
        )

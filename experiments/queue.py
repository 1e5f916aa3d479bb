"""What this app adds to the queue in the admin. One query."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from experiments.models import Experiment
from guidance.queue import waiting
from portal.extension_points import QueueSection
from portal.models import User


def sections(user: User) -> Iterator[QueueSection]:
    """What was applied for, one by one."""
    if user.has_perm("guidance.follow_up"):
        yield waiting(
            "experiments",
            _("Aanmeldingen voor een experiment"),
            Experiment.objects.to_decide()
            .select_related("organisation", "call")
            .order_by("applied_at", "pk"),
            empty=_("Er wachten geen aanmeldingen."),
            position=20,
        )

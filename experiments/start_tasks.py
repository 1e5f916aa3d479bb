"""What waits for an editor on the start page: the applications to decide on. One query; for others none."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from experiments.models import Experiment
from portal.extension_points import Group, Task
from portal.models import User


def tasks(user: User) -> Iterator[Task]:
    """The applications of which nobody recorded yet what the ministry decides."""
    if not user.has_perm("guidance.follow_up"):
        return
    applied = Experiment.objects.to_decide().count()
    if applied:
        title = ngettext(
            "Er wacht %(n)d aanmelding voor een experiment",
            "Er wachten %(n)d aanmeldingen voor een experiment",
            applied,
        )
        yield Task(
            group=Group.TODO,
            title=title % {"n": applied},
            url=reverse("experiments:experiments"),
            note=_("Leg vast wat het ministerie besluit."),
        )

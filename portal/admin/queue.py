"""What waits for a functional administrator, on the first page of the admin."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.extension_points import QueueEntry, QueueSection
from portal.models import MailMessage, User

SHOWN = 20


def administration(user: User) -> Iterator[QueueSection]:
    """What waits for a functional administrator: mail that could not be delivered."""
    if not user.has_perm("portal.change_reference_data"):
        return
    failed = MailMessage.objects.filter(status=MailMessage.Status.FAILED)
    yield QueueSection(
        key="mail",
        title=_("Berichten die niet zijn verzonden"),
        count=failed.count(),
        entries=[
            QueueEntry(
                title=row.address,
                url=reverse("admin:portal_mailmessage_change", args=[row.pk]),
                state=row.status,
                badge=row.get_status_display(),
                note=row.error[:200],
            )
            for row in failed.order_by("created_at", "pk")[:SHOWN]
        ],
        empty=_("Er zijn geen mislukte berichten."),
        help=_("Het portaal probeert het vanzelf opnieuw. Kijk wat de mailserver zegt."),
        more_url=f"{reverse('admin:portal_mailmessage_changelist')}?status__exact=failed",
    )

"""The in-portal copy of one's notifications."""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal import clock, outbox
from portal.models import MailMessage

PER_PAGE = 25
# What became of the e-mail, in words.
DELIVERY = {
    MailMessage.Status.SENT: _("Ook per e-mail verzonden aan %(address)s."),
    MailMessage.Status.FAILED: _(
        "De e-mail aan %(address)s is nog niet verzonden. Het portaal probeert het opnieuw."
    ),
    MailMessage.Status.QUEUED: _("De e-mail aan %(address)s staat klaar om te verzenden."),
}
GIVEN_UP = _("De e-mail aan %(address)s kon niet worden verzonden. Het bericht staat alleen hier.")


def mine(request: HttpRequest) -> Any:
    """The messages of the person who asks."""
    return MailMessage.objects.filter(user=request.user)


class Messages(LoginRequiredMixin, View):
    """The list, latest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(mine(request), PER_PAGE).get_page(request.GET.get("page"))
        language = translation.get_language() or "nl"
        rows = [(message, outbox.shown(message, language)[0]) for message in page]
        return render(request, "portal/messages.html", {"page": page, "rows": rows})


class AllRead(LoginRequiredMixin, View):
    """Mark everything as read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Somebody comes back here after signing in: the list is the place to be."""
        return redirect("portal:messages")

    def post(self, request: HttpRequest) -> HttpResponse:
        mine(request).filter(read_at=None).update(read_at=clock.now())
        return redirect("portal:messages")


class Message(LoginRequiredMixin, View):
    """One message; opening it marks it as read."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(mine(request), pk=pk)
        if message.read_at is None:
            mine(request).filter(pk=pk, read_at=None).update(read_at=clock.now())
        subject, text = outbox.shown(message, translation.get_language() or "nl")
        # The mail names the public address; on the page a link stays where somebody is signed in.
        text = text.replace(f"{settings.PUBLIC_URL}/", request.build_absolute_uri("/"))
        delivery = GIVEN_UP if outbox.given_up(message) else DELIVERY[MailMessage.Status(message.status)]
        context = {
            "message_row": message,
            "subject": subject,
            "text": text,
            "delivery": str(delivery) % {"address": message.address},
        }
        return render(request, "portal/message.html", context)

"""The in-portal copy of one's notifications."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views import View

from portal import clock, outbox
from portal.models import MailMessage

PER_PAGE = 25


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

    http_method_names = ["post"]

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
        return render(
            request, "portal/message.html", {"message_row": message, "subject": subject, "text": text}
        )

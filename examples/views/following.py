"""Following subjects, and stopping the digest with one click from the mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from examples import services
from examples.forms import FollowingForm
from examples.models import Subscription
from guidance.models import Subject


class Following(LoginRequiredMixin, View):
    """Which subjects one follows, and how often one hears of it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = Subscription.objects.filter(user=request.user).first()
        initial = {
            "subjects": list(row.subjects.all()) if row else [],
            "frequency": row.frequency if row else Subscription.Frequency.WEEKLY,
        }
        return self.show(FollowingForm(initial=initial), row)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = FollowingForm(request.POST)
        if not form.is_valid():
            return self.show(form, Subscription.objects.filter(user=request.user).first(), status=422)
        services.save_subscription(request.user, **form.cleaned_data)
        messages.success(request, _("Bewaard. U kunt dit altijd wijzigen of stoppen."))
        return redirect("examples:following")

    def show(self, form: FollowingForm, row: Subscription | None, status: int = 200) -> HttpResponse:
        return render(self.request, "examples/following.html", {"form": form, "row": row}, status=status)


class FollowSubject(LoginRequiredMixin, View):
    """Follow one subject, from the list of examples about it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who had to sign in first comes back here, and finds the button again."""
        return redirect(f"{reverse('examples:examples')}?onderwerp={kwargs['key']}")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = get_object_or_404(Subject, key=kwargs["key"])
        services.follow(request.user, subject)
        messages.success(
            request, _("U volgt ‘%(subject)s’. Hier ziet u alles wat u volgt.") % {"subject": subject}
        )
        return redirect("examples:following")


# A mail program stops the digest by itself, without a page and its secret (RFC 8058): the address is the secret.
@method_decorator(csrf_exempt, name="dispatch")
class StopDigest(View):
    """No more mail: one button, without signing in. Looking at the page stops nothing: mail scanners look too."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(Subscription.objects.by_token(kwargs["token"]))
        return self.show({"is_on": row.next_at is not None})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Subscription.objects.select_related("user")
        row = get_object_or_404(rows.by_token(kwargs["token"]))
        services.stop_digest(row)
        return self.show({"is_on": False, "stopped": True})

    def show(self, context: dict[str, Any]) -> HttpResponse:
        response = render(self.request, "examples/stop_digest.html", context)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

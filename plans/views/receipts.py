"""The receipt of a filing, reachable as long as the dossier lives."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from plans import services
from plans.models import Adoption, Dossier, Filing
from portal.files import send
from portal.views.transition import TransitionView
from portal.workflow import Transition


class ReceiptView(LoginRequiredMixin, View):
    """For the partnership and the inspectorate; 404 for others."""

    filing: Filing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        filings = Filing.objects.visible_to(request.user).select_related(
            "dossier__partnership__organisation",
            "dossier__round",
            "version__pdf",
            "receipt",
            "withdrawn_receipt",
            "in_answer_to",
        )
        self.filing = get_object_or_404(filings, reference=kwargs["reference"])
        return super().dispatch(request, *args, **kwargs)


class ReceiptPage(ReceiptView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filing = self.filing
        pages = dict(filing.version.attachments.values_list("name", "pk"))
        context = {
            "filing": filing,
            "dossier": filing.dossier,
            "manifest": [{**row, "pk": pages.get(row["name"])} for row in filing.manifest()],
            "is_own": request.user.has_perm("plans.view_draft", filing.dossier),
        }
        return render(request, "plans/receipt.html", context)


class ReceiptPdf(ReceiptView):
    """The receipt as PDF: the same bytes every time."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return send(services.ensure_receipt(self.filing), f"ontvangstbewijs-{self.filing.reference}.pdf")


class Withdraw(TransitionView):
    """Withdrawing a filing; what the inspectorate decides about one is decided in the admin."""

    subject = "plans.Filing"

    def get_object(self) -> Filing:
        filings = Filing.objects.visible_to(self.request.user).select_related(
            "dossier__partnership__organisation", "dossier__round"
        )
        found: Filing = get_object_or_404(filings, reference=self.kwargs["reference"])
        return found

    def run(self, obj: Filing, transition: Transition, **values: Any) -> Filing:
        return services.withdraw(obj, **values)


class AdoptionFile(LoginRequiredMixin, View):
    """The decision that was put with an adoption: for the partnership, and once filed for the inspectorate."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = (
            Adoption.objects.select_related("dossier__partnership", "document", "version")
            .filter(dossier__uuid=kwargs["uuid"], pk=kwargs["pk"], document__isnull=False)
            .first()
        )
        user = request.user
        if row is None or not (
            user.has_perm(Dossier.READING, row.dossier)
            or Filing.objects.visible_to(user).filter(version=row.version).exists()
        ):
            raise Http404
        return send(row.document, row.document_name)

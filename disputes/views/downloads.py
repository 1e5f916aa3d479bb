"""The papers of a dispute: one document, or everything in one bundle."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from disputes import bundle
from disputes.models import Dispute, DisputeRecord
from plans.models import Filing
from portal.files import send


class DocumentDownload(LoginRequiredMixin, View):
    """A document in the file: for the parties and the committee, and for the inspectorate once the plan was filed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = get_object_or_404(
            DisputeRecord.objects.select_related("document", "dispute__consultation").filter(
                dispute__uuid=kwargs["uuid"], document__isnull=False
            ),
            pk=kwargs["pk"],
        )
        if not self.may_read(record.dispute):
            raise Http404
        return send(record.document, record.document_name)

    def may_read(self, dispute: Dispute) -> bool:
        user = self.request.user
        if Dispute.objects.visible_to(user).filter(pk=dispute.pk).exists():
            return True
        filings = Filing.objects.filter(dossier=dispute.consultation.dossier_id)
        return user.has_perm("plans.review_filing") and filings.exists()


class BundleDownload(LoginRequiredMixin, View):
    """Everything that is recorded about the dispute, in one zip."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        dispute = get_object_or_404(
            Dispute.objects.visible_to(request.user).with_names(), uuid=kwargs["uuid"]
        )
        entries = bundle.entries(dispute)
        response = StreamingHttpResponse(bundle.stream(entries), content_type="application/zip")
        response.headers["Content-Disposition"] = f'attachment; filename="{bundle.name(dispute)}"'
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

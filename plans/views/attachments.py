"""The attachments of the working copy."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from plans import services
from plans.forms import AttachmentForm
from plans.models import Attachment
from plans.services.drafting import EDIT
from plans.views.base import DossierView, FormPage
from portal.files import send
from portal.workflow import Refused


class Attachments(FormPage):
    """The list, and the form to add one."""

    template_name = "plans/attachments.html"
    reading_template = "plans/attachments.html"

    def make_form(self, **kwargs: Any) -> AttachmentForm:
        return AttachmentForm(**kwargs)

    def save(self, form: AttachmentForm) -> HttpResponse:
        upload = form.cleaned_data["document"]
        row = services.add_attachment(
            self.dossier,
            by=self.request.user,
            upload=upload,
            content_type=upload.content_type,
            description=form.cleaned_data["description"],
        )
        text = _("De bijlage ‘%(name)s’ is toegevoegd.") % {"name": row.name}
        return self.saved(text, "plans:attachments", self.dossier.uuid)

    def context(self) -> dict[str, Any]:
        rows = self.dossier.attachments.filter(removed_at=None).select_related("file", "uploaded_by")
        return {"attachments": list(rows)}


class AttachmentFile(DossierView):
    """Download of an attachment of the working copy."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(
            Attachment.objects.select_related("file"), dossier=self.dossier, pk=kwargs["pk"], removed_at=None
        )
        return send(row.file, row.name)


class RemoveAttachment(DossierView):
    """A confirm page; versions that have the attachment keep it."""

    needs_start = True
    permission = EDIT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.attachment(removed_at=None))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.attachment()
        try:
            services.remove_attachment(row, by=request.user)
        except Refused as refused:
            return self.show(row, refused.messages, status=refused.status)
        messages.success(request, _("De bijlage ‘%(name)s’ is verwijderd.") % {"name": row.name})
        return redirect("plans:attachments", self.dossier.uuid)

    def attachment(self, **filters: Any) -> Attachment:
        row: Attachment = get_object_or_404(Attachment, dossier=self.dossier, pk=self.kwargs["pk"], **filters)
        row.dossier = self.dossier
        return row

    def show(self, row: Attachment, problems: Any = (), status: int = 200) -> HttpResponse:
        context = {"dossier": self.dossier, "attachment": row, "problems": problems}
        return render(self.request, "plans/remove_attachment.html", context, status=status)

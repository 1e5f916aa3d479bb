"""What the pages of the editors share."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal import files
from portal.admin.base import PortalInline, ReferenceAdmin
from portal.admin.forms import KeyedForm, ReferenceForm
from portal.form_fields import DocumentField
from portal.forms import PortalModelForm
from portal.templatetags.portal import badge
from portal.uploads import safe_name

EDIT = "guidance.edit_guidance"


class GuidanceAdmin(ReferenceAdmin):
    """Editors and functional administrators may see and change it; nobody else."""

    view_permission = EDIT
    write_permission = EDIT


class GuidanceForm(ReferenceForm, KeyedForm):
    """A row with a key that is made of its title when it is left empty."""


class KeyedAdmin(GuidanceAdmin):
    """Rows with a key, which stays: it is in the address of a page, or in what was loaded."""

    form = GuidanceForm

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("key",) if obj else ()


class PageLink:
    """A link to the page of the portal where the steps are taken."""

    @admin.display(description=_("pagina in het portaal"))
    def page(self, obj: Any) -> str:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("Openen en beslissen"))

    @admin.display(description=_("stand"), ordering="state")
    def standing(self, obj: Any) -> str:
        return badge(obj.state, obj.get_state_display())


class UploadForm(PortalModelForm):
    """A row with a file of its own."""

    upload = DocumentField(label=_("Bestand"), required=False)

    def save(self, commit: bool = True) -> Any:
        if upload := self.cleaned_data.get("upload"):
            former = self._named()
            self.instance.file = files.store(upload, upload.content_type)
            self.instance.file_name = safe_name(upload.name)
            # The former file is kept, and found again by its hash.
            self.as_audited = {"upload": [former, self._named()]}
        return super().save(commit)

    def _named(self) -> str:
        """The file there is, by its name and its content."""
        row = self.instance
        return f"{row.file_name} (sha256 {row.file.sha256})" if row.file else ""


class UploadInline(PortalInline):
    """Rows with a file below the row they belong to."""

    view_permission = EDIT
    write_permission = EDIT
    readonly_fields = ("stored",)

    @admin.display(description=_("bestand dat er nu is"))
    def stored(self, obj: Any) -> str:
        return obj.file_name or "–"

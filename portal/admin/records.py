"""The audit trail and the mail queue: to look at. Failed mail can be offered again."""

import json
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import audit, outbox
from portal.admin.base import REFERENCE, PortalModelAdmin
from portal.models import AuditEntry, MailMessage
from portal.rights import Role
from portal.templatetags.portal import moment


def subject_name(label: str) -> str:
    """What a model is called on the pages; its label when it is there no more."""
    try:
        return capfirst(str(apps.get_model(audit.label_now(label))._meta.verbose_name))
    except (LookupError, ValueError):
        return label


def state_name(label: str, state: str) -> str:
    """What a state is called on the pages; as it was stored when it is there no more."""
    try:
        model = apps.get_model(audit.label_now(label))
        return str(model(state=state).get_state_display()) if state else ""
    except (LookupError, ValueError, TypeError, AttributeError):
        return state


class SubjectFilter(admin.SimpleListFilter):
    """What the lines are about, by its name."""

    title = gettext_lazy("onderwerp")
    parameter_name = "subject"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        stored = AuditEntry.objects.order_by("subject").values_list("subject", flat=True).distinct()
        labels = {audit.label_now(label) for label in stored}
        return sorted(((label, subject_name(label)) for label in labels), key=lambda row: row[1].casefold())

    def value(self) -> str | None:
        """The label of today, also when an address from before asks for the former one."""
        asked = super().value()
        return audit.label_now(asked) if asked else asked

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(subject__in=audit.labels_of(self.value())) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(PortalModelAdmin):
    """Every decision: who, for whom, what, when and why. Nobody can change it."""

    view_permission = "portal.view_audit"
    list_display = ("at", "what", "subject_text", "actor_name", "organisation_name")
    list_filter = (SubjectFilter,)
    search_fields = ("subject_text", "actor_name", "organisation_name", "reason")
    search_help_text = gettext_lazy("Zoek op onderwerp, naam, organisatie of reden")
    ordering = ("-at", "-pk")
    fields = (
        "at",
        "what",
        "about",
        "subject_text",
        "actor_name",
        "role",
        "organisation_name",
        "before",
        "after",
        "reason",
        "details",
        "dossier",
    )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """A line has no history of its own."""
        entry = context["original"]
        context["heading"] = f"{self.what(entry)} · {entry.subject_text}"
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("handeling"), ordering="action")
    def what(self, obj: AuditEntry) -> str:
        return capfirst(audit.label_of(obj.action))

    @admin.display(description=gettext_lazy("onderwerp"))
    def about(self, obj: AuditEntry) -> str:
        return subject_name(obj.subject)

    @admin.display(description=gettext_lazy("van"))
    def before(self, obj: AuditEntry) -> str:
        return state_name(obj.subject, obj.from_state)

    @admin.display(description=gettext_lazy("naar"))
    def after(self, obj: AuditEntry) -> str:
        return state_name(obj.subject, obj.to_state)

    @admin.display(description=gettext_lazy("rol"))
    def role(self, obj: AuditEntry) -> str:
        return str(Role(obj.actor_role).label) if obj.actor_role in Role.values else obj.actor_role

    @admin.display(description=gettext_lazy("gegevens"))
    def details(self, obj: AuditEntry) -> SafeString | str:
        if audit.is_draft(obj.action):
            return _(
                "Deze gegevens horen bij een concept. Ze zijn bewaard, maar alleen wie eraan schrijft mag ze zien."
            )
        text = json.dumps(obj.data, ensure_ascii=False, indent=2) if obj.data else ""
        return format_html('<pre class="details">{}</pre>', text)


@admin.register(MailMessage)
class MailMessageAdmin(PortalModelAdmin):
    """What was sent, and what the mail server said of what was not."""

    view_permission = REFERENCE
    list_display = ("created_at", "address", "event", "status", "attempts", "error")
    list_filter = ("status",)
    search_fields = ("address", "event")
    search_help_text = gettext_lazy("Zoek op adres of gebeurtenis")
    ordering = ("-created_at", "-pk")
    fields = (
        "created_at",
        "address",
        "event",
        "status",
        "attempts",
        "next_try",
        "sent_at",
        "error",
    )
    actions = ("retry_now",)

    @admin.display(description=gettext_lazy("volgende poging"))
    def next_try(self, obj: MailMessage) -> str:
        return "" if obj.status == MailMessage.Status.SENT else moment(obj.next_attempt_at)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return super().get_actions(request) if request.user.has_perm(REFERENCE) else {}

    @admin.action(description=gettext_lazy("Mislukte berichten nu opnieuw proberen"))
    def retry_now(self, request: HttpRequest, rows: Any) -> None:
        offered = outbox.retry(rows.filter(status=MailMessage.Status.FAILED), by=request.user)
        if offered:
            text = ngettext(
                "%(n)d bericht is opnieuw aangeboden.", "%(n)d berichten zijn opnieuw aangeboden.", offered
            )
            messages.success(request, text % {"n": offered})
        else:
            messages.warning(request, _("Onder de gekozen berichten was er geen dat is mislukt."))

"""What every page of the admin for data shares: rights from the tables, forms of the portal, audit lines, no deleting.

The last one to save does not win silently: a form carries a fingerprint of what its writer saw.
"""

from itertools import chain
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import audit
from portal.admin.forms import ReferenceForm, changes
from portal.form_fields import DateField, MomentField, RowsField
from portal.forms import PortalModelForm
from portal.rights import acting_membership
from portal.templatetags.portal import error_summary
from portal.workflow import in_state

REFERENCE = "portal.change_reference_data"
SEE = "portal.view_reference_data"


class FieldsMixin:
    """The fields of the admin as those of the portal: plain widgets, Dutch dates, no links to other forms."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentField.widget},
        models.DateField: {"form_class": DateField, "widget": DateField.widget},
        models.CharField: {"widget": forms.TextInput},
        models.SlugField: {"widget": forms.TextInput},
        models.EmailField: {"widget": forms.EmailInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 4})},
        models.PositiveSmallIntegerField: {"widget": forms.NumberInput},
        models.PositiveIntegerField: {"widget": forms.NumberInput},
        models.URLField: {"widget": forms.URLInput},
        models.ManyToManyField: {"form_class": RowsField, "widget": forms.CheckboxSelectMultiple},
    }

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is None:
            return None
        if hasattr(field.widget, "can_add_related"):
            field.widget = field.widget.widget
        if field.required and not isinstance(field, DateField | MomentField):
            field.error_messages["required"] = _("Vul dit in, of kies iets.")
        return field


class StateFilter(admin.SimpleListFilter):
    """How far the rows are, in words."""

    title = gettext_lazy("status")
    parameter_name = "state__exact"
    states: ClassVar[type[models.TextChoices]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.states.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return in_state(queryset, self.value() if self.value() in self.states.values else None)


class PortalInline(FieldsMixin, admin.StackedInline):
    """Rows that belong to a row; the rights are those of the page."""

    form = PortalModelForm
    extra = 0
    can_delete = False
    show_change_link = False
    writable = True
    view_permission = SEE
    write_permission = REFERENCE
    template = "admin/edit_inline/rows.html"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.view_permission)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.writable and request.user.has_perm(self.write_permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.writable and request.user.has_perm(self.write_permission)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PortalModelAdmin(FieldsMixin, admin.ModelAdmin):
    """Data to look at: for those with `view_permission`. Nothing is added, changed or deleted here."""

    goes_by_portal_rights = True
    view_permission = SEE
    write_permission = ""
    actions: Any = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    history_note = gettext_lazy("Alles wat hieraan is gewijzigd, het laatste eerst.")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(self.view_permission)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.write_permission) and request.user.has_perm(self.write_permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what the page itself asks: a lookup made by hand guesses letter by letter at a draft or a secret."""
        return lookup in self.offered_lookups(request)

    def offered_lookups(self, request: HttpRequest) -> frozenset[str]:
        """The parameters that the filters and the date hierarchy of this list put in an address, to the letter."""
        days = (f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day"))
        filters = (self._filter(row, request).expected_parameters() for row in self.get_list_filter(request))
        return frozenset([*chain.from_iterable(filters), *(days if self.date_hierarchy else ())])

    def _filter(self, row: Any, request: HttpRequest) -> admin.ListFilter:
        """A row of `list_filter` as Django makes it, with nothing chosen."""
        if callable(row):
            return row(request, {}, self.model, self)
        name, make = row if isinstance(row, tuple) else (row, admin.FieldListFilter.create)
        field = get_fields_from_path(self.model, name)[-1]
        return make(field, request, {}, self.model, self, field_path=name)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row, or 404. When it is about to be saved nobody else can, until this is through."""
        if request.method == "POST":
            self.lock(object_id)
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def lock(self, object_id: str) -> None:
        try:
            pk = self.opts.pk.to_python(object_id)
        except forms.ValidationError as error:
            raise Http404 from error
        list(self.model._base_manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The audit lines about one row."""
        obj = self.get_object(request, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Geschiedenis"),
            "subtitle": str(obj),
            "entries": [_without_draft(entry) for entry in audit.history(obj)[:500]],
            "note": self.history_note,
            "original": obj,
            "opts": self.opts,
        }
        return self.render_page(request, "admin/object_history.html", context)

    def render_page(
        self, request: HttpRequest, template: str, context: Any, status: int = 200
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(request, template, context, status=status)


def _without_draft(entry: Any) -> Any:
    """An audit line as others than the writers may read it."""
    if audit.is_draft(entry.action):
        entry.data = {}
    return entry


class ReferenceAdmin(PortalModelAdmin):
    """Reference data: changed by who has `write_permission`, with an audit line in the same transaction."""

    write_permission = REFERENCE
    form = ReferenceForm
    watched: tuple[str, ...] = ()  # related rows that are edited on the same page

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        made.related = self.watched
        return made

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """What changed, for the audit line: former and new values, of the row and of the rows below it."""
        message: dict[str, Any] = {"changed": changes(form)}
        rows = []
        for formset in formsets or ():
            for row in formset.forms:
                if row.has_changed() and row.instance.pk:
                    rows.append({"row": str(row.instance), "changed": changes(row)})
        return message | ({"rows": rows} if rows else {})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The line in the audit trail, in the transaction of the change."""
        membership = acting_membership(request.user, self.write_permission)
        audit.record("portal.reference_added", obj, by=request.user, membership=membership, data=message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Likewise; saving without a change leaves no line."""
        if not message["changed"] and not message.get("rows"):
            return
        membership = acting_membership(request.user, self.write_permission)
        audit.record("portal.reference_changed", obj, by=request.user, membership=membership, data=message)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The page; 422 when something typed is not right, 409 when somebody was faster."""
        form = context["adminform"].form
        formsets = [row.formset for row in context["inline_admin_formsets"]]
        context["error_rows"] = error_rows(form, formsets)
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        if context["error_rows"]:
            response.status_code = 409 if getattr(form, "is_stale", False) else 422
        return response


def error_rows(form: Any, formsets: Any) -> list[dict[str, str]]:
    """Everything that is wrong on a page with a form and rows below it, each linked to its field."""
    rows: list[dict[str, str]] = []
    if form.is_bound:
        rows += error_summary(form)["rows"]
        for formset in formsets:
            rows += [{"target": "", "text": str(text)} for text in formset.non_form_errors()]
            rows += error_summary(*formset.forms)["rows"]
    return rows

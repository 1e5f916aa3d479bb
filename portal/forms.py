"""Forms of the portal: crispy forms with accessible fields, and the fields that read Dutch dates and amounts.

A form checks shape and gives good messages; the law is checked by the services, invariants by the database.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import steps, uploads
from portal.files import store
from portal.form_fields import text_field
from portal.workflow import Conflict, Refused

if TYPE_CHECKING:
    from portal.workflow import Transition


class PortalBoundField(forms.BoundField):
    """A field on a page; of a group of options the group is wrong, not every single option."""

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.use_fieldset:
            attrs.pop("aria-invalid", None)
        return attrs


class PortalFormMixin:
    """Gives any form the helper, the classes and the attributes our field templates count on."""

    fields: dict[str, forms.Field]
    bound_field_class = PortalBoundField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False
        for field in self.fields.values():
            dress(field)

    def texts_typed(self) -> list[tuple[str, str]]:
        """What was typed, by its label, as it came; without what was chosen from a list."""
        return [
            (str(bound.label), bound.data)
            for bound in self.visible_fields()
            if isinstance(bound.field, forms.CharField | forms.DateField | forms.IntegerField)
            and isinstance(bound.data, str)
            and bound.data.strip()
        ]


def dress(field: forms.Field) -> None:
    """Put our classes and `aria-required` on the widget of a field."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    else:
        css = "form-control"
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
    grouped = isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    if field.required and not widget.is_hidden and not grouped:
        widget.attrs["aria-required"] = "true"


class PortalForm(PortalFormMixin, forms.Form):
    """A form of the portal."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):
    """A model form of the portal."""


@dataclass(frozen=True)
class BothTexts:
    """One field of a form after a conflict, in words: what is stored now and what was typed."""

    label: Any
    stored: str
    yours: str
    is_rich: bool = False


class VersionedForm(PortalForm):
    """A form about a stored row, or the making of one: it carries what makes a step happen once and overwrite nothing.

    `row_version` is the version its writer started from; `step_key` the key by which a repeat is known, made when the
    form is shown and kept while it is shown again with errors.
    """

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    step_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=steps.new_key)
    version_of = "row_version"  # the field of the row that counts
    both_texts: "list[BothTexts] | None" = None  # after a conflict: the fields that differ

    @property
    def seen(self) -> int:
        """The version its writer started from; without one (a page from before) 0, which is never the one of now."""
        return self.cleaned_data["row_version"] or 0

    def typed(self) -> dict[str, Any]:
        """The cleaned values, without what the form carries for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in CARRIED}

    def sent(self, address: str) -> steps.Sent | None:
        """The request this form came with, to know a repeat by."""
        data = {name: self.data.getlist(name) for name in self.data if name not in NOT_CONTENT}
        files = [(name, upload) for name in self.files for upload in self.files.getlist(name)]
        return steps.sent(self.data.get("step_key", ""), address, data, files)

    def stored(self, row: Any) -> dict[str, Any]:
        """What a row says now, by the fields of this form: what it begins with, and what a conflict shows."""
        found = {}
        for name, field in self.fields.items():
            name_of_file = f"{name}_name" if isinstance(field, forms.FileField) else name
            if not field.widget.is_hidden and hasattr(row, name_of_file):
                value = getattr(row, name_of_file)
                found[name] = list(value.all()) if isinstance(value, models.Manager) else value
        return found

    def begin_with(self, row: Any) -> None:
        """Begin with what a row says, at the version it has; a stored file stays unless another one is sent."""
        said = {
            name: value
            for name, value in self.stored(row).items()
            if not isinstance(self.fields[name], forms.FileField)
        }
        self.initial = {**said, **self.initial, "row_version": getattr(row, self.version_of, 1)}

    def refuse(self, refused: Refused, current: Any = None) -> None:
        """Show a refusal with what was typed. The next try starts from what is there now.

        Takes the row as it is now, when the page knows it; a conflict brings it along. After a conflict `both_texts`
        has what is stored beside what was typed.
        """
        for message in refused.messages:
            self.add_error(None, message)
        is_conflict = isinstance(refused, Conflict)
        current = current or (refused.current if isinstance(refused, Conflict) else None)
        self.data = self.data.copy()
        if is_conflict:
            self.data["step_key"] = steps.new_key()
        if current is not None:
            self.data["row_version"] = str(getattr(current, self.version_of, 1))
            self.both_texts = list(self._differences(self.stored(current))) if is_conflict else None

    def _differences(self, stored: dict[str, Any]) -> "Iterable[BothTexts]":
        for name, now in stored.items():
            field, typed = self.fields[name], self.cleaned_data.get(name)
            if isinstance(field, forms.FileField):
                if typed and typed.name != now:  # without a new file the stored one stays
                    yield BothTexts(field.label, now or gettext("geen"), typed.name)
            elif _comparable(now) != _comparable(typed):
                is_rich = getattr(field, "is_rich", False)
                both = in_words(field, now, typed), in_words(field, typed, now)
                yield BothTexts(field.label, *both, is_rich=is_rich)


CARRIED = frozenset({"row_version", "step_key"})
NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "step_key"})


def _comparable(value: Any) -> Any:
    """A value to compare with another one: rows in no order, nothing is nothing."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return set(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def in_words(field: forms.Field, value: Any, beside: Any = None) -> str:
    """A value of a form as people read it; of several rows those that are not among the ones `beside` it."""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return _rows_in_words(field, set(value), set(beside or ()))
    if value is None or value == "":
        return gettext("niets")
    if hasattr(field, "in_words"):
        return field.in_words(value)  # type: ignore[no-any-return]
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return date_format(value, "j F Y")
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(field.prepare_value(value))


def _rows_in_words(field: Any, here: set[Any], there: set[Any]) -> str:
    name = getattr(field, "label_from_instance", str)
    only, shared = sorted(name(row) for row in here - there), len(here & there)
    parts = [", ".join(only)] if only else []
    if shared:
        text = ngettext("%(n)d die aan beide kanten staat", "%(n)d die aan beide kanten staan", shared)
        parts.append(text % {"n": shared})
    return gettext(" en ").join(parts) or gettext("niets")


class TransitionForm(VersionedForm):
    """The form of one step: the version seen and, where the table asks it, a reason. Apps add fields of their own."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    reason_label = _("Reden")
    needs_reason: bool | None = None  # None: as the table says; a subclass may ask (True) or drop (False) it

    def __init__(self, *args: Any, transition: "Transition", obj: Any, user: Any, **kwargs: Any) -> None:
        self.transition, self.obj, self.user = transition, obj, user
        kwargs.setdefault("initial", {}).setdefault("row_version", getattr(obj, "row_version", 1))
        super().__init__(*args, **kwargs)
        asks = transition.reason if self.needs_reason is None else self.needs_reason
        if asks and "reason" not in self.fields:
            self.fields["reason"] = text_field(label=self.reason_label)
            dress(self.fields["reason"])

    def stored(self, row: Any) -> dict[str, Any]:
        """Nothing: most steps record something new. A form that begins with what is stored says what that is."""
        return {}

    def service_arguments(self) -> dict[str, Any]:
        """The cleaned values as arguments of the service; a document is stored first, under its hash."""
        values = {**self.typed(), "seen": self.cleaned_data["row_version"]}
        if "document" in values:
            upload = values.pop("document")
            values["document"] = store(upload, upload.content_type) if upload else None
            values["document_name"] = uploads.safe_name(upload.name) if upload else ""
        return values

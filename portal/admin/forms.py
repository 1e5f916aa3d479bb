"""The forms of reference data: what was changed in words, and a fingerprint of what their writer saw."""

import hashlib
import json
from typing import Any

from django import forms
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.forms import PortalModelForm

STALE = "stale"


def fingerprint(obj: models.Model, related: tuple[str, ...] = ()) -> str:
    """A hash of the stored values of a row, and of the rows that are edited together with it."""
    if obj.pk is None:
        return ""
    rows = [obj, *(row for name in related for row in getattr(obj, name).order_by("pk"))]
    values = [[str(field.value_from_object(row)) for field in row._meta.concrete_fields] for row in rows]
    # What a row is linked to belongs to it as well; only rows with such links pay for it.
    values += [
        [str(pk) for pk in getattr(obj, field.name).order_by("pk").values_list("pk", flat=True)]
        for field in obj._meta.many_to_many
    ]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


def as_text(value: Any) -> str:
    """A value of a form as text for the audit trail."""
    if value is None:
        return ""
    if isinstance(value, list | models.QuerySet):
        return ", ".join(str(row) for row in value)
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def changes(form: Any) -> dict[str, list[str]]:
    """What a valid form changes: per field the former and the new value, as text.

    A form whose values say little as text (a file) gives the texts itself, as `as_audited`.
    """
    texts = {
        name: [as_text(stored(form, name)), as_text(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name not in {"seen", "id"}
    }
    return texts | getattr(form, "as_audited", {})


def stored(form: Any, name: str) -> Any:
    """The value a form began with; a row instead of its key."""
    value = form.initial.get(name)
    if isinstance(value, list):  # the rows a row is linked to
        return value
    if value is not None and isinstance(form.fields[name], forms.ModelChoiceField):
        return form.fields[name].queryset.filter(pk=value).first()
    return value


class ReferenceForm(PortalModelForm):
    """A form of reference data; refuses when somebody saved the same row since the writer opened it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    related: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = fingerprint(self.instance, self.related)
        self.initial["seen"] = self.now
        self.is_stale = False

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and values.get("seen", "") != self.now:
            self.is_stale = True
            self.add_error(None, forms.ValidationError(self.others(), code=STALE))
            # The next try starts from what is there now, with what was typed.
            self.data = self.data.copy()
            self.data["seen"] = self.now
        return values

    def others(self) -> str:
        """In words: somebody was faster, and what is stored now where it differs from what was typed."""
        text = _(
            "Iemand anders heeft dit intussen gewijzigd. Wat u typte staat er nog. Sla opnieuw op om het te bewaren."
        )
        differing = [
            f"{self.fields[name].label}: ‘{self.shown(name)}’" for name in self.changed_data if name != "seen"
        ]
        if not differing:
            return text
        return text + " " + _("Nu opgeslagen: %(values)s.") % {"values": "; ".join(differing)}

    def shown(self, name: str) -> str:
        """A stored value as the form shows it."""
        value = stored(self, name)
        if isinstance(value, models.Model | list):
            return as_text(value)
        return as_text(self.fields[name].prepare_value(value))


class KeyedForm(PortalModelForm):
    """A row with a key: left empty, the key is made of the title."""

    title_field = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].widget.attrs.pop("aria-required", None)
            self.fields["key"].help_text = gettext_lazy("Leeg laten mag: dan wordt hij van de titel gemaakt.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "key" in self.fields and not values.get("key") and "key" not in self.errors:
            limit = self._meta.model._meta.get_field("key").max_length
            values["key"] = slugify(values.get(self.title_field, "")).replace("-", "_")[:limit]
        return values

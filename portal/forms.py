"""Forms of the portal: crispy forms with accessible fields, and the fields that read Dutch dates and amounts.

A form checks shape and gives good messages; the law is checked by the services, invariants by the database.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal import clock, steps, uploads
from portal.files import store
from portal.upload_types import UploadRefused
from portal.workflow import Conflict, Refused

if TYPE_CHECKING:
    from portal.workflow import Transition

MAX_TEXT = 20_000
# The largest amount that still counts as typed on purpose: 10 billion euro, in cents.
MAX_CENTS = 1_000_000_000_000


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


class DateField(forms.DateField):
    """A date as people type it: 14-4-2014, 14/04/2014, 14.4.2014 or 2014-04-14, in one text field."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "12"})
    default_error_messages = {
        "invalid": _("Typ een datum als dag-maand-jaar, bijvoorbeeld 14-4-2014."),
        "required": _("Vul een datum in, bijvoorbeeld 14-4-2014."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Dag-maand-jaar, bijvoorbeeld 14-4-2014"))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            value = clock.day_of(value)
        return f"{value.day}-{value.month}-{value.year}" if isinstance(value, dt.date) else value

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        parts = re.split(r"[-/.\s]+", str(value).strip())
        if len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts):
            day, month, year = (int(part) for part in (parts[::-1] if len(parts[0]) == 4 else parts))
            try:
                if year >= 1900:
                    return dt.date(year, month, day)
            except ValueError:
                pass
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class MomentField(forms.CharField):
    """A moment in Dutch time as people type it: `14-4-2014 13:30` or `2014-04-14 13.30`; gives an aware datetime."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "size": "18"})
    default_error_messages = {
        "invalid": _("Typ een dag en een tijd, bijvoorbeeld 14-4-2014 13:30."),
        "required": _("Vul een dag en een tijd in, bijvoorbeeld 14-4-2014 13:30."),
        "skipped": _("Die tijd is er niet: de klok gaat dan een uur vooruit. Kies een andere tijd."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs["help_text"] = kwargs.get("help_text") or _("Dag-maand-jaar uren:minuten, Nederlandse tijd")
        super().__init__(**{"max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dt.datetime):
            return value
        local = clock.local(value)
        return f"{local.day}-{local.month}-{local.year} {local:%H:%M}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Seconds nobody can type are no change."""
        return bool(super().has_changed(self.prepare_value(initial), data))

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        day, _space, time = text.rpartition(" ")
        match = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])", time)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            date = DateField().clean(day)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        moment = dt.datetime.combine(date, dt.time(int(match[1]), int(match[2])), clock.AMSTERDAM)
        # In spring an hour is skipped: going to UTC and back then gives another time.
        if clock.local(moment.astimezone(dt.UTC)).time() != moment.time():
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return moment


class MoneyField(forms.CharField):
    """An amount in euros as people type it (`1.234,56`, `1234`, `-50`); gives euro cents, exactly."""

    default_error_messages = {
        "invalid": _("‘%(value)s’ is geen bedrag. Typ een bedrag als 1.234,56 of 1234."),
        "too_large": _("Dit bedrag is te groot (ten hoogste 10 miljard euro)."),
    }
    _shape = re.compile(r"^(-?)(?:(\d{1,3}(?:\.\d{3})+)|(\d+))(?:,(\d{1,2}))?$", re.ASCII)
    _english = re.compile(r"^(-?)(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})$", re.ASCII)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 40, **kwargs})
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return cents_as_typed(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return parse_cents(text, self.error_messages) if text else None


def parse_cents(text: str, messages: dict[str, Any] = MoneyField.default_error_messages) -> int:
    """The cents in an amount typed in Dutch (or with a decimal point); ValidationError when it is no amount."""
    bare = re.sub(r"[€\s ]", "", text).replace("−", "-")
    if match := MoneyField._shape.match(bare):
        whole, fraction = (match[2] or match[3]).replace(".", ""), (match[4] or "").ljust(2, "0")
    elif match := MoneyField._english.match(bare):
        whole, fraction = match[2].replace(",", ""), match[3]
    else:
        raise ValidationError(messages["invalid"], code="invalid", params={"value": text[:40]})
    cents = int(whole) * 100 + int(fraction)
    if cents > MAX_CENTS:
        raise ValidationError(messages["too_large"], code="too_large")
    return -cents if match[1] else cents


def cents_as_typed(cents: int) -> str:
    """Cents as a Dutch amount without currency: 123456 -> `1.234,56`, whole euros without decimals."""
    euros, rest = divmod(abs(cents), 100)
    whole = f"{euros:,}".replace(",", ".")
    return f"{'-' if cents < 0 else ''}{whole}{f',{rest:02d}' if rest else ''}"


class DocumentField(forms.FileField):
    """A document somebody sends along; refused with the reason when it is not what it says, or not safe."""

    default_error_messages = {
        "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        "missing": _("Er is geen bestand ontvangen. Kies het opnieuw."),
        "required": _("Kies een bestand."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", uploads.HELP)
        kwargs.setdefault("max_length", 255)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("accept", ".pdf,.docx,.xlsx,.odt")

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            try:
                upload.content_type = uploads.check(upload)
            except UploadRefused as refused:
                raise ValidationError(str(refused), code="refused") from refused
        return upload


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows, by their numbers. A number that no database can hold is no choice, instead of a server error."""

    def clean(self, value: Any) -> Any:
        for item in value if isinstance(value, list | tuple) else ():
            number = str(getattr(item, "pk", item))
            if not (number.isascii() and number.isdigit() and len(number) <= 18):
                raise ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": number[:40]},
                )
        return super().clean(value)


def text_field(**kwargs: Any) -> forms.CharField:
    """A text of several lines."""
    rows = kwargs.pop("rows", 5)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), max_length=MAX_TEXT, **kwargs)


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

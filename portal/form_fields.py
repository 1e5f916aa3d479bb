"""The fields of the portal: Dutch dates and moments, euros, documents, rows to choose, long texts."""

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import clock, uploads
from portal.upload_types import UploadRefused

if TYPE_CHECKING:
    pass

MAX_TEXT = 20_000
# The largest amount that still counts as typed on purpose: 10 billion euro, in cents.
MAX_CENTS = 1_000_000_000_000


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

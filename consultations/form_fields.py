"""The form fields of this app: a day that has come, a term in days, evidence."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.form_fields import MAX_TEXT, DateField

MAX_TERM = 365


class PastDateField(DateField):
    """A day that has come: today or earlier."""

    default_error_messages = {
        "future": _(
            "Deze datum ligt in de toekomst. Vul de dag in waarop het gebeurde, of wacht tot die dag er is."
        )
    }

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and day > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return day


class TermField(forms.IntegerField):
    """A term in days that the parties agreed on, or nothing."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "6"})
    default_error_messages = {
        "out_of_range": _("Vul een aantal dagen van 1 tot en met %(max)d in, of laat het leeg.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> int | None:
        days: int | None = super().clean(value)
        if days is not None and not 1 <= days <= MAX_TERM:
            message = self.error_messages["out_of_range"]
            raise ValidationError(message, code="out_of_range", params={"max": MAX_TERM})
        return days


class EvidenceField(forms.CharField):
    """Evidence in words. It is asked for, but a document will do instead: `EvidenceMixin` looks at both."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Bewijs"),
            help_text=_(
                "Waaruit dit blijkt, bijvoorbeeld: e-mail van de wethouder van 3 maart. "
                "Mag leeg blijven als u een document toevoegt."
            ),
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        """Empty is not wrong by itself."""

"""Applying for an experiment, deciding on it, and telling what came of it."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guidance.forms import WithoutPupilData
from portal import clock
from portal.form_fields import DateField, DocumentField, text_field
from portal.forms import TransitionForm


class ApplyForm(WithoutPupilData):
    """What a partnership wants to try, and why."""

    plan = text_field(
        label=gettext_lazy("Wat wilt u uitproberen?"),
        rows=7,
        error_messages={"required": gettext_lazy("Schrijf op wat u wilt uitproberen.")},
    )
    motivation = text_field(
        label=gettext_lazy("Waarom doet u mee?"),
        help_text=gettext_lazy("Wat u ervan wilt leren, en met wie u samenwerkt."),
        rows=5,
        error_messages={"required": gettext_lazy("Schrijf op waarom u mee wilt doen.")},
    )


class DecisionForm(TransitionForm):
    """The day of the decision and its reason."""

    reason_label = gettext_lazy("Reden van het besluit")
    decided_on = DateField(label=gettext_lazy("Besluit van het ministerie van"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = gettext_lazy("Schrijf op waarom.")
        self.fields["reason"].help_text = gettext_lazy("Het samenwerkingsverband leest dit.")

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise ValidationError(_("De datum ligt in de toekomst. Leg het besluit vast als het er is."))
        return day


class ReportForm(WithoutPupilData):
    """What was done and learned, with a document."""

    done = text_field(
        label=gettext_lazy("Wat hebt u gedaan?"),
        rows=6,
        error_messages={"required": gettext_lazy("Schrijf op wat u hebt gedaan.")},
    )
    lessons = text_field(
        label=gettext_lazy("Wat leert u ervan?"),
        help_text=gettext_lazy("Ook wat niet werkte. Geen gegevens van leerlingen."),
        rows=6,
        error_messages={"required": gettext_lazy("Schrijf op wat u ervan leert.")},
    )
    document = DocumentField(label=gettext_lazy("Document"), required=False)


EXPERIMENT_FORMS: dict[str, type[TransitionForm]] = {
    "select": DecisionForm,
    "pass_over": DecisionForm,
    "report": ReportForm,
}

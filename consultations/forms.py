"""The forms of procedures and meetings: they check shape and date, the rest is for the services and the findings."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation, Procedure
from guidance.models import Document, DocumentVersion
from portal import clock, uploads
from portal.files import store
from portal.forms import DateField, DocumentField, PortalForm, RowsField, text_field
from portal.models import Organisation
from portal.rights import OrganisationKind
from register.models import Municipality

MAX_TERM = 365
PEOPLE_HELP = gettext_lazy("Naam en functie, één persoon per regel")


class PastDateField(DateField):
    """A day that has come: today or earlier."""

    default_error_messages = {
        "future": gettext_lazy(
            "Deze datum ligt in de toekomst. Vul de dag in waarop het gebeurde, of wacht tot die dag er is."
        )
    }

    def clean(self, value: Any) -> dt.date | None:
        day: dt.date | None = super().clean(value)
        if day and day > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return day


class WithDocument(PortalForm):
    """A form whose document is stored under its hash before the service is called."""

    document_as = "document"  # the argument of the service

    def service_arguments(self) -> dict[str, Any]:
        """The cleaned values as arguments; without a new document nothing is said about it."""
        values = dict(self.cleaned_data)
        if upload := values.pop("document", None):
            values[self.document_as] = store(upload, upload.content_type)
            values[f"{self.document_as}_name"] = uploads.safe_name(upload.name)
        return values


class ProcedureForm(WithDocument):
    """The procedure (OOGO-procedure) a partnership fixed with its municipalities."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    municipalities = RowsField(
        label=gettext_lazy("Gemeenten waarmee u deze procedure hebt afgesproken"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één gemeente.")},
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("Soort procedure"),
        choices=Procedure.Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies de modelprocedure of een eigen procedure.")},
    )
    model_version = forms.ModelChoiceField(
        label=gettext_lazy("Versie van de modelprocedure"),
        queryset=DocumentVersion.objects.none(),
        empty_label=gettext_lazy("niet van toepassing, of niet bekend"),
        help_text=gettext_lazy("Welke u overneemt, of waar uw eigen procedure van is afgeleid"),
        required=False,
    )
    differences = text_field(
        label=gettext_lazy("Waarin uw procedure afwijkt van de modelprocedure"), required=False, rows=3
    )
    fixed_on = PastDateField(label=gettext_lazy("Vastgesteld op"))
    chair = forms.CharField(label=gettext_lazy("Voorzitter van het overleg"), max_length=150, required=False)
    secretariat = forms.CharField(label=gettext_lazy("Secretariaat"), max_length=150, required=False)
    invitation_days = forms.IntegerField(
        label=gettext_lazy("Termijn voor de uitnodiging, in dagen"), required=False
    )
    response_days = forms.IntegerField(
        label=gettext_lazy("Termijn voor de reactie van de gemeente, in dagen"),
        help_text=gettext_lazy("Telt vanaf de dag waarop het concept is aangeboden"),
        required=False,
    )
    dispute_days = forms.IntegerField(
        label=gettext_lazy("Termijn om een geschil aanhangig te maken, in dagen"), required=False
    )
    defence_days = forms.IntegerField(
        label=gettext_lazy("Termijn voor het verweer, in dagen"), required=False
    )
    advice_days = forms.IntegerField(
        label=gettext_lazy("Termijn voor het advies van de commissie, in dagen"), required=False
    )
    committee = forms.ModelChoiceField(
        label=gettext_lazy("Geschillencommissie"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("nog niet bekend"),
        help_text=gettext_lazy("De wet vraagt een voorziening voor geschillen in de procedure."),
        required=False,
    )
    document = DocumentField(label=gettext_lazy("De procedure als document"), required=False)
    remarks = text_field(label=gettext_lazy("Opmerkingen"), required=False, rows=4)

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = municipalities  # type: ignore[attr-defined]
        self.fields["committee"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind=OrganisationKind.COMMITTEE
        ).order_by("name")
        models = DocumentVersion.objects.filter(document__kind=Document.Kind.MODEL)
        self.fields["model_version"].queryset = models.select_related("document")  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if name.endswith("_days"):
                field.widget = forms.TextInput(
                    attrs={"inputmode": "numeric", "size": "6", "class": "form-control"}
                )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in [name for name in self.fields if name.endswith("_days")]:
            days = values.get(name)
            if days is not None and not 1 <= days <= MAX_TERM:
                self.add_error(
                    name,
                    _("Vul een aantal dagen van 1 tot en met %(max)d in, of laat het leeg.")
                    % {"max": MAX_TERM},
                )
        return values


class MeetingForm(WithDocument):
    """A meeting (bijeenkomst) with one or more municipalities of a dossier."""

    document_as = "minutes"
    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    consultations = RowsField(
        label=gettext_lazy("Gemeenten die erbij waren"),
        queryset=Consultation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Kies ten minste één gemeente.")},
    )
    held_on = PastDateField(label=gettext_lazy("Datum"))
    place = forms.CharField(
        label=gettext_lazy("Plaats"),
        max_length=150,
        error_messages={"required": gettext_lazy("Vul in waar u overlegde, of bijvoorbeeld ‘telefonisch’.")},
    )
    present = text_field(
        label=gettext_lazy("Aanwezigen"),
        help_text=PEOPLE_HELP,
        rows=4,
        error_messages={"required": gettext_lazy("Vul in wie erbij waren, met naam en functie.")},
    )
    subjects = text_field(
        label=gettext_lazy("Besproken onderwerpen"),
        error_messages={"required": gettext_lazy("Vul in waarover u sprak.")},
    )
    document = DocumentField(label=gettext_lazy("Verslag"), required=False)

    def __init__(self, *args: Any, consultations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only = list(consultations) if len(consultations) == 1 else None
        if self.only:
            del self.fields["consultations"]  # one municipality: nothing to choose
            return
        field: Any = self.fields["consultations"]
        field.queryset = consultations
        field.label_from_instance = lambda row: (
            f"{row.municipality.name} ({row.part})" if row.part else row.municipality.name
        )

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        if self.only:
            values["consultations"] = self.only
        return values

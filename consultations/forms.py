"""The forms of the consultations: they check shape and date, the rest is for the services and the findings."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Consultation, Procedure
from consultations.services.outcomes import NEEDS_REMARKS
from consultations.states import ConsentState
from portal import clock, uploads
from portal.files import store
from portal.forms import MAX_TEXT, DateField, DocumentField, PortalForm, TransitionForm, text_field
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
    municipalities = forms.ModelMultipleChoiceField(
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
    consultations = forms.ModelMultipleChoiceField(
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


class OutcomeForm(TransitionForm):
    """The outcome of the OOGO, as the municipality itself records it."""

    decided_on = PastDateField(label=gettext_lazy("Datum van de uitkomst"))
    signatory = forms.CharField(
        label=gettext_lazy("Namens het college getekend door"),
        help_text=gettext_lazy("Naam en functie, bijvoorbeeld: de wethouder onderwijs"),
        max_length=200,
        required=False,
    )
    remarks = text_field(label=gettext_lazy("Opmerkingen"), required=False)
    document = DocumentField(label=gettext_lazy("Besluit, brief of verslag"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["remarks"]
        if self.transition.target in NEEDS_REMARKS:
            field.required = True
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["required"] = _("Leg uit waarover u het niet eens bent of wat u opmerkt.")
        offered = self.obj.version.frozen_at.astimezone(clock.AMSTERDAM).date()
        self.fields["decided_on"].help_text = _(
            "Dag-maand-jaar, bijvoorbeeld 14-4-2014. Het concept is van %(day)s; een eerdere datum kan, "
            "maar komt als aandachtspunt in de controle."
        ) % {"day": date_format(offered, "j F Y")}


class EvidenceMixin(PortalForm):
    """Recording for somebody else asks for evidence: in words, or as a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].widget.attrs.pop("aria-required", None)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        said = values.get("evidence", "").strip() or values.get("document")
        if not said and "document" not in self.errors:
            self.add_error(
                "evidence",
                _("Vul in waaruit dit blijkt, of voeg een document toe. U legt dit namens een ander vast."),
            )
        return values


class EvidenceField(forms.CharField):
    """Evidence in words. It is asked for, but a document will do instead: `EvidenceMixin` looks at both."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=gettext_lazy("Bewijs"),
            help_text=gettext_lazy(
                "Waaruit dit blijkt, bijvoorbeeld: e-mail van de wethouder van 3 maart. "
                "Mag leeg blijven als u een document toevoegt."
            ),
            max_length=MAX_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )

    def validate(self, value: Any) -> None:
        """Empty is not wrong by itself."""


class OnBehalfOutcomeForm(EvidenceMixin, OutcomeForm):
    """The outcome, recorded by the partnership because the municipality does not use the portal."""

    evidence = EvidenceField()
    field_order = ["row_version", "decided_on", "signatory", "remarks", "evidence", "document"]


class OverlegForm(TransitionForm):
    """What two partnerships discussed."""

    held_on = PastDateField(label=gettext_lazy("Datum van het overleg"))
    present = text_field(
        label=gettext_lazy("Aanwezigen"),
        help_text=PEOPLE_HELP,
        rows=4,
        error_messages={"required": gettext_lazy("Vul in wie erbij waren, met naam en functie.")},
    )
    summary = text_field(
        label=gettext_lazy("Wat is besproken"),
        error_messages={"required": gettext_lazy("Vul in wat er is besproken.")},
    )
    document = DocumentField(label=gettext_lazy("Verslag"), required=False)


class AskConsentForm(TransitionForm):
    """Since when the OPR has the version."""

    asked_on = PastDateField(
        label=gettext_lazy("Voorgelegd op"),
        help_text=gettext_lazy(
            "Dag-maand-jaar, bijvoorbeeld 31-1-2014. Een dag in het verleden kan, als u het plan eerder per brief of mail voorlegde."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("asked_on", clock.today())
        super().__init__(*args, **kwargs)

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        values.pop("seen")  # asking makes a new row: there is nothing that could be stale
        return values


class ConsentForm(TransitionForm):
    """What the OPR decided."""

    decided_on = PastDateField(label=gettext_lazy("Datum van het besluit"))
    remarks = text_field(label=gettext_lazy("Toelichting"), required=False)
    document = DocumentField(label=gettext_lazy("Besluit of brief"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.transition.target == ConsentState.CONSENTED_WITH_CONDITIONS:
            field = self.fields["remarks"]
            field.label, field.required = _("Voorwaarden"), True
            field.widget.attrs["aria-required"] = "true"
            field.error_messages["required"] = _("Noem de voorwaarden.")


class OnBehalfConsentForm(EvidenceMixin, ConsentForm):
    """The decision, recorded by the partnership because the OPR does not use the portal."""

    evidence = EvidenceField()
    field_order = ["row_version", "decided_on", "remarks", "evidence", "document"]

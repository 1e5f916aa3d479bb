"""The forms of a dossier. They check shape and give clear messages; the law is in `plans.findings` and the guards."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorFormField

from plans import richtext
from plans.models import MAX_SCHOOL_YEARS, Chapter, Dossier
from portal import clock
from portal.form_fields import DateField, DocumentField, RowsField, text_field
from portal.forms import TransitionForm, VersionedForm
from register.models import Municipality, Partnership


class DetailsForm(VersionedForm):
    """Title, plan period and the kind of years of the budget."""

    title = forms.CharField(
        label=gettext_lazy("Titel van het plan"),
        max_length=200,
        error_messages={"required": gettext_lazy("Geef het plan een titel.")},
    )
    period_start = DateField(
        label=gettext_lazy("Eerste dag van de planperiode"),
        help_text=gettext_lazy("Altijd 1 augustus, bijvoorbeeld 1-8-2014"),
    )
    period_end = DateField(
        label=gettext_lazy("Laatste dag van de planperiode"),
        help_text=gettext_lazy("Altijd 31 juli, ten hoogste vier schooljaren later, bijvoorbeeld 31-7-2018"),
    )
    budget_years = forms.ChoiceField(
        label=gettext_lazy("De begroting staat in"),
        choices=list(Dossier._meta.get_field("budget_years").choices or ()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Het plan gaat over schooljaren. Jaren buiten de planperiode vallen weg als u de begroting weer opslaat."
        ),
    )

    def __init__(self, *args: Any, plan_start: dt.date, **kwargs: Any) -> None:
        self.plan_start = plan_start
        super().__init__(*args, **kwargs)

    def clean_period_start(self) -> dt.date:
        start: dt.date = self.cleaned_data["period_start"]
        if abs(start.year - self.plan_start.year) > MAX_SCHOOL_YEARS:
            raise ValidationError(
                _("Dit jaar past niet bij deze ronde, waarin de planperiode op 1-8-%(year)d begint.")
                % {"year": self.plan_start.year}
            )
        if (start.month, start.day) != (8, 1):
            raise ValidationError(
                _("Een planperiode begint op 1 augustus, het begin van een schooljaar. Kies 1-8-%(year)d.")
                % {"year": start.year}
            )
        return start

    def clean_period_end(self) -> dt.date:
        end: dt.date = self.cleaned_data["period_end"]
        if (end.month, end.day) != (7, 31):
            raise ValidationError(
                _("Een planperiode eindigt op 31 juli, het einde van een schooljaar. Kies 31-7-%(year)d.")
                % {"year": end.year}
            )
        start = self.cleaned_data.get("period_start")
        if start and end <= start:
            raise ValidationError(_("De laatste dag ligt vóór de eerste dag van de planperiode."))
        if start and end.year - start.year > MAX_SCHOOL_YEARS:
            raise ValidationError(
                _("Een plan geldt voor ten hoogste vier schooljaren (lid 7). Kies 31-7-%(year)d of eerder.")
                % {"year": start.year + MAX_SCHOOL_YEARS}
            )
        return end


class PartnersForm(VersionedForm):
    """The municipalities and partnerships a national partnership consults with."""

    municipalities = RowsField(
        label=gettext_lazy("Gemeenten voor het overleg (OOGO)"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    partnerships = RowsField(
        label=gettext_lazy("Samenwerkingsverbanden van de andere sector"),
        queryset=Partnership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, municipalities: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipalities"].queryset = municipalities
        self.fields["partnerships"].queryset = partnerships
        self.fields["partnerships"].label_from_instance = lambda row: row.display_name

    def stored(self, row: Any) -> dict[str, Any]:
        return {
            "municipalities": list(row.chosen_municipalities.all()),
            "partnerships": list(row.chosen_partnerships.all()),
        }


class BodyField(ProseEditorFormField):
    """Rich text. Without JavaScript it is a plain text field; cleaning is done by the service (`richtext.clean`)."""

    is_rich = True

    default_error_messages = {
        "max_length": gettext_lazy(
            "Deze tekst is te lang: %(show_value)d tekens, en ten hoogste %(limit_value)d kan. "
            "Verdeel de tekst over meer hoofdstukken of stuur een deel als bijlage."
        )
    }

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)

    def in_words(self, value: str) -> SafeString:
        """The text as it would be stored, for the page with both texts."""
        return mark_safe(richtext.clean(value))


class ChapterForm(VersionedForm):
    """One chapter: title, text and how far its writer says it is."""

    title = forms.CharField(
        label=gettext_lazy("Titel van het hoofdstuk"),
        max_length=200,
        error_messages={"required": gettext_lazy("Geef het hoofdstuk een titel.")},
    )
    body = BodyField(
        label=gettext_lazy("Tekst"),
        extensions=richtext.EXTENSIONS,
        required=False,
        max_length=richtext.MAX_CHARACTERS,
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Hoe ver is dit hoofdstuk?"),
        choices=Chapter.Status.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies hoe ver dit hoofdstuk is.")},
    )


class NewChapterForm(VersionedForm):
    """A free chapter."""

    title = forms.CharField(
        label=gettext_lazy("Titel van het nieuwe hoofdstuk"),
        max_length=200,
        error_messages={"required": gettext_lazy("Geef het hoofdstuk een titel.")},
    )


class AttachmentForm(VersionedForm):
    """A document to add to the plan."""

    document = DocumentField(label=gettext_lazy("Bestand"))
    description = forms.CharField(
        label=gettext_lazy("Wat is dit?"),
        help_text=gettext_lazy("Bijvoorbeeld: verslag van het overleg van 12 maart"),
        max_length=200,
        required=False,
    )


class AdoptForm(TransitionForm):
    """Which body adopted the plan, and when. Governance differs, so the body is free text."""

    adopted_on = DateField(label=gettext_lazy("Datum van vaststelling"))
    body = forms.CharField(
        label=gettext_lazy("Vastgesteld door"),
        help_text=gettext_lazy(
            "Het orgaan van uw samenwerkingsverband, bijvoorbeeld: algemene ledenvergadering"
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul in welk orgaan het plan heeft vastgesteld.")},
    )
    document = DocumentField(label=gettext_lazy("Besluit of verslag"), required=False)

    def clean_adopted_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["adopted_on"]
        if day > clock.today():
            raise ValidationError(
                _("Deze datum ligt in de toekomst. Leg de vaststelling vast als het besluit is genomen.")
            )
        return day


class FileForm(TransitionForm):
    """Filing: an optional remark, and the declaration of the signatory."""

    remark = text_field(
        label=gettext_lazy("Opmerking voor de inspectie"),
        help_text=gettext_lazy("Komt op het ontvangstbewijs te staan."),
        required=False,
        rows=4,
    )
    declaration = forms.BooleanField(
        label=gettext_lazy("Ik dien dit plan in namens het samenwerkingsverband en ben daartoe bevoegd."),
        error_messages={"required": gettext_lazy("Zet een vinkje om te bevestigen dat u bevoegd bent.")},
    )

    def service_arguments(self) -> dict[str, Any]:
        values = super().service_arguments()
        values.pop("declaration")
        return values

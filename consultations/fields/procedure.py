"""The fields of the procedure of the OOGO (OOGO-procedure)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.fields.sheets import (
    BY_WHOM,
    COUNTER,
    ITS_PLACE,
    KIND_LABEL,
    LINE_OF_ONE,
    NAMED_APART,
    NO_CELL,
    Declared,
    Place,
    Sheet,
    day_field,
    document_field,
    line_field,
    term_field,
    text_of,
)
from consultations.models import (
    Procedure,
)
from guidance.models import Document, DocumentVersion
from portal.form_fields import RowsField
from portal.models import Organisation
from portal.rights import OrganisationKind
from register.models import Municipality

PROCEDURE = Sheet(
    model=Procedure,
    file_kind="procedure",
    title=_("Procedure"),
    rows=(
        Declared(
            name="municipalities",
            label=_("Gemeenten"),
            form=lambda: RowsField(
                label=_("Gemeenten waarmee u deze procedure hebt afgesproken"),
                queryset=Municipality.objects.none(),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Kies ten minste één gemeente.")},
            ),
            but={
                Place.PAGE: "the list of procedures names them below the terms; a consultation is of one of them",
                Place.PANEL: "the heading of its terms names those that follow it",
                Place.CSV: LINE_OF_ONE,
                Place.BUNDLE: "the dispute is with one of them; the others are no party to it",
            },
        ),
        Declared(
            name="basis",
            label=_("Procedure"),
            csv=_("Procedure"),
            form=lambda: forms.ChoiceField(
                label=_("Soort procedure"),
                choices=Procedure.Basis.choices,
                widget=forms.RadioSelect,
                error_messages=KIND_LABEL,
            ),
        ),
        Declared(
            name="model_version",
            label=_("Modelprocedure"),
            url=lambda version: version.document.get_absolute_url(),
            form=lambda: forms.ModelChoiceField(
                label=_("Versie van de modelprocedure"),
                queryset=DocumentVersion.objects.filter(document__kind=Document.Kind.MODEL).select_related(
                    "document"
                ),
                empty_label=_("niet van toepassing, of niet bekend"),
                help_text=_("Welke u overneemt, of waar uw eigen procedure van is afgeleid"),
                required=False,
            ),
        ),
        Declared(
            name="differences",
            label=_("Wijkt af in"),
            form=text_of(_("Waarin uw procedure afwijkt van de modelprocedure"), required=False, rows=3),
        ),
        Declared(
            name="fixed_on",
            label=_("Vastgesteld"),
            csv=_("Procedure vastgesteld op"),
            form=day_field(_("Vastgesteld op")),
        ),
        Declared(name="chair", label=_("Voorzitter"), form=line_field(_("Voorzitter van het overleg"))),
        Declared(name="secretariat", label=_("Secretariaat"), form=line_field(_("Secretariaat"))),
        Declared(
            name="invitation_days",
            label=_("Termijn voor de uitnodiging"),
            form=term_field(_("Termijn voor de uitnodiging, in dagen")),
        ),
        Declared(
            name="response_days",
            label=_("Termijn voor de reactie"),
            form=term_field(
                _("Termijn voor de reactie van de gemeente, in dagen"),
                _("Telt vanaf de dag waarop het concept is aangeboden"),
            ),
        ),
        Declared(
            name="dispute_days",
            label=_("Termijn voor een geschil"),
            form=term_field(_("Termijn om een geschil aanhangig te maken, in dagen")),
        ),
        Declared(
            name="defence_days",
            label=_("Termijn voor het verweer"),
            form=term_field(_("Termijn voor het verweer, in dagen")),
        ),
        Declared(
            name="advice_days",
            label=_("Termijn voor het advies"),
            form=term_field(_("Termijn voor het advies van de commissie, in dagen")),
        ),
        Declared(
            name="committee",
            label=_("Geschillencommissie"),
            empty=_("niet genoemd"),
            csv=_("Geschillencommissie"),
            form=lambda: forms.ModelChoiceField(
                label=_("Geschillencommissie"),
                queryset=Organisation.objects.filter(kind=OrganisationKind.COMMITTEE).order_by("name"),
                empty_label=_("nog niet bekend"),
                help_text=_("De wet vraagt een voorziening voor geschillen in de procedure."),
                required=False,
            ),
        ),
        Declared(
            name="document",
            label=_("Document"),
            form=document_field(_("De procedure als document")),
            but={Place.CSV: NO_CELL},
        ),
        Declared(
            name="remarks", label=_("Opmerkingen"), form=text_of(_("Opmerkingen"), required=False, rows=4)
        ),
    ),
    apart={
        "uuid": COUNTER,
        "partnership": ITS_PLACE,
        "document_name": NAMED_APART,
        "row_version": COUNTER,
        "recorded_at": BY_WHOM,
        "recorded_by": BY_WHOM,
    },
)

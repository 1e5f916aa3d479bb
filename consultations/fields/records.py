"""The fields of a meeting, an outcome, a decision of the OPR and an overleg."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.fields.sheets import (
    BY_WHOM,
    COUNTER,
    ITS_PLACE,
    LINE_OF_ONE,
    NAMED_APART,
    NO_CELL,
    PEOPLE_HELP,
    PEOPLE_MISSING,
    STATE,
    Declared,
    Place,
    Sheet,
    day_field,
    document_field,
    line_field,
    text_of,
)
from consultations.form_fields import EvidenceField
from consultations.models import (
    ConsentDecision,
    Consultation,
    Meeting,
    Outcome,
    OverlegRecord,
)
from portal.form_fields import RowsField

MEETING = Sheet(
    model=Meeting,
    file_kind="verslag",
    title=_("Laatste bijeenkomst"),
    rows=(
        Declared(
            name="consultations",
            label=_("Gemeenten"),
            form=lambda: RowsField(
                label=_("Gemeenten die erbij waren"),
                queryset=Consultation.objects.none(),
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Kies ten minste één gemeente.")},
            ),
            but={
                Place.PAGE: "another municipality does not read with whom else there was a meeting",
                Place.AUDIT: "a meeting leaves a line with each of them, and a change names all",
                Place.PANEL: "the meeting stands in the row of each of them",
                Place.CSV: LINE_OF_ONE,
                Place.BUNDLE: "the dispute is with one of them; the others are no party to it",
            },
        ),
        Declared(
            name="held_on",
            label=_("Datum"),
            csv=_("Laatste bijeenkomst"),
            form=day_field(_("Datum")),
            in_heading=True,
        ),
        Declared(
            name="place",
            label=_("Plaats"),
            in_heading=True,
            form=line_field(
                _("Plaats"),
                required=True,
                error_messages={"required": _("Vul in waar u overlegde, of bijvoorbeeld ‘telefonisch’.")},
            ),
        ),
        Declared(
            name="present",
            label=_("Aanwezig"),
            form=text_of(_("Aanwezigen"), help_text=PEOPLE_HELP, rows=4, error_messages=PEOPLE_MISSING),
        ),
        Declared(
            name="subjects",
            label=_("Besproken"),
            form=text_of(
                _("Besproken onderwerpen"), error_messages={"required": _("Vul in waarover u sprak.")}
            ),
        ),
        Declared(
            name="minutes", label=_("Verslag"), form=document_field(_("Verslag")), but={Place.CSV: NO_CELL}
        ),
    ),
    apart={
        "dossier": ITS_PLACE,
        "minutes_name": NAMED_APART,
        "row_version": COUNTER,
        "recorded_at": BY_WHOM,
        "recorded_by": BY_WHOM,
    },
)

_OF_A_DECISION = {
    "kind": STATE,
    "document_name": NAMED_APART,
    "corrects": "the entries stand below each other, the last one first; the audit line has the number",
    "recorded_at": BY_WHOM,
    "recorded_by": BY_WHOM,
}
_ABOUT = Declared(
    name="version",
    label=_("Gaat over"),
    csv=_("Uitkomst over versie"),
    but={Place.FORM: "it is about the version that was put to them last; the page says which"},
)
_EVIDENCE = Declared(name="evidence", label=_("Waaruit dit blijkt"), form=EvidenceField)
_ON_BEHALF_FORM = "another button, with a form that asks for evidence"

OUTCOME = Sheet(
    model=Outcome,
    file_kind="uitkomst",
    title=_("Uitkomst"),
    rows=(
        Declared(
            name="decided_on",
            label=_("Datum"),
            csv=_("Datum van de uitkomst"),
            form=day_field(_("Datum van de uitkomst")),
        ),
        _ABOUT,
        Declared(
            name="signatory",
            label=_("Namens het college"),
            csv=_("Namens het college"),
            form=line_field(
                _("Namens het college getekend door"),
                200,
                help_text=_("Naam en functie, bijvoorbeeld: de wethouder onderwijs"),
            ),
        ),
        Declared(
            name="recorded_by_name",
            label=_("Vastgelegd"),
            csv=_("Vastgelegd door"),
            but=dict.fromkeys(set(Place) - {Place.CSV}, BY_WHOM),
        ),
        Declared(
            name="on_behalf",
            label=_("Namens de gemeente"),
            yes=_("Vastgelegd door het samenwerkingsverband, namens de gemeente."),
            in_heading=True,
            csv=_("Namens de gemeente vastgelegd"),
            but={Place.FORM: _ON_BEHALF_FORM},
        ),
        Declared(
            name="remarks",
            label=_("Opmerkingen"),
            csv=_("Opmerkingen"),
            form=text_of(_("Opmerkingen"), required=False),
        ),
        _EVIDENCE,
        Declared(
            name="document",
            label=_("Document"),
            form=document_field(_("Besluit, brief of verslag")),
            but={Place.CSV: NO_CELL},
        ),
    ),
    apart={**_OF_A_DECISION, "consultation": ITS_PLACE},
)

CONSENT = Sheet(
    model=ConsentDecision,
    file_kind="instemming",
    rows=(
        Declared(name="decided_on", label=_("Datum"), form=day_field(_("Datum van het besluit"))),
        Declared(
            name="remarks",
            label=_("Voorwaarden of toelichting"),
            form=text_of(_("Toelichting"), required=False),
        ),
        Declared(
            name="on_behalf",
            label=_("Namens de OPR"),
            yes=_("Vastgelegd door het samenwerkingsverband, namens de OPR."),
            in_heading=True,
            but={Place.FORM: _ON_BEHALF_FORM},
        ),
        _EVIDENCE,
        Declared(name="document", label=_("Document"), form=document_field(_("Besluit of brief"))),
    ),
    apart={**_OF_A_DECISION, "request": ITS_PLACE, "recorded_by_name": BY_WHOM},
    but={Place.CSV: LINE_OF_ONE, Place.BUNDLE: "the committee judges the OOGO; the OPR is no party to it"},
)

OVERLEG = Sheet(
    model=OverlegRecord,
    file_kind="overleg",
    rows=(
        Declared(
            name="held_on", label=_("Datum"), form=day_field(_("Datum van het overleg")), in_heading=True
        ),
        Declared(
            name="version",
            label=_("Gaat over"),
            but={Place.FORM: "it is about the version that was put to them last; the page says which"},
        ),
        Declared(
            name="present",
            label=_("Aanwezig"),
            form=text_of(_("Aanwezigen"), help_text=PEOPLE_HELP, rows=4, error_messages=PEOPLE_MISSING),
        ),
        Declared(
            name="summary",
            label=_("Besproken"),
            form=text_of(
                _("Wat is besproken"), error_messages={"required": _("Vul in wat er is besproken.")}
            ),
        ),
        Declared(
            name="recorded_for",
            label=_("Namens"),
            but={Place.FORM: "the organisation of who records it"},
        ),
        Declared(name="document", label=_("Verslag"), form=document_field(_("Verslag"))),
    ),
    apart={
        "overleg": ITS_PLACE,
        "document_name": NAMED_APART,
        "recorded_at": BY_WHOM,
        "recorded_by": BY_WHOM,
    },
    but={
        Place.CSV: LINE_OF_ONE,
        Place.BUNDLE: "the committee judges the OOGO; other partnerships are no party to it",
    },
)

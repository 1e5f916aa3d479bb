"""The fields of a procedure, a meeting and a decision: each declared once, for every place where it is filled in or read.

A declaration says how the field is filled in and what it is called; the form, the page, the audit line, the panel of the
reviewer, the CSV and the bundle of a dispute all read it. A field that does not stand in one of those says why. A test
holds that every field of these models is declared and stands where its declaration says.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.models import TextChoices
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from consultations.form_fields import EvidenceField, PastDateField, TermField
from consultations.models import (
    ConsentDecision,
    Consultation,
    Meeting,
    Outcome,
    OverlegRecord,
    Procedure,
)
from guidance.models import Document, DocumentVersion
from plans.models import PlanVersion
from portal.forms import DocumentField, RowsField, text_field
from portal.models import Organisation, StoredFile
from portal.rights import OrganisationKind
from portal.workflow import Text
from register.models import Municipality


class Place(TextChoices):
    """Where a field can stand."""

    FORM = "form"
    PAGE = "page"
    AUDIT = "audit"
    PANEL = "panel"
    CSV = "csv"
    BUNDLE = "bundle"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """One field: its name in the model, what it is called where it is read, and how it is filled in.

    `csv` is the head of its column, for a column with a fixed place in the table; `but` has the places where it does not
    stand, each with the reason. What is in the heading comes in the line above the others. `yes` and `empty` are the
    words for those values, `url` is where its value can be read.
    """

    name: str
    label: Text
    form: Callable[[], forms.Field] | None = None
    csv: Text = ""
    in_heading: bool = False
    yes: Text = ""
    empty: Text = ""
    url: Callable[[Any], str] | None = None
    but: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The fields of one model, in order. `apart` has the fields that are not declared, each with the reason."""

    model: type[models.Model]
    rows: tuple[Declared, ...]
    apart: Mapping[str, str]
    but: Mapping[Place, str] = field(default_factory=dict)
    file_kind: str = ""  # what its document is called in an address
    title: Text = ""  # what comes before the heads of its columns in a table with more than it

    def at(self, place: str) -> Iterator[Declared]:
        """The fields that stand in a place."""
        if place not in self.but:
            yield from (row for row in self.rows if place not in row.but)


@dataclass(frozen=True)
class Fact:
    """A field of a row as it is read; `file` is its document, when that was read along."""

    name: str
    label: str
    words: str
    url: str = ""
    is_file: bool = False
    file: StoredFile | None = None


# --- why a field does not stand somewhere -------------------------------------------------------------------------
ITS_PLACE = "the page, the panel and the bundle are of the row it belongs to"
BY_WHOM = "who recorded it and when stands below every entry, in the words of that page"
COUNTER = "a counter of the portal: it says nothing to people"
LINE_OF_ONE = "a line of the CSV is of one municipality"
NO_CELL = "a file does not go into a cell; the page has it"
STATE = "the button that was chosen says it; the state of the row, in every place, is this"
NAMED_APART = "the name of the file, kept with it: it stands where the file stands"


def _day(label: Text) -> Callable[[], forms.Field]:
    return lambda: PastDateField(label=label)


def _line(label: Any, size: int = 150, **more: Any) -> Callable[[], forms.Field]:
    more.setdefault("required", False)
    return lambda: forms.CharField(label=label, max_length=size, **more)


def _text(label: Text, **more: Any) -> Callable[[], forms.Field]:
    return lambda: text_field(label=label, **more)


def _document(label: Text) -> Callable[[], forms.Field]:
    return lambda: DocumentField(label=label, required=False)


def _term(label: Text, help_text: Text = "") -> Callable[[], forms.Field]:
    return lambda: TermField(label=label, help_text=help_text)


PEOPLE_HELP = _("Naam en functie, één persoon per regel")
PEOPLE_MISSING = {"required": _("Vul in wie erbij waren, met naam en functie.")}
KIND_LABEL = {"required": _("Kies de modelprocedure of een eigen procedure.")}

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
            form=_text(_("Waarin uw procedure afwijkt van de modelprocedure"), required=False, rows=3),
        ),
        Declared(
            name="fixed_on",
            label=_("Vastgesteld"),
            csv=_("Procedure vastgesteld op"),
            form=_day(_("Vastgesteld op")),
        ),
        Declared(name="chair", label=_("Voorzitter"), form=_line(_("Voorzitter van het overleg"))),
        Declared(name="secretariat", label=_("Secretariaat"), form=_line(_("Secretariaat"))),
        Declared(
            name="invitation_days",
            label=_("Termijn voor de uitnodiging"),
            form=_term(_("Termijn voor de uitnodiging, in dagen")),
        ),
        Declared(
            name="response_days",
            label=_("Termijn voor de reactie"),
            form=_term(
                _("Termijn voor de reactie van de gemeente, in dagen"),
                _("Telt vanaf de dag waarop het concept is aangeboden"),
            ),
        ),
        Declared(
            name="dispute_days",
            label=_("Termijn voor een geschil"),
            form=_term(_("Termijn om een geschil aanhangig te maken, in dagen")),
        ),
        Declared(
            name="defence_days",
            label=_("Termijn voor het verweer"),
            form=_term(_("Termijn voor het verweer, in dagen")),
        ),
        Declared(
            name="advice_days",
            label=_("Termijn voor het advies"),
            form=_term(_("Termijn voor het advies van de commissie, in dagen")),
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
            form=_document(_("De procedure als document")),
            but={Place.CSV: NO_CELL},
        ),
        Declared(
            name="remarks", label=_("Opmerkingen"), form=_text(_("Opmerkingen"), required=False, rows=4)
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
            form=_day(_("Datum")),
            in_heading=True,
        ),
        Declared(
            name="place",
            label=_("Plaats"),
            in_heading=True,
            form=_line(
                _("Plaats"),
                required=True,
                error_messages={"required": _("Vul in waar u overlegde, of bijvoorbeeld ‘telefonisch’.")},
            ),
        ),
        Declared(
            name="present",
            label=_("Aanwezig"),
            form=_text(_("Aanwezigen"), help_text=PEOPLE_HELP, rows=4, error_messages=PEOPLE_MISSING),
        ),
        Declared(
            name="subjects",
            label=_("Besproken"),
            form=_text(
                _("Besproken onderwerpen"), error_messages={"required": _("Vul in waarover u sprak.")}
            ),
        ),
        Declared(name="minutes", label=_("Verslag"), form=_document(_("Verslag")), but={Place.CSV: NO_CELL}),
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
            form=_day(_("Datum van de uitkomst")),
        ),
        _ABOUT,
        Declared(
            name="signatory",
            label=_("Namens het college"),
            csv=_("Namens het college"),
            form=_line(
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
            form=_text(_("Opmerkingen"), required=False),
        ),
        _EVIDENCE,
        Declared(
            name="document",
            label=_("Document"),
            form=_document(_("Besluit, brief of verslag")),
            but={Place.CSV: NO_CELL},
        ),
    ),
    apart={**_OF_A_DECISION, "consultation": ITS_PLACE},
)

CONSENT = Sheet(
    model=ConsentDecision,
    file_kind="instemming",
    rows=(
        Declared(name="decided_on", label=_("Datum"), form=_day(_("Datum van het besluit"))),
        Declared(
            name="remarks",
            label=_("Voorwaarden of toelichting"),
            form=_text(_("Toelichting"), required=False),
        ),
        Declared(
            name="on_behalf",
            label=_("Namens de OPR"),
            yes=_("Vastgelegd door het samenwerkingsverband, namens de OPR."),
            in_heading=True,
            but={Place.FORM: _ON_BEHALF_FORM},
        ),
        _EVIDENCE,
        Declared(name="document", label=_("Document"), form=_document(_("Besluit of brief"))),
    ),
    apart={**_OF_A_DECISION, "request": ITS_PLACE, "recorded_by_name": BY_WHOM},
    but={Place.CSV: LINE_OF_ONE, Place.BUNDLE: "the committee judges the OOGO; the OPR is no party to it"},
)

OVERLEG = Sheet(
    model=OverlegRecord,
    file_kind="overleg",
    rows=(
        Declared(name="held_on", label=_("Datum"), form=_day(_("Datum van het overleg")), in_heading=True),
        Declared(
            name="version",
            label=_("Gaat over"),
            but={Place.FORM: "it is about the version that was put to them last; the page says which"},
        ),
        Declared(
            name="present",
            label=_("Aanwezig"),
            form=_text(_("Aanwezigen"), help_text=PEOPLE_HELP, rows=4, error_messages=PEOPLE_MISSING),
        ),
        Declared(
            name="summary",
            label=_("Besproken"),
            form=_text(_("Wat is besproken"), error_messages={"required": _("Vul in wat er is besproken.")}),
        ),
        Declared(
            name="recorded_for",
            label=_("Namens"),
            but={Place.FORM: "the organisation of who records it"},
        ),
        Declared(name="document", label=_("Verslag"), form=_document(_("Verslag"))),
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

SHEETS: dict[type[models.Model], Sheet] = {
    sheet.model: sheet for sheet in (PROCEDURE, MEETING, OUTCOME, CONSENT, OVERLEG)
}

C = TypeVar("C", bound=type[forms.Form])


def filled_in(model: type[models.Model], without: tuple[str, ...] = ()) -> Callable[[C], C]:
    """Give a form class the declared fields of a model, but those it goes without. For a decorator."""

    def give(form: C) -> C:
        found = {row.name: row.form() for row in SHEETS[model].at(Place.FORM) if row.form}
        fields = {name: made for name, made in found.items() if name not in without}
        form.declared_fields.update(fields)  # type: ignore[attr-defined]
        return form

    return give


def facts(row: models.Model, place: str, heading: bool = False) -> list[Fact]:
    """What a row says in a place: in its heading, or below it. What is empty is left out."""
    found = (
        _fact(row, declared) for declared in SHEETS[type(row)].at(place) if declared.in_heading == heading
    )
    return [fact for fact in found if fact.words]


def in_audit(row: models.Model) -> dict[str, Any]:
    """What a row says as plain values, for its audit line: in Dutch, whatever the language of the page."""
    found: dict[str, Any] = {}
    with translation.override("nl"):
        for declared in SHEETS[type(row)].at(Place.AUDIT):
            value = getattr(row, declared.name)
            found[declared.name] = _plain(value, _fact(row, declared))
            if _is_file(row, declared):
                found[f"{declared.name}_sha256"] = value.sha256 if value else ""
    return found


def csv_heads(model: type[models.Model], named: bool) -> list[Text]:
    """The heads of the columns of a model in a table: those with a head of their own, or the others.

    The first kind keeps its place in the table, whatever comes in later.
    """
    title = SHEETS[model].title
    return [row.csv or f"{title}: {str(row.label).lower()}" for row in _columns(model, named)]


def csv_cells(model: type[models.Model], named: bool, row: models.Model | None) -> list[Any]:
    """The cells of a row below `csv_heads`; empty ones when there is no row."""
    return [_cell(row, declared) if row else "" for declared in _columns(model, named)]


def _columns(model: type[models.Model], named: bool) -> Iterator[Declared]:
    return (row for row in SHEETS[model].at(Place.CSV) if bool(row.csv) == named)


def _cell(row: Any, declared: Declared) -> Any:
    value = getattr(row, declared.name)
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nee")
    if isinstance(value, dt.date | int):
        return value
    return value.number if isinstance(value, PlanVersion) else _words(row, declared.name, value)


def _fact(row: Any, declared: Declared) -> Fact:
    name, label = declared.name, str(declared.label)
    if _is_file(row, declared):
        known = row._meta.get_field(name).is_cached(row)
        return Fact(
            name,
            label,
            getattr(row, f"{name}_name"),
            is_file=True,
            file=getattr(row, name) if known else None,
        )
    value = getattr(row, name)
    words = (
        str(declared.yes or gettext("ja"))
        if value is True
        else _words(row, name, value) or str(declared.empty)
    )
    return Fact(name, label, words, url=declared.url(value) if declared.url and value else "")


def _is_file(row: models.Model, declared: Declared) -> bool:
    return row._meta.get_field(declared.name).related_model is StoredFile


def _words(row: Any, name: str, value: Any) -> str:
    """A value as people read it; empty for nothing and for no."""
    if value is None or value is False or value == "":
        return ""
    if isinstance(value, dt.date):
        return date_format(value, "j F Y")
    if isinstance(value, models.Manager):
        return ", ".join(sorted(str(one) for one in value.all()))
    if isinstance(value, PlanVersion):
        return gettext("versie %(number)d") % {"number": value.number}
    if name.endswith("_days"):
        return ngettext("%(n)d dag", "%(n)d dagen", value) % {"n": value}
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else value)


def _plain(value: Any, fact: Fact) -> Any:
    """A value for JSON."""
    if isinstance(value, PlanVersion):
        return value.number
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Manager):
        return sorted(str(one) for one in value.all())
    if isinstance(value, bool | int | str) and not isinstance(value, TextChoices):
        return value
    return fact.words

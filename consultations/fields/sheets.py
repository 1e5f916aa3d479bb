"""What a declaration of a field is, where a field can stand, and how one is filled in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consultations.form_fields import PastDateField, TermField
from portal.form_fields import DocumentField, text_field
from portal.models import StoredFile
from portal.workflow import Text


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


def day_field(label: Text) -> Callable[[], forms.Field]:
    return lambda: PastDateField(label=label)


def line_field(label: Any, size: int = 150, **more: Any) -> Callable[[], forms.Field]:
    more.setdefault("required", False)
    return lambda: forms.CharField(label=label, max_length=size, **more)


def text_of(label: Text, **more: Any) -> Callable[[], forms.Field]:
    return lambda: text_field(label=label, **more)


def document_field(label: Text) -> Callable[[], forms.Field]:
    return lambda: DocumentField(label=label, required=False)


def term_field(label: Text, help_text: Text = "") -> Callable[[], forms.Field]:
    return lambda: TermField(label=label, help_text=help_text)


PEOPLE_HELP = _("Naam en functie, één persoon per regel")
PEOPLE_MISSING = {"required": _("Vul in wie erbij waren, met naam en functie.")}
KIND_LABEL = {"required": _("Kies de modelprocedure of een eigen procedure.")}

"""Reading what was declared: for forms, pages, audit lines and tables."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.db.models import TextChoices
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from consultations.fields.procedure import PROCEDURE
from consultations.fields.records import CONSENT, MEETING, OUTCOME, OVERLEG
from consultations.fields.sheets import Declared, Fact, Place, Sheet
from plans.models import PlanVersion
from portal.models import StoredFile
from portal.workflow import Text

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

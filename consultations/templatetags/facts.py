"""What a recorded row says, from the declarations in `consultations.fields`."""

from typing import Any

from django import template

from consultations import fields

register = template.Library()


@register.simple_tag
def facts(row: Any, place: str) -> list[fields.Fact]:
    """The fields of a row that stand in a place, without those of its heading."""
    return fields.facts(row, place)


@register.simple_tag
def heading(row: Any, place: str) -> str:
    """The line above the other fields of a row."""
    return ", ".join(fact.words for fact in fields.facts(row, place, heading=True))


@register.filter
def file_kind(row: Any) -> str:
    """What the document of a row is called in an address."""
    return fields.SHEETS[type(row)].file_kind

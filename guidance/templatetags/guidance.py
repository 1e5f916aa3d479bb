"""Documents of the library on the pages of the apps above."""

from typing import Any

from django import template

from guidance import selectors

register = template.Library()


@register.inclusion_tag("guidance/_beside.html")
def documents_about(subject: str) -> dict[str, Any]:
    """The documents about a subject (its key); nothing when there are none."""
    return {"documents": selectors.about(subject), "subject": subject}

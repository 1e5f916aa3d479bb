"""What is about a subject, on the pages of the apps above; and texts in two languages in mails."""

import datetime as dt
from typing import Any

from django import template
from django.utils import formats, translation
from django.utils.translation import gettext

from guidance import selectors
from plans.models.law import in_language
from portal import clock
from portal.templatetags.portal import day

register = template.Library()


@register.inclusion_tag("guidance/_beside.html")
def documents_about(subject: str) -> dict[str, Any]:
    """The documents and examples about a subject (its key); nothing when there are none."""
    return selectors.beside(subject)


@register.filter
def or_english(text: str, english: str) -> str:
    """A text in the language of the page: the English one when there is one and English is read."""
    return in_language(text, english)


@register.filter
def hours(starts_at: dt.datetime | str, ends_at: dt.datetime | str) -> str:
    """From when until when in Dutch time: `14 april 2014, 13.30–16.00 uur`."""
    start, end = _local(starts_at), _local(ends_at)
    pattern = "H.i" if translation.get_language() == "nl" else "H:i"
    until = formats.date_format(end, pattern)
    if clock.day_of(end) != clock.day_of(start):
        until = f"{day(end)} {until}"
    values = {"day": day(start), "from": formats.date_format(start, pattern), "until": until}
    return gettext("%(day)s, %(from)s–%(until)s uur") % values


def _local(value: dt.datetime | str) -> dt.datetime:
    return clock.local(clock.parse_moment(value) if isinstance(value, str) else value)

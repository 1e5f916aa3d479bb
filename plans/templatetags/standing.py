"""The words of `plans.standing` in templates of pages, PDFs and mails."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from plans import standing
from plans.next_steps import NextStep

register = template.Library()
register.filter(standing.in_time)
register.filter(standing.how_late)
register.filter(standing.how_timely)


@register.inclusion_tag("plans/_timing.html")
def timing_of(filing: Any, *, emphasis: bool = False) -> dict[str, Any]:
    """The sentence on the timing of a filing; with `emphasis` the verdict stands out."""
    marks = {"strong": mark_safe("<strong>"), "end": mark_safe("</strong>")} if emphasis else {}
    return standing.receipt_facts(filing) | marks


@register.simple_tag
def next_step(code: str) -> str:
    """What comes next and what to know about it, for a message about the step that led there."""
    step = NextStep(code=code)
    return f"{step.title()}. {step.note()}"

"""Template tags of disputes: stored codes in the language of the reader, and what comes next."""

from typing import Any

from django import template

from disputes import whats_next
from disputes.states import DisputeState
from portal import workflow

register = template.Library()


@register.filter
def dispute_state(state: str) -> str:
    """A stored state in words."""
    return str(DisputeState(state).label)


@register.filter
def dispute_step(step: str) -> str:
    """What a stored step did, in words."""
    return str(workflow.find("disputes.Dispute", step).done)


@register.simple_tag(takes_context=True)
def dispute_next(context: template.Context) -> list[str]:
    """Who can do what now, as sentences, for a mail that carries the values of `whats_next.facts`."""
    values: Any = context.flatten()
    return whats_next.sentences(values)

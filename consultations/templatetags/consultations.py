"""The states of a consultation and of a consent in words, for mails (which keep the code, not the translated text)."""

from django import template

from consultations.states import ConsentState, ConsultationState

register = template.Library()


@register.filter
def consultation_state(code: str) -> str:
    """The name of a state or outcome in the reader's language."""
    return str(ConsultationState(code).label)


@register.filter
def consent_state(code: str) -> str:
    """The name of what the OPR decided in the reader's language."""
    return str(ConsentState(code).label)

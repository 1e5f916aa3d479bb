"""What holds a step back; an empty list means go."""

from django.utils.translation import gettext as _

from briefings.models import Briefing, Registration
from briefings.states import BriefingState
from portal.templatetags.portal import moment


def has_not_begun(briefing: Briefing) -> list[str]:
    """The briefing is still to come."""
    return [_("De bijeenkomst is al begonnen.")] if briefing.has_begun else []


def briefing_is_to_come(registration: Registration) -> list[str]:
    """The briefing is still to come, and goes on."""
    if registration.briefing.state == BriefingState.CANCELLED:
        return [_("De bijeenkomst gaat niet door. Afmelden hoeft niet.")]
    return has_not_begun(registration.briefing)


def takes_registrations(briefing: Briefing) -> list[str]:
    """The briefing was announced, goes on, and signing up is still open."""
    if briefing.state == BriefingState.PREPARED:
        return [_("De bijeenkomst is nog niet aangekondigd.")]
    if briefing.state == BriefingState.CANCELLED:
        return [_("De bijeenkomst gaat niet door.")]
    if briefing.has_begun:
        return [_("De bijeenkomst is al begonnen.")]
    if briefing.is_closed:
        when = moment(briefing.closes_at)
        return [_("Aanmelden kon tot %(when)s. Neem contact op met de organisator.") % {"when": when}]
    return []

"""What holds a step back; an empty list means go."""

from django.utils.translation import gettext as _

from guidance.models import Example, Experiment, Meeting, Registration
from guidance.states import MeetingState
from portal.templatetags.portal import moment


def example_is_filled_in(example: Example) -> list[str]:
    """What readers look for is there: who, where, sector, size, subjects, what was done, what it brought, a contact."""
    needed = ("partners", "place", "sectors", "reach", "done", "result", "contact_name", "contact_email")
    missing = [
        str(example._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in needed
        if not getattr(example, name)
    ]
    if not example.subjects.exists():
        missing.append(str(example._meta.get_field("subjects").verbose_name))
    if not missing:
        return []
    return [_("Vul eerst nog in: %(what)s. Kies ‘Bewerken’.") % {"what": ", ".join(missing)}]


def may_be_published(example: Example) -> list[str]:
    """The sender said that it may be on the site."""
    if example.may_publish:
        return []
    return [_("De inzender heeft niet gezegd dat het op de site mag. Vraag het met ‘Vraag stellen’.")]


def has_attachments(example: Example) -> list[str]:
    """There is something to take off."""
    if example.attachments.filter(removed_at=None).exists():
        return []
    return [_("Er zijn geen bijlagen.")]


def has_not_begun(meeting: Meeting) -> list[str]:
    """The meeting is still to come."""
    return [_("De bijeenkomst is al begonnen.")] if meeting.has_begun else []


def meeting_is_to_come(registration: Registration) -> list[str]:
    """The meeting is still to come, and goes on."""
    if registration.meeting.state == MeetingState.CANCELLED:
        return [_("De bijeenkomst gaat niet door. Afmelden hoeft niet.")]
    return has_not_begun(registration.meeting)


def takes_registrations(meeting: Meeting) -> list[str]:
    """The meeting was announced, goes on, and signing up is still open."""
    if meeting.state == MeetingState.PREPARED:
        return [_("De bijeenkomst is nog niet aangekondigd.")]
    if meeting.state == MeetingState.CANCELLED:
        return [_("De bijeenkomst gaat niet door.")]
    if meeting.has_begun:
        return [_("De bijeenkomst is al begonnen.")]
    if meeting.is_closed:
        when = moment(meeting.closes_at)
        return [_("Aanmelden kon tot %(when)s. Neem contact op met de organisator.") % {"when": when}]
    return []


def has_reported(experiment: Experiment) -> list[str]:
    """There is a report to make an example of."""
    if experiment.reports.exists():
        return []
    return [_("Doe eerst verslag: daar staan de lessen in.")]

"""The states of a briefing and of who comes to it, and every step between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.workflow import Transition


class BriefingState(TextChoices):
    """Whether a briefing is on the site, and goes on. That it is over follows from the clock."""

    PREPARED = "prepared", _("in voorbereiding")
    ANNOUNCED = "announced", _("aangekondigd")
    CANCELLED = "cancelled", _("gaat niet door")


class RegistrationState(TextChoices):
    """What somebody can count on."""

    REGISTERED = "registered", _("aangemeld")
    WAITING = "waiting", _("op de wachtlijst")
    SIGNED_OFF = "signed_off", _("afgemeld")


COMING = frozenset({RegistrationState.REGISTERED, RegistrationState.WAITING})
BRIEFING = "Werkagenda (AVS, 11 december 2012): bijeenkomsten"

TRANSITIONS = (
    Transition(
        subject="briefings.Briefing",
        name="announce",
        label=_("Aankondigen"),
        done=_("bijeenkomst aangekondigd"),
        sources=frozenset({BriefingState.PREPARED}),
        target=BriefingState.ANNOUNCED,
        permission="guidance.edit_guidance",
        article=BRIEFING,
        audit="guidance.meeting_announced",
        help=_("De bijeenkomst komt op de site en mensen kunnen zich aanmelden."),
    ),
    Transition(
        subject="briefings.Briefing",
        name="cancel",
        label=_("Afgelasten"),
        done=_("bijeenkomst afgelast"),
        sources=frozenset({BriefingState.ANNOUNCED}),
        target=BriefingState.CANCELLED,
        permission="guidance.edit_guidance",
        article=BRIEFING,
        audit="guidance.meeting_cancelled",
        guards=("has_not_begun",),
        reason=True,
        help=_("Wie is aangemeld of wacht, krijgt bericht met de reden."),
    ),
    Transition(
        subject="briefings.Registration",
        name="sign_up",
        label=_("Aanmelden"),
        done=_("aangemeld"),
        sources=frozenset(),
        target=RegistrationState.REGISTERED,
        permission="briefings.join_briefing",
        article=BRIEFING,
        audit="guidance.signed_up",
        guards=("takes_registrations",),
        on="briefings.Briefing",
    ),
    Transition(
        subject="briefings.Registration",
        name="join_waiting_list",
        label=_("Op de wachtlijst zetten"),
        done=_("op de wachtlijst gezet"),
        sources=frozenset(),
        target=RegistrationState.WAITING,
        permission="briefings.join_briefing",
        article=BRIEFING,
        audit="guidance.waiting",
        guards=("takes_registrations",),
        on="briefings.Briefing",
        quiet=True,
    ),
    Transition(
        subject="briefings.Registration",
        name="move_up",
        label=_("Doorschuiven van de wachtlijst"),
        done=_("doorgeschoven van de wachtlijst"),
        sources=frozenset({RegistrationState.WAITING}),
        target=RegistrationState.REGISTERED,
        permission="briefings.join_briefing",
        article=BRIEFING,
        audit="guidance.moved_up",
        quiet=True,
    ),
    Transition(
        subject="briefings.Registration",
        name="sign_off",
        label=_("Afmelden"),
        done=_("afgemeld"),
        sources=COMING,
        target=RegistrationState.SIGNED_OFF,
        permission="briefings.join_briefing",
        article=BRIEFING,
        audit="guidance.signed_off",
        guards=("briefing_is_to_come",),
        help=_("Uw plaats gaat naar wie het eerst op de wachtlijst staat."),
    ),
    Transition(
        subject="briefings.Registration",
        name="sign_somebody_off",
        label=_("Afmelden namens een deelnemer"),
        done=_("afgemeld door de organisator"),
        sources=COMING,
        target=RegistrationState.SIGNED_OFF,
        permission="guidance.edit_guidance",
        article=BRIEFING,
        audit="guidance.signed_off_by_organiser",
        guards=("briefing_is_to_come",),
        reason=True,
        quiet=True,  # its button is on the list of participants, not on the page of whoever comes
        help=_(
            "De plaats gaat naar wie het eerst op de wachtlijst staat. De deelnemer krijgt bericht met de reden."
        ),
    ),
    Transition(
        subject="briefings.Registration",
        name="release",
        label=_("Plaats vrijgeven van wie weg is"),
        done=_("plaats vrijgegeven: deze persoon werkt niet meer voor de doelgroep"),
        sources=COMING,
        target=RegistrationState.SIGNED_OFF,
        # Whoever ends a membership or closes an account sets it in motion, whatever their own role.
        permission="briefings.join_briefing",
        article=BRIEFING,
        audit="guidance.place_released",
        quiet=True,
    ),
)

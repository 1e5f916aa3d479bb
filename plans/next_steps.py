"""What comes next for a plan: for whom, in words, by when and where. The words stand here once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.states import DossierState
from portal.templatetags.portal import day

if TYPE_CHECKING:
    from plans.models import FilingRound


class Party(TextChoices):
    """Whose turn it is."""

    PARTNERSHIP = "partnership", gettext_lazy("samenwerkingsverband")
    SIGNATORY = "signatory", gettext_lazy("indiener")
    INSPECTORATE = "inspectorate", gettext_lazy("inspectie")
    NOBODY = "nobody", gettext_lazy("niemand")


# The right that says whose turn it is; the inspectorate's turn is read alike by everybody of the partnership.
TURN_OF = {Party.PARTNERSHIP: "plans.edit_dossier", Party.SIGNATORY: "plans.file_plan"}


@dataclass(frozen=True, kw_only=True)
class Words:
    """One kind of next step: whose it is, what, the step of the table that takes it, and what to know about it.

    `elsewhere` and `elsewhere_note` are for who reads it while it is somebody else's turn.
    """

    party: Party
    title: Any
    note: Any
    action: str = ""
    elsewhere: Any = ""
    elsewhere_note: Any = ""


STEPS: dict[str, Words] = {
    "start": Words(
        party=Party.PARTNERSHIP,
        title=gettext_lazy("Begin met het plan"),
        note=gettext_lazy("U krijgt een hoofdstuk voor elk onderdeel dat de wet vraagt."),
        action="start",
        elsewhere=gettext_lazy("Het samenwerkingsverband is nog niet begonnen"),
        elsewhere_note=gettext_lazy("U leest mee zodra er iets te lezen is."),
    ),
    "write": Words(
        party=Party.PARTNERSHIP,
        title=gettext_lazy("Schrijf verder aan het plan"),
        note=gettext_lazy("Vul ook de begroting in. Volgende stap: het concept aanbieden aan de gemeenten."),
        action="offer",
        elsewhere=gettext_lazy("Het samenwerkingsverband schrijft het plan"),
        elsewhere_note=gettext_lazy("Volgende stap: het concept aanbieden aan de gemeenten."),
    ),
    "consult": Words(
        party=Party.PARTNERSHIP,
        title=gettext_lazy("Overleg over het concept"),
        note=gettext_lazy(
            "Volgende stap: de vaststelling vastleggen, na het overleg en de instemming van de OPR."
        ),
        action="adopt",
        elsewhere=gettext_lazy("Het samenwerkingsverband overlegt over het concept"),
    ),
    "file": Words(
        party=Party.SIGNATORY,
        title=gettext_lazy("Dien het plan in bij de inspectie"),
        note=gettext_lazy("Het plan is vastgesteld. Controleer het en dien het in."),
        action="file",
        elsewhere=gettext_lazy("Het plan kan worden ingediend"),
        elsewhere_note=gettext_lazy(
            "Het plan is vastgesteld. Iemand met de rol ‘indiener’ kan het nu indienen."
        ),
    ),
    "file_again": Words(
        party=Party.SIGNATORY,
        title=gettext_lazy("Dien het plan opnieuw in bij de inspectie"),
        note=gettext_lazy(
            "De indiening is ingetrokken en telt niet meer. Dien het plan opnieuw in, of pas het eerst aan."
        ),
        action="file",
        elsewhere=gettext_lazy("Het plan kan opnieuw worden ingediend"),
        elsewhere_note=gettext_lazy(
            "De indiening is ingetrokken en telt niet meer. Iemand met de rol ‘indiener’ kan het plan opnieuw indienen."
        ),
    ),
    "repair": Words(
        party=Party.PARTNERSHIP,
        title=gettext_lazy("Herstel het plan"),
        note=gettext_lazy("Pas het plan aan, leg de vaststelling opnieuw vast en dien opnieuw in."),
        action="adopt",
        elsewhere=gettext_lazy("Het samenwerkingsverband herstelt het plan"),
        elsewhere_note=gettext_lazy("Het past het plan aan, stelt het opnieuw vast en dient opnieuw in."),
    ),
    "received": Words(
        party=Party.INSPECTORATE,
        title=gettext_lazy("De inspectie bekijkt het plan"),
        note=gettext_lazy(
            "De inspectie heeft uw plan ontvangen. U hoort het als zij het in behandeling neemt."
        ),
    ),
    "in_review": Words(
        party=Party.INSPECTORATE,
        title=gettext_lazy("De inspectie bekijkt het plan"),
        note=gettext_lazy("U hoeft nu niets te doen. U krijgt bericht over de uitkomst."),
    ),
    "complete": Words(
        party=Party.NOBODY,
        title=gettext_lazy("De inspectie vindt het plan compleet"),
        note=gettext_lazy("U bent klaar."),
    ),
}
BY_DOSSIER = {
    DossierState.NOT_STARTED: "start",
    DossierState.DRAFTING: "write",
    DossierState.OFFERED: "consult",
    DossierState.ADOPTED: "file",
}
STEPS_DONE = {
    DossierState.NOT_STARTED: 0,
    DossierState.DRAFTING: 0,
    DossierState.OFFERED: 1,
    DossierState.ADOPTED: 3,
    DossierState.FILED: 4,
}
ENFORCED = gettext_lazy("De inspectie is met handhaving begonnen. U kunt gewoon verder en indienen.")


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What comes next: a key of `STEPS`, and by when.

    `due` is the last day; `due_text` says it in words where the day alone is not enough.
    """

    code: str
    due: dt.date | None = None
    round: "FilingRound | None" = None  # whose deadline it is
    overdue: bool = False
    enforced: bool = False

    @property
    def due_text(self) -> str:
        return self.round.deadline_text if self.round else ""

    @property
    def party(self) -> Party:
        return STEPS[self.code].party

    @property
    def action(self) -> str:
        """The name of the step of the table; empty when the partnership has nothing to do."""
        return STEPS[self.code].action

    def title(self, *, mine: bool = True) -> str:
        """What is to be done; `mine` unless it is somebody else's turn."""
        words = STEPS[self.code]
        return str(words.title if mine or not words.elsewhere else words.elsewhere)

    def note(self, *, mine: bool = True) -> str:
        """What the partnership should know about it."""
        if self.enforced:
            return str(ENFORCED)
        words = STEPS[self.code]
        return str(words.note if mine or not words.elsewhere_note else words.elsewhere_note)

    @property
    def by_when(self) -> str:
        """By when, in words; empty without a term."""
        return self.due_text or (by_day(self.due) if self.due else "")

    def is_turn_of(self, holds: Callable[[str], bool]) -> bool:
        """Whether it is the turn of somebody, by the rights they hold on the plan; of nobody's turn it is nobody's."""
        right = TURN_OF.get(self.party)
        return right is None or holds(right)

    @property
    def summary(self) -> str:
        """What and by when on one line, for who looks at many plans."""
        return in_short(self.code, self.due)

    def summary_for(self, *, mine: bool) -> str:
        """The same in the words of whose turn it is, or is not."""
        return in_short(self.code, self.due, title=self.title(mine=mine))


def by_day(due: dt.date) -> str:
    """By what day, in words."""
    return _("uiterlijk %(day)s") % {"day": day(due)}


def in_short(code: str, due: dt.date | None, title: str = "") -> str:
    """A key of `STEPS` on one line; by when only where it is a term of its own, that of a repair."""
    title = title or str(STEPS[code].title)
    return f"{title} · {by_day(due)}" if code == "repair" and due else title

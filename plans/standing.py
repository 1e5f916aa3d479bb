"""How a plan stands: which filing counts, whether it was in time, what is to be repaired, and what comes next for whom.

Everything that shows or asks how far a plan is reads it here: the start page, the pages of a dossier, the overview and its
CSV, the queue, the mails, the receipt, the admin, the findings, the guards and the agenda. The words stand here once.

`fold` says what follows from all filings of a dossier. Its answer is kept on the dossier, in the transaction of every step
(`plans.services.keeping`), so that a list reads how its plans stand together with the plans themselves.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import cached_property  # without the lock of that of Python: a list asks many
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.next_steps import BY_DOSSIER, STEPS, STEPS_DONE, NextStep
from plans.states import COUNTING, DossierState, FilingState
from portal import clock
from portal.templatetags.portal import day, duration

if TYPE_CHECKING:
    from plans.models import Dossier, Filing, FilingRound


# --- what follows from the filings of one dossier -----------------------------------------------------------------


@dataclass(frozen=True)
class Folded:
    """What is kept on the dossier: see the fields of that name on `plans.Dossier`."""

    current_filing: "Filing | None"
    review_state: str
    repair_asked: "Filing | None"
    repair_due: dt.date | None
    in_time: bool


def fold(filings: "Iterable[Filing]") -> Folded:
    """How the filings of one dossier, in the order they came, stand together.

    The last timely one counts, or the last that answers a request for repair, else the last. One that no longer counts is
    as if it had not come; only when none is left, the last of them is shown. Source: WPO 18a / WVO 17a lid 10.
    """
    rows = list(filings)
    valid = [row for row in rows if row.state in COUNTING]
    preferred = [row for row in valid if row.is_timely or row.in_answer_to_id]
    asked = open_request(rows)
    if asked and any(row.in_answer_to_id == asked.pk for row in valid):
        asked = None
    shown = preferred or valid or rows
    return Folded(
        shown[-1] if shown else None,
        shown[-1].state if shown else "",
        asked,
        asked.repair_due if asked else None,
        any(row.is_timely for row in valid),
    )


def open_request(filings: "Iterable[Filing]") -> "Filing | None":
    """The filing of which repair is asked, among those of one dossier in the order they came; None when none is.

    It stays open until a later one is found complete: an answer that is improved is an answer too.
    """
    found = None
    for row in filings:
        if row.state == FilingState.REPAIR_REQUESTED:
            found = row
        elif row.state == FilingState.COMPLETE:
            found = None
    return found


# --- one filing, in words -----------------------------------------------------------------------------------------


def counts(filing: "Filing") -> bool:
    """Whether a filing can count at all."""
    return filing.state in COUNTING


def in_time(filing: "Filing") -> bool:
    """Whether a filing came in time, whichever counts by now."""
    return filing.is_timely


def how_late(filing: "Filing") -> str:
    """How late a filing came, in words; empty when it was in time or answers a request for repair."""
    if filing.is_timely or filing.in_answer_to_id:
        return ""
    return _("%(late)s te laat") % {"late": duration(filing.late_by)}


def how_timely(filing: "Filing") -> str:
    """In time, an answer to a request for repair, or how late: in words."""
    if filing.is_timely:
        return _("op tijd")
    return how_late(filing) or _("antwoord op de herstelopdracht")


def receipt_facts(filing: "Filing") -> dict[str, Any]:
    """What the sentence about the timing of a filing is made of (`plans/_timing.html`), as a mail keeps it."""
    late_by, request = filing.late_by, filing.in_answer_to
    return {
        "deadline": filing.deadline.isoformat(),
        "late": late_by is not None and request is None,  # an answer to a repair request has its own term
        "late_by": None if late_by is None else late_by.total_seconds(),
        "in_answer_to": request.reference if request else "",
    }


def repair_text(due: dt.date | None) -> str:
    """By when a repair is due."""
    return _("herstel uiterlijk %(day)s") % {"day": day(due)}


def repair_overdue(due: dt.date | None) -> str:
    """How long the term of a repair has passed, in words; empty while it runs."""
    passed = clock.today() - due if due else dt.timedelta()
    if passed <= dt.timedelta():
        return ""
    return _("termijn %(days)s voorbij") % {"days": duration(passed)}


# --- a plan -------------------------------------------------------------------------------------------------------


class Timing(TextChoices):
    """Whether the plan was in time (lid 10)."""

    TIMELY = "timely", gettext_lazy("op tijd")
    LATE = "late", gettext_lazy("te laat ingediend")
    MISSING = "missing", gettext_lazy("termijn voorbij, niets ingediend")
    OPEN = "open", gettext_lazy("termijn loopt nog")


class Enforcement(TextChoices):
    """Where enforcement stands."""

    RUNNING = "running", gettext_lazy("handhaving loopt")
    CANDIDATE = "candidate", gettext_lazy("plan of herstel niet op tijd, nog geen handhaving")
    NONE = "none", gettext_lazy("geen handhaving")


@dataclass(frozen=True)
class Standing:
    """How the plan of one partnership in one round stands; without a dossier it has not begun."""

    round: "FilingRound"
    dossier: "Dossier | None" = None

    @cached_property
    def state(self) -> DossierState:
        return DossierState(self.dossier.state) if self.dossier else DossierState.NOT_STARTED

    @property
    def steps_done(self) -> int:
        """How many of writing, consulting, adopting and filing are behind it."""
        return STEPS_DONE[self.state]

    @cached_property
    def review_state(self) -> FilingState | None:
        """How far the inspectorate is with the filing that counts; with the last one, when none counts."""
        return FilingState(self.dossier.review_state) if self.dossier and self.dossier.review_state else None

    @property
    def is_filed(self) -> bool:
        """Whether there is a filing that counts."""
        return self.review_state in COUNTING

    @property
    def shown(self) -> "Filing | None":
        """The filing that counts; when none counts, the last one."""
        return self.dossier.current_filing if self.dossier and self.review_state else None

    @property
    def filing(self) -> "Filing | None":
        """The filing that counts; None when none does."""
        return self.shown if self.is_filed else None

    @property
    def repair(self) -> "Filing | None":
        """The filing of which repair is asked that was not answered."""
        return self.dossier.repair_asked if self.dossier and self.repair_due else None

    @property
    def repair_due(self) -> dt.date | None:
        """By when that repair is due."""
        return self.dossier.repair_due if self.dossier else None

    @property
    def in_time(self) -> bool:
        """Whether a filing that can count was in time."""
        return self.dossier is not None and self.dossier.in_time

    @property
    def enforced_since(self) -> dt.datetime | None:
        return self.dossier.enforcement_since if self.dossier else None

    @cached_property
    def timing(self) -> Timing:
        if self.is_filed:
            return Timing.TIMELY if self.in_time else Timing.LATE
        return Timing.MISSING if self.round.has_passed else Timing.OPEN

    @property
    def late_by(self) -> dt.timedelta | None:
        """How late the filing that counts came, when no plan was in time."""
        return self.filing.late_by if self.filing and not self.in_time else None

    @property
    def timing_text(self) -> str:
        """Whether the plan was in time, and how late if it was late: in words."""
        if self.timing == Timing.LATE:
            return _("%(late)s te laat") % {"late": duration(self.late_by)}
        return str(self.timing.label)

    @property
    def repair_has_passed(self) -> bool:
        """Whether the term of a repair passed without a new filing."""
        return self.repair_due is not None and self.repair_due < clock.today()

    @cached_property
    def is_enforceable(self) -> bool:
        """Whether enforcement may start: no plan in time after the deadline, or no answer within the term of a repair."""
        return (self.round.has_passed and not self.in_time) or self.repair_has_passed

    @cached_property
    def enforcement(self) -> Enforcement:
        if self.enforced_since:
            return Enforcement.RUNNING
        if self.is_enforceable and self.review_state != FilingState.COMPLETE:
            return Enforcement.CANDIDATE
        return Enforcement.NONE

    def superseded_by(self, filing: "Filing") -> "Filing | None":
        """The filing that came in the place of another; None when that may count itself."""
        return self.filing if self.filing and self.filing.sequence > filing.sequence else None

    @property
    def headline(self) -> str:
        """In one line whether there is a plan, whatever is written or offered later."""
        if self.filing:
            return _("Ingediend %(day)s, %(timing)s") % {
                "day": day(self.filing.received_at),
                "timing": how_timely(self.filing),
            }
        if self.shown:
            return _("Ingetrokken %(day)s, er is geen indiening die telt") % {
                "day": day(self.shown.withdrawn_at)
            }
        return capfirst(str(self.timing.label))

    @cached_property
    def step(self) -> NextStep:
        """What comes next, for whom and by when."""
        due: dict[str, Any] = {"enforced": bool(self.enforced_since)}
        if self.repair_due:
            due |= {"due": self.repair_due, "overdue": self.repair_has_passed}
        elif self.state != DossierState.FILED and not (self.is_filed and self.round.has_passed):
            # Once there is a plan a better one may follow; after the deadline nothing is asked of it any more.
            due |= {"due": self.round.last_day, "round": self.round, "overdue": self.round.has_passed}
        return NextStep(code=self.step_code, **due)

    @property
    def step_code(self) -> str:
        """What comes next, a key of `STEPS`."""
        if self.state == DossierState.ADOPTED and self.review_state and not self.is_filed:
            return "file_again"
        if self.state != DossierState.FILED:
            return BY_DOSSIER[self.state]
        if self.repair_due:
            return "repair"
        # An answer to a request for repair waits for its own verdict.
        return str(self.review_state) if self.review_state in STEPS else FilingState.RECEIVED.value


def without_filing(dossier: "Dossier") -> str:
    """What comes next, a key of `STEPS`, when no filing of a plan counts any more; empty while one does."""
    state = DossierState(dossier.state)
    return "file_again" if state == DossierState.ADOPTED else BY_DOSSIER.get(state, "")


def of(dossier: "Dossier", filings: "Iterable[Filing]" = ()) -> Standing:
    """How a dossier stands, without a query for what is kept on it.

    The filings it names are read when they are asked for, unless they are among those given or came with the dossier.
    """
    for row in filings:
        if row.pk == dossier.current_filing_id:
            dossier.current_filing = row
        if row.pk == dossier.repair_asked_id:
            dossier.repair_asked = row
    return Standing(dossier.round, dossier)

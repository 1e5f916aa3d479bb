"""The dates the law set for the OPR and the first plan (Wet passend onderwijs art. IXa), and how they were kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import OPR_DISPUTE_WITHIN_DAYS, ConsentRequest
from consultations.states import ConsentState
from plans.models import Dossier
from portal import clock


class Kept(TextChoices):
    """How a date stands."""

    MET = "met", gettext_lazy("gehaald")
    MISSED = "missed", gettext_lazy("niet gehaald")
    AHEAD = "ahead", gettext_lazy("nog te komen")
    PASSED = "passed", gettext_lazy("voorbij")
    NOT_NEEDED = "not_needed", gettext_lazy("niet nodig")


@dataclass(frozen=True)
class StatutoryDate:
    """One date: what has to happen, by which day (None when that is not known yet), and how it stands."""

    title: str
    day: dt.date | None
    kept: Kept
    note: str
    article: str

    @property
    def tone(self) -> str:
        """A state the badges have a tone for."""
        return {Kept.MET: "done", Kept.MISSED: "warning"}.get(self.kept, "todo")


def statutory_dates(dossier: Dossier, requests: Sequence[ConsentRequest]) -> list[StatutoryDate]:
    """The four dates of a first plan, from the milestones of the round; none for a later plan.

    Takes the requests in the order they were asked, with their decisions. The terms run from the last request.
    """
    milestones = {row.key: row for row in dossier.round.milestones.all()}
    ask = milestones.get("opr_asked")
    if not dossier.round.is_first_plan or ask is None:
        return []
    last = requests[-1] if requests else None
    first = requests[0].asked_on if requests else None
    found = [
        StatutoryDate(ask.display_title, ask.date, _kept(first, ask.date), _asked(first), ask.article),
        _decision(last, ask.article),
        _dispute(last, ask.article),
    ]
    if ruling := milestones.get("opr_ruling"):
        kept = _after_refusal(last, ruling.date)
        found.append(
            StatutoryDate(ruling.display_title, ruling.date, kept, _only_after_refusal(kept), ruling.article)
        )
    return found


def _kept(done: dt.date | None, due: dt.date) -> Kept:
    if done:
        return Kept.MET if done <= due else Kept.MISSED
    return Kept.AHEAD if clock.today() <= due else Kept.MISSED


def _asked(first: dt.date | None) -> str:
    return _("voorgelegd %(day)s") % {"day": _day(first)} if first else _("nog niet voorgelegd")


def _decision(last: ConsentRequest | None, article: str) -> StatutoryDate:
    title = _("De OPR besluit binnen vier weken")
    if last is None or last.decide_by is None:
        return StatutoryDate(title, None, Kept.AHEAD, _("telt vanaf de dag van voorleggen"), article)
    decided = last.decided_on
    note = _("besloten %(day)s") % {"day": _day(decided)} if decided else _("nog geen besluit")
    return StatutoryDate(title, last.decide_by, _kept(decided, last.decide_by), note, article)


def _dispute(last: ConsentRequest | None, article: str) -> StatutoryDate:
    title = _("Na een weigering: geschil naar de Landelijke Commissie voor Geschillen WMS binnen twee weken")
    due = None
    if last and last.state == ConsentState.REFUSED and last.decision:
        due = last.decision.decided_on + dt.timedelta(days=OPR_DISPUTE_WITHIN_DAYS)
    kept = _after_refusal(last, due)
    return StatutoryDate(title, due, kept, _only_after_refusal(kept), article)


def _after_refusal(last: ConsentRequest | None, due: dt.date | None) -> Kept:
    """The portal does not follow a dispute with the OPR: it tells whether the day has passed, not what happened."""
    if last and last.state in {ConsentState.CONSENTED, ConsentState.CONSENTED_WITH_CONDITIONS}:
        return Kept.NOT_NEEDED
    return Kept.PASSED if due and clock.today() > due else Kept.AHEAD


def _only_after_refusal(kept: Kept) -> str:
    if kept == Kept.PASSED:
        return _("het portaal houdt een geschil met de OPR niet bij")
    return "" if kept == Kept.NOT_NEEDED else _("alleen als de OPR instemming onthoudt")


def _day(day: dt.date | None) -> str:
    return formats.date_format(day, "j F Y") if day else ""

"""Opening a round, and beginning a dossier in it."""

from django.db import transaction

from plans.models import Chapter, Dossier, FilingRound
from plans.models.dossier import school_year_end
from plans.models.law import MAX_SCHOOL_YEARS
from plans.states import DossierState
from portal import steps, workflow
from portal.models import User
from register.models import Partnership, valid_on


@transaction.atomic
def open_round(filing_round: FilingRound) -> int:
    """Give every partnership a dossier 'not started' in a round that is for all; gives how many were made."""
    if not filing_round.for_all:
        return 0
    partnerships = Partnership.objects.filter(valid_on(filing_round.plan_start)).exclude(
        dossiers__round=filing_round
    )
    made = [_new(partnership, filing_round) for partnership in partnerships]
    Dossier.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def realign(filing_round: FilingRound) -> None:
    """Give the dossiers nobody has begun the title and period of their round, after its start was changed."""
    waiting = filing_round.dossiers.filter(state=DossierState.NOT_STARTED)
    if outdated := waiting.exclude(period_start=filing_round.plan_start).first():
        new = _new(outdated.partnership, filing_round)
        waiting.update(title=new.title, period_start=new.period_start, period_end=new.period_end)


def dossier_of(partnership: Partnership, filing_round: FilingRound) -> Dossier:
    """The dossier of a partnership in a round, made 'not started' when there is none yet."""
    new = _new(partnership, filing_round)
    dossier, _created = Dossier.objects.get_or_create(
        partnership=partnership,
        round=filing_round,
        defaults={
            "state": new.state,
            "title": new.title,
            "period_start": new.period_start,
            "period_end": new.period_end,
        },
    )
    return dossier


def _new(partnership: Partnership, filing_round: FilingRound) -> Dossier:
    start_date = filing_round.plan_start
    end = school_year_end(start_date, MAX_SCHOOL_YEARS)
    return Dossier(
        partnership=partnership,
        round=filing_round,
        state=DossierState.NOT_STARTED,
        title=f"Ondersteuningsplan {start_date.year}-{end.year}",
        period_start=start_date,
        period_end=end,
    )


@steps.once
def start(dossier: Dossier, *, by: User, seen: int | None = None) -> Dossier:
    """Begin a dossier: one chapter for every mandatory element of the law version of its round."""
    workflow.perform(dossier, "start", by=by, seen=seen)
    Chapter.objects.bulk_create(
        Chapter(dossier=dossier, element=element, position=element.position * 10, title=element.title)
        for element in dossier.elements()
    )
    return dossier

"""The agenda of an organisation: the milestones that concern it, and the days that follow from its own plans."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from guidance.extension_points import AGENDA, AgendaItem
from plans.models import Dossier, FilingRound
from plans.standing import Standing
from plans.states import DossierState
from portal import clock
from portal.models import User
from register.models import Municipality, Partnership

FINISHED = {DossierState.ADOPTED, DossierState.FILED}


def organisations(user: User) -> dict[int, str]:
    """The partnerships and municipalities of which somebody may read the agenda, by name."""
    return {row.pk: row.name for row in user.organisations_with("guidance.view_agenda")}


def items(organisation_ids: Sequence[int]) -> list[AgendaItem]:
    """All days of some organisations, in order."""
    if not organisation_ids:
        return []
    found = [item for source in AGENDA for item in source(organisation_ids)]
    return sorted(found, key=lambda item: (item.date, item.plan, item.title, item.organisation_id))


def rounds_under_way() -> list[FilingRound]:
    """The rounds whose plans are being made or in force, with their milestones. Two queries."""
    today = clock.today()
    rows = FilingRound.objects.prefetch_related("milestones").order_by("plan_start", "pk")
    return [row for row in rows if today <= row.last_end]


def of_plans(organisation_ids: Sequence[int]) -> Iterator[AgendaItem]:
    """The milestones of the rounds, and for partnerships adopting, filing and repairing. Five queries."""
    rounds = rounds_under_way()
    for pk in Municipality.objects.filter(organisation__in=organisation_ids).values_list(
        "organisation", flat=True
    ):
        for round_ in rounds:
            if round_.for_all:
                yield from _milestones(round_, pk, for_municipality=True)
    partnerships = list(
        Partnership.objects.filter(organisation__in=organisation_ids).select_related("organisation")
    )
    dossiers: dict[int, dict[int, Dossier]] = defaultdict(dict)
    for dossier in _dossiers(partnerships, rounds):
        dossiers[dossier.partnership_id][dossier.round_id] = dossier
    for partnership in partnerships:
        for round_ in rounds:
            own = dossiers[partnership.pk].get(round_.pk)
            if own or (round_.for_all and round_.is_for(partnership)):
                yield from _of_partnership(partnership, round_, own)


def _dossiers(partnerships: list[Partnership], rounds: list[FilingRound]) -> Iterable[Dossier]:
    return Dossier.objects.filter(partnership__in=partnerships, round__in=rounds)


def _milestones(round_: FilingRound, organisation_id: int, *, for_municipality: bool) -> Iterator[AgendaItem]:
    """The milestones that concern an organisation; the last day to file is for the partnership a step of its own."""
    for row in round_.milestones.all():
        if not row.partnerships_only if for_municipality else row.date != round_.last_day:
            yield AgendaItem(
                key=f"milestone-{row.pk}",
                organisation_id=organisation_id,
                date=row.date,
                title=row.display_title,
                basis=row.article,
                plan=round_.name,
            )


def _of_partnership(partnership: Partnership, round_: FilingRound, dossier: Any) -> Iterator[AgendaItem]:
    organisation_id = partnership.organisation_id
    yield from _milestones(round_, organisation_id, for_municipality=False)
    about: dict[str, Any] = {
        "organisation_id": organisation_id,
        "plan": round_.name,
        "url": dossier.get_absolute_url() if dossier else "",
    }
    stands = Standing(round_, dossier)
    filed = stands.is_filed
    yield AgendaItem(
        key=f"adopt-{round_.pk}",
        date=round_.last_day,
        title=_("Laatste dag om het plan vast te stellen en nog op tijd in te dienen"),
        basis="WPO 18a lid 10 / WVO 17a lid 10",
        done=filed or stands.state in FINISHED,
        **about,
    )
    yield AgendaItem(
        key=f"file-{round_.pk}",
        date=round_.last_day,
        title=_("Laatste dag om op tijd in te dienen"),
        basis=round_.deadline_article,
        done=filed,
        **about,
    )
    if dossier and (due := stands.repair_due):
        yield AgendaItem(
            key=f"repair-{dossier.pk}",
            date=due,
            title=_("Laatste dag om het plan te herstellen en opnieuw in te dienen"),
            done=False,
            **about,
        )

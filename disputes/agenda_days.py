"""The days of disputes, for both parties. Two queries."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from consultations.models import Consultation
from consultations.states import ConsultationState
from disputes.models import Dispute
from disputes.services import lodge_by
from disputes.states import ENDED, DisputeState
from guidance.extension_points import AgendaItem

NAMES = (
    "consultation__dossier__partnership",
    "consultation__dossier__round",
    "consultation__municipality",
    "consultation__procedure",
)


def days(organisation_ids: Sequence[int]) -> Iterator[AgendaItem]:
    """Lodging, defence, hearing and advice, as far as the procedure has terms or the committee set a day."""
    mine = set(organisation_ids)
    yield from _to_lodge(mine)
    parties = Q(consultation__dossier__partnership__organisation__in=mine) | Q(
        consultation__municipality__organisation__in=mine
    )
    for row in Dispute.objects.filter(parties).exclude(state__in=ENDED).select_related(*NAMES):
        for organisation_id in mine & (row.party_ids()["partnership"] | row.party_ids()["municipality"]):
            yield from _of_dispute(row, organisation_id)


def _to_lodge(mine: set[int]) -> Iterator[AgendaItem]:
    """The term of the procedure to lodge a dispute, where there is no agreement and nobody has lodged one."""
    rows = Consultation.objects.filter(
        Q(dossier__partnership__organisation__in=mine) | Q(municipality__organisation__in=mine),
        state=ConsultationState.NOT_AGREED,
        disputes=None,
    ).select_related("dossier__partnership", "dossier__round", "municipality", "procedure", "outcome")
    for row in rows:
        if day := lodge_by(row):
            for organisation_id in mine & {
                row.dossier.partnership.organisation_id,
                row.municipality.organisation_id,
            }:
                yield AgendaItem(
                    key=f"lodge-{row.pk}",
                    organisation_id=organisation_id,
                    date=day,
                    title=_("Laatste dag om een geschil voor te leggen, volgens de procedure"),
                    plan=str(row),
                    url=row.get_absolute_url(),
                    basis="WPO 18a lid 9 / WVO 17a lid 9",
                )


def _of_dispute(row: Dispute, organisation_id: int) -> Iterator[AgendaItem]:
    def item(name: str, day: dt.date, title: str, done: bool | None) -> AgendaItem:
        return AgendaItem(
            key=f"{name}-{row.pk}",
            organisation_id=organisation_id,
            date=day,
            title=title,
            plan=str(row.consultation),
            url=row.get_absolute_url(),
            done=done,
        )

    responds = organisation_id in row.party_ids()["respondent"]
    if responds and row.defence_due:
        responded = row.state not in {DisputeState.LODGED, DisputeState.ADMISSIBLE}
        yield item("defence", row.defence_due, _("Laatste dag voor uw verweer"), responded)
    if row.hearing_on:
        yield item("hearing", row.hearing_on, _("Zitting van de geschillencommissie"), None)
    if row.advice_due:
        done = True if row.state == DisputeState.ADVISED else None
        yield item("advice", row.advice_due, _("De commissie brengt uiterlijk op deze dag advies uit"), done)

"""What comes next in a dispute: the same sentences on its page and in its mails, and the date that counts now.

Terms come from the procedure the parties agreed; where that has none, the sentence says so.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from disputes.models import Dispute
from disputes.states import DisputeState
from portal.start_page import is_overdue
from portal.templatetags.portal import day


@dataclass(frozen=True)
class NextDate:
    """A date somebody has to keep in mind: what falls on it, and whether it has passed."""

    what: str
    date: dt.date
    overdue: bool


def next_date(dispute: Dispute) -> NextDate | None:
    """The first date that matters in the present state; None when the procedure has no term or nothing is due."""
    if dispute.state == DisputeState.ADMISSIBLE and dispute.defence_due:
        return NextDate(_("verweer"), dispute.defence_due, is_overdue(dispute.defence_due))
    if dispute.hearing_planned and dispute.hearing_on:
        return NextDate(_("zitting"), dispute.hearing_on, is_overdue(dispute.hearing_on))
    if dispute.awaits_advice and dispute.advice_due:
        return NextDate(_("advies"), dispute.advice_due, is_overdue(dispute.advice_due))
    return None


def facts(dispute: Dispute) -> dict[str, Any]:
    """What the sentences need of a dispute, as plain values (a mail keeps them as JSON)."""
    return {
        "state": dispute.state,
        "applicant": dispute.applicant.name,
        "respondent": dispute.respondent.name,
        "committee": dispute.committee.name,
        "municipality": dispute.consultation.municipality.name,
        "defence_due": _iso(dispute.defence_due),
        "advice_due": _iso(dispute.advice_due),
        "hearing_on": _iso(dispute.hearing_on) if dispute.hearing_planned else "",
    }


def sentences(values: Mapping[str, Any]) -> list[str]:
    """Who can do what now and by when, from the values of `facts`."""
    state = values["state"]
    if state == DisputeState.LODGED:
        return [
            _("%(committee)s beslist of het geschil ontvankelijk is.") % values,
            f"{_('Daarna kan %(respondent)s verweer indienen.') % values} {_defence(values)}",
            _advice(values),
        ]
    if state == DisputeState.ADMISSIBLE:
        defence = _("%(respondent)s kan in het portaal verweer indienen.") % values
        return [f"{defence} {_defence(values)}", *_before_advice(values)]
    if state == DisputeState.RESPONDED:
        return _before_advice(values)
    if state == DisputeState.HEARD:
        return [f"{_('%(committee)s brengt advies uit.') % values} {_advice(values)}"]
    reopened = (
        _("Het overleg is weer open: %(municipality)s kan een nieuwe uitkomst van het OOGO vastleggen.")
        % values
    )
    if state == DisputeState.ADVISED:
        return [
            _("Elke partij legt vast wat zij met het advies doet. Daarvoor geldt hier geen termijn."),
            reopened,
            _("%(committee)s sluit het dossier als alles is gedaan.") % values,
        ]
    if state == DisputeState.CLOSED:
        return [_("De commissie is klaar. De partijen kunnen nog vastleggen wat zij met het advies doen.")]
    return [_("Dit geschil is ten einde."), reopened]


def _before_advice(values: Mapping[str, Any]) -> list[str]:
    advice = f"{_('%(committee)s brengt advies uit, met of zonder zitting.') % values} {_advice(values)}"
    if not values["hearing_on"]:
        return [advice]
    return [_("De zitting is gepland op %(when)s.") % {"when": day(values["hearing_on"])}, advice]


def _defence(values: Mapping[str, Any]) -> str:
    if not values["defence_due"]:
        return _("De vastgelegde procedure noemt geen termijn voor het verweer.")
    text = _("Volgens de procedure uiterlijk %(when)s.")
    if is_overdue(dt.date.fromisoformat(values["defence_due"])):
        text = _("Volgens de procedure was dat uiterlijk %(when)s; het kan nog.")
    return text % {"when": day(values["defence_due"])}


def _advice(values: Mapping[str, Any]) -> str:
    if not values["advice_due"]:
        return _("De vastgelegde procedure noemt geen termijn voor het advies.")
    return _("Volgens de procedure komt het advies uiterlijk %(when)s.") % {"when": day(values["advice_due"])}


def _iso(value: dt.date | None) -> str:
    return value.isoformat() if value else ""

"""What the law asks of consultation before a plan is adopted (lid 9; WMS 14a; Wet passend onderwijs art. IXa)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from consultations.models import OPR_DECIDES_WITHIN_DAYS, OPR_DISPUTE_WITHIN_DAYS, ConsentRequest
from consultations.selectors import consents_of, consultations_of, overleggen_of
from consultations.states import OOGO, OPEN, OPR, ConsentState, ConsultationState
from plans.content import same_text
from plans.findings import MISSING, WARNING, Case, Finding
from plans.models import Milestone
from portal import clock


def _day(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def _names(rows: Iterable[Any]) -> str:
    return ", ".join(sorted(str(row) for row in rows))


def oogo_rules(case: Case) -> Iterable[Finding]:
    """The OOGO was held with every municipality in scope, by a fixed procedure, before adoption."""
    matrix = reverse("consultations:matrix", args=[case.dossier.uuid])
    rows = case.once(consultations_of)
    where = {"article": OOGO, "url": matrix}
    if not rows:
        yield Finding(
            "oogo_not_begun",
            MISSING,
            message=_("Er is nog geen concept aangeboden aan de gemeenten."),
            **where,
        )
        return
    groups = (
        (
            "oogo_open",
            MISSING,
            [row.municipality for row in rows if row.state in OPEN],
            _("Het OOGO heeft nog geen uitkomst met: %(names)s."),
        ),
        (
            "oogo_without_procedure",
            MISSING,
            [row.municipality for row in rows if row.procedure is None],
            _("Er is geen procedure vastgelegd met: %(names)s."),
        ),
        (
            "oogo_procedure_without_committee",
            MISSING,
            [row.municipality for row in rows if row.procedure and row.procedure.committee_id is None],
            _("De procedure noemt geen geschillencommissie voor: %(names)s."),
        ),
        (
            "oogo_no_agreement",
            WARNING,
            [
                row.municipality
                for row in rows
                if row.state in {ConsultationState.NOT_AGREED, ConsultationState.IN_DISPUTE}
            ],
            _("Geen overeenstemming met: %(names)s. Indienen kan; de inspectie ziet dit."),
        ),
        (
            "oogo_not_attended",
            WARNING,
            [row.municipality for row in rows if row.state == ConsultationState.NOT_ATTENDED],
            _("Niet verschenen bij het OOGO: %(names)s."),
        ),
        (
            "oogo_on_behalf",
            WARNING,
            [row.municipality for row in rows if row.outcome and row.outcome.on_behalf],
            _("Uitkomst vastgelegd door het samenwerkingsverband, niet door de gemeente zelf: %(names)s."),
        ),
        (
            "oogo_other_version",
            WARNING,
            [row.municipality for row in rows if row.outcome and row.outcome.version_id != row.version_id],
            _("De uitkomst gaat over een eerdere versie dan de laatst aangebodene: %(names)s."),
        ),
        (
            "oogo_before_offer",
            WARNING,
            [row.municipality for row in rows if row.outcome and row.outcome.before_offer],
            _("De uitkomst is van vóór het aanbieden van het concept: %(names)s."),
        ),
        (
            "oogo_after_adoption",
            WARNING,
            [
                row.municipality
                for row in rows
                if case.adopted_on and row.outcome and row.outcome.decided_on > case.adopted_on
            ],
            _("Het plan is vastgesteld vóór de uitkomst van het OOGO met: %(names)s."),
        ),
    )
    for code, level, names, text in groups:
        if names:
            yield Finding(code, level, message=text % {"names": _names(names)}, **where)


def overleg_rules(case: Case) -> Iterable[Finding]:
    """The partnerships of the other sector with an overlapping area were consulted before adoption."""
    rows = case.once(overleggen_of)
    where = {"article": OOGO, "url": reverse("consultations:matrix", args=[case.dossier.uuid])}
    waiting = [row.counterpart for row in rows if not row.records.all()]
    if waiting:
        yield Finding(
            "overleg_open",
            MISSING,
            message=_("Het overleg is nog niet vastgelegd met: %(names)s.") % {"names": _names(waiting)},
            **where,
        )
    late = [
        row.counterpart
        for row in rows
        if case.adopted_on
        and row.records.all()
        and min(r.held_on for r in row.records.all()) > case.adopted_on
    ]
    if late:
        yield Finding(
            "overleg_after_adoption",
            WARNING,
            message=_("Het plan is vastgesteld vóór het overleg met: %(names)s.") % {"names": _names(late)},
            **where,
        )


def consent_rules(case: Case) -> Iterable[Finding]:
    """The OPR consented before adoption, to the version that is adopted; first plans have dates of their own."""
    requests = case.once(consents_of)
    where = {"article": OPR, "url": reverse("consultations:matrix", args=[case.dossier.uuid]) + "#opr"}
    yield from _first_plan_dates(case, requests, where)
    if not requests:
        yield Finding(
            "opr_not_asked", MISSING, message=_("De OPR is nog niet om instemming gevraagd."), **where
        )
        return
    last = requests[-1]
    texts = {
        ConsentState.ASKED: ("opr_waiting", MISSING, _("De OPR heeft nog geen besluit genomen.")),
        ConsentState.REFUSED: ("opr_refused", MISSING, _("De OPR heeft instemming onthouden.")),
        ConsentState.NO_DECISION: ("opr_no_decision", MISSING, _("De OPR heeft geen besluit genomen.")),
        ConsentState.CONSENTED_WITH_CONDITIONS: (
            "opr_conditions",
            WARNING,
            _("De OPR heeft ingestemd onder voorwaarden."),
        ),
    }
    if last.state in texts:
        code, level, text = texts[ConsentState(last.state)]
        yield Finding(code, level, message=text, **where)
    version = case.version or case.dossier.adopted_version
    if version and last.version_id != version.pk and not same_text(last.version.content, version.content):
        yield Finding(
            "opr_other_version",
            WARNING,
            message=_("De OPR is om instemming gevraagd voor versie %(asked)d, niet voor versie %(adopted)d.")
            % {"asked": last.version.number, "adopted": version.number},
            **where,
        )
    if case.adopted_on and last.decision and last.decision.decided_on > case.adopted_on:
        yield Finding(
            "opr_after_adoption",
            WARNING,
            message=_("Het plan is vastgesteld vóór het besluit van de OPR."),
            **where,
        )


def _first_plan_dates(case: Case, requests: list[ConsentRequest], where: dict[str, str]) -> Iterable[Finding]:
    """Wet passend onderwijs art. IXa: asked by 1 February, decided within four weeks. Flagged, never blocking."""
    milestones = {row.key: row for row in case.dossier.round.milestones.all()}
    ask = milestones.get("opr_asked")
    if ask is None:
        return
    asked_on = requests[0].asked_on if requests else clock.today()
    if asked_on > ask.date:
        yield Finding(
            "opr_asked_late",
            WARNING,
            message=_("Het voorstel had uiterlijk %(date)s bij de OPR moeten liggen.")
            % {"date": _day(ask.date)},
            **{**where, "article": ask.article},
        )
    ruling = milestones.get("opr_ruling")
    for request in requests[-1:]:
        if request.state == ConsentState.REFUSED and request.decided_on:
            yield from _refusal_dates(request.decided_on, ruling, {**where, "article": ask.article})
        due = request.asked_on + dt.timedelta(days=OPR_DECIDES_WITHIN_DAYS)
        if (request.decided_on or clock.today()) > due:
            yield Finding(
                "opr_decided_late",
                WARNING,
                message=_("De OPR had binnen vier weken moeten besluiten, dus uiterlijk %(date)s.")
                % {"date": _day(due)},
                **{**where, "article": ask.article},
            )


def _refusal_dates(refused_on: dt.date, ruling: Milestone | None, where: dict[str, str]) -> Iterable[Finding]:
    """After a refusal: the dispute within two weeks, the ruling by 15 April. The portal does not follow that dispute."""
    due = refused_on + dt.timedelta(days=OPR_DISPUTE_WITHIN_DAYS)
    if clock.today() > due:
        yield Finding(
            "opr_dispute_term_passed",
            WARNING,
            message=_(
                "De OPR onthield instemming. Een geschil daarover moest uiterlijk %(date)s bij de Landelijke Commissie "
                "voor Geschillen WMS liggen; het portaal weet niet of dat is gebeurd."
            )
            % {"date": _day(due)},
            **where,
        )
    if ruling and clock.today() > ruling.date:
        yield Finding(
            "opr_ruling_term_passed",
            WARNING,
            message=_("Een uitspraak over de onthouden instemming moest er uiterlijk %(date)s zijn.")
            % {"date": _day(ruling.date)},
            **{**where, "article": ruling.article},
        )

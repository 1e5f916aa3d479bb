"""The states of the OOGO with a municipality, of the overleg with another partnership and of the OPR's consent."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.workflow import Transition


class ConsultationState(TextChoices):
    """How the OOGO with one municipality stands. The outcomes are states: one outcome per municipality holds."""

    INVITED = "invited", _("uitgenodigd")
    IN_TALKS = "in_talks", _("in overleg")
    AGREED = "agreed", _("overeenstemming")
    AGREED_WITH_REMARKS = "agreed_with_remarks", _("overeenstemming met opmerkingen")
    INTENT_DECLARED = "intent_declared", _("intentieverklaring")
    NOT_AGREED = "not_agreed", _("geen overeenstemming")
    NOT_ATTENDED = "not_attended", _("gemeente niet verschenen")
    IN_DISPUTE = "in_dispute", _("geschil aanhangig")


class OverlegState(TextChoices):
    """How the overleg with a partnership of the other sector stands."""

    INVITED = "invited", _("uitgenodigd")
    HELD = "held", _("overleg gevoerd")


class ConsentState(TextChoices):
    """What the OPR said of a version."""

    ASKED = "asked", _("instemming gevraagd")
    CONSENTED = "consented", _("ingestemd")
    CONSENTED_WITH_CONDITIONS = "consented_with_conditions", _("ingestemd onder voorwaarden")
    REFUSED = "refused", _("instemming onthouden")
    NO_DECISION = "no_decision", _("geen besluit")


OUTCOMES = frozenset(
    {
        ConsultationState.AGREED,
        ConsultationState.AGREED_WITH_REMARKS,
        ConsultationState.INTENT_DECLARED,
        ConsultationState.NOT_AGREED,
        ConsultationState.NOT_ATTENDED,
    }
)
OPEN = frozenset({ConsultationState.INVITED, ConsultationState.IN_TALKS})
RECORDABLE = OPEN | OUTCOMES
DECIDED_CONSENT = frozenset(ConsentState.values) - {ConsentState.ASKED}

OOGO = "WPO 18a lid 9 / WVO 17a lid 9"
OPR = "WMS 14a"

_OUTCOME_ROWS = (
    ("agree", ConsultationState.AGREED, _("Overeenstemming vastleggen"), _("overeenstemming vastgelegd")),
    (
        "agree_with_remarks",
        ConsultationState.AGREED_WITH_REMARKS,
        _("Overeenstemming met opmerkingen vastleggen"),
        _("overeenstemming met opmerkingen vastgelegd"),
    ),
    (
        "declare_intent",
        ConsultationState.INTENT_DECLARED,
        _("Intentieverklaring vastleggen"),
        _("intentieverklaring vastgelegd"),
    ),
    (
        "disagree",
        ConsultationState.NOT_AGREED,
        _("Geen overeenstemming vastleggen"),
        _("geen overeenstemming vastgelegd"),
    ),
)
_ON_BEHALF_ROWS = (
    *((f"{name}_on_behalf", target, label, done) for name, target, label, done in _OUTCOME_ROWS),
    (
        "not_attended_on_behalf",
        ConsultationState.NOT_ATTENDED,
        _("Vastleggen dat de gemeente niet verscheen"),
        _("vastgelegd dat de gemeente niet verscheen"),
    ),
)
_CONSENT_ROWS = (
    ("consent", ConsentState.CONSENTED, _("Instemming vastleggen"), _("OPR stemde in")),
    (
        "consent_with_conditions",
        ConsentState.CONSENTED_WITH_CONDITIONS,
        _("Instemming onder voorwaarden vastleggen"),
        _("OPR stemde in onder voorwaarden"),
    ),
    ("refuse", ConsentState.REFUSED, _("Onthouden instemming vastleggen"), _("OPR onthield instemming")),
    (
        "no_decision",
        ConsentState.NO_DECISION,
        _("Vastleggen dat er geen besluit is"),
        _("OPR nam geen besluit"),
    ),
)

TRANSITIONS = (
    Transition(
        subject="consultations.Consultation",
        name="start_talks",
        label=_("Overleg beginnen"),
        done=_("overleg begonnen"),
        sources=frozenset({ConsultationState.INVITED}),
        target=ConsultationState.IN_TALKS,
        permission="consultations.record_meeting",
        article=OOGO,
        audit="consultations.talks_started",
        quiet=True,  # follows from recording the first meeting
    ),
    *(
        Transition(
            subject="consultations.Consultation",
            name=name,
            label=label,
            done=done,
            sources=RECORDABLE,
            target=target,
            permission="consultations.record_outcome",
            article=OOGO,
            audit=f"consultations.{target}",
            guards=("outcome_or_correction",),
        )
        for name, target, label, done in _OUTCOME_ROWS
    ),
    *(
        Transition(
            subject="consultations.Consultation",
            name=name,
            label=label,
            done=done,
            sources=RECORDABLE,
            target=target,
            permission="consultations.record_outcome_on_behalf",
            article=OOGO,
            audit=f"consultations.{target}_on_behalf",
            guards=("outcome_or_correction", "municipality_has_not_recorded"),
            help=_("Namens de gemeente, met bewijs. De gemeente ziet dit en kan het zelf corrigeren."),
        )
        for name, target, label, done in _ON_BEHALF_ROWS
    ),
    Transition(
        subject="consultations.Consultation",
        name="escalate",
        label=_("Geschil aanhangig maken"),
        done=_("overleg wacht op de commissie"),
        sources=frozenset({ConsultationState.NOT_AGREED}),
        target=ConsultationState.IN_DISPUTE,
        permission="consultations.escalate",
        article="WPO 18a lid 9, derde volzin / WVO 17a lid 9, derde volzin",
        audit="consultations.escalated",
        guards=("procedure_names_committee",),
        quiet=True,  # set in motion by lodging the dispute
    ),
    Transition(
        subject="consultations.Consultation",
        name="end_dispute",
        label=_("Geschil afsluiten"),
        done=_("geschil afgesloten"),
        sources=frozenset({ConsultationState.IN_DISPUTE}),
        target=ConsultationState.NOT_AGREED,
        permission="consultations.end_dispute",
        article="WPO 18a lid 9, derde volzin / WVO 17a lid 9, derde volzin",
        audit="consultations.dispute_ended",
        quiet=True,  # follows from the end of the dispute
    ),
    Transition(
        subject="consultations.Overleg",
        name="hold",
        label=_("Overleg vastleggen"),
        done=_("overleg gevoerd"),
        sources=frozenset(OverlegState.values),
        target=OverlegState.HELD,
        permission="consultations.record_overleg",
        article="WPO 18a lid 9 / WVO 17a lid 9",
        audit="consultations.overleg_held",
        help=_("Datum, aanwezigen en wat er besproken is. Opnieuw vastleggen kan; het eerdere blijft staan."),
    ),
    Transition(
        subject="consultations.ConsentRequest",
        name="ask_consent",
        label=_("Instemming OPR vragen"),
        done=_("instemming OPR gevraagd"),
        sources=frozenset(),
        target=ConsentState.ASKED,
        permission="consultations.ask_consent",
        article=OPR,
        audit="consultations.consent_asked",
        guards=("version_to_consent_to",),
        on="plans.Dossier",
        help=_("De ondersteuningsplanraad krijgt de laatste versie voorgelegd."),
    ),
    *(
        Transition(
            subject="consultations.ConsentRequest",
            name=name,
            label=label,
            done=done,
            sources=frozenset(ConsentState.values),
            target=target,
            permission="consultations.record_consent",
            article=OPR,
            audit=f"consultations.{target}",
        )
        for name, target, label, done in _CONSENT_ROWS
    ),
    *(
        Transition(
            subject="consultations.ConsentRequest",
            name=f"{name}_on_behalf",
            label=label,
            done=done,
            sources=frozenset(ConsentState.values),
            target=target,
            permission="consultations.record_consent_on_behalf",
            article=OPR,
            audit=f"consultations.{target}_on_behalf",
            guards=("opr_has_not_recorded",),
            help=_("Namens de OPR, met bewijs. De OPR ziet dit en kan het zelf corrigeren."),
        )
        for name, target, label, done in _CONSENT_ROWS
    ),
)

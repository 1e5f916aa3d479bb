"""The states of an application for an experiment, and every step between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.workflow import Transition


class ExperimentState(TextChoices):
    """What came of the application of a partnership."""

    # Another word than signing up for a meeting, in English.
    APPLIED = "applied", pgettext_lazy("experiment", "aangemeld")
    SELECTED = "selected", _("doet mee")
    NOT_SELECTED = "not_selected", _("niet gekozen")
    TAKEN_BACK = "taken_back", _("teruggetrokken")


EXPERIMENT = "Werkagenda (AVS, 11 december 2012): experimenten in 2013/14"

TRANSITIONS = (
    Transition(
        subject="experiments.Experiment",
        name="apply",
        label=_("Aanmelden voor het experiment"),
        done=_("aangemeld voor het experiment"),
        sources=frozenset(),
        target=ExperimentState.APPLIED,
        permission="experiments.apply_experiment",
        article=EXPERIMENT,
        audit="guidance.experiment_applied",
        on="portal.Organisation",
    ),
    Transition(
        subject="experiments.Experiment",
        name="select",
        label=_("Kiezen"),
        done=_("gekozen voor het experiment"),
        sources=frozenset({ExperimentState.APPLIED, ExperimentState.NOT_SELECTED}),
        target=ExperimentState.SELECTED,
        permission="guidance.edit_guidance",
        article=EXPERIMENT,
        audit="guidance.experiment_selected",
        reason=True,
        help=_(
            "Leg vast wat het ministerie heeft besloten, met de reden. Het samenwerkingsverband krijgt bericht."
        ),
    ),
    Transition(
        subject="experiments.Experiment",
        name="pass_over",
        label=_("Niet kiezen"),
        done=_("niet gekozen voor het experiment"),
        sources=frozenset({ExperimentState.APPLIED, ExperimentState.SELECTED}),
        target=ExperimentState.NOT_SELECTED,
        permission="guidance.edit_guidance",
        article=EXPERIMENT,
        audit="guidance.experiment_passed_over",
        reason=True,
        help=_(
            "Leg vast wat het ministerie heeft besloten, met de reden. Het samenwerkingsverband krijgt bericht."
        ),
    ),
    Transition(
        subject="experiments.Experiment",
        name="report",
        label=_("Verslag doen"),
        done=_("verslag gedaan"),
        sources=frozenset({ExperimentState.SELECTED}),
        target=None,
        permission="experiments.report_experiment",
        article=EXPERIMENT,
        audit="guidance.experiment_reported",
        help=_(
            "Wat u deed en wat u ervan leert. De redactie leest het; op de site komt het pas als voorbeeld."
        ),
    ),
    Transition(
        subject="experiments.Experiment",
        name="take_back",
        label=_("Aanmelding terugtrekken"),
        done=_("aanmelding voor het experiment teruggetrokken"),
        sources=frozenset({ExperimentState.APPLIED, ExperimentState.SELECTED}),
        target=ExperimentState.TAKEN_BACK,
        permission="experiments.apply_experiment",
        article=EXPERIMENT,
        audit="guidance.experiment_taken_back",
        help=_("De redactie krijgt bericht."),
    ),
)

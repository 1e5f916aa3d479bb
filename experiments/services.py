"""Applying for an experiment, the decision of the ministry, and what is reported."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from experiments.models import Experiment, ExperimentCall, ExperimentReport
from experiments.states import ExperimentState
from guidance.editors import tell_editors
from portal import clock, outbox, steps, workflow
from portal.models import Organisation, StoredFile, User
from portal.workflow import Blocked, StaleState


@steps.once
def apply_for_experiment(
    organisation: Organisation,
    *,
    call: ExperimentCall,
    by: User,
    seen: int | None = None,
    plan: str,
    motivation: str,
) -> Experiment:
    """Apply for a partnership; gives the application. Late is accepted and marked. Raises a `Refused`."""
    plan, motivation = plan.strip(), motivation.strip()
    row = workflow.find("experiments.Experiment", "apply")
    # Two people of one partnership wait here for each other.
    steps.lock(organisation)
    if Experiment.objects.under_way().filter(call=call, organisation=organisation).exists():
        raise StaleState(already_applied(call))
    experiment = Experiment(
        call=call,
        organisation=organisation,
        plan=plan,
        motivation=motivation,
        applied_by=by,
        is_late=call.has_closed,
    )
    workflow.create(row, organisation, experiment, by=by, data={"call": call.key})
    tell_editors("experiments/experiment_applied", _about(experiment))
    return experiment


def already_applied(call: ExperimentCall) -> str:
    """What somebody reads whose partnership has applied."""
    return _("Dit samenwerkingsverband is al aangemeld voor %(call)s.") % {"call": call}


@steps.once
def decide_experiment(
    experiment: Experiment,
    *,
    name: str,
    by: User,
    seen: int | None = None,
    reason: str,
    decided_on: dt.date,
) -> Experiment:
    """Record what the ministry decided, and tell the partnership. Raises a `Refused`."""
    if decided_on > clock.today():
        raise Blocked(_("De datum ligt in de toekomst. Leg het besluit vast als het er is."))
    workflow.perform(
        experiment,
        name,
        by=by,
        seen=seen,
        reason=reason,
        data={"decided_on": decided_on.isoformat()},
        fields={"decided_on": decided_on, "decision": reason.strip()},
    )
    outbox.notify_holders(
        "experiments/experiment_decided",
        {
            **_about(experiment),
            "is_selected": experiment.state == ExperimentState.SELECTED,
            "reason": experiment.decision,
            "decided_on": decided_on.isoformat(),
        },
        Experiment.READING,
        experiment,
        party="organisation",
    )
    return experiment


@steps.once
def report_experiment(
    experiment: Experiment,
    *,
    by: User,
    seen: int | None = None,
    done: str,
    lessons: str,
    document: StoredFile | None = None,
    document_name: str = "",
) -> ExperimentReport:
    """Keep what a partnership did and learned; gives the report."""
    workflow.perform(experiment, "report", by=by, seen=seen, data={"document": document_name})
    report = ExperimentReport.objects.create(
        experiment=experiment,
        reported_by=by,
        done=done.strip(),
        lessons=lessons.strip(),
        document=document,
        document_name=document_name,
    )
    tell_editors("experiments/experiment_reported", _about(experiment))
    return report


@steps.once
def take_back_experiment(experiment: Experiment, *, by: User, seen: int | None = None) -> Experiment:
    """Take an application back. Raises a `Refused`."""
    workflow.perform(experiment, "take_back", by=by, seen=seen)
    tell_editors("experiments/experiment_taken_back", _about(experiment))
    return experiment


def _about(experiment: Experiment) -> dict[str, Any]:
    return {
        "organisation": experiment.organisation.name,
        "call": experiment.call.title,
        "call_en": experiment.call.title_en,
        "path": experiment.get_absolute_url(),
    }

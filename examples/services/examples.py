"""Writing, sending in and publishing an example."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from examples.models import Example, ExampleAttachment
from examples.states import WITH_SENDER, ExampleState
from experiments.models import Experiment
from guidance.editors import tell_editors
from guidance.models import Subject
from portal import clock, outbox, steps, workflow
from portal.models import Organisation, StoredFile, User

UNDER_WAY = WITH_SENDER | {ExampleState.SUBMITTED}


@steps.once
def draft_example(
    organisation: Organisation, *, by: User, seen: int | None = None, subjects: Any = (), **values: Any
) -> Example:
    """Begin an example for an organisation; gives it. Raises a `Refused`."""
    row = workflow.find("examples.Example", "draft")
    example = workflow.create(
        row, organisation, Example(organisation=organisation, begun_by=by, **values), by=by
    )
    _set_subjects(example, subjects)
    return example


@steps.once
def share_lessons(experiment: Experiment, *, by: User, seen: int | None = None) -> Example:
    """Begin an example with what was reported of an experiment; gives the one that is under way if there is one."""
    steps.lock(experiment)
    there = experiment.examples.filter(state__in=UNDER_WAY).first()
    if there:
        return there
    row = workflow.find("examples.Example", "share_lessons")
    workflow.check(row, experiment, by)
    reports = list(experiment.reports.all())
    example = Example(
        organisation=experiment.organisation,
        experiment=experiment,
        title=_("Lessen van het experiment in %(year)s") % {"year": experiment.call.year_label},
        reach=Example.Reach.PARTNERSHIP,
        done="\n\n".join(report.done for report in reports),
        result="\n\n".join(report.lessons for report in reports),
        begun_by=by,
    )
    workflow.create(row, experiment, example, by=by)
    example.refresh_search()
    return example


@steps.once
def change_example(
    example: Example, *, by: User, seen: int | None = None, subjects: Any = (), **values: Any
) -> Example:
    """Keep what was typed; the former text stays in the audit trail. Raises a `Refused`."""
    former = {name: getattr(example, name) for name in values if getattr(example, name) != values[name]}
    changed = {name: [str(value), str(values[name])] for name, value in former.items()}
    if set(example.subjects.all()) != set(subjects):
        changed["subjects"] = [_names(example.subjects.all()), _names(subjects)]
    workflow.perform(example, "change", by=by, seen=seen, data={"changed": changed}, fields=values)
    _set_subjects(example, subjects)
    return example


def organisation_saved(instance: Organisation, created: bool, **_signal: Any) -> None:
    """Let the examples of an organisation be found by the name it has now."""
    if not created:
        for example in instance.examples.all():
            example.organisation = instance
            example.refresh_search()


def subject_saved(instance: Subject, created: bool, **_signal: Any) -> None:
    """Let the examples about a subject be found by the name it has now."""
    if not created:
        for example in instance.examples.select_related("organisation"):
            example.refresh_search()


def _names(subjects: Any) -> str:
    """The subjects in one line, whatever order they come in and whatever language the page has."""
    return ", ".join(sorted(row.name for row in subjects))


def _set_subjects(example: Example, subjects: Any) -> None:
    example.subjects.set(subjects)
    example.refresh_search()


@steps.once
def add_attachment(
    example: Example, *, by: User, document: StoredFile, document_name: str, seen: int | None = None
) -> Example:
    """Put a document with an example. The same document again changes nothing. Raises a `Refused`."""
    there = ExampleAttachment.objects.filter(example=example, file=document, removed_at=None)
    if there.exists():
        return example
    try:
        with transaction.atomic():
            ExampleAttachment.objects.create(example=example, file=document, name=document_name)
            data = {"name": document_name, "sha256": document.sha256}
            workflow.perform(example, "attach", by=by, seen=seen, data=data)
    except IntegrityError:  # the same document, at the same moment
        return example
    return example


@steps.once
def remove_attachment(
    example: Example, *, by: User, attachment: ExampleAttachment, seen: int | None = None
) -> Example:
    """Take a document off an example; the file itself is kept. Raises a `Refused`."""
    data = {"name": attachment.name, "sha256": attachment.file.sha256}
    workflow.perform(example, "detach", by=by, seen=seen, data=data)
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    return example


@steps.once
def submit_example(example: Example, *, by: User, seen: int | None = None, answer: str = "") -> Example:
    """Send an example to the editors, with an answer to what they asked. What was sent stays in the audit trail."""
    sent = {
        **example.texts,
        "subjects": _names(example.subjects.all()),
        "attachments": ", ".join(row.name for row in example.attachments.filter(removed_at=None)),
    }
    workflow.perform(
        example,
        "submit",
        by=by,
        seen=seen,
        reason=answer,
        data={"sent": sent},
        fields={"submitted_at": clock.now()},
    )
    tell_editors("examples/example_submitted", {**_about(example), "answer": answer})
    return example


@steps.once
def decide_example(
    example: Example, *, name: str, by: User, seen: int | None = None, reason: str = ""
) -> Example:
    """Ask back, publish, decline or take down, and tell the sender. Raises a `Refused`."""
    fields = {"published_at": clock.now()} if name == "publish" else {}
    workflow.perform(example, name, by=by, seen=seen, reason=reason, fields=fields)
    _tell_sender(example, name, reason)
    return example


@steps.once
def take_back_example(
    example: Example, *, name: str, by: User, seen: int | None = None, reason: str = ""
) -> Example:
    """Take an example back, or take it up again. Raises a `Refused`."""
    was_theirs = example.state in {ExampleState.SUBMITTED, ExampleState.PUBLISHED}
    # What is written from then on was not sent in, whatever becomes of it.
    fields = {"submitted_at": None} if name == "reopen" else {}
    workflow.perform(example, name, by=by, seen=seen, reason=reason, fields=fields)
    if was_theirs:
        tell_editors("examples/example_taken_back", _about(example))
    return example


def _about(example: Example) -> dict[str, Any]:
    return {
        "title": example.title,
        "organisation": example.organisation.name,
        "path": example.get_absolute_url(),
    }


def _tell_sender(example: Example, step: str, reason: str) -> None:
    outbox.notify_holders(
        "examples/example_decided",
        {**_about(example), "step": step, "reason": reason},
        Example.READING,
        example,
        party="organisation",
    )

"""How a decision is put on record: one way for all kinds, with what is particular to a kind declared beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consultations.fields import in_audit
from consultations.models import Record
from portal import clock, outbox, steps, workflow
from portal.models import User
from portal.workflow import Blocked, Text


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What one kind of decision has of its own.

    `of` is its field with the row it is about, `current` the field of that row with the decision that holds (empty when
    each stands beside the others). `explained` has, per target, what to say when the words are missing.
    """

    model: type[Record]
    of: str
    current: str = ""
    in_the_future: Text
    without_evidence: Text = ""
    explained: Mapping[str, Text] = field(default_factory=dict)
    gist: Callable[[Any], str]  # what the timeline gives as the reason
    event: str
    facts: Callable[
        [Any, Any], dict[str, Any]
    ]  # what the message says besides, of the decision and the former one


def record(kind: Kind, subject: Any, *, name: str, by: User, seen: int | None, said: dict[str, Any]) -> Any:
    """Record a decision about `subject` by the row `name` of the table, in the caller's transaction; gives it.

    Takes its fields as `said`. The decision that holds until now stays, and is corrected by this one. Raises `Blocked`
    for a day in the future, and without the words or the evidence it needs; `Conflict` when something was recorded since
    the page was shown; another `Refused` when the table does not allow it.
    """
    row = workflow.find(subject._meta.label, name)
    stripped = {key: value.strip() if isinstance(value, str) else value for key, value in said.items()}
    decision: Any = kind.model(**{kind.of: subject}, recorded_by=by, **stripped)
    if kind.current:
        decision.kind, decision.recorded_by_name = str(row.target), f"{by.name} <{by.email}>"
        decision.on_behalf = name.endswith("_on_behalf")
    if reasons := _missing(kind, decision):
        raise Blocked(*reasons)
    workflow.check(row, subject, by)
    steps.hold(subject, seen=seen)
    former = getattr(subject, kind.current) if kind.current else None
    if kind.current:
        decision.corrects = former
    if hasattr(decision, "version_id"):
        decision.version = subject.version
    decision.save(force_insert=True)
    workflow.perform(
        subject,
        name,
        by=by,
        reason=kind.gist(decision),
        data={**in_audit(decision), "corrects": former.pk if former else None},
        fields={kind.current: decision} if kind.current else {},
    )
    _tell(kind, subject, decision, former)
    return decision


def _missing(kind: Kind, decision: Any) -> list[Text]:
    """What keeps a decision from being recorded as it was said."""
    if decision.day > clock.today():
        return [kind.in_the_future]
    if not kind.current:
        return []
    if decision.on_behalf and not decision.evidence and decision.document is None:
        return [kind.without_evidence]
    if decision.kind in kind.explained and not decision.remarks:
        return [kind.explained[decision.kind]]
    return []


def _tell(kind: Kind, subject: Any, decision: Any, former: Any) -> None:
    """Queue a message to everybody who may read of it."""
    outbox.notify_holders(
        kind.event,
        {
            "plan": str(subject.dossier),
            "version": decision.about.number,
            decision.day_field: decision.day.isoformat(),
            "by": str(decision.recorded_by),
            "path": subject.get_absolute_url(),
            **kind.facts(decision, former),
        },
        subject.READING,
        subject,
        dossier=subject.dossier.uuid,
    )

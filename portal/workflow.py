"""The engine that runs the transition tables: check, change, record, all or nothing.

Every app hands in one table, `states.TRANSITIONS`. Pages, buttons, the admin, the audit trail and `docs/workflow.md` read
it; nothing else changes a state. A change is a compare-and-swap (`UPDATE … WHERE state = … AND row_version = …`), which
works on SQLite and PostgreSQL alike and tells the second of two writers that somebody was faster.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import audit, rights
from portal.extension_points import GUARDS, TRANSITIONS

if TYPE_CHECKING:
    from portal.models import AuditEntry, User

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row of a table.

    `subject` is the model it moves; `target` None leaves the state as it is (a decision beside the main line).
    A row with `on` makes a new subject from that model (asking consent on a dossier, lodging a dispute on a
    consultation): its permission and guards are asked of the `on` object, its sources are empty.
    """

    subject: str
    name: str
    label: Text
    done: Text
    sources: frozenset[str]
    target: str | None
    permission: str
    article: str
    audit: str
    guards: tuple[str, ...] = ()
    reason: bool = False
    on: str = ""
    help: Text = ""
    quiet: bool = False  # no button of its own: another step sets it in motion


class Refused(Exception):
    """A transition that does not happen; `messages` tell the user why and how to go on.

    `status` is how a page answers it.
    """

    status = 409

    def __init__(self, *messages: Text) -> None:
        self.messages = [str(message) for message in messages]
        super().__init__(" ".join(self.messages))


class NotAllowed(Refused):
    """The person does not hold the permission."""

    status = 403


class Blocked(Refused):
    """A guard holds it back."""


class StaleState(Refused):
    """The object is not in the state, or not the version, the user saw."""


class Conflict(StaleState):
    """Somebody else stored something meanwhile; `current` is the row as it is now, for the page with both texts.

    Raised for every row that is held at the version seen (`steps.hold`), whichever app it is of.
    """

    def __init__(self, current: Any, message: Text = "") -> None:
        self.current = current
        super().__init__(
            message
            or _("Iemand anders was u net voor. Bekijk de huidige stand en probeer het zo nodig opnieuw.")
        )


class Stateful(models.Model):
    """A row with a state and a counter that grows with every change, for compare-and-swap."""

    state = models.CharField(gettext_lazy("status"), max_length=40, db_index=True)
    row_version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


S = TypeVar("S", bound=Stateful)


def in_state(rows: "models.QuerySet[S]", state: str | None) -> "models.QuerySet[S]":
    """The rows in a state; without one all of them."""
    return rows.filter(state=state) if state else rows


def transitions_of(label: str) -> dict[str, Transition]:
    """The rows that move a model, by name."""
    return {row.name: row for row in TRANSITIONS if row.subject == label and not row.on}


def creations_on(label: str) -> tuple[Transition, ...]:
    """The rows that make something new from a model."""
    return tuple(row for row in TRANSITIONS if row.on == label)


def find(label: str, name: str) -> Transition:
    """The row of this name that moves or makes this model. LookupError when there is none."""
    for row in TRANSITIONS:
        if row.subject == label and row.name == name:
            return row
    raise LookupError(f"{label} has no transition {name}")


def guard(transition: Transition, name: str) -> Any:
    """The function that guards a step: takes the object, gives the reasons why not."""
    return getattr(GUARDS[transition.subject.split(".")[0]], name)


def blockers(transition: Transition, obj: Any) -> list[str]:
    """What holds a transition back now, in words; an empty list means it may happen."""
    return [str(reason) for name in transition.guards for reason in guard(transition, name)(obj)]


@dataclass(frozen=True)
class Action:
    """A transition somebody may take on an object now; with blockers it is shown, but closed."""

    transition: Transition
    obj: Any
    blockers: list[str]

    @property
    def url(self) -> str:
        return self.obj.get_action_url(self.transition)


def actions(obj: Any, user: "User", *, created: bool = True) -> Iterator[Action]:
    """The actions this person has on this object in its present state: the source of every button.

    Takes the object and the person; gives the actions in table order, those that make something new last.
    """
    for row in transitions_of(obj._meta.label).values():
        if obj.state in row.sources and not row.quiet and user.has_perm(row.permission, obj):
            yield Action(row, obj, blockers(row, obj))
    for row in creations_on(obj._meta.label) if created else ():
        if not row.quiet and user.has_perm(row.permission, obj):
            yield Action(row, obj, blockers(row, obj))


def has_passed(transition: Transition, obj: Any) -> str:
    """Why a step is not one of the state an object is in, in words; empty when it is."""
    if transition.on or obj.state in transition.sources:
        return ""
    return _("‘%(action)s’ kan niet (meer): de status is nu ‘%(state)s’.") % {
        "action": transition.label,
        "state": obj.get_state_display(),
    }


def check(transition: Transition, obj: Any, by: "User") -> None:
    """Raise `NotAllowed`, `StaleState` or `Blocked` when this person cannot take this step on this object now."""
    if not by.has_perm(transition.permission, obj):
        raise NotAllowed(
            _("Deze handeling hoort niet bij uw rol: %(action)s.") % {"action": transition.label}
        )
    if passed := has_passed(transition, obj):
        raise StaleState(passed)
    if found := blockers(transition, obj):
        raise Blocked(*found)


def perform(
    obj: Stateful,
    name: str,
    *,
    by: "User",
    seen: int | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    fields: dict[str, Any] | None = None,
) -> "AuditEntry":
    """Take one step: permission, state, guards, compare-and-swap and the audit line, in the caller's transaction.

    Takes the object, the row's name, the person, the `row_version` they saw (None: the one just read), the reason,
    extra audit data and the fields to set with the state. Gives the audit line. Raises a `Refused`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("perform() belongs in a transaction")
    row = find(obj._meta.label, name)
    check(row, obj, by)
    reason = reason.strip()
    if row.reason and not reason:
        raise Blocked(_("Geef een reden: die komt in het dossier te staan."))
    before = obj.state
    swapped = (
        type(obj)
        ._base_manager.filter(pk=obj.pk, state=before, row_version=obj.row_version if seen is None else seen)
        .update(state=row.target or before, row_version=F("row_version") + 1, **(fields or {}))
    )
    if not swapped:
        raise Conflict(type(obj)._base_manager.get(pk=obj.pk))
    obj.refresh_from_db(fields=["state", "row_version", *(fields or {})])
    return audit.record(
        row.audit,
        obj,
        by=by,
        membership=rights.acting_membership(by, row.permission, obj),
        from_state=before,
        to_state=obj.state,
        reason=reason,
        data=data,
    )


def create(
    row: Transition,
    parent: Any,
    obj: S,
    *,
    by: "User",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> S:
    """Save a new subject made from `parent` by a row with `on`, and write its audit line, in the caller's transaction.

    Raises a `Refused`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("create() belongs in a transaction")
    check(row, parent, by)
    obj.state = row.target or ""
    obj.save(force_insert=True)
    audit.record(
        row.audit,
        obj,
        by=by,
        membership=rights.acting_membership(by, row.permission, parent),
        to_state=obj.state,
        reason=reason.strip(),
        data=data,
    )
    return obj

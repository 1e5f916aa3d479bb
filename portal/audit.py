"""Writing and reading the audit trail."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.extension_points import AUDIT_ACTIONS, DRAFTING, FORMER_LABELS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.models import AuditEntry, Membership, User

_request_id: ContextVar[uuid.UUID | None] = ContextVar("request_id", default=None)

# Actions of the kernel that are no transition; every app lists its own in `audit_actions.py`.
ACTIONS: dict[str, str | Promise] = {
    "portal.invited": _("persoon uitgenodigd"),
    "portal.invitation_withdrawn": _("uitnodiging ingetrokken"),
    "portal.joined": _("uitnodiging aangenomen"),
    "portal.membership_ended": _("deelname beëindigd"),
    "portal.made_manager": _("beheerder van de organisatie geworden"),
    "portal.manager_ended": _("geen beheerder van de organisatie meer"),
    "portal.reference_added": _("gegeven toegevoegd"),
    "portal.reference_changed": _("gegeven gewijzigd"),
    "portal.user_deactivated": _("account gesloten"),
    "portal.user_activated": _("account heropend"),
    "portal.mail_retried": _("bericht opnieuw aangeboden"),
}


class UnknownAction(LookupError):
    """An audit line with an action nobody registered: a programming error."""


@contextmanager
def request(request_id: uuid.UUID) -> Iterator[None]:
    """Give all lines written inside the same request id."""
    token = _request_id.set(request_id)
    try:
        yield
    finally:
        _request_id.reset(token)


def label_of(action: str) -> str:
    """What an action is called on the pages; its code when it is there no more."""
    return str(AUDIT_ACTIONS.get(action, action))


def is_draft(action: str) -> bool:
    """Whether the data of such a line is a draft: the line is for whoever reads the trail, its data for the writers."""
    return action in DRAFTING


def history(obj: Any) -> "QuerySet[AuditEntry]":
    """The lines about one row, the latest first."""
    from portal.models import AuditEntry

    lines = AuditEntry.objects.filter(subject__in=labels_of(obj._meta.label), subject_id=str(obj.pk))
    return lines.order_by("-at", "-pk")


def label_now(label: str) -> str:
    """What a model is called today, by the label that stands in a line."""
    return FORMER_LABELS.get(label, label)


def labels_of(label: str) -> list[str]:
    """Every label under which lines about a model stand: its own, and those it had before it moved."""
    return [label, *(former for former, now in FORMER_LABELS.items() if now == label)]


def record(
    action: str,
    obj: Any,
    *,
    by: "User | None",
    membership: "Membership | None" = None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> "AuditEntry":
    """Write one line about `obj`, in the transaction of the change itself.

    Takes a registered action, the object (its `dossier_uuid` puts the line in a timeline; its `audit_name` is what the
    line calls it, when its name is not for everybody), the person and the membership they act by. Raises
    `UnknownAction`, and `RuntimeError` outside a transaction.
    """
    from portal.models import AuditEntry

    if action not in AUDIT_ACTIONS:
        raise UnknownAction(action)
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit line belongs in the transaction of its decision")
    organisation = membership.organisation if membership else None
    with translation.override("nl"):  # one language in the trail, whoever acts
        subject_text = str(getattr(obj, "audit_name", obj))[:300]
    return AuditEntry.objects.create(
        action=action,
        actor=by,
        actor_name=f"{by.name} <{by.email}>" if by else "",
        actor_role=membership.role if membership else "",
        organisation=organisation,
        organisation_name=str(organisation or ""),
        dossier=getattr(obj, "dossier_uuid", None),
        subject=obj._meta.label,
        subject_id=str(obj.pk),
        subject_text=subject_text,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=data or {},
        request_id=_request_id.get() or uuid.uuid4(),
    )

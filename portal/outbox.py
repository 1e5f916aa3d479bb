"""Notifications: written in the transaction of the event, delivered after it, kept as an in-portal copy."""

import datetime as dt
import smtplib
import socket
import uuid
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal import audit, clock
from portal.extension_points import MAIL_PARTS, MailParts
from portal.models import MailMessage, Organisation, User, memberships_with
from portal.models.secret_links import secret_path
from portal.rights import ROLES_OF_KIND, Role, acting_membership, holders
from portal.workflow import NotAllowed

RETRY_MINUTES = (1, 5, 30, 120, 720)
LEFTOVERS = 10
# The mail server does not answer: the next message would wait as long for nothing.
SERVER_AWAY = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    smtplib.SMTPConnectError,
    smtplib.SMTPServerDisconnected,
)


class ServerAway(Exception):
    """The mail server does not answer; the failure of the message is kept already."""


def notify(
    event: str,
    context: dict[str, Any],
    *,
    people: Iterable[User] = (),
    addresses: Iterable[str] = (),
    dossier: uuid.UUID | None = None,
) -> None:
    """Queue one message per person and per bare address, in the caller's transaction.

    `event` names the pair of templates `email/<event>_subject.txt` and `email/<event>.txt`; `context` holds plain
    values only (it is stored as JSON), and for the path of a secret address what stands for it (`secret_for_mail`),
    by its name in the templates, under `secret_paths`. Somebody who holds two roles gets one message.
    """
    rows = [_to_person(event, user, context) for user in people]
    rows += [MailMessage(event=event, context=context, address=address) for address in addresses]
    _queue(rows, dossier)


def notify_each(event: str, contexts: Iterable[tuple[User, dict[str, Any]]]) -> None:
    """Queue one message per person about one event, each with a context of their own; see `notify`."""
    _queue([_to_person(event, user, context) for user, context in contexts])


def _to_person(event: str, user: User, context: dict[str, Any]) -> MailMessage:
    return MailMessage(event=event, context=context, user=user, address=user.email, language=user.language)


def _queue(rows: Iterable[MailMessage], dossier: uuid.UUID | None = None) -> None:
    """Keep the messages of one event, the first to each address, and see to it that they go out."""
    event_id = uuid.uuid4()
    wanted: dict[str, MailMessage] = {}
    for row in rows:
        row.event_id, row.dossier = event_id, dossier
        wanted.setdefault(row.address.lower(), row)
    if not wanted:
        return
    MailMessage.objects.bulk_create(wanted.values())
    if settings.MAIL_DELIVERY == "immediate":
        # The event has happened: trouble with the mail may not turn its page into an error.
        transaction.on_commit(lambda: _deliver_now(event_id), robust=True)


def notify_holders(
    event: str,
    context: dict[str, Any],
    permission: str,
    *objects: Any,
    party: str = "",
    dossier: uuid.UUID | None = None,
) -> None:
    """Queue a message to those who hold a right on one of the objects; see `notify`.

    Who is told what happened holds the right to read about it, who is asked for something the right to do it. With a
    party only those who hold it for that one. An organisation in which nobody does, or only somebody who reads along,
    gets it at its general address.
    """
    held = holders(permission, objects, party)
    memberships = memberships_with(held)
    served = {row.organisation_id for row in memberships if row.may_be_manager}
    people = {row.user_id: row.user for row in memberships}.values()
    notify(event, context, people=people, addresses=_general_addresses(held, served), dossier=dossier)


def _general_addresses(held: Mapping[Role, set[int] | None], served: set[int]) -> list[str]:
    """The general addresses of the organisations in which nobody with the right signs in."""
    ids = {pk for row in held.values() for pk in row or ()} - served
    everywhere = {role for role, row in held.items() if row is None}
    kinds = [kind for kind, roles in ROLES_OF_KIND.items() if everywhere.intersection(roles)]
    if not ids and not kinds:
        return []
    rows = Organisation.objects.filter(Q(pk__in=ids) | Q(kind__in=kinds)).exclude(pk__in=served)
    return list(rows.exclude(contact_email="").order_by("pk").values_list("contact_email", flat=True))


def rendered(message: MailMessage, language: str | None = None) -> tuple[str, str]:
    """Subject and text of a message, in the given language or its reader's."""
    with translation.override(language or message.language):
        context = {**full_context(message), "public_url": settings.PUBLIC_URL, "message": message}
        subject = render_to_string(f"email/{message.event}_subject.txt", context)
        text = render_to_string(f"email/{message.event}.txt", context)
    return " ".join(subject.split()), text.strip() + "\n"


def full_context(message: MailMessage) -> dict[str, Any]:
    """The context of a message with the paths of its secret addresses, which are not stored."""
    secrets = message.context.get("secret_paths", {})
    return {**message.context, **{name: secret_path(*row) for name, row in secrets.items()}}


def shown(message: MailMessage, language: str) -> tuple[str, str]:
    """Subject and text for a page. Copies stay for years: an event that lost its templates does not break the list."""
    try:
        return rendered(message, language)
    except TemplateDoesNotExist:
        return _("Bericht"), _("De tekst van dit bericht is niet meer beschikbaar.")


def given_up(message: MailMessage) -> bool:
    """Whether a message failed as often as it may; only somebody of the administration offers it again."""
    return message.status == MailMessage.Status.FAILED and message.attempts > len(RETRY_MINUTES)


def due() -> QuerySet[MailMessage]:
    """The messages whose turn it is: never sent, or failed and waited long enough."""
    return MailMessage.objects.exclude(status=MailMessage.Status.SENT).filter(
        next_attempt_at__lte=clock.now(), attempts__lt=len(RETRY_MINUTES) + 1
    )


def deliver(
    *, event_id: uuid.UUID | None = None, only: Iterable[int] | None = None, limit: int | None = 100
) -> tuple[int, int]:
    """Send what is due; gives (sent, failed). A failure is kept with its error and tried again later.

    A row is claimed before it is sent (its next attempt is pushed ahead), so two workers do not send it twice. When
    the mail server does not answer, the rest waits for the next turn: nobody waits for one time-out after another.
    """
    rows = due().filter(event_id=event_id) if event_id else due()
    if only is not None:
        rows = rows.filter(pk__in=only)
    sent = failed = 0
    for message in rows.order_by("pk")[:limit]:
        wait = RETRY_MINUTES[min(message.attempts, len(RETRY_MINUTES) - 1)]
        claimed = MailMessage.objects.filter(
            ~Q(status="sent"), pk=message.pk, attempts=message.attempts
        ).update(attempts=F("attempts") + 1, next_attempt_at=clock.now() + dt.timedelta(minutes=wait))
        if not claimed:
            continue
        try:
            done = _send(message)
        except ServerAway:
            return sent, failed + 1
        sent, failed = sent + done, failed + (not done)
    return sent, failed


@transaction.atomic
def retry(messages: Iterable[MailMessage], *, by: User) -> int:
    """Offer messages that failed to the mail server again, now; gives how many. Each leaves an audit line.

    One that was tried as often as it may be gets one more try. What was sent meanwhile is left alone.
    """
    membership = acting_membership(by, "portal.change_reference_data")
    if membership is None:
        raise NotAllowed(_("Alleen een functioneel beheerder kan berichten opnieuw aanbieden."))
    offered = []
    for message in messages:
        changed = MailMessage.objects.filter(pk=message.pk, status=MailMessage.Status.FAILED).update(
            next_attempt_at=clock.now(), attempts=Least(F("attempts"), len(RETRY_MINUTES))
        )
        if changed:
            audit.record("portal.mail_retried", message, by=by, membership=membership)
            offered.append(message.pk)
    if settings.MAIL_DELIVERY == "immediate":
        transaction.on_commit(partial(deliver, only=offered, limit=None), robust=True)
    return len(offered)


def _deliver_now(event_id: uuid.UUID) -> None:
    """Without a worker: send the mails of an event, and a few that failed before and are due again."""
    _sent, failed = deliver(event_id=event_id, limit=None)
    if not failed:
        deliver(limit=LEFTOVERS)


def _send(message: MailMessage) -> bool:
    rows = MailMessage.objects.filter(pk=message.pk)
    try:
        subject, text = rendered(message)
        make = MAIL_PARTS.get(message.event)
        parts = make(message) if make else MailParts()
        EmailMessage(
            subject,
            text,
            to=[message.address],
            attachments=parts.attachments,
            headers={"Message-ID": f"<{message.event_id}.{message.pk}@portaal>", **parts.headers},
        ).send()
    except Exception as error:  # whatever the mail server does, the queue goes on and keeps the error
        rows.update(status=MailMessage.Status.FAILED, error=f"{type(error).__name__}: {error}"[:2000])
        if isinstance(error, SERVER_AWAY):
            raise ServerAway from error
        return False
    rows.update(status=MailMessage.Status.SENT, sent_at=clock.now(), error="")
    return True

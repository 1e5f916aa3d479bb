"""How a step is taken once, and by one at a time: a row held at the version seen, a request answered once.

Every service that changes what people may have open at the same time goes through here:

- `hold` locks a row, and refuses with a `Conflict` when it is no longer what the writer saw. The form puts both texts
  beside each other (`portal.forms.VersionedForm.refuse`, `templates/includes/conflict.html`).
- `once` gives a repeated request (a second click, a retry after a lost connection) the answer of the first. A request
  is known by the key its form carries (`Sent`), never by comparing what is stored with what is asked.
"""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.extension_points import TRANSITIONS
from portal.models import TakenStep, User
from portal.workflow import Conflict, Text

# How long a repeated request gets the answer of the first; a tab that was left open longer starts anew.
KEEP_DAYS = 30

KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")


def lock(row: M) -> M:
    """Wait until nobody else is changing this row; it says what is there from then on. In the caller's transaction.

    Without its key: who makes another row that points to this one does not wait (PostgreSQL). On SQLite a transaction
    is alone as soon as it begins. Gives the row.
    """
    current = type(row)._base_manager.select_for_update(no_key=True).get(pk=row.pk)
    for (
        field
    ) in row._meta.concrete_fields:  # what was read along with the row stays, where it is still the same
        setattr(row, field.attname, getattr(current, field.attname))
    return row


def hold(row: M, *, seen: int | None = None, version: str = "row_version", message: Text = "") -> M:
    """Lock a row at the version its writer saw; it says what is there from then on. In the caller's transaction.

    Takes the row, the number of the version that was seen (None: the one it was read with), the field that counts, and
    what to tell who comes too late, when it is another text than the usual. Of two writers at the same moment the second
    waits here. Gives the row; raises `Conflict` with what is there now.
    """
    expected = getattr(row, version) if seen is None else seen
    if getattr(lock(row), version) != expected:
        raise Conflict(row, message)
    return row


@dataclass(frozen=True)
class Sent:
    """A request as its form sent it: the key made when the form was shown, and a digest of everything in it."""

    key: str
    digest: str = ""


def new_key() -> str:
    """A key for a form that is shown."""
    return secrets.token_urlsafe(16)


def sent(
    key: str, address: str, data: Mapping[str, Any], files: Iterable[tuple[str, Any]] = ()
) -> Sent | None:
    """The request behind a form; None without a key (a page from before, a script): a first request.

    Takes the address it was sent to, what was typed (lists of texts by name) and the uploads by name.
    """
    if not KEY.fullmatch(key):
        return None
    digest = hashlib.sha256(address.encode())
    for name, texts in sorted(data.items()):
        digest.update(repr((name, list(texts))).encode())
    for name, upload in files:
        digest.update(repr((name, upload.name, upload.size)).encode())
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
    return Sent(key, digest.hexdigest())


def answer(request: Sent | None, by: User) -> Any | None:
    """What a request led to when it was taken before; None for one that is new.

    Raises `Conflict` when the key was used for something else: by another person, or with other words in it.
    """
    if request is None:
        return None
    taken = TakenStep.objects.filter(key=request.key).first()
    return _led_to(taken, request, by) if taken else None


def once(service: Callable[..., R]) -> Callable[..., R]:
    """Let a service take a request once; it runs in one transaction with the note that it was taken.

    The service takes the row it is about and `by`, and gives the row it led to. What is decorated takes `sent` besides:
    the same request again gives that row as it is now, and changes nothing, also when both come at the same moment.
    Without `sent` every call is a first one. Raises what the service raises, and `Conflict` for a key used otherwise.
    """

    @wraps(service)
    def take(subject: models.Model, *args: Any, by: User, sent: Sent | None = None, **values: Any) -> Any:
        with transaction.atomic():
            if sent is None:
                return service(subject, *args, by=by, **values)
            name = f"{service.__module__}.{service.__name__} {_row_of_table(values)}".strip()
            # Whoever comes second with this key waits here for the first.
            taken, is_new = TakenStep.objects.get_or_create(
                key=sent.key,
                defaults={"digest": sent.digest, "user": by, "step": name, "subject": _name(subject)},
            )
            if not is_new:
                if (taken.step, taken.subject) != (name, _name(subject)):
                    raise used_otherwise()
                return _led_to(taken, sent, by)
            result = service(subject, *args, by=by, **values)
            taken.led_to, taken.led_to_id = _name(result or subject).split(":")
            taken.save(update_fields=["led_to", "led_to_id"])
            return result

    return take


def _row_of_table(values: Mapping[str, Any]) -> str:
    """Which row of a table a service is asked to take, when it takes several; a name of somebody is none."""
    asked = values.get("name", "")
    return asked if any(row.name == asked for row in TRANSITIONS) else ""


def used_otherwise() -> Conflict:
    """The refusal of a key that belongs to another request. It shows nothing of that request: whose it was is unsure."""
    return Conflict(
        None,
        _(
            "Dit formulier is al eens verstuurd, met een andere inhoud of door iemand anders. Wat u typte staat er nog: "
            "kijk na wat er nu is vastgelegd en verstuur het zo nodig opnieuw."
        ),
    )


def forget_old() -> int:
    """Remove the notes that are older than `KEEP_DAYS`; gives how many."""
    old = TakenStep.objects.filter(at__lt=clock.now() - dt.timedelta(days=KEEP_DAYS))
    return old.delete()[0]


def _name(subject: Any) -> str:
    """A row by its model and number; several rows are known by the address they were sent to alone."""
    return f"{subject._meta.label}:{subject.pk}" if isinstance(subject, models.Model) else ""


def _led_to(taken: TakenStep, request: Sent, by: User) -> Any:
    found = apps.get_model(taken.led_to)._base_manager.filter(pk=taken.led_to_id).first()
    if found is None or (taken.user_id, taken.digest) != (by.pk, request.digest):
        raise used_otherwise()
    return found

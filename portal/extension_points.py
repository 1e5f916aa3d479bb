"""What the pages of the kernel show of the apps above it; each app fills these lists in its `AppConfig.ready()`.

The kernel imports no app: the front page asks `DEADLINES` and `PUBLIC_PAGES` (which the footer of every page shows as
well), the start page `START_TASKS`, the menu `MENU`, the outbox `MAIL_PARTS`, the people `LEAVING`, the admin `QUEUE`
and `ADMIN_MENU`, and the reader of the audit trail `FORMER_LABELS`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.models import MailMessage, Organisation, User

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date on the way to a deadline."""

    date: dt.date
    title: str
    article: str = ""
    is_next: bool = False
    has_passed: bool = False


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A deadline as the front page tells it; `days_left` is 0 on the last timely day."""

    name: str
    text: str
    article: str
    days_left: int
    has_passed: bool
    moments: list[Moment] = field(default_factory=list)


class Group(TextChoices):
    """Whose turn it is."""

    TODO = "todo", _("Nu te doen")
    WAITING = "waiting", _("Wacht op anderen")
    DONE = "done", _("Klaar")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of the start page: what, where, by when, and what comes next.

    `due` sorts and tells what is overdue; `due_text` says it in words where the day alone is not enough.
    """

    group: Group
    title: str
    url: str
    organisation: str = ""
    due: dt.date | None = None
    due_text: str = ""
    overdue: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the main menu, for those who hold one of the roles (without roles: for everybody signed in)."""

    label: Text
    url_name: str
    position: int
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """A page for everybody, signed in or not, and what is there in a few words."""

    label: Text
    description: Text
    url_name: str
    position: int


@dataclass(frozen=True, kw_only=True)
class QueueEntry:
    """One line of the queue in the admin; `state` gives the tone of the badge, `late` says how late in words."""

    title: str
    url: str
    state: str = ""
    badge: str = ""
    note: str = ""
    late: str = ""


@dataclass(frozen=True, kw_only=True)
class QueueSection:
    """One kind of work in the queue: how much there is, the first lines of it, and where the rest is.

    Sections of the same position stand in the order of the apps.
    """

    key: str
    title: str
    count: int
    entries: list[QueueEntry]
    empty: str
    help: str = ""
    more_url: str = ""
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class MailParts:
    """What goes along with a mail: files (name, bytes, content type) and headers."""

    attachments: tuple[tuple[str, bytes, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


DEADLINES: list[Callable[[], Iterable[Deadline]]] = []
PUBLIC_PAGES: list[PublicPage] = []
START_TASKS: list[Callable[["User"], Iterable[Task]]] = []
MENU: list[MenuItem] = []
# Per event: what goes along with its mail, made of the context of the message when it is sent.
MAIL_PARTS: "dict[str, Callable[[MailMessage], MailParts]]" = {}
# Called when a membership ends or an account is closed, in the same transaction and just before: whose, for which
# organisations they work from now on, and who sees to it.
LEAVING: "list[Callable[[User, list[Organisation], User], None]]" = []
# The admin: what is to be done, and the entries of its menu.
QUEUE: list[Callable[["User"], Iterable[QueueSection]]] = []
ADMIN_MENU: list[MenuItem] = []
# Models that moved to another app: the label they had, and the one they have. Audit lines are never rewritten, so those
# from before name the former one; the addresses of the admin from before lead on.
FORMER_LABELS: dict[str, str] = {}

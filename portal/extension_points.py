"""Where the apps above the kernel join in, without being imported: each fills these in its `AppConfig.ready()`.

All of it is complete before the first request, and does not change after that: whichever thread asks first finds what
the last one finds. `docs/extension_points.md` lists every point of every app, and who fills it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.models import MailMessage, Organisation, User
    from portal.rights import Permission
    from portal.workflow import Transition

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
    """An entry of a menu, for those who hold one of the rights on something (without rights: for all signed in)."""

    label: Text
    url_name: str
    position: int
    rights: tuple[str, ...] = ()


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


# The tables of the apps, which they hand in together (`hand_in`). Every right, by its name.
PERMISSIONS: "dict[str, Permission]" = {}
# Every step, in the order of the apps.
TRANSITIONS: "list[Transition]" = []
# Per app: the module with the guards that its steps name.
GUARDS: dict[str, ModuleType] = {}
# Every action of the audit trail with its label: those of the steps, and those that are none.
AUDIT_ACTIONS: dict[str, Text] = {}
# The actions whose data is a draft.
DRAFTING: set[str] = set()
# The deadlines that the front page counts down to.
DEADLINES: list[Callable[[], Iterable[Deadline]]] = []
# What is there for everybody: on the front page, and in the footer of each page.
PUBLIC_PAGES: list[PublicPage] = []
# What waits for somebody, on their start page.
START_TASKS: list[Callable[["User"], Iterable[Task]]] = []
# The entries of the main menu.
MENU: list[MenuItem] = []
# Per event: what goes along with its mail, made of the context of the message when it is sent.
MAIL_PARTS: "dict[str, Callable[[MailMessage], MailParts]]" = {}
# Per purpose of a secret address: the name of the page it leads to.
SECRET_LINKS: dict[str, str] = {"invitation": "portal:invitation"}
# Called when a membership ends or an account is closed, in the same transaction and just before: whose, for which
# organisations they work from now on, and who sees to it.
LEAVING: "list[Callable[[User, list[Organisation], User], None]]" = []
# The first page of the admin: what is to be done.
QUEUE: list[Callable[["User"], Iterable[QueueSection]]] = []
# The entries of the menu of the admin.
ADMIN_MENU: list[MenuItem] = []
# Models that moved to another app: the label they had, and the one they have. Audit lines are never rewritten, so those
# from before name the former one; the addresses of the admin from before lead on.
FORMER_LABELS: dict[str, str] = {}


def hand_in(
    app: str,
    *,
    permissions: "Iterable[Permission]" = (),
    transitions: "Iterable[Transition]" = (),
    guards: ModuleType | None = None,
    actions: Mapping[str, Text] | None = None,
    drafting: Iterable[str] = (),
) -> None:
    """Add the tables of an app, by its label: rights, steps with their guards, and actions that are no step."""
    rows = list(transitions)
    PERMISSIONS.update({row.name: row for row in permissions})
    TRANSITIONS.extend(rows)
    AUDIT_ACTIONS.update({**{row.audit: row.done for row in rows}, **(actions or {})})
    DRAFTING.update(drafting)
    if guards:
        GUARDS[app] = guards

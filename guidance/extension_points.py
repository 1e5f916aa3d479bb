"""Where the apps above this one join in, without being imported: they register in their `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal import clock

if TYPE_CHECKING:
    from icalendar import Event

    from portal.models import User


class Standing(TextChoices):
    """How a date of an agenda stands."""

    LATE = "late", _("te laat")
    OPEN = "planned", _("komt eraan")
    DONE = "done", _("gedaan")
    PASSED = "passed", _("voorbij")


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """A day in the agenda of an organisation.

    `key` names it for good, so that a calendar changes the entry it has. `done` says whether what the day is for was
    done; None for a day on which nothing has to be done.
    """

    key: str
    organisation_id: int
    date: dt.date
    title: str
    plan: str = ""
    url: str = ""
    basis: str = ""
    done: bool | None = None

    @property
    def standing(self) -> Standing:
        """By the clock: what was done is done, a day that is over without it is late."""
        if self.done:
            return Standing.DONE
        if self.date >= clock.today():
            return Standing.OPEN
        return Standing.PASSED if self.done is None else Standing.LATE


# The days of some organisations (by key). The number of queries may not depend on how many there are.
AGENDA: list[Callable[[Sequence[int]], Iterable[AgendaItem]]] = []

# Parts of the page of somebody's agenda: each gives (template, context) or None when there is nothing to show.
OWN_AGENDA_PANELS: "list[Callable[[User], tuple[str, dict[str, Any]] | None]]" = []

# What else of somebody is in their calendar: takes what makes a path a whole address.
CALENDAR_EVENTS: "list[Callable[[User, Callable[[str], str]], Iterable[Event]]]" = []

# What the page of the dispute committee offers somebody who is signed in: (template, context), or None.
COMMITTEE_PANELS: "list[Callable[[User], tuple[str, dict[str, Any]] | None]]" = []

# What there is about a subject (its key) besides documents: (template, context), or None.
BESIDE_SUBJECT: "list[Callable[[str], tuple[str, dict[str, Any]] | None]]" = []

# What actions of the werkagenda (by key) led to, besides a document or a committee: per action (name, address) of what
# can be seen of it; an empty list for what is still being prepared. The number of queries may not depend on how many.
ACTION_RESULTS: list[Callable[[Sequence[int]], dict[int, list[tuple[str, str]]]]] = []

# The addresses on the web that `check_links` tries as well.
LINKED_ADDRESSES: list[Callable[[], Iterable[str]]] = []

# What `load_guidance` loads as well: adds what is not there yet, and gives how many rows.
LOADERS: list[Callable[[], int]] = []

# What `send_guidance_mail` queues, by name: what is due, and gives how many.
PERIODIC_MAIL: dict[str, Callable[[], int]] = {}

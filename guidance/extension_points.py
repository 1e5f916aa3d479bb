"""Where the apps above this one join in, without being imported: they register in their `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal import clock

if TYPE_CHECKING:
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

# What the page of the dispute committee offers somebody who is signed in: (template, context), or None.
COMMITTEE_PANELS: "list[Callable[[User], tuple[str, dict[str, Any]] | None]]" = []

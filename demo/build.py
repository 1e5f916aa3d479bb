"""Builds the demo: all steps of all stories, in the order of the calendar, with the clock at each of them."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from functools import partial

from django.conf import settings
from django.utils import translation

from demo import people
from demo.accounts import ACCOUNTS
from demo.steps import Step, steps
from demo.stories import STORIES
from plans.models import Dossier, FilingRound
from plans.states import DossierState
from portal import clock
from portal.models import AuditEntry, User
from register import selectors
from register.models import Municipality, Partnership

FIRST_DAY = "2013-10-01"
SCOPE_DAY = dt.date(2014, 1, 2)  # after the municipal changes of 1 January
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class CannotBuild(Exception):
    """The demo does not belong here; the message says why and what to do."""


def is_built() -> bool:
    """Whether the demo is there and complete: everybody who is told about can sign in."""
    users = {user.email: user for user in User.objects.filter(email__in=[row.email for row in ACCOUNTS])}
    return all(row.email in users for row in ACCOUNTS) and users[people.ADMINISTRATOR].check_password(
        people.PASSWORD
    )


def check_may_build() -> None:
    """Raise CannotBuild in a real installation, on data that is not the demo's, or without the register."""
    if not settings.DEMO:
        raise CannotBuild("This is no demo: build_demo only works with PORTAL_DEMO=1. Nothing was changed.")
    if (
        User.objects.exists()
        or AuditEntry.objects.exists()
        or Dossier.objects.exclude(state=DossierState.NOT_STARTED).exists()
    ):
        raise CannotBuild(
            "This database has people and plans already: those of a real installation, or of a demo that was left "
            "half-way. Nothing was changed. The demo needs a database of its own; `make run` makes one, and "
            "`make fresh-demo` throws it away."
        )
    if not Partnership.objects.exists() or not FilingRound.objects.filter(is_first_plan=True).exists():
        raise CannotBuild("The register and the law are not loaded: run load_register and load_law first.")


def _joining() -> Iterator[Step]:
    """The people of October 2013: first those of the partnerships, then those of their municipalities."""
    yield Step(clock.parse_moment(f"{FIRST_DAY}T09:00"), people.begin)
    partnerships = [partial(people.join_partnership, story.key) for story in STORIES]
    municipalities = [partial(people.join_municipality, row) for row in _municipalities()]
    for first, calls in (("2013-10-02T09:00", partnerships), ("2013-10-07T09:00", municipalities)):
        for number, join in enumerate(calls):
            # Three days, twelve half hours a day.
            shift = dt.timedelta(days=number // 12 % 3, minutes=30 * (number % 12) + number // 36)
            yield Step(clock.parse_moment(first) + shift, join)


def _municipalities() -> list[Municipality]:
    """The municipalities that use the portal: in the area of a plan that is offered, and not absent from its story."""
    found: dict[str, Municipality] = {}
    absent = {name for story in STORIES for name in story.absent}
    for story in STORIES:
        partnership = Partnership.objects.get(organisation__key=story.key)
        rows = [row.municipality for row in selectors.scope(partnership, SCOPE_DAY)] if story.offer else []
        rows += Municipality.objects.filter(name__in=story.municipalities).select_related("organisation")
        found |= {row.name: row for row in rows if row.name not in absent}
    return [found[name] for name in sorted(found)]


def build(say: Callable[[str], None]) -> None:
    """Build everything; `say` hears what is going on. Raises CannotBuild.

    Accounts are opened last: a build that stops half-way leaves nobody who can sign in.
    """
    check_may_build()
    with translation.override("nl"):
        road = [*_joining(), *(step for story in STORIES for step in steps(story))]
        road.sort(key=lambda step: step.at)
        for (year, month), of_month in itertools.groupby(
            road, key=lambda step: (step.at.year, step.at.month)
        ):
            taken = list(of_month)
            say(f"  {MONTHS[month - 1]} {year}: {len(taken)} steps")
            for step in taken:
                with clock.at(step.at):
                    step.do()
        people.open_accounts()

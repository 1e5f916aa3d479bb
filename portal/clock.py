"""The one clock of the portal.

All code asks `now()` and `today()`, and which day a moment is of `day_of()`; nothing else reads the time or reckons with
zones. `PORTAL_NOW=2014-04-14T09:00` (Europe/Amsterdam) starts the process at that moment, with time going on from there;
without it the clock is the real one.
"""

import datetime as dt
import functools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings

from portal import environment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Workers of one server share the moment it started (it is in their environment), so their clocks agree.
_started = environment.read("PORTAL_STARTED", time.time(), float, "a number of seconds since 1970")
os.environ["PORTAL_STARTED"] = str(_started)
_fixed: ContextVar[dt.datetime | None] = ContextVar("fixed_clock", default=None)


def parse_moment(text: str) -> dt.datetime:
    """Turn `2014-04-14T09:00` into an aware moment; local time is Europe/Amsterdam. ValueError when it is no moment."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)


@functools.cache
def _start(text: str) -> dt.datetime:
    """The moment `PORTAL_NOW` names, in UTC; read once, for a page asks the clock for every row."""
    return parse_moment(text).astimezone(dt.UTC)


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    fixed = _fixed.get()
    if fixed is not None:
        return fixed
    real = time.time()
    if settings.PORTAL_NOW:
        return _start(settings.PORTAL_NOW) + dt.timedelta(seconds=real - _started)
    return dt.datetime.fromtimestamp(real, dt.UTC)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment with the day and the hour that the clock in the Netherlands shows. ValueError when it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(AMSTERDAM)


def day_of(moment: dt.datetime) -> dt.date:
    """The Dutch day of a moment: what terms count from, and what people read. ValueError when it has no zone."""
    return local(moment).date()


def later(moment: dt.datetime, period: dt.timedelta) -> dt.datetime:
    """So many whole days later at the same hour in the Netherlands, in UTC: a day of 23 or 25 hours is one day."""
    return (local(moment) + period).astimezone(dt.UTC)


def today() -> dt.date:
    """The present day in the Netherlands."""
    return day_of(now())


@contextmanager
def at(moment: dt.datetime | str) -> Iterator[None]:
    """Hold the clock at a moment, for the demo and the tests."""
    if isinstance(moment, str):
        moment = parse_moment(moment)
    token = _fixed.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _fixed.reset(token)

"""One clock: real, or started at a moment, or held."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from portal import clock
from tests.midnight import around_midnight


@pytest.fixture
def free_clock() -> Iterator[None]:
    """The clock as it runs outside the tests."""
    token = clock._fixed.set(None)
    yield
    clock._fixed.reset(token)


def test_real_clock_is_the_time_of_the_machine(free_clock: None, settings: LazySettings) -> None:
    settings.PORTAL_NOW = ""
    before = time.time()
    now = clock.now()
    assert before <= now.timestamp() <= time.time()
    assert now.utcoffset() == dt.timedelta(0)


def test_started_clock_begins_at_the_moment_and_goes_on(
    free_clock: None, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PORTAL_NOW = "2014-04-14T09:00"
    monkeypatch.setattr(clock.time, "time", lambda: clock._started + 90)
    assert clock.now() == dt.datetime(2014, 4, 14, 7, 1, 30, tzinfo=dt.UTC)
    assert clock.today() == dt.date(2014, 4, 14)


def test_held_clock_stands_still_and_nests() -> None:
    with clock.at("2014-04-30T23:59:59"):
        assert clock.now() == clock.now() == dt.datetime(2014, 4, 30, 21, 59, 59, tzinfo=dt.UTC)
        with clock.at(dt.datetime(2014, 5, 1, tzinfo=clock.AMSTERDAM)):
            assert clock.today() == dt.date(2014, 5, 1)
        assert clock.today() == dt.date(2014, 4, 30)


@around_midnight
def test_day_of_a_moment_is_the_one_in_the_netherlands(moment: dt.datetime, day: dt.date) -> None:
    """Whatever zone the moment itself is written in."""
    assert clock.day_of(moment) == day
    assert clock.day_of(moment.astimezone(dt.timezone(dt.timedelta(hours=-9)))) == day
    assert clock.day_of(clock.local(moment)) == day
    assert clock.local(moment) == moment
    assert clock.local(moment).minute == 30
    assert clock.local(moment).hour in {0, 23}
    with clock.at(moment):
        assert clock.today() == day


def test_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock.day_of(dt.datetime(2014, 4, 14, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        ("2014-01-20T23:30", 1, "2014-01-21T23:30"),
        ("2014-03-29T23:30", 1, "2014-03-30T23:30"),
        ("2014-03-25T00:30", 7, "2014-04-01T00:30"),
        ("2014-10-25T23:30", 1, "2014-10-26T23:30"),
        ("2014-10-26T00:30", 30, "2014-11-25T00:30"),
        ("2014-03-29T02:30", 1, "2014-03-30T03:30"),  # that hour is skipped
    ],
)
def test_some_days_later_is_the_same_hour(moment: str, days: int, expected: str) -> None:
    """Also when a day in between has 23 or 25 hours."""
    later = clock.later(clock.parse_moment(moment), dt.timedelta(days=days))
    assert later == clock.parse_moment(expected).astimezone(dt.UTC)
    assert later.utcoffset() == dt.timedelta(0)


def test_templates_and_database_have_the_zone_of_the_clock(settings: LazySettings) -> None:
    """The `date` filter of templates and the lookups by day go by it."""
    assert clock.AMSTERDAM.key == settings.TIME_ZONE


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2014-01-20T10:00", "2014-01-20T09:00:00+00:00"),
        ("2014-04-14T09:00", "2014-04-14T07:00:00+00:00"),
        ("2014-04-14T09:00:30+00:00", "2014-04-14T09:00:30+00:00"),
        ("2014-04-14", "2014-04-13T22:00:00+00:00"),
    ],
)
def test_moment_without_a_zone_is_dutch_time(text: str, moment: str) -> None:
    assert clock.parse_moment(text).astimezone(dt.UTC).isoformat() == moment


@pytest.mark.parametrize("text", ["", "morgen", "14-4-2014", "2014-13-01T00:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month"):
        clock.parse_moment(text)

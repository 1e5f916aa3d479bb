"""One clock: real, or started at a moment, or held."""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from portal import clock


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


def test_today_is_the_day_in_the_netherlands() -> None:
    with clock.at("2014-04-30T22:30+00:00"):
        assert clock.today() == dt.date(2014, 5, 1)


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

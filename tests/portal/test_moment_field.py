"""A day and a time as people type them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from portal.form_fields import MomentField


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("14-4-2014 13:30", "2014-04-14T11:30"),
        ("14/04/2014 13.30", "2014-04-14T11:30"),
        ("  2014-01-14   9:05 ", "2014-01-14T08:05"),
        ("30-3-2014 01:59", "2014-03-30T00:59"),
        ("30-3-2014 03:00", "2014-03-30T01:00"),
    ],
)
def test_ways_to_type_a_moment(typed: str, utc: str) -> None:
    moment = MomentField().clean(typed)
    assert moment.astimezone(dt.UTC) == dt.datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(
    "typed", ["morgen", "14-4-2014", "13:30", "14-4-2014 25:00", "31-2-2014 10:00", "14-4-2014 1330"]
)
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="Typ een dag en een tijd"):
        MomentField().clean(typed)


def test_hour_that_is_skipped_in_spring_is_refused() -> None:
    with pytest.raises(ValidationError, match="de klok gaat dan een uur vooruit"):
        MomentField().clean("30-3-2014 02:30")


def test_stored_moment_is_shown_as_people_type_it_and_seconds_are_no_change() -> None:
    field = MomentField()
    stored = dt.datetime(2014, 4, 14, 11, 30, 17, tzinfo=dt.UTC)
    assert field.prepare_value(stored) == "14-4-2014 13:30"
    assert not field.has_changed(stored, "14-4-2014 13:30")
    assert field.has_changed(stored, "14-4-2014 13:31")
    assert MomentField(required=False).clean("") is None

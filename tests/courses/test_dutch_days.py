"""The day an offer was looked at is a Dutch day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from courses.models import Offer
from portal import clock
from tests.midnight import around_midnight

ONE = dt.timedelta(days=1)


@around_midnight
def test_offer_was_looked_at_today(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        row = Offer()
        assert row.checked_on == day
        row.clean()
        row.checked_on = day + ONE
        with pytest.raises(ValidationError, match="in de toekomst"):
            row.clean()

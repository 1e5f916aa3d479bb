"""Days of examples and digests are Dutch days."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats

from examples import services
from examples.models import Example
from guidance.models import Subject
from portal import clock
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


@around_a_few_midnights
def test_day_an_example_is_on_the_site(
    example: Callable[..., Example], client: Client, moment: dt.datetime, day: dt.date
) -> None:
    with clock.at(moment):
        row = example(upto="published")
    assert f"<td>{in_words(day)}</td>" in client.get(reverse("examples:examples")).content.decode()
    client.force_login(world.editor())
    assert f"<dd>{in_words(day)}</dd>" in client.get(row.get_absolute_url()).content.decode()


@around_midnight
@pytest.mark.parametrize(("frequency", "days"), [("daily", 1), ("weekly", 7), ("monthly", 30)])
def test_next_digest_is_so_many_dutch_days_later(
    db: None, client: Client, frequency: str, days: int, moment: dt.datetime, day: dt.date
) -> None:
    """At the same hour, also over a change of the clock; from the first time, and from every next one."""
    user = world.official()
    subjects = Subject.objects.filter(key="jeugdhulp")
    with clock.at(moment):
        row = services.save_subscription(user, subjects=subjects, frequency=frequency)
    at = clock.local(moment).time()
    for turn in (1, 2):
        assert row.next_at is not None
        expected = dt.datetime.combine(day + turn * days * ONE, at, clock.AMSTERDAM)
        assert row.next_at == expected.astimezone(dt.UTC)
        client.force_login(user)
        page = client.get(reverse("examples:following")).content.decode()
        assert f"Het volgende overzicht is van {in_words(day + turn * days * ONE)}." in page
        with clock.at(row.next_at):
            services.send_digests()
        row.refresh_from_db()


@pytest.mark.parametrize(
    ("begun", "sent", "following"),
    [
        ("2014-03-28T23:30", "2014-03-29T23:30", "2014-03-30T23:30"),
        ("2014-03-28T23:30", "2014-03-30T23:29", "2014-03-30T23:30"),
        ("2014-03-28T23:30", "2014-03-30T23:30", "2014-03-31T23:30"),  # 23 hours after the turn before
        ("2014-10-24T23:30", "2014-10-26T23:15", "2014-10-26T23:30"),  # 24 hours and 45 minutes after it
        ("2014-10-24T23:30", "2014-10-27T00:15", "2014-10-27T23:30"),
        ("2014-10-25T02:45", "2014-10-26T02:30+01:00", "2014-10-27T02:45"),  # in the hour that comes twice
    ],
)
def test_digest_that_is_late_keeps_its_hour_over_a_change_of_the_clock(
    db: None, begun: str, sent: str, following: str
) -> None:
    with clock.at(begun):
        row = services.save_subscription(
            world.official(), subjects=Subject.objects.filter(key="jeugdhulp"), frequency="daily"
        )
    with clock.at(sent):
        services.send_digests()
    row.refresh_from_db()
    assert row.next_at == clock.parse_moment(following).astimezone(dt.UTC)

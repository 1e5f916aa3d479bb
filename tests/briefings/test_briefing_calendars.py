"""What calendar programs get of a briefing, read back by a parser that is not the one that wrote it."""

import datetime as dt
import email
import email.policy
from collections.abc import Callable
from typing import Any

import pytest
import vobject
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from briefings import services
from briefings.models import Briefing
from guidance import calendars
from guidance import services as guidance
from portal import clock, outbox
from portal.models import MailMessage
from tests import world

Make = Callable[..., Briefing]


def attachment() -> Any:
    """The calendar with the latest mail, as the mail program gets it."""
    MailMessage.objects.exclude(pk=MailMessage.objects.latest("pk").pk).update(status="sent")
    mail.outbox.clear()
    outbox.deliver(limit=None)
    (message,) = mail.outbox
    sent = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    (part,) = sent.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("bijeenkomst.ics", "text/calendar")
    read = vobject.readOne(part.get_content())
    # A mail program that looks at the envelope only does the same with it (RFC 6047, 2.4).
    assert part.get_param("method") == read.method.value
    return read


def briefing_of(calendar: Any) -> Any:
    (event,) = [row for row in calendar.vevent_list if row.uid.value.startswith("meeting-")]
    return event


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ((2014, 3, 28), "12:30"),  # winter time
        ((2014, 3, 31), "11:30"),  # two days later it is summer time
        ((2014, 10, 24), "11:30"),
        ((2014, 10, 27), "12:30"),
    ],
)
def test_hour_is_right_on_both_sides_of_the_change(
    briefing: Make, day: tuple[int, int, int], utc: str
) -> None:
    start = dt.datetime(*day, 13, 30, tzinfo=clock.AMSTERDAM)
    row = briefing(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    user = world.official()
    services.sign_up(row, by=user)
    browser = Client()
    browser.force_login(user)
    feed = guidance.open_feed(user)
    read = [
        attachment(),
        *(
            vobject.readOne(browser.get(url).content.decode())
            for url in (
                reverse("briefings:briefing_file", args=[row.uuid]),
                reverse("guidance:own_agenda_file"),
                reverse("guidance:feed", args=[feed.token]),
            )
        ),
    ]
    for calendar in read:
        event = briefing_of(calendar)
        assert f"{event.dtstart.value.astimezone(dt.UTC):%H:%M}" == utc
        assert event.dtend.value - event.dtstart.value == dt.timedelta(hours=2)
        assert f"{event.dtstart.value.astimezone(clock.AMSTERDAM):%H:%M}" == "13:30"


def test_days_of_the_agenda_stay_whole_days(briefing: Make) -> None:
    world.offered()
    user = world.official()
    services.sign_up(briefing(), by=user)
    browser = Client()
    browser.force_login(user)
    calendar = vobject.readOne(browser.get(reverse("guidance:own_agenda_file")).content.decode())
    others = [row for row in calendar.vevent_list if not row.uid.value.startswith("meeting-")]
    assert others
    assert all(type(row.dtstart.value) is dt.date for row in others)


def test_every_change_is_the_same_entry_with_a_higher_number(briefing: Make) -> None:
    row = briefing(title="Gesprek; met thee, koffie\nen überhaupt", capacity=1)
    services.sign_up(row, by=world.official())
    first = briefing_of(attachment())
    assert first.organizer.value == f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    assert first.summary.value == "Gesprek; met thee, koffie\nen überhaupt"
    assert first.location.value == "Stadhuis, Meppel"
    assert first.status.value == "CONFIRMED"
    services.briefing_changed(row, ["place"])
    second = briefing_of(attachment())
    assert second.uid.value == first.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)
    services.call_off_briefing(row, by=world.guidance_editor(), reason="Ziek.")
    calendar = attachment()
    third = briefing_of(calendar)
    assert (calendar.method.value, third.status.value) == ("CANCEL", "CANCELLED")
    assert third.uid.value == first.uid.value
    assert int(third.sequence.value) > int(second.sequence.value)


def test_who_waits_sees_that_in_the_calendar(briefing: Make) -> None:
    row = briefing(capacity=1)
    services.sign_up(row, by=world.official("Aalten"))
    services.sign_up(row, by=world.official())
    event = briefing_of(attachment())
    assert (event.summary.value, event.status.value) == ("Aan tafel (wachtlijst)", "TENTATIVE")


def test_who_signed_off_sees_it_go(briefing: Make) -> None:
    made = services.sign_up(briefing(), by=world.official())
    services.sign_off(made, by=world.official())
    assert attachment().method.value == "CANCEL"
    browser = Client()
    browser.force_login(world.official())
    assert browser.get(reverse("briefings:briefing_file", args=[made.briefing.uuid])).status_code == 404
    assert b"meeting-" not in browser.get(reverse("guidance:own_agenda_file")).content


def test_who_comes_back_gets_a_higher_number_than_who_left(briefing: Make) -> None:
    row, user = briefing(), world.official()
    made = services.sign_up(row, by=user)
    numbers = [int(briefing_of(attachment()).sequence.value)]
    services.sign_off(made, by=user)
    numbers.append(int(briefing_of(attachment()).sequence.value))
    services.sign_up(row, by=user)
    numbers.append(int(briefing_of(attachment()).sequence.value))
    assert numbers == sorted(set(numbers))


def test_file_is_read_by_its_type(briefing: Make) -> None:
    made = services.sign_up(briefing(), by=world.official())
    browser = Client()
    browser.force_login(world.official())
    answer = browser.get(reverse("briefings:briefing_file", args=[made.briefing.uuid]))
    assert answer.headers["Content-Type"] == calendars.CONTENT_TYPE
    assert 'filename="bijeenkomst.ics"' in answer.headers["Content-Disposition"]

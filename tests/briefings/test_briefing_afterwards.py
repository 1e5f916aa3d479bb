"""What became of a briefing, and of the people at it, after they signed up."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings import services
from briefings.models import Briefing
from guidance import services as guidance
from portal import clock, people
from portal.models import User
from tests import world
from tests.briefings.test_briefing_places import mails, save

Make = Callable[..., Briefing]
Sign = Callable[[User], Client]


def test_called_off_is_what_everybody_reads(briefing: Make, officials: list[User], client_of: Sign) -> None:
    row = briefing(capacity=1, video_url="https://video.example.org/kamer-17")
    for user in officials[:2]:
        services.sign_up(row, by=user)
    services.call_off_briefing(row, by=world.guidance_editor(), reason="Ziek.")
    for user in officials[:2]:
        page = client_of(user).get(row.get_absolute_url()).content.decode()
        assert "U bent aangemeld." not in page
        assert "schuift u vanzelf door" not in page
        assert "gaat niet door" in page
        assert "gaat niet door" in client_of(user).get(reverse("briefings:briefings")).content.decode()


def test_nobody_waits_for_what_is_over(briefing: Make, officials: list[User], client_of: Sign) -> None:
    row = briefing(capacity=1)
    for user in officials[:2]:
        services.sign_up(row, by=user)
    with clock.at("2014-06-01T10:00"):
        page = client_of(officials[1]).get(row.get_absolute_url()).content.decode()
    assert "schuift u vanzelf door" not in page


def test_put_off_is_reminded_again(briefing: Make, officials: list[User], editor: Client) -> None:
    row = briefing()
    services.sign_up(row, by=officials[0])
    with clock.at("2014-05-13T10:00"):
        assert services.send_reminders() == 1
        save(editor, row, starts_at="20-8-2014 13:30", ends_at="20-8-2014 16:00")
    with clock.at("2014-08-19T10:00"):
        assert services.send_reminders() == 1


def test_called_off_while_reminders_go_out(
    briefing: Make, officials: list[User], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.sign_up(briefing(), by=officials[0])
    remind = services._remind

    def called_off_first(found: Briefing) -> int:
        again = Briefing.objects.get(pk=found.pk)
        services.call_off_briefing(again, by=world.guidance_editor(), reason="Ziek.")
        return remind(found)

    monkeypatch.setattr(services, "_remind", called_off_first)
    with clock.at("2014-05-13T10:00"):
        assert services.send_reminders() == 0


def test_a_closed_account_takes_no_number_on_the_waiting_list(briefing: Make, officials: list[User]) -> None:
    row = briefing(capacity=1)
    registrations = [services.sign_up(row, by=user) for user in officials[:3]]
    people.set_active(officials[1], is_active=False, by=world.administrator(), reason="weg")
    assert services.position(registrations[2]) == 1


def test_the_calendar_address_can_be_withdrawn_after_the_last_membership(
    officials: list[User], client_of: Sign
) -> None:
    user = officials[0]
    guidance.open_feed(user)
    user.memberships.update(ended_at=clock.now())
    page = client_of(User.objects.get(pk=user.pk)).get(reverse("guidance:own_agenda")).content.decode()
    assert reverse("guidance:close_feed") in page


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_read_at_once(briefing: Make, officials: list[User], count: int) -> None:
    row = briefing()
    for user in officials[:count]:
        services.sign_up(row, by=user)
    with CaptureQueriesContext(connection) as queries:
        services.call_off_briefing(row, by=world.guidance_editor(), reason="Ziek.")
    one_by_one: list[Any] = [
        query for query in queries if 'FROM "portal_user"' in query["sql"] and '"id" = ' in query["sql"]
    ]
    assert len(one_by_one) <= 1, "the editor at most"


def test_who_moves_up_on_the_last_day_hears_it_once(briefing: Make, officials: list[User]) -> None:
    row = briefing(capacity=1)
    first, _second = (services.sign_up(row, by=user) for user in officials[:2])
    with clock.at("2014-05-13T10:00"):
        services.send_reminders()
        services.sign_off(first, by=officials[0])
        assert services.send_reminders() == 0


def test_page_says_why_it_is_called_off(briefing: Make, client: Client) -> None:
    row = briefing()
    services.call_off_briefing(row, by=world.guidance_editor(), reason="De spreker is ziek.")
    page = client.get(row.get_absolute_url()).content.decode()
    assert "De organisator schrijft:" in page
    assert "De spreker is ziek." in page
    assert "bezet" not in page, "there are no places any more"


def test_begun_earlier_than_announced_is_told(briefing: Make, officials: list[User], editor: Client) -> None:
    row = briefing()
    services.sign_up(row, by=officials[0])
    with clock.at("2014-05-14T10:00"):
        assert save(editor, row, starts_at="14-5-2014 9:30").status_code == 302
    assert mails("briefing_changed") == [officials[0].email]


def test_list_says_when_signing_up_is_closed(briefing: Make, client: Client) -> None:
    briefing(closes_at=dt.datetime(2014, 5, 10, 12, 0, tzinfo=clock.AMSTERDAM))
    url = reverse("briefings:briefings")
    assert "nog 2 plaatsen" in client.get(url).content.decode()
    with clock.at("2014-05-12T10:00"):
        page = client.get(url).content.decode()
    assert "nog 2 plaatsen" not in page
    assert "aanmelden gesloten" in page


def test_who_works_nowhere_is_told_how_to_come(briefing: Make, client_of: Sign) -> None:
    row = briefing(audience="everyone")
    browser = client_of(User.objects.create_user("x@example.org", "een lang wachtwoord", name="X"))
    page = browser.get(row.get_absolute_url()).content.decode()
    assert "Vraag uw organisatie u uit te nodigen." in page
    assert "Aanmelden</a>" not in page

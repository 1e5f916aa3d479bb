"""Days and hours of meetings are Dutch ones."""

import datetime as dt
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from briefings import calendar_entries, services
from briefings.models import Briefing, Registration
from briefings.start_tasks import tasks
from portal import clock
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)
TWO_HOURS = dt.timedelta(hours=2)


@around_a_few_midnights
def test_day_of_a_briefing_on_the_start_page_and_in_its_list(
    briefing: Callable[..., Briefing], client: Client, moment: dt.datetime, day: dt.date
) -> None:
    with clock.at(moment - ONE):
        row = briefing(starts_at=moment, ends_at=moment + TWO_HOURS)
        user = world.official()
        services.sign_up(row, by=user)
        assert [task.due for task in tasks(user) if task.title.startswith("Bijeenkomst")] == [day]
    Registration.objects.update(queued_at=moment)
    client.force_login(world.guidance_editor())
    answer = client.get(reverse("briefings:attendance_csv", args=[row.uuid]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="deelnemers-{day}.csv"'
    assert f"{day:%d-%m-%Y} {clock.local(moment):%H}:30" in answer.content.decode()


@around_midnight
def test_hours_in_a_calendar_are_the_moment_itself(moment: dt.datetime, day: dt.date) -> None:
    facts = {
        "uid": "1", "sequence": 1, "title": "Aan tafel", "title_en": "", "place": "Meppel", "video_url": "", "path": "/x",
        "is_waiting": False, "is_coming": True,
        "starts_at": clock.local(moment).isoformat(), "ends_at": (moment + TWO_HOURS).isoformat(),
    }  # fmt: skip
    text = calendar_entries.briefing_file(facts).decode()
    assert f"DTSTART:{moment:%Y%m%dT%H%M%SZ}" in text
    assert f"DTEND:{moment + TWO_HOURS:%Y%m%dT%H%M%SZ}" in text

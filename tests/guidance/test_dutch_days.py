"""Days of meetings, experiments, actions, digests and agendas are Dutch days."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import formats

from guidance import calendars, own_agenda, services
from guidance.extension_points import AgendaItem, Standing
from guidance.models import (
    AgendaAction,
    Example,
    Experiment,
    ExperimentCall,
    ExperimentReport,
    Meeting,
    Offer,
    Registration,
    Subject,
)
from guidance.start import late_actions, tasks
from guidance.templatetags.guidance import hours
from guidance.timeline import entries
from portal import clock
from portal.models import Organisation
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)
TWO_HOURS = dt.timedelta(hours=2)


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


# --- meetings ----------------------------------------------------------------------------------------------


@around_midnight
def test_hours_of_a_meeting(moment: dt.datetime, day: dt.date) -> None:
    """As they are, and as a mail keeps them; a meeting that goes on after midnight says on which day it ends."""
    end = moment + TWO_HOURS
    hour, until = f"{clock.local(moment):%H}", f"{clock.local(end):%H.%M}"
    if hour == "23":
        until = f"{in_words(day + ONE)} {until}"
    for starts, ends in ((moment, end), (moment.isoformat(), clock.local(end).isoformat())):
        assert hours(starts, ends) == f"{in_words(day)}, {hour}.30–{until} uur"


@around_a_few_midnights
def test_day_of_a_meeting_on_the_start_page_and_in_its_list(
    meeting: Callable[..., Meeting], client: Client, moment: dt.datetime, day: dt.date
) -> None:
    with clock.at(moment - ONE):
        row = meeting(starts_at=moment, ends_at=moment + TWO_HOURS)
        user = world.official()
        services.sign_up(row, by=user)
        assert [task.due for task in tasks(user) if task.title.startswith("Bijeenkomst")] == [day]
    Registration.objects.update(queued_at=moment)
    client.force_login(world.guidance_editor())
    answer = client.get(reverse("guidance:attendance_csv", args=[row.uuid]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="deelnemers-{day}.csv"'
    assert f"{day:%d-%m-%Y} {clock.local(moment):%H}:30" in answer.content.decode()


@around_midnight
def test_hours_in_a_calendar_are_the_moment_itself(moment: dt.datetime, day: dt.date) -> None:
    facts = {
        "uid": "1", "sequence": 1, "title": "Aan tafel", "title_en": "", "place": "Meppel", "video_url": "", "path": "/x",
        "is_waiting": False, "is_coming": True,
        "starts_at": clock.local(moment).isoformat(), "ends_at": (moment + TWO_HOURS).isoformat(),
    }  # fmt: skip
    text = calendars.meeting_file(facts).decode()
    assert f"DTSTART:{moment:%Y%m%dT%H%M%SZ}" in text
    assert f"DTEND:{moment + TWO_HOURS:%Y%m%dT%H%M%SZ}" in text


# --- agendas -----------------------------------------------------------------------------------------------


@around_midnight
def test_day_of_an_agenda_is_over_at_dutch_midnight(moment: dt.datetime, day: dt.date) -> None:
    def standing(shift: int, done: bool | None) -> Standing:
        item = AgendaItem(key="x", organisation_id=1, date=day + shift * ONE, title="x", done=done)
        return item.standing

    with clock.at(moment):
        assert standing(0, False) == standing(0, None) == Standing.OPEN
        assert standing(-1, False) == Standing.LATE
        assert standing(-1, None) == Standing.PASSED
        text = calendars.calendar(
            [AgendaItem(key="x", organisation_id=1, date=day, title="x")], {1: "Naam"}, str, "example.org"
        ).decode()
    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
    assert f"DTEND;VALUE=DATE:{day + ONE:%Y%m%d}" in text


@around_midnight
def test_action_is_late_when_its_last_day_is_over(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert AgendaAction(planned_to=day).status == AgendaAction.Status.PLANNED
        assert AgendaAction(planned_to=day - ONE).status == AgendaAction.Status.LATE
        AgendaAction(planned_to=day, is_done=True, done_on=day).clean()
        with pytest.raises(ValidationError, match="in de toekomst"):
            AgendaAction(planned_to=day, is_done=True, done_on=day + ONE).clean()


@around_a_few_midnights
def test_late_actions_dates_and_rounds_by_the_dutch_day(db: None, moment: dt.datetime, day: dt.date) -> None:
    AgendaAction.objects.all().delete()
    for shift in (-1, 0):
        AgendaAction.objects.create(
            key=f"a{-shift}", title=f"{shift}", audience="everyone", planned_to=day + shift * ONE
        )
    row = world.first_round()
    row.milestones.all().delete()
    row.milestones.create(key="gisteren", title="gisteren", date=day - ONE)
    row.milestones.create(key="vandaag", title="vandaag", date=day)
    with clock.at(moment):
        assert [action.title for action in late_actions()] == ["-1"]
        shown = {entry.title: (entry.has_passed, entry.is_next) for entry in entries()}
        assert (shown["gisteren"], shown["vandaag"]) == ((True, False), (False, True))
        assert row in own_agenda.rounds_under_way()
    with clock.at(clock.parse_moment(f"{row.last_end}T23:30")):
        assert row in own_agenda.rounds_under_way()
    with clock.at(clock.parse_moment(f"{row.last_end + ONE}T00:30")):
        assert row not in own_agenda.rounds_under_way()


# --- experiments and offers --------------------------------------------------------------------------------


@around_midnight
def test_decision_of_the_day_of_the_application_is_not_before_it(moment: dt.datetime, day: dt.date) -> None:
    assert not Experiment(applied_at=moment, decided_on=day).is_decided_before_application
    assert Experiment(applied_at=moment, decided_on=day - ONE).is_decided_before_application


@around_midnight
def test_last_day_to_apply_is_a_whole_day(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert not ExperimentCall(apply_until=day).has_closed
        assert ExperimentCall(apply_until=day - ONE).has_closed


@around_midnight
def test_report_is_called_by_its_day(moment: dt.datetime, day: dt.date) -> None:
    call = ExperimentCall(school_year=2013)
    experiment = Experiment(call=call, organisation=Organisation(name="Samen"))
    assert str(ExperimentReport(experiment=experiment, reported_at=moment)).endswith(f" {day:%d-%m-%Y}")


@around_a_few_midnights
def test_applying_and_deciding_late_in_the_evening(db: None, moment: dt.datetime, day: dt.date) -> None:
    call = ExperimentCall.objects.get(key="2013")
    texts = {"plan": "Eén loket.", "motivation": "Om te leren."}
    for until, code, is_late in ((day, "PO2203", False), (day - ONE, "PO2001", True)):
        ExperimentCall.objects.update(apply_until=until)
        call.refresh_from_db()
        with clock.at(moment):
            row = services.apply_for_experiment(
                world.partnership(code).organisation, call=call, by=world.editor(code), **texts
            )
        assert row.is_late == is_late
    with clock.at(moment):
        decide = {"name": "select", "by": world.guidance_editor(), "reason": "Goed."}
        with pytest.raises(Exception, match="toekomst"):
            services.decide_experiment(row, decided_on=day + ONE, **decide)
        assert services.decide_experiment(row, decided_on=day, **decide).decided_on == day


@around_midnight
def test_offer_was_looked_at_today(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        row = Offer()
        assert row.checked_on == day
        row.clean()
        row.checked_on = day + ONE
        with pytest.raises(ValidationError, match="in de toekomst"):
            row.clean()


# --- examples and digests ----------------------------------------------------------------------------------


@around_a_few_midnights
def test_day_an_example_is_on_the_site(
    example: Callable[..., Example], client: Client, moment: dt.datetime, day: dt.date
) -> None:
    with clock.at(moment):
        row = example(upto="published")
    assert f"<td>{in_words(day)}</td>" in client.get(reverse("guidance:examples")).content.decode()
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
        page = client.get(reverse("guidance:following")).content.decode()
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

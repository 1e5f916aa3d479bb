"""Days of actions and agendas are Dutch days."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import formats

from guidance import calendars, own_agenda
from guidance.extension_points import AgendaItem, Standing
from guidance.models import AgendaAction
from guidance.start_tasks import late_actions
from guidance.templatetags.guidance import hours
from guidance.werkagenda_timeline import entries
from portal import clock
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)
TWO_HOURS = dt.timedelta(hours=2)


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


@around_midnight
def test_hours_of_a_meeting(moment: dt.datetime, day: dt.date) -> None:
    """As they are, and as a mail keeps them; a meeting that goes on after midnight says on which day it ends."""
    end = moment + TWO_HOURS
    hour, until = f"{clock.local(moment):%H}", f"{clock.local(end):%H.%M}"
    if hour == "23":
        until = f"{in_words(day + ONE)} {until}"
    for starts, ends in ((moment, end), (moment.isoformat(), clock.local(end).isoformat())):
        assert hours(starts, ends) == f"{in_words(day)}, {hour}.30–{until} uur"


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

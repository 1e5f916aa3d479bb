"""Deadlines, terms and dates of a plan count in Dutch days."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import formats

from plans import content as content_of
from plans import pdf, services
from plans.admin import columns, overview
from plans.admin.forms import RepairForm
from plans.admin.law import LastDayField
from plans.forms import AdoptForm
from plans.models import Chapter, Dossier, Filing, FilingRound, Milestone
from plans.overview import Row
from plans.standing import Timing
from plans.start_tasks import deadlines, tasks
from plans.states import DossierState
from portal import clock
from portal.extension_points import Group
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight
from tests.plans.test_pdf import content

ONE = dt.timedelta(days=1)


def typed(day: dt.date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


def round_until(day: dt.date) -> FilingRound:
    """A round that is in time up to and including this day."""
    return FilingRound(deadline=LastDayField().clean(typed(day)))


def row_of(round_: FilingRound, dossier: Dossier | None = None) -> Row:
    partnership: Any = None
    return Row(partnership, round_, dossier)


@around_midnight
def test_filing_is_timely_on_the_whole_last_day(moment: dt.datetime, day: dt.date) -> None:
    row, yesterday = round_until(day), round_until(day - ONE)
    assert Filing(received_at=moment, deadline=row.deadline).is_timely
    late = Filing(received_at=moment, deadline=yesterday.deadline).late_by
    assert late == moment - clock.parse_moment(f"{day}T00:00").astimezone(dt.UTC)
    with clock.at(moment):
        assert (row.has_passed, row.days_left) == (False, 0)
        assert (yesterday.has_passed, yesterday.days_left) == (True, -1)
        assert row_of(row).standing.timing == Timing.OPEN
        assert row_of(yesterday).standing.timing == Timing.MISSING


@around_midnight
def test_last_day_of_a_round(moment: dt.datetime, day: dt.date) -> None:
    """The deadline is the midnight after it, as typed and as it comes from the database."""
    row = round_until(day)
    row.deadline = row.deadline.astimezone(dt.UTC)
    assert row.last_day == day
    assert LastDayField().prepare_value(row.deadline) == typed(day)
    assert row.deadline_text == f"uiterlijk {in_words(day)} om 23.59 uur"
    other = FilingRound(deadline=moment)
    assert other.last_day == day
    assert LastDayField().prepare_value(moment) == typed(day)
    assert other.deadline_text == f"uiterlijk {in_words(day)} om {clock.local(moment):%H}.29 uur"


@around_midnight
def test_deadline_lies_no_later_than_the_day_the_plans_begin(moment: dt.datetime, day: dt.date) -> None:
    FilingRound(deadline=moment, plan_start=day).clean()
    with pytest.raises(ValidationError, match="na het begin van de planperiode"):
        FilingRound(deadline=moment, plan_start=day - ONE).clean()


@around_midnight
def test_days_in_the_overview_and_its_csv(moment: dt.datetime, day: dt.date) -> None:
    round_ = FilingRound(deadline=moment)
    begun = Dossier(round=round_, state=DossierState.DRAFTING, enforcement_since=moment)
    enforced = row_of(round_, begun)
    assert f"sinds {typed(day)}" in columns.enforcement_html(enforced)
    assert columns.short(moment) == f"{typed(day)} {clock.local(moment):%H.%M}"
    assert overview.moment(moment) == f"{day} {clock.local(moment):%H:%M}:00"


@around_midnight
def test_document_names_the_day_it_was_frozen(moment: dt.datetime, day: dt.date) -> None:
    html = pdf.plan_html(content(), number=1, frozen_at=moment)
    assert f"Gemeenten in het gebied op {in_words(day)}" in html
    assert f"{in_words(day)} {clock.local(moment):%H}.30.00 CE" in html


@around_midnight
def test_day_of_a_step_is_today_or_earlier_and_a_term_today_or_later(
    moment: dt.datetime, day: dt.date
) -> None:
    def adopted_on(value: dt.date) -> dt.date:
        return AdoptForm.clean_adopted_on(SimpleNamespace(cleaned_data={"adopted_on": value}))

    def due(value: dt.date) -> dt.date:
        return RepairForm.clean_due(SimpleNamespace(cleaned_data={"due": value}))

    with clock.at(moment):
        assert adopted_on(day) == due(day) == day
        with pytest.raises(ValidationError, match="in de toekomst"):
            adopted_on(day + ONE)
        with pytest.raises(ValidationError, match="is voorbij"):
            due(day - ONE)


@around_a_few_midnights
def test_milestone_is_the_next_one_on_its_own_day(db: None, moment: dt.datetime, day: dt.date) -> None:
    row = world.first_round()
    Milestone.objects.filter(round=row).delete()
    for shift in (-1, 0):
        Milestone.objects.create(round=row, key=f"day{-shift}", title=str(shift), date=day + shift * ONE)
    with clock.at(moment):
        (shown,) = (found for found in deadlines() if found.name == row.name)
    assert [(found.date, found.has_passed, found.is_next) for found in shown.moments] == [
        (day - ONE, True, False),
        (day, False, True),
    ]


@around_a_few_midnights
def test_repair_and_enforcement_in_the_queue(
    db: None, client: Client, moment: dt.datetime, day: dt.date
) -> None:
    """The term is over when its day is, and enforcement runs since the day it was begun."""
    reviewer = world.reviewer()
    with clock.at(moment - 3 * ONE):
        filing = world.filed()
        services.take_up(filing, by=reviewer)
        services.request_repair(filing, by=reviewer, reason="Vul aan.", due=day)
    client.force_login(reviewer)
    for shift, late in ((0, ""), (1, "termijn 1 dag voorbij")):
        with clock.at(moment + shift * ONE):
            sections = {row.key: row for row in client.get(reverse("admin:index")).context["sections"]}
        (entry,) = sections["repairs"].entries
        assert (entry.note, entry.late) == (f"herstel uiterlijk {in_words(day)}", late)
    Dossier.objects.filter(pk=filing.dossier_id).update(enforcement_since=moment)
    sections = {row.key: row for row in client.get(reverse("admin:index")).context["sections"]}
    assert [entry.note for entry in sections["enforced"].entries] == [f"sinds {in_words(day)}"]


@around_a_few_midnights
def test_reviewer_hears_of_a_repair_that_is_late(db: None, moment: dt.datetime, day: dt.date) -> None:
    reviewer = world.reviewer()
    with clock.at(moment - 3 * ONE):
        filing = world.filed()
        services.take_up(filing, by=reviewer)
        services.request_repair(filing, by=reviewer, reason="Vul aan.", due=day)

    def urgent() -> list[str]:
        return [
            task.title for task in tasks(reviewer) if task.group == Group.TODO and "termijn" in task.title
        ]

    with clock.at(moment):
        assert urgent() == []
    with clock.at(moment + ONE):
        assert len(urgent()) == 1


def test_rounds_come_and_go_at_dutch_midnight(db: None, client: Client) -> None:
    """On the start page, the front page and in the overview, with a second round beside the first."""
    first, editor = world.first_round(), world.editor()
    client.force_login(world.reviewer())
    second = FilingRound.objects.create(
        name="Later", plan_start=dt.date(2018, 8, 1), law_version=first.law_version,
        deadline=clock.parse_moment("2018-05-01"),
    )  # fmt: skip

    def on_the_front() -> list[str]:
        return [row.name for row in deadlines()]

    def to_do() -> set[str]:
        return {task.organisation.rpartition(" · ")[2] for task in tasks(editor)}

    def shown() -> FilingRound:
        return client.get(reverse("admin:plans_overview")).context["round"]

    with clock.at(f"{first.plan_start - ONE}T23:30"):
        assert on_the_front() == [first.name, second.name]
    with clock.at(f"{first.plan_start}T00:30"):
        assert on_the_front() == [second.name]
    with clock.at(f"{first.last_end}T23:30"):
        assert (shown(), to_do()) == (first, {first.name, second.name})
    with clock.at(f"{first.last_end + ONE}T00:30"):
        assert (shown(), to_do()) == (second, {second.name})


def test_area_is_that_of_the_dutch_day(db: None) -> None:
    """The areas of the register begin on 1 January 2014."""
    plan = world.dossier()
    with clock.at("2013-12-31T23:30"):
        assert not content_of.has_municipalities(plan)
        assert content_of.municipalities(plan) == content_of.partnerships(plan) == []
    with clock.at("2014-01-01T00:30"):
        assert content_of.has_municipalities(plan)
        assert content_of.municipalities(plan) != []
        assert content_of.partnerships(plan) != []


@around_a_few_midnights
def test_saving_tells_the_hour(db: None, client: Client, moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        plan = world.dossier()
        services.start(plan, by=world.editor())
        chapter = Chapter.objects.filter(dossier=plan)[0]
        client.force_login(world.editor())
        data = {
            "title": chapter.title,
            "body": "<p>x</p>",
            "status": "busy",
            "row_version": chapter.row_version,
        }
        answer = client.post(chapter.get_absolute_url(), data, headers={"X-Autosave": "1"})
        page = client.get(plan.get_absolute_url()).content.decode()
    hour = clock.local(moment).hour
    assert answer.json()["message"] == f"Opgeslagen om {hour:02}:30"
    assert f"{in_words(day)}, {hour:02}:30" in page

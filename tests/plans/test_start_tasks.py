"""What a reviewer finds on the start page."""

import datetime as dt

import pytest

from plans import services as plans
from plans import start_tasks
from portal import clock
from portal.extension_points import Group
from tests import world

pytestmark = pytest.mark.django_db


def reviewer_tasks() -> list[tuple[Group, str]]:
    return [(task.group, str(task.title)) for task in start_tasks.tasks(world.reviewer())]


def asked_to_repair() -> None:
    filing = world.filed()
    plans.take_up(filing, by=world.reviewer())
    plans.request_repair(filing, by=world.reviewer(), reason="Niet volledig.", due=dt.date(2014, 2, 3))


def test_reviewer_repair_over_its_term_is_to_do() -> None:
    asked_to_repair()
    with clock.at("2014-02-10T10:00"):
        assert reviewer_tasks() == [(Group.TODO, "Bij 1 plan is de hersteltermijn voorbij")]


def test_reviewer_answered_repair_no_longer_counts() -> None:
    asked_to_repair()
    plan = world.dossier()
    plans.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    plans.file_plan(plan, by=world.signatory())
    with clock.at("2014-02-10T10:00"):
        assert reviewer_tasks() == [(Group.TODO, "1 indiening om in behandeling te nemen")]


def partnership_tasks() -> list[tuple[Group, str, bool]]:
    return [(task.group, str(task.title), task.overdue) for task in start_tasks.tasks(world.signatory())]


def test_request_for_repair_of_an_earlier_filing_is_to_do() -> None:
    first = world.filed(agree=False)
    plans.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    plans.file_plan(world.dossier(), by=world.signatory())
    plans.take_up(first, by=world.reviewer())
    plans.request_repair(first, by=world.reviewer(), reason="Niet volledig.", due=dt.date(2014, 2, 3))
    assert partnership_tasks() == [(Group.TODO, "Herstel het plan", False)]
    with clock.at("2014-02-10T10:00"):
        assert partnership_tasks() == [(Group.TODO, "Herstel het plan", True)]


def test_plan_that_was_filed_is_not_overdue_when_a_new_concept_is_offered() -> None:
    world.filed(agree=False)
    with clock.at("2014-05-02T10:00"):
        plans.offer(world.dossier(), by=world.editor())
        assert partnership_tasks() == [(Group.TODO, "Overleg over het concept", False)]

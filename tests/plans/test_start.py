"""What a reviewer finds on the start page."""

import datetime as dt

import pytest

from plans import services as plans
from plans import start
from portal import clock
from portal.extension_points import Group
from tests import world

pytestmark = pytest.mark.django_db


def reviewer_tasks() -> list[tuple[Group, str]]:
    return [(task.group, str(task.title)) for task in start.tasks(world.reviewer())]


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

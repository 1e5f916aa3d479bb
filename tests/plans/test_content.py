"""The content of a plan: what is in it, when two say the same, and the bytes that are hashed."""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from plans import content as contents
from plans import services
from plans.content import Content
from plans.models import BudgetHeading, BudgetLine, Dossier, Element, FilingRound
from tests import world


def test_hash_is_of_the_canonical_json(plan: Dossier) -> None:
    content = contents.of_working_copy(plan)
    shuffled = dict(reversed(content.items()))
    assert contents.canonical(shuffled) == contents.canonical(content)
    assert json.loads(contents.canonical(content)) == content
    assert contents.sha256(content) == hashlib.sha256(contents.canonical(content)).hexdigest()
    assert contents.canonical({"b": "é ‘", "a": [1]}) == '{"a":[1],"b":"é ‘"}'.encode()


def test_content_is_the_same_in_an_english_session(plan: Dossier) -> None:
    dutch = contents.with_partners(contents.of_working_copy(plan), plan)
    with translation.override("en"):
        english = contents.with_partners(contents.of_working_copy(plan), plan)
    assert contents.canonical(english) == contents.canonical(dutch)


def changed(change: Callable[[Content], Any]) -> Callable[[Content], Content]:
    def apply(content: Content) -> Content:
        other = copy.deepcopy(content)
        change(other)
        return other

    return apply


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(title="Anders"),
        lambda c: c["period"].update(end="2017-07-31"),
        lambda c: c["chapters"][0].update(body="<p>Anders</p>"),
        lambda c: c["chapters"][0].update(title="Anders"),
        lambda c: c["chapters"].reverse(),
        lambda c: c["budget"]["lines"][0]["amounts"].update({"2014": 1}),
        lambda c: c["budget"]["lines"][0].update(description="Anders"),
        lambda c: c["budget"].update(year_kind="calendar"),
        lambda c: c["attachments"].append({"name": "x.pdf", "description": "", "sha256": "0"}),
    ],
)
def test_what_was_written_makes_another_text(plan: Dossier, change: Callable[[Content], Any]) -> None:
    content = contents.of_working_copy(plan)
    assert not contents.same_text(content, changed(change)(content))


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(municipalities=[], partnerships=[]),
        lambda c: c["chapters"][0].update(status="busy", article="art. 1"),
        lambda c: c.update(round="Anders"),
        lambda c: c["partnership"].update(name="Anders", display_name="Anders"),
        lambda c: c["budget"]["lines"][0].update(heading_name="Anders"),
    ],
)
def test_what_the_register_and_the_law_say_does_not(plan: Dossier, change: Callable[[Content], Any]) -> None:
    content = contents.of_working_copy(plan)
    assert contents.same_text(content, changed(change)(content))


def test_correcting_law_and_register_does_not_change_a_plan(db: None) -> None:
    plan = world.adopted(agree=False)
    FilingRound.objects.update(name="Eerste ronde")
    Element.objects.update(article="art. 18a")
    BudgetHeading.objects.update(name="Post")
    again = services.adopt(
        world.reload(plan), by=world.editor(), adopted_on=world.day("2014-01-19"), body="bestuur"
    )
    assert again.version.number == 1


def test_amounts_outside_the_plan_period_are_not_in_it(plan: Dossier) -> None:
    services.save_details(
        plan,
        by=world.editor(),
        seen=plan.row_version,
        title=plan.title,
        period_start=plan.period_start,
        period_end=world.day("2016-07-31"),
        budget_years="school",
    )
    budget = contents.budget(world.reload(plan))
    assert [list(line["amounts"]) for line in budget["lines"]] == [["2014", "2015"]] * 2
    assert [len(cells) for _kind, rows in contents.lines_by_kind(budget) for cells in [rows[0]["cells"]]] == [
        2,
        2,
    ]
    # Nothing is lost: a longer period shows them again.
    line = BudgetLine.objects.first()
    assert line is not None
    assert line.amounts.count() == 4
    assert str(line) == str(line.heading)
    assert str(line.amounts.first()) == "2014: 10002014"


def test_calendar_years_run_to_the_last_year(plan: Dossier) -> None:
    plan.budget_years = "calendar"
    assert plan.years() == [(year, str(year)) for year in range(2014, 2019)]
    plan.budget_years = "school"
    assert plan.years() == [(2014, "2014/15"), (2015, "2015/16"), (2016, "2016/17"), (2017, "2017/18")]
    assert plan.school_years == 4


def test_offered_scope_is_frozen_in_the_version(db: None) -> None:
    plan = world.offered()
    version = plan.offered_version
    assert version is not None
    before = [row["name"] for row in version.content["municipalities"]]
    assert len(before) == 7
    assert [row["code"] for row in version.content["partnerships"]] == [
        row.code for row in contents.partnerships(plan)
    ]
    area = plan.partnership.areas.get(municipality__name="Meppel")
    area.valid_to = world.day("2014-01-01")
    area.save()
    assert "Meppel" not in [row.municipality.name for row in contents.municipalities(plan)]
    version.refresh_from_db()
    assert [row["name"] for row in version.content["municipalities"]] == before

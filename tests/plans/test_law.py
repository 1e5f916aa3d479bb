"""The law as data: what is loaded, what an administrator keeps, and the dates of a round."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import translation

from plans import law
from plans.models import BudgetHeading, Element, FilingRound, LawVersion, Milestone
from portal import clock
from tests import world

pytestmark = pytest.mark.django_db


def letters(sector: str, **filters: Any) -> list[str]:
    return list(Element.objects.filter(sector=sector, **filters).values_list("letter", flat=True))


def test_elements_per_sector_are_those_of_the_law() -> None:
    assert letters("PO", first_plan_only=False) == list("abcdefghij")
    assert letters("VO", first_plan_only=False) == list("abcdefgh")
    assert letters("PO", first_plan_only=True) == letters("VO", first_plan_only=True) == [""]
    assert set(Element.objects.filter(needs_budget=True).values_list("sector", "letter")) == {
        ("PO", "b"),
        ("VO", "b"),
    }
    wanting = Element.objects.filter(title_en="") | Element.objects.filter(explanation_en="")
    assert list(wanting) == []


def test_loading_again_adds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def rows() -> list[int]:
        return [m.objects.count() for m in (LawVersion, Element, BudgetHeading, FilingRound, Milestone)]

    before = rows()
    call_command("load_law")
    assert law.load() == 0
    assert rows() == before
    assert capsys.readouterr().out != ""


def test_what_an_administrator_changed_is_kept() -> None:
    element = Element.objects.filter(sector="VO", letter="h").get()
    Element.objects.filter(pk=element.pk).update(title="Eigen titel")
    heading = BudgetHeading.objects.order_by("pk").first()
    assert heading is not None
    BudgetHeading.objects.filter(pk=heading.pk).update(name="Eigen post")
    filing_round = world.first_round()
    FilingRound.objects.filter(pk=filing_round.pk).update(deadline=dt.datetime(2014, 6, 1, tzinfo=dt.UTC))
    filing_round.milestones.all().delete()
    law.load()
    for row in (element, heading, filing_round):
        row.refresh_from_db()
    assert (element.title, heading.name, filing_round.deadline.month) == ("Eigen titel", "Eigen post", 6)
    assert filing_round.milestones.count() == 0


def test_first_round_says_until_when_in_both_languages() -> None:
    first = world.first_round()
    assert first.deadline == clock.parse_moment("2014-05-01T00:00")
    assert first.deadline_text == "uiterlijk 30 april 2014 om 23.59 uur"
    with translation.override("en"):
        assert "30 April 2014" in first.deadline_text
        assert "23:59" in first.deadline_text
    assert first.last_day == dt.date(2014, 4, 30)
    assert first.last_end == dt.date(2018, 7, 31)


@pytest.mark.parametrize(
    ("moment", "days", "passed"),
    [
        ("2014-01-20T10:00", 100, False),
        ("2014-03-29T23:59:59", 32, False),  # the night summer time begins
        ("2014-03-31T00:00", 30, False),
        ("2014-04-29T23:59:59", 1, False),
        ("2014-04-30T00:00", 0, False),
        ("2014-04-30T23:59:59.999999", 0, False),
        ("2014-05-01T00:00", -1, True),
        ("2014-05-02T00:00", -2, True),
    ],
)
def test_days_left_and_the_exclusive_instant(moment: str, days: int, passed: bool) -> None:
    with clock.at(moment):
        first = world.first_round()
        assert (first.days_left, first.has_passed) == (days, passed)


def a_round(**values: Any) -> FilingRound:
    return FilingRound(
        **{
            "name": "Tussentijds 2015",
            "law_version": LawVersion.objects.get(),
            "plan_start": dt.date(2015, 8, 1),
            "deadline": clock.parse_moment("2015-05-01T00:00"),
            **values,
        }
    )


def test_deadline_after_the_start_of_the_plans_is_refused() -> None:
    a_round(deadline=clock.parse_moment("2015-08-01T12:00")).full_clean()
    with pytest.raises(ValidationError) as caught:
        a_round(deadline=clock.parse_moment("2015-08-02T00:00")).full_clean()
    assert caught.value.message_dict == {
        "deadline": ["De uiterste datum ligt na het begin van de planperiode."]
    }


def test_round_that_does_not_start_on_1_august_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        a_round(plan_start=dt.date(2015, 9, 1)).full_clean()
    assert caught.value.messages == ["Een planperiode begint op 1 augustus."]
    with pytest.raises(IntegrityError):
        a_round(plan_start=dt.date(2015, 9, 1)).save()


def test_rows_say_who_they_are() -> None:
    element = Element.objects.get(sector="PO", letter="a")
    assert str(element) == "PO a · Samenhangend geheel en basisondersteuning"
    assert str(Element.objects.get(sector="PO", letter="")).startswith("PO + · ")
    assert str(LawVersion.objects.get()) == "WPO en WVO zoals in 2014"
    milestone = Milestone.objects.order_by("date").first()
    assert milestone is not None
    assert str(milestone) == f"{milestone.date} {milestone.title}"
    heading = BudgetHeading.objects.get(key="lo_personeel")
    assert str(heading) == heading.name
    with translation.override("en"):
        assert (element.display_title, milestone.display_title) == (element.title_en, milestone.title_en)
        assert element.display_explanation == element.explanation_en
        assert str(heading) == heading.name_en


@pytest.mark.parametrize(
    ("begins", "ends", "takes_part"),
    [
        (None, None, True),
        (dt.date(2014, 8, 1), None, True),
        (dt.date(2014, 8, 2), None, False),
        (None, dt.date(2014, 8, 2), True),
        (None, dt.date(2014, 8, 1), False),
    ],
)
def test_round_is_for_partnerships_of_that_day(
    begins: dt.date | None, ends: dt.date | None, takes_part: bool
) -> None:
    partnership = world.partnership()
    partnership.valid_from, partnership.valid_to = begins, ends
    assert world.first_round().is_for(partnership) is takes_part

"""The legal check: each rule said and not said, the same for working copy and frozen version."""

import pytest
from django.urls import reverse
from django.utils import translation

from plans import findings, services
from plans.findings import MISSING, WARNING, Finding
from plans.models import BudgetAmount, Chapter, Dossier, Filing, FilingRound
from portal import clock
from tests import world

IN_TIME, LATE = "2014-04-30T23:59:59", "2014-05-01T00:00:00"


def found(plan: Dossier, **values: object) -> dict[str, Finding]:
    """The findings of this app on the working copy, by code."""
    case = findings.Case(world.reload(plan), **values)  # type: ignore[arg-type]
    rules = (
        findings.element_rules,
        findings.budget_rules,
        findings.period_rules,
        findings.adoption_rules,
        findings.timeliness_rules,
    )
    return {row.code: row for rule in rules for row in rule(case)}


def test_complete_draft_only_lacks_its_adoption(plan: Dossier) -> None:
    assert list(found(plan)) == ["not_adopted"]


def test_complete_plan_has_no_findings(db: None) -> None:
    assert findings.check(findings.Case(world.adopted())) == []


@pytest.mark.parametrize("body", ["", "<p>&nbsp;</p>"])
def test_element_without_text_is_missing_with_the_way_to_repair(plan: Dossier, body: str) -> None:
    chapter = plan.chapters.select_related("element").all()[5]
    assert chapter.element is not None
    Chapter.objects.filter(pk=chapter.pk).update(body=body)
    assert found(plan)["element_empty"] == Finding(
        "element_empty",
        MISSING,
        "WPO 18a lid 8 onder f",
        "Onderdeel f (Informatie aan ouders) heeft nog geen tekst.",
        chapter.get_absolute_url(),
        chapter.element.key,
    )


def test_element_without_a_letter_is_called_by_its_title(plan: Dossier) -> None:
    Chapter.objects.filter(dossier=plan, element__letter="").update(body="")
    chapter = Chapter.objects.get(dossier=plan, element__letter="")
    assert found(plan)["element_empty"].message == f"{chapter.title} heeft nog geen tekst."


def test_element_not_finished_is_a_warning(plan: Dossier) -> None:
    Chapter.objects.filter(dossier=plan, position=10).update(status="busy")
    finding = found(plan)["element_unfinished"]
    assert (finding.level, finding.article) == (WARNING, "WPO 18a lid 8 onder a")
    assert "staat nog niet op ‘afgerond’" in finding.message


def test_chapter_of_an_element_that_is_gone_is_missing(plan: Dossier) -> None:
    Chapter.objects.filter(dossier=plan, position=10).delete()
    finding = found(plan)["element_empty"]
    assert (finding.element, finding.url) == ("samenhangend_geheel_basisondersteuning", "")


def test_budget_rules(plan: Dossier) -> None:
    where = reverse("plans:budget", args=[plan.uuid])
    BudgetAmount.objects.filter(line__dossier=plan, year=2015).update(cents=0)
    BudgetAmount.objects.filter(line__dossier=plan, year=2017).delete()
    finding = found(plan)["budget_year_empty"]
    assert finding.message == "De meerjarenbegroting heeft geen bedragen voor 2015/16, 2017/18."
    assert (finding.level, finding.url, finding.article) == (WARNING, where, "WPO 18a lid 8 onder b")
    BudgetAmount.objects.filter(line__dossier=plan).update(cents=0)
    rows = found(plan)
    assert (rows["budget_empty"].level, "budget_year_empty" in rows) == (MISSING, False)


def test_budget_only_outside_the_plan_period_is_empty(plan: Dossier) -> None:
    BudgetAmount.objects.filter(line__dossier=plan).exclude(year=2014).delete()
    Dossier.objects.filter(pk=plan.pk).update(period_start=world.day("2015-08-01"))
    assert "budget_empty" in found(plan)


def test_budget_in_calendar_years_is_a_warning(plan: Dossier) -> None:
    Dossier.objects.filter(pk=plan.pk).update(budget_years="calendar")
    assert found(plan)["budget_calendar_years"].level == WARNING


def test_law_without_an_element_on_money_asks_no_budget(plan: Dossier) -> None:
    plan.elements().update(needs_budget=False)
    plan.budget_lines.all().delete()
    assert list(found(plan)) == ["not_adopted"]


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("2014-08-01", "2018-07-31", []),
        ("2014-08-01", "2016-07-31", []),
        ("2014-08-01", "2019-07-31", ["period_too_long"]),
        ("2014-08-01", "2018-08-01", ["period_not_school_years", "period_too_long"]),
        ("2014-09-01", "2018-07-31", ["period_not_school_years", "period_other_start"]),
        ("2015-08-01", "2019-07-31", ["period_other_start"]),
    ],
)
def test_period_rules(plan: Dossier, start: str, end: str, codes: list[str]) -> None:
    Dossier.objects.filter(pk=plan.pk).update(period_start=world.day(start), period_end=world.day(end))
    rows = found(plan)
    assert [code for code in rows if code.startswith("period")] == codes
    assert {rows[code].url for code in codes} <= {reverse("plans:details", args=[plan.uuid])}
    levels = {"period_too_long": MISSING}
    assert [rows[code].level for code in codes] == [levels.get(code, WARNING) for code in codes]


def test_text_changed_since_the_adoption(db: None) -> None:
    plan = world.adopted(agree=False)
    assert found(plan) == {}
    Chapter.objects.filter(dossier=plan, position=10).update(body="<p>Anders</p>")
    assert found(plan)["changed_since_adoption"].message == (
        "De tekst is veranderd sinds de vaststelling van versie 1."
    )
    assert found(plan, version=plan.adopted_version) == {}


def filing_at(plan: Dossier, moment: str) -> Filing:
    with clock.at(moment):
        if world.reload(plan).state != "adopted":
            services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        return services.file_plan(world.reload(plan), by=world.signatory())


def is_late(plan: Dossier, moment: str) -> bool:
    with clock.at(moment):
        return "late" in found(plan)


def codes(filing: Filing) -> set[str]:
    return {row["code"] for row in filing.findings}


def test_plan_that_did_not_come_is_late_from_the_deadline(plan: Dossier) -> None:
    assert not is_late(plan, IN_TIME)
    assert is_late(plan, LATE)
    with clock.at(LATE):
        assert found(plan)["late"].message == (
            "De uiterste datum is voorbij (uiterlijk 30 april 2014 om 23.59 uur). "
            "Indienen kan nog; het plan wordt als te laat gemarkeerd."
        )


def test_plan_in_time_stays_in_time(db: None) -> None:
    plan = world.adopted(agree=False)
    first = filing_at(plan, IN_TIME)
    assert "late" not in codes(first)
    assert not is_late(plan, LATE)
    services.take_up(first, by=world.reviewer())
    services.request_repair(first, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-05-20"))
    assert "late" not in codes(filing_at(plan, "2014-05-10T10:00"))
    assert not is_late(plan, "2014-05-11T10:00")
    # The deadline a filing had is the one that counts for it.
    FilingRound.objects.update(deadline=clock.parse_moment("2014-04-01T00:00"))
    assert not is_late(plan, "2014-05-11T10:00")


def test_late_plan_is_late_at_filing_and_in_review(db: None) -> None:
    plan = world.adopted(agree=False)
    filing = filing_at(plan, LATE)
    late = next(row for row in filing.findings if row["code"] == "late")
    assert late["message"] == (
        "Het plan is te laat ingediend; het moest er zijn uiterlijk 30 april 2014 om 23.59 uur."
    )
    assert (late["level"], late["article"]) == (WARNING, plan.round.deadline_article)
    assert is_late(plan, LATE)


def test_second_filing_after_the_deadline_is_late_itself(db: None) -> None:
    plan = world.adopted(agree=False)
    filing_at(plan, IN_TIME)
    assert "late" in codes(filing_at(plan, LATE))
    assert not is_late(plan, LATE)


def test_same_rules_for_working_copy_and_frozen_version(db: None) -> None:
    plan = world.drafted()
    Chapter.objects.filter(dossier=plan, position=10).update(body="")
    Chapter.objects.filter(dossier=plan, position=30).update(status="busy")
    plan.budget_lines.all().delete()
    version = services.offer(world.reload(plan), by=world.editor())
    copy = found(plan)
    assert set(copy) == {"not_adopted", "element_empty", "element_unfinished", "budget_empty"}
    assert found(plan, version=version) == copy


def test_what_was_adopted_is_finished_whatever_its_chapters_said(db: None) -> None:
    plan = world.drafted()
    Chapter.objects.filter(dossier=plan, position=10).update(status="busy")
    version = services.offer(world.reload(plan), by=world.editor())
    Chapter.objects.filter(dossier=plan, position=10).update(status="done")
    adoption = services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    assert adoption.version == version  # the same text, with the statuses of then
    assert version.content["chapters"][0]["status"] == "busy"
    assert (
        found(plan)
        == found(plan, version=version)
        == found(plan, version=version, received_at=clock.now())
        == {}
    )
    assert "element_unfinished" not in codes(filing_at(plan, IN_TIME))


def test_version_is_checked_against_its_own_adoption(db: None) -> None:
    plan = world.offered()
    offered = plan.offered_version
    assert offered is not None
    assert findings.Case(plan, offered).adoption is None
    services.adopt(plan, by=world.editor(), adopted_on=world.day("2014-01-06"), body="bestuur")
    services.adopt(world.reload(plan), by=world.editor(), adopted_on=world.day("2014-01-13"), body="bestuur")
    world.agree_all(plan)  # on 20 January
    first = filing_at(plan, IN_TIME)
    assert {"oogo_after_adoption", "overleg_after_adoption", "opr_after_adoption"} <= codes(first)
    second = filing_at(plan, IN_TIME)
    plan = world.reload(plan)
    cases = [findings.Case(plan, row.version) for row in (first, second)] + [findings.Case(plan)]
    assert [str(case.adopted_on) for case in cases] == ["2014-01-13", "2014-04-30", "2014-04-30"]
    after = [{row.code for row in findings.check(case) if "after_adoption" in row.code} for case in cases]
    assert after == [{"oogo_after_adoption", "overleg_after_adoption", "opr_after_adoption"}, set(), set()]


def test_snapshot_is_in_dutch_without_links_what_is_missing_first(plan: Dossier) -> None:
    Chapter.objects.filter(dossier=plan, position=60).update(status="busy")
    with translation.override("en"):
        rows = findings.snapshot(findings.Case(plan))
    assert [row["level"] for row in rows] == sorted(
        (row["level"] for row in rows), key=[MISSING, WARNING].index
    )
    unfinished = next(row for row in rows if row["code"] == "element_unfinished")
    assert unfinished["message"] == "Onderdeel f (Informatie aan ouders) staat nog niet op ‘afgerond’."
    assert {row["url"] for row in rows} == {""}

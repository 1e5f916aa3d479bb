"""The budget: typing, mistakes, lines more and less, two writers, large sums."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans import content as contents
from plans.budget_form import MAX_LINES
from plans.models import BudgetHeading, Dossier
from portal.models import User
from tests import world

YEARS = (2014, 2015, 2016, 2017)


def url(plan: Dossier) -> str:
    return reverse("plans:budget", args=[plan.uuid])


def heading(key: str) -> int:
    return int(BudgetHeading.objects.get(key=key).pk)


def post(plan: Dossier, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    data = {
        "regel-TOTAL_FORMS": len(lines),
        "regel-INITIAL_FORMS": 0,
        "budget_version": plan.budget_version,
        **more,
    }
    for index, line in enumerate(lines):
        data |= {f"regel-{index}-{name}": value for name, value in line.items()}
    return data


def amounts(typed: str) -> dict[str, str]:
    return {f"y{year}": typed for year in YEARS}


def stored(plan: Dossier) -> list[Any]:
    return [
        (line["heading"], line["description"], line["amounts"])
        for line in contents.budget(world.reload(plan))["lines"]
    ]


def test_page_shows_the_lines_totals_and_names_every_cell(editor: Client, plan: Dossier) -> None:
    page = editor.get(url(plan))
    assert page.status_code == 200
    html = page.content.decode()
    assert html.count('value="100.020,14"') == 2
    for label in ("Bedrag 2014/15, regel 1", "Post, regel 2", "Omschrijving, regel 2", "Regel 2 weghalen"):
        assert f'aria-label="{label}"' in html
    assert page.context["totals"]["result"] == {"2014": 0, "2015": 0, "2016": 0, "2017": 0}


def test_empty_budget_starts_with_lines_to_fill(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    client = signed_in(world.editor())
    client.post(reverse("plans:transition", args=[plan.uuid, "start"]), {"row_version": 1})
    page = client.get(url(plan))
    assert len(page.context["formset"].forms) == 3


def test_saving_keeps_exact_cents_and_skips_empty_lines(editor: Client, plan: Dossier) -> None:
    line = {
        "heading": heading("lo_personeel"),
        "description": "Basis",
        "y2014": "1.234,56",
        "y2015": "-5",
        "y2016": "0",
    }
    page = editor.post(url(plan), post(plan, line, {}, {"heading": heading("opr")}))
    assert page.status_code == 302
    assert stored(plan) == [
        ("lo_personeel", "Basis", {"2014": 123456, "2015": -500, "2016": 0}),
        ("opr", "", {}),
    ]


def test_wrong_amounts_are_shown_at_their_cells_with_everything_kept(editor: Client, plan: Dossier) -> None:
    before = stored(plan)
    line = {
        "heading": heading("lo_personeel"),
        "y2014": "1e9",
        "y2015": "abc",
        "y2016": "99999999999",
        "y2017": "12",
    }
    page = editor.post(url(plan), post(plan, {"description": "Zonder post", "y2014": "1"}, line))
    assert page.status_code == 422
    assert page.context["problems"] == [
        {"target": "id_regel-0-heading", "label": "Post, regel 1", "text": "Kies een post voor deze regel."},
        {
            "target": "id_regel-1-y2014",
            "label": "Bedrag 2014/15, regel 2",
            "text": "‘1e9’ is geen bedrag. Typ een bedrag als 1.234,56 of 1234.",
        },
        {
            "target": "id_regel-1-y2015",
            "label": "Bedrag 2015/16, regel 2",
            "text": "‘abc’ is geen bedrag. Typ een bedrag als 1.234,56 of 1234.",
        },
        {
            "target": "id_regel-1-y2016",
            "label": "Bedrag 2016/17, regel 2",
            "text": "Dit bedrag is te groot (ten hoogste 10 miljard euro).",
        },
    ]
    html = page.content.decode()
    for typed in ("1e9", "abc", "99999999999", "12", "Zonder post"):
        assert f'value="{typed}"' in html
    assert html.count(f'<option value="{line["heading"]}" selected>') == 1
    assert 'href="#id_regel-1-y2014"' in html
    assert 'id="id_regel-1-y2014_error"' in html
    assert 'aria-describedby="id_regel-1-y2014_error"' in html
    assert "<title>Fout: " in html
    assert stored(plan) == before


def test_unknown_heading_is_refused(editor: Client, plan: Dossier) -> None:
    vo_only = heading("lwoo_pro_baten")
    page = editor.post(url(plan), post(plan, {"heading": vo_only, "y2014": "1"}))
    assert page.status_code == 422
    assert len(page.context["problems"]) == 1


def test_line_marked_for_removal_goes_even_when_it_is_wrong(editor: Client, plan: Dossier) -> None:
    keep = {"heading": heading("opr"), "y2014": "10"}
    gone = {"heading": heading("lo_personeel"), "y2014": "abc", "DELETE": "on"}
    assert editor.post(url(plan), post(plan, gone, keep)).status_code == 302
    assert stored(plan) == [("opr", "", {"2014": 1000})]


def test_line_more_without_javascript_keeps_what_was_typed(editor: Client, plan: Dossier) -> None:
    before = stored(plan)
    page = editor.post(url(plan), post(plan, {"description": "Half", "y2014": "abc"}, add="1"))
    assert page.status_code == 200
    forms = page.context["formset"].forms
    assert [form["description"].value() for form in forms] == ["Half", None]
    assert 'value="abc"' in page.content.decode()
    assert stored(plan) == before


@pytest.mark.parametrize(("total", "lines"), [("x", 1), ("-3", 1), ("100000", MAX_LINES + 1)])
def test_line_more_with_a_wrong_count(editor: Client, plan: Dossier, total: str, lines: int) -> None:
    page = editor.post(url(plan), post(plan, add="1") | {"regel-TOTAL_FORMS": total})
    assert len(page.context["formset"].forms) == lines


def test_too_many_lines_are_refused(editor: Client, plan: Dossier) -> None:
    page = editor.post(url(plan), post(plan) | {"regel-TOTAL_FORMS": str(MAX_LINES + 1)})
    assert page.status_code == 422
    assert page.context["problems"] == [
        {"target": "", "text": f"Een begroting kan ten hoogste {MAX_LINES} regels hebben."}
    ]


def test_form_that_did_not_arrive_whole_is_refused(editor: Client, plan: Dossier) -> None:
    before = stored(plan)
    assert editor.post(url(plan), {"budget_version": plan.budget_version}).status_code == 422
    assert stored(plan) == before


def test_second_writer_keeps_the_typed_lines_and_sees_the_others(
    editor: Client, plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    second = signed_in(world.signatory())
    first = post(plan, {"heading": heading("opr"), "y2014": "10"})
    mine = post(plan, {"heading": heading("bureau_bestuur"), "description": "Van mij", "y2014": "20"})
    editor.post(url(plan), first)
    page = second.post(url(plan), mine)
    assert page.status_code == 409
    html = page.content.decode()
    assert 'value="Van mij"' in html
    assert "Deze begroting is intussen opgeslagen" in html
    assert [line["heading"] for line in page.context["theirs"]["lines"]] == ["opr"]
    assert stored(plan) == [("opr", "", {"2014": 1000})]
    fresh = page.context["budget_version"]
    assert fresh == plan.budget_version + 1
    assert second.post(url(plan), mine | {"budget_version": fresh}).status_code == 302
    assert stored(plan) == [("bureau_bestuur", "Van mij", {"2014": 2000})]


def test_double_click_saves_once(editor: Client, plan: Dossier) -> None:
    data = post(plan, {"heading": heading("opr"), "y2014": "10"}) | {"step_key": "k"}
    assert [editor.post(url(plan), data).status_code for _click in range(2)] == [302, 302]
    assert world.reload(plan).budget_version == plan.budget_version + 1


def test_largest_amounts_add_up(editor: Client, plan: Dossier) -> None:
    line = {"heading": heading("lo_personeel"), **amounts("10.000.000.000")}
    assert editor.post(url(plan), post(plan, *[line] * 50)).status_code == 302
    page = editor.get(url(plan))
    assert page.context["totals"]["income"]["2014"] == 50 * 1_000_000_000_000
    assert "€ 500.000.000.000" in page.content.decode()


def test_number_of_queries_does_not_depend_on_the_lines(
    editor: Client, plan: Dossier, django_assert_num_queries: Any
) -> None:
    editor.get(url(plan))
    with django_assert_num_queries(10):
        editor.get(url(plan))
    line = {"heading": heading("lo_personeel"), **amounts("1")}
    editor.post(url(plan), post(plan, *[line] * 20))
    editor.get(url(plan))
    with django_assert_num_queries(10):
        editor.get(url(plan))


def test_before_the_start_nothing_is_saved(db: None, signed_in: Callable[[User], Client]) -> None:
    plan = world.dossier()
    page = signed_in(world.editor()).post(url(plan), post(plan, {"heading": heading("opr"), "y2014": "10"}))
    assert page.status_code == 409
    assert page.context["problems"] == [{"target": "", "text": "Begin eerst met het plan."}]


def test_others_do_not_find_it(plan: Dossier, signed_in: Callable[[User], Client]) -> None:
    for user in (world.editor("PO2502"), world.official(), world.reviewer(), world.opr_secretary()):
        assert signed_in(user).get(url(plan)).status_code == 404
    assert Client().get(url(plan)).status_code == 302

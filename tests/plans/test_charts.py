"""The chart of the budget: what it draws, what it says, and what it does with odd amounts."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation

from plans.charts import PLOT, Axis, budget_chart, rounded_up, short

SVG = "{http://www.w3.org/2000/svg}"


def budget(*years: tuple[int, int]) -> dict[str, Any]:
    """A budget from 2014 on; per year income and expenditure in cents."""
    labels = [[2014 + n, f"{2014 + n}/{15 + n}"] for n in range(len(years))]
    lines = [
        {"kind": kind, "amounts": {str(2014 + n): year[place] for n, year in enumerate(years)}}
        for place, kind in enumerate(("income", "expenditure"))
    ]
    return {"year_kind": "school", "years": labels, "lines": lines}


def drawn(content: dict[str, Any], **options: bool) -> ElementTree.Element:
    return ElementTree.fromstring(budget_chart(content, **options))


def text_of(svg: ElementTree.Element, name: str) -> str:
    found = svg.find(f"{SVG}{name}")
    assert found is not None
    return found.text or ""


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def bars(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Left side and width of every bar of an amount."""
    return [
        (float(rect.get("x", "")), float(rect.get("width", "")))
        for rect in svg.findall(f"{SVG}rect")
        if rect.get("height") == "14"
    ]


def test_chart_says_what_it_shows() -> None:
    svg = drawn(budget((120_000_00, 100_000_00), (90_000_00, 100_000_50)))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "chart-title chart-words"
    assert [(child.tag, child.get("id")) for child in svg[:2]] == [
        (f"{SVG}title", "chart-title"),
        (f"{SVG}desc", "chart-words"),
    ]
    assert text_of(svg, "title") == "Staafdiagram: baten, lasten en resultaat per jaar."
    assert text_of(svg, "desc") == (
        "2014/15: baten € 120.000, lasten € 100.000, resultaat € 20.000. "
        "2015/16: baten € 90.000, lasten € 100.001, resultaat € -10.001."
    )


def test_chart_draws_legend_axis_and_an_amount_per_bar() -> None:
    svg = drawn(budget((120_000_00, 100_000_00), (90_000_00, 100_000_00)))
    assert words(svg) == [
        *("Baten", "Lasten", "Resultaat"),
        *("€ 0", "€ 50.000", "€ 100.000"),
        *("2014/15", "€ 120.000", "€ 100.000", "€ 20.000"),
        *("2015/16", "€ 90.000", "€ 100.000", "€ -10.000"),
    ]
    zero = PLOT * 10 / 130
    assert bars(svg) == [
        pytest.approx((zero, PLOT * 120 / 130), abs=0.1),
        pytest.approx((zero, PLOT * 100 / 130), abs=0.1),
        pytest.approx((zero, PLOT * 90 / 130), abs=0.1),
        pytest.approx((zero, PLOT * 100 / 130), abs=0.1),
    ]


def test_chart_for_print_has_all_words_in_its_name() -> None:
    svg = drawn(budget((100, 100)), for_print=True)
    assert text_of(svg, "title") == (
        "Staafdiagram: baten, lasten en resultaat per jaar. 2014/15: baten € 1, lasten € 1, resultaat € 0."
    )
    assert svg.find(f"{SVG}desc") is None


def test_income_and_expenditure_differ_without_colour() -> None:
    svg = drawn(budget((100, 100)))
    fills = [rect.get("fill") for rect in svg.findall(f"{SVG}rect") if rect.get("height") == "14"]
    assert fills == ["#14506b", "url(#chart-hatch)"]
    assert svg.find(f"{SVG}defs/{SVG}pattern[@id='chart-hatch']") is not None


@pytest.mark.parametrize("count", range(6))
def test_chart_grows_with_the_years_and_everything_stays_inside(count: int) -> None:
    svg = drawn(budget(*[(-(10 ** (2 + 2 * n)), 10 ** (3 + 2 * n)) for n in range(count)]))
    left, top, width, height = map(float, (svg.get("viewBox") or "").split())
    assert (left, top, width, height) == (-8, 0, 370, 58 + 82 * count)
    assert len(bars(svg)) == 2 * count
    for x, wide in bars(svg):
        assert x >= -0.1
        assert x + wide <= PLOT + 1
    for text in svg.iter(f"{SVG}text"):
        assert float(text.get("y", "")) < height


def test_negative_amounts_go_to_the_left_of_zero() -> None:
    svg = drawn(budget((-50_00, 50_00)))  # the result is 100 below zero
    zero = PLOT * 100 / 150
    assert bars(svg) == [
        pytest.approx((zero - PLOT / 3, PLOT / 3), abs=0.1),
        pytest.approx((zero, PLOT / 3), abs=0.1),
    ]
    assert [mark["label"] for mark in Axis.of([-50_00, 50_00, -100_00]).ticks()] == [
        "€ -100",
        "€ -50",
        "€ 0",
        "€ 50",
    ]


def test_chart_without_any_money_has_no_bars_but_its_amounts() -> None:
    svg = drawn(budget((0, 0)))
    assert bars(svg) == [(0.0, 0.0), (0.0, 0.0)]
    assert words(svg)[3:] == ["€ 0", "2014/15", "€ 0", "€ 0", "€ 0"]


def test_something_next_to_very_much_is_still_seen() -> None:
    svg = drawn(budget((1_000_000_000_00, 1)))
    assert bars(svg)[1] == (0.0, 1.0)
    assert words(svg)[3:] == [
        *("€ 0 mld", "€ 0,40 mld", "€ 0,80 mld"),
        *("2014/15", "€ 1.000 mln", "€ 0", "€ 1.000 mln"),
    ]


@pytest.mark.parametrize(
    ("euros", "text"),
    [
        (0, "€ 0"),
        (-1234, "€ -1.234"),
        (99_999_999, "€ 99.999.999"),
        (100_000_000, "€ 100 mln"),
        (-123_456_789, "€ -123,46 mln"),
        (99_994_999_999, "€ 99.995 mln"),
        (100_000_000_000, "€ 100 mld"),
        (9 * 10**16, "€ 90.000.000 mld"),
    ],
)
def test_amounts_are_short(euros: int, text: str) -> None:
    assert short(euros) == text


@pytest.mark.parametrize(
    ("euros", "step"),
    [(0, 1), (1, 1), (7, 7), (10, 10), (11, 12), (31, 40), (81, 100), (812, 1000), (1201, 1500)],
)
def test_steps_are_round(euros: int, step: int) -> None:
    assert rounded_up(euros) == step


def test_numbers_of_the_drawing_have_a_point_in_every_language() -> None:
    content = budget((100_01, 33_33))
    with translation.override("nl"):
        dutch = drawn(content)
    with translation.override("en"):
        english = drawn(content)
    assert bars(dutch) == bars(english)
    paths = " ".join(path.get("d", "") for path in dutch.iter(f"{SVG}path"))
    assert re.findall(r"\d,\d", paths) == []


def test_labels_are_escaped_and_nothing_is_styled_inline() -> None:
    content = budget((100, 100))
    content["years"] = [[2014, '</title><script>alert("1")</script>']]
    svg = budget_chart(content)
    assert "<script" not in svg
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags == {"svg", "title", "desc", "defs", "pattern", "rect", "g", "text", "path"}
    assert not any(element.get("style") for element in ElementTree.fromstring(svg).iter())

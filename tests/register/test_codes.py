"""Codes of partnerships in the spellings people use."""

import pytest

from register.codes import normalise


@pytest.mark.parametrize(
    "text",
    ["PO2203", "po2203", "PO 2203", "PO-2203", "PO22.03", "PO 22.03", "PO-22-03", " po 22 03 ", "PO.22.03"],
)
def test_every_spelling_gives_the_official_code(text: str) -> None:
    assert normalise(text) == "PO2203"


@pytest.mark.parametrize("text", ["22.03", "2203", "22-03", "22 03"])
def test_bare_digits_need_a_sector(text: str) -> None:
    assert normalise(text) == ""
    assert normalise(text, "VO") == "VO2203"


@pytest.mark.parametrize("text", ["", "PO", "PO220", "PO22033", "XO2203", "PO22/03", "Staphorst", "PO2203 x"])
def test_what_is_no_code_gives_nothing(text: str) -> None:
    assert normalise(text, "PO") == ""


def test_a_written_sector_wins_from_the_given_one() -> None:
    assert normalise("VO-25-07", "PO") == "VO2507"

"""What follows from the register: scope, overlap, search and names."""

import datetime as dt
import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from register import selectors
from register.models import Area, Partnership, valid_on
from tests.world import partnership

pytestmark = pytest.mark.django_db
IN_2014 = dt.date(2014, 1, 20)


def names(code: str, on: dt.date = IN_2014) -> list[str]:
    return [row.municipality.name for row in selectors.scope(partnership(code), on)]


# --- scope ---------------------------------------------------------------------------------------------------


def test_scope_names_the_part_of_a_split_municipality() -> None:
    assert [(row.municipality.name, row.part) for row in selectors.scope(partnership("PO2203"), IN_2014)] == [
        ("De Wolden", ""),
        ("Hoogeveen", ""),
        ("Meppel", ""),
        ("Staphorst", "alleen postcodes 7951, 7955"),
        ("Steenwijkerland", ""),
        ("Westerveld", ""),
        ("Zwartewaterland", "alleen postcodes 8064"),
    ]
    other = {row.municipality.name: row.part for row in selectors.scope(partnership("PO2305"), IN_2014)}
    assert other["Staphorst"] == "alleen postcodes 7715, 7954"
    assert other["Zwartewaterland"] == "behalve postcodes 8064"


def test_scope_of_friesland_shrinks_with_the_redivisions() -> None:
    """27 municipalities in the Regeling of 2013; 24 after the mergers of 1 January 2014, 18 in 2019."""
    assert len(names("PO2101")) == 24
    in_2019 = selectors.scope(partnership("PO2101"), dt.date(2019, 6, 1))
    assert len(in_2019) == 18
    successors = {row.municipality.name: row.via for row in in_2019 if row.via}
    assert successors == {
        "De Fryske Marren": "De Friese Meren",  # renamed
        "Noardeast-Fryslân": "Dongeradeel",  # a merger of three; the first by code is named
        "Waadhoeke": "Franekeradeel",
    }


def test_a_municipality_that_was_divided_brings_all_its_successors() -> None:
    """Leeuwarderadeel went to Leeuwarden, Littenseradiel to three municipalities, on 1 January 2018."""
    assert {"Leeuwarden", "Súdwest-Fryslân", "Waadhoeke"} <= set(names("PO2101", dt.date(2018, 1, 1)))


@pytest.mark.parametrize("day", [dt.date(2014, 1, 1), dt.date(2019, 6, 1), dt.date(2023, 6, 1)])
@pytest.mark.parametrize("sector", ["PO", "VO"])
def test_every_municipality_is_in_the_scope_of_somebody(sector: str, day: dt.date) -> None:
    covered = {
        row.municipality.code
        for one in Partnership.objects.filter(sector=sector, scope="regional")
        for row in selectors.scope(one, day)
    }
    assert covered == {row.code for row in selectors.municipalities_on(day)}


def test_a_national_partnership_has_no_area() -> None:
    (national,) = Partnership.objects.filter(scope="national", sector="PO")
    assert national.is_national
    assert selectors.scope(national, IN_2014) == []
    assert selectors.overlapping(national, IN_2014) == []


def test_scope_takes_the_same_few_queries_for_any_area() -> None:
    def queries(code: str) -> int:
        one = partnership(code)
        with CaptureQueriesContext(connection) as captured:
            selectors.scope(one, dt.date(2019, 6, 1))
        return len(captured)

    # Where no municipality has gone there are no successors to look up: one less.
    assert (queries("PO2101"), queries("PO2203")) == (4, 3)


# --- overlap -------------------------------------------------------------------------------------------------


def test_overlap_looks_at_the_postcodes() -> None:
    assert [row.code for row in selectors.overlapping(partnership("PO2203"), IN_2014)] == ["VO2203", "VO2305"]
    assert len(selectors.all_overlaps(IN_2014)) == 108


def test_overlap_agrees_with_the_list_of_all_pairs() -> None:
    pairs = selectors.all_overlaps(IN_2014)
    for po in Partnership.objects.filter(sector="PO", scope="regional"):
        assert {(po.code, vo.code) for vo in selectors.overlapping(po, IN_2014)} == {
            pair for pair in pairs if pair[0] == po.code
        }


def test_every_regional_partnership_has_a_partner_in_the_other_sector() -> None:
    pairs = selectors.all_overlaps(IN_2014)
    codes = set(Partnership.objects.filter(scope="regional").values_list("code", flat=True))
    assert {code for pair in pairs for code in pair} == codes


def test_twenty_eight_areas_are_the_same_in_both_sectors() -> None:
    areas: dict[str, set[tuple[int, str, tuple[str, ...]]]] = {}
    for row in Area.objects.filter(valid_on(IN_2014)).select_related("partnership"):
        part = (row.municipality_id, row.postcode_mode, tuple(sorted(row.postcodes)))
        areas.setdefault(row.partnership.code or "", set()).add(part)
    same = [(po, vo) for po in areas for vo in areas if po[:2] < vo[:2] and areas[po] == areas[vo]]
    assert len(same) == 28


def part(mode: str = "", *postcodes: str) -> Area:
    return Area(coverage="partial" if mode else "whole", postcode_mode=mode, postcodes=list(postcodes))


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (part(), part(), True),
        (part(), part("only", "7951"), True),
        (part("only", "7951"), part("only", "7951", "7955"), True),
        (part("only", "7951"), part("only", "7955"), False),
        (part("except", "7951"), part("except", "7955"), True),
        (part("only", "7951"), part("except", "7951"), False),
        (part("only", "7951", "7955"), part("except", "7951"), True),
    ],
)
def test_parts_meet_when_they_share_a_postcode(one: Area, other: Area, meet: bool) -> None:
    assert selectors.parts_meet(one, other) is meet
    assert selectors.parts_meet(other, one) is meet


# --- search and names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("PO2203", ["PO2203"]),
        ("po-22-03", ["PO2203"]),
        ("PO 22.03", ["PO2203"]),
        ("22.03", ["PO2203", "VO2203"]),
        ("2203", ["PO2203", "VO2203"]),
        ("Staphorst", ["PO2203", "PO2305", "VO2305"]),
        ("leeuwarden", ["PO2101", "VO2101"]),
        ("bestaat niet", []),
    ],
)
def test_search_finds_codes_and_places(text: str, codes: list[str]) -> None:
    assert [row.code for row in Partnership.objects.search(text)] == codes


def test_search_for_nothing_gives_everything() -> None:
    assert Partnership.objects.search("  ").count() == 152


def test_where_the_name_is_unknown_code_and_area_stand_for_it() -> None:
    assert str(partnership("PO2101")) == "PO2101 (Leeuwarden e.o.)"
    assert partnership("PO2101").organisation.name == "PO2101 (Leeuwarden e.o.)"
    assert str(partnership("PO2001")) == "PO2001 · Samenwerkingsverband PO 20.01"
    assert Partnership.objects.exclude(name="").count() == 57


def test_loading_again_is_quick() -> None:
    started = time.perf_counter()
    call_command("load_register", verbosity=0)
    assert time.perf_counter() - started < 3

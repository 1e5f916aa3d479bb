"""Lists as CSV."""

import datetime as dt

import pytest

from portal.csv_export import cell, response


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_cannot_be_a_formula(start: str) -> None:
    assert cell(f"{start}SOM(A1)") == f"'{start}SOM(A1)"


def test_cells_of_other_kinds() -> None:
    assert [cell(value) for value in (None, dt.date(2014, 4, 3), 7, "Meppel", "")] == [
        "",
        "03-04-2014",
        "7",
        "Meppel",
        "",
    ]


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    answer = response("overleg.csv", ["Gemeente", "n"], [["Súdwest; Fryslân", 1], ["a\nb", '"']])
    assert answer.content == ('\ufeffGemeente;n\r\n"Súdwest; Fryslân";1\r\n"a\nb";""""\r\n'.encode())
    assert answer["Content-Disposition"] == 'attachment; filename="overleg.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"

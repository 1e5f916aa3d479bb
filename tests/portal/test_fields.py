import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from portal.form_fields import MAX_CENTS, DateField, MoneyField, cents_as_typed


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1.234,56", 123456),
        ("1234", 123400),
        ("1234,5", 123450),
        ("-5", -500),
        ("−5", -500),
        ("€ 1.000", 100000),
        ("1 234,56", 123456),
        ("1,234.56", 123456),
        ("1234.56", 123456),
        ("0", 0),
        ("10.000.000.000", MAX_CENTS),
        ("", None),
        ("   ", None),
    ],
)
def test_money_reads_what_people_type(typed: str, cents: int | None) -> None:
    assert MoneyField(required=False).clean(typed) == cents


@pytest.mark.parametrize(
    "typed", ["1e9", "abc", "1.23.4", "12,345", "--5", "5-", "1,2,3", "0x10", "١٢", "1.2", "NaN", "1/2"]
)
def test_money_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValidationError) as error:
        MoneyField().clean(typed)
    assert error.value.messages == [f"‘{typed}’ is geen bedrag. Typ een bedrag als 1.234,56 of 1234."]


@pytest.mark.parametrize("typed", ["10.000.000.000,01", "-10.000.000.000,01", "9" * 39])
def test_money_refuses_what_is_too_large(typed: str) -> None:
    with pytest.raises(ValidationError) as error:
        MoneyField().clean(typed)
    assert error.value.messages == ["Dit bedrag is te groot (ten hoogste 10 miljard euro)."]


def test_money_of_endless_digits_is_refused() -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean("9" * 5000)


@pytest.mark.parametrize("cents", [0, 5, 100, 123456, -50, -123456, MAX_CENTS])
def test_money_comes_back_as_it_is_shown(cents: int) -> None:
    assert MoneyField().clean(cents_as_typed(cents)) == cents
    assert MoneyField().prepare_value(cents) == cents_as_typed(cents)


@pytest.mark.parametrize(
    "typed", ["14-4-2014", "14/04/2014", "14.4.2014", "2014-04-14", " 14 4 2014 ", "14-04-2014"]
)
def test_date_reads_what_people_type(typed: str) -> None:
    assert DateField().clean(typed) == dt.date(2014, 4, 14)


@pytest.mark.parametrize(
    "typed",
    ["31-2-2014", "14-4-14", "4-14-2014", "morgen", "14-4", "1-1-99999", "²-1-2014", "1-1-" + "9" * 5000],
)
def test_date_refuses_what_is_no_date(typed: str) -> None:
    with pytest.raises(ValidationError) as error:
        DateField().clean(typed)
    assert error.value.messages == ["Typ een datum als dag-maand-jaar, bijvoorbeeld 14-4-2014."]


def test_date_is_shown_as_it_is_typed() -> None:
    assert DateField().prepare_value(dt.date(2014, 8, 1)) == "1-8-2014"
    assert DateField().prepare_value("gisteren") == "gisteren"

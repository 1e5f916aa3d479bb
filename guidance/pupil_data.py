"""Finding what may be a citizen service number (burgerservicenummer) in a text."""

import re
from collections.abc import Iterable

# What people put between groups of digits; a text pasted from a word processor has spaces that do not break.
_BETWEEN = r"[ \u00a0\u202f.-]?"
# Passed over: a telephone number with its country, and a date.
_TELEPHONE = rf"(?:\+|\b00){_BETWEEN}31{_BETWEEN}(?:\(0\){_BETWEEN})?\d(?:{_BETWEEN}\d){{8}}"
_DATE = r"\b[0-3]?\d[.-][01]?\d[.-](?:19|20)\d\d\b"
# Nine digits in a row, or in groups as people write them; not a piece of a longer number.
_NUMBER = re.compile(rf"{_TELEPHONE}|{_DATE}|(?<![\d+])(?<!\d[.-])(\d(?:{_BETWEEN}\d){{8}})(?!\d)", re.ASCII)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits pass the eleven-test (elfproef) of a citizen service number."""
    return (
        digits != "000000000"
        and not sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
    )


def suspects(texts: Iterable[str]) -> list[str]:
    """The numbers that may be of a person, as they were typed, each once."""
    found = [match for text in texts for match in _NUMBER.findall(text) if match]
    return list(dict.fromkeys(row for row in found if passes_eleven_test(re.sub(r"\D", "", row))))

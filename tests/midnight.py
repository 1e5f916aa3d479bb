"""Moments around midnight in the Netherlands, where UTC (or one fixed hour of difference) has another day."""

import datetime as dt

import pytest

# In UTC, with the Dutch day. 23:30 and 00:30 in winter and in summer, and around both changes of the clock.
MOMENTS = {
    "winter, 00.30": ("2014-01-19T23:30", "2014-01-20"),
    "winter, 23.30": ("2014-01-20T22:30", "2014-01-20"),
    "before spring, 23.30": ("2014-03-29T22:30", "2014-03-29"),
    "spring, 00.30": ("2014-03-29T23:30", "2014-03-30"),
    "spring, 23.30": ("2014-03-30T21:30", "2014-03-30"),
    "after spring, 00.30": ("2014-03-30T22:30", "2014-03-31"),
    "summer, 00.30": ("2014-06-30T22:30", "2014-07-01"),
    "summer, 23.30": ("2014-07-01T21:30", "2014-07-01"),
    "before autumn, 23.30": ("2014-10-25T21:30", "2014-10-25"),
    "autumn, 00.30": ("2014-10-25T22:30", "2014-10-26"),
    "autumn, 23.30": ("2014-10-26T22:30", "2014-10-26"),
    "after autumn, 00.30": ("2014-10-26T23:30", "2014-10-27"),
}
# Enough where a world has to be built: the two that have another day in UTC, and the two that have one in a wrong hour.
FEW = ("winter, 00.30", "winter, 23.30", "summer, 00.30", "summer, 23.30")


def _cases(names: tuple[str, ...]) -> list[object]:
    return [
        pytest.param(
            dt.datetime.fromisoformat(MOMENTS[name][0]).replace(tzinfo=dt.UTC),
            dt.date.fromisoformat(MOMENTS[name][1]),
            id=name,
        )
        for name in names
    ]


around_midnight = pytest.mark.parametrize(("moment", "day"), _cases(tuple(MOMENTS)))
around_a_few_midnights = pytest.mark.parametrize(("moment", "day"), _cases(FEW))

"""The chart of the multi-year budget: income, expenditure and result per year, as lying bars with their amounts.

Lying bars, because then every amount has its own line: it stays readable at 320 pixels, at five years and at amounts of
twelve figures. The drawing carries presentation attributes only, which the style sheet of the page may replace.
"""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from plans.content import totals
from portal.form_fields import cents_as_typed

# Measures in units of the drawing, which is 360 wide.
PLOT = 214  # the bars; the amounts stand to the right of them
TOP = 34  # the legend
YEAR = 82  # one year: its name and three lines
MILLION = 1_000_000
BILLION = 1_000_000_000


@dataclass(frozen=True)
class Axis:
    """A scale from `low` to `high` (cents, zero in between), with a mark at every `step` (whole euros, rounded)."""

    low: int
    high: int
    step: int

    @classmethod
    def of(cls, amounts: list[int]) -> "Axis":
        """The axis on which all amounts (in cents) just fit, with at most four marks."""
        low, high = min([0, *amounts]), max([0, *amounts])
        return cls(low, high, rounded_up(-(-(high - low) // 300)))

    def x(self, cents: int) -> float:
        """Where an amount lies, in units from the left."""
        return PLOT * (cents - self.low) / ((self.high - self.low) or 1)

    def ticks(self) -> list[dict[str, str]]:
        """The marks, with their amount in words."""
        step = self.step * 100
        unit = unit_of(max(-self.low, self.high) // 100)
        return [
            {
                "x": _number(self.x(cents)),
                "label": short(cents // 100, unit),
                "anchor": "start" if self.x(cents) < 20 else "middle",
            }
            for cents in range(-(-self.low // step) * step, self.high + 1, step)
        ]


def rounded_up(euros: int) -> int:
    """The first round number that is not less: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 with zeros."""
    if euros < 10:
        return max(1, euros)
    tenth = 10 ** (len(str(euros)) - 2)
    return next(
        (n * tenth for n in (10, 12, 15, 20, 25, 30, 40, 50, 60, 80) if n * tenth >= euros), 100 * tenth
    )


def unit_of(euros: int) -> int:
    """In what an axis up to this amount is written: euros, millions or billions."""
    return next((unit for unit in (BILLION, MILLION) if abs(euros) >= unit), 1)


def short(euros: int, unit: int = 0) -> str:
    """Whole euros as an amount of at most some twelve characters: `€ 99.999.999`, `€ 1,25 mln`, `€ 40 mld`."""
    if not unit:
        unit = 1 if abs(euros) < 100 * MILLION else MILLION if abs(euros) < 100 * BILLION else BILLION
    amount = cents_as_typed(_rounded(euros * 100, unit))
    if unit == BILLION:
        return _("€ %(amount)s mld") % {"amount": amount}
    if unit == MILLION:
        return _("€ %(amount)s mln") % {"amount": amount}
    return f"€ {amount}"


def budget_chart(budget_content: dict[str, Any], *, for_print: bool = False) -> SafeString:
    """The budget (as in `plans.content`) as SVG, in the language of the moment.

    In print the name holds the whole description, because that is all a PDF takes along as alternative text.
    """
    sums = totals(budget_content)
    axis = Axis.of([cents for kind in sums.values() for cents in kind.values()])
    years = [
        _year(number, str(label), {kind: sums[kind][str(year)] for kind in sums}, axis)
        for number, (year, label) in enumerate(budget_content["years"])
    ]
    bottom = TOP + YEAR * len(years)
    title = _("Staafdiagram: baten, lasten en resultaat per jaar.")
    words = " ".join(year["words"] for year in years)
    context = {
        "title": f"{title} {words}" if for_print else title,
        "words": "" if for_print else words,
        "years": years,
        "ticks": axis.ticks(),
        "zero": _number(axis.x(0)),
        "top": TOP,
        "bottom": bottom,
        "height": bottom + 24,
    }
    return render_to_string("plans/_chart.html", context)


def _year(number: int, label: str, amounts: dict[str, int], axis: Axis) -> dict[str, Any]:
    top, zero = TOP + YEAR * number, axis.x(0)
    written = {kind: short(_rounded(cents, 100)) for kind, cents in amounts.items()}
    lines = [
        {
            "kind": kind,
            "amount": written[kind],
            "x": _number(min(zero, axis.x(cents))),
            "end": _number(axis.x(cents)),
            # Something next to nothing is still seen.
            "width": _number(max(abs(axis.x(cents) - zero), 1.0)) if cents else "0",
            "y": top + 22 + 18 * place,
        }
        for place, (kind, cents) in enumerate(amounts.items())
    ]
    words = _("%(year)s: baten %(income)s, lasten %(expenditure)s, resultaat %(result)s.") % {
        "year": label,
        **written,
    }
    return {"label": label, "top": top, "lines": lines, "words": words}


def _rounded(value: int, unit: int) -> int:
    """Divided by a unit and rounded half away from zero, without the errors of floats."""
    whole = (abs(value) * 2 + unit) // (2 * unit)
    return -whole if value < 0 else whole


def _number(value: float) -> str:
    """A coordinate with a point, whatever the language."""
    return f"{value:.1f}"

"""Multi-year budgets that could be true: invented amounts in the headings of the law, growing with the area."""

import random

from plans.models import BudgetHeading, Dossier
from plans.services.drafting import BudgetRow

EURO = 100
# Share of the whole in thousandths, and how it moves per year.
INCOME = {"lo_personeel": (270, 1.0), "zo_personeel": (560, 0.985), "materieel": (110, 1.0)}
EXPENDITURE = {
    "PO": {
        "afdracht_vso": (430, 0.97),
        "groei_peildatum": (25, 0.9),
        "sbo_grensverkeer": (35, 0.95),
        "basisondersteuning": (190, 1.02),
        "arrangementen": (170, 1.03),
        "loket_tlv": (40, 1.0),
        "bureau_bestuur": (45, 1.0),
        "opr": (4, 1.0),
    },
    "VO": {
        "afdracht_vso": (450, 0.97),
        "groei_peildatum": (30, 0.9),
        "basisondersteuning": (150, 1.02),
        "arrangementen": (150, 1.03),
        "loket_tlv": (35, 1.0),
        "opdc": (80, 1.0),
        "bureau_bestuur": (45, 1.0),
        "opr": (4, 1.0),
    },
}
DESCRIPTIONS = {
    "basisondersteuning": "Vast bedrag per leerling, naar de scholen",
    "arrangementen": "Extra ondersteuning op maat",
    "mutatie_reserve": "Naar (of uit) de reserve",
    "verevening": "Vanaf 2015/16, in vijf jaar afgebouwd",
}
EQUALISATION = (0.0, 1.0, 0.9, 0.75)


def rows(dossier: Dossier, size: int) -> list[BudgetRow]:
    """The lines of a budget for an area of so many municipalities; the reserve takes most of what is left."""
    dice = random.Random(dossier.partnership.organisation.key)  # noqa: S311 - the same demo every time, no secret
    whole = (3_000_000 + size * 900_000) * EURO
    years = [year for year, _label in dossier.years()]
    sector = dossier.partnership.sector

    def amounts(share: int, growth: float) -> dict[int, int]:
        first = whole * share // 1000 * dice.randint(94, 106) // 100
        return {year: _rounded(first * growth**n) for n, year in enumerate(years)}

    income = {key: amounts(*values) for key, values in INCOME.items()}
    equalisation = _rounded(whole * dice.choice((-60, -25, 30, 55)) / 1000)
    income["verevening"] = {
        year: _rounded(equalisation * part) for year, part in zip(years, EQUALISATION, strict=False)
    }
    expenditure = {key: amounts(*values) for key, values in EXPENDITURE[sector].items()}
    for year in years:
        left = sum(row.get(year, 0) for row in income.values()) - sum(
            row.get(year, 0) for row in expenditure.values()
        )
        # Most of what is left goes to the reserve (or comes out of it); the rest is the result.
        expenditure.setdefault("mutatie_reserve", {})[year] = _rounded(left * 0.85)
    headings = {row.key: row for row in BudgetHeading.objects.all()}
    return [
        BudgetRow(headings[key], DESCRIPTIONS.get(key, ""), values)
        for key, values in (income | expenditure).items()
    ]


def _rounded(cents: float) -> int:
    """To whole hundreds of euros, as budgets are written."""
    return round(cents / (100 * EURO)) * 100 * EURO

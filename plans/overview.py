"""How far every partnership is in a round, those that have not begun included: rows, filters and counts.

The number of queries does not depend on how many rows there are; filtering and sorting happen on the rows.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from plans import extension_points
from plans.extension_points import OverviewCell, OverviewColumn
from plans.models import Adoption, Dossier, FilingRound
from plans.models.dossier import KEPT
from plans.standing import Enforcement, Standing, Timing
from plans.states import DossierState, FilingState
from portal.workflow import Text
from register.models import Partnership, Sector, valid_on

# What a row needs of its dossier and of the filing that counts, and no more: there are many.
OF_DOSSIER = ("round_id", "partnership_id", "state", "enforcement_since", *KEPT)
OF_FILING = tuple(
    f"current_filing__{name}"
    for name in ("state", "received_at", "deadline", "in_answer_to_id", "reference", "withdrawn_at")
)
EMPTY = OverviewCell(text="")


UNTIMELY = "untimely"


@dataclass
class Row:
    """One partnership in one round; without a dossier it has not begun."""

    partnership: Partnership
    round: FilingRound
    dossier: Dossier | None = None
    adopted_on: dt.date | None = None
    cells: Mapping[str, OverviewCell] = field(default_factory=dict)

    @cached_property  # asked for every filter and column
    def standing(self) -> Standing:
        return Standing(self.round, self.dossier)

    def cell(self, key: str) -> OverviewCell:
        return self.cells.get(key, EMPTY)

    def tags(self, key: str) -> frozenset[str]:
        """The values of a filter this row falls under."""
        return self._own_tags.get(key) or self.cell(key).tags

    @cached_property
    def _own_tags(self) -> dict[str, frozenset[str]]:
        stands = self.standing
        timing = {stands.timing.value}
        if stands.timing in {Timing.LATE, Timing.MISSING}:
            timing.add(UNTIMELY)
        return {
            "sector": frozenset({self.partnership.sector}),
            "status": frozenset({stands.state.value}),
            "tijdig": frozenset(timing),
            "oordeel": frozenset({stands.review_state.value if stands.review_state else "none"}),
            "handhaving": frozenset({stands.enforcement.value}),
        }


@dataclass(frozen=True)
class Filter:
    """A choice above the table; `any` is what the empty choice is called."""

    key: str
    label: Text
    choices: tuple[tuple[str, Text], ...]


def columns() -> list[OverviewColumn]:
    """The columns of the apps above this one."""
    return [column for source in extension_points.OVERVIEW for column in source.columns]


def filters() -> list[Filter]:
    """The filters, in the order of the columns."""
    return [
        Filter("sector", _("Sector"), tuple(Sector.choices)),
        Filter("status", _("Status van het plan"), tuple(DossierState.choices)),
        *(Filter(column.key, column.label, column.choices) for column in columns() if column.choices),
        Filter("tijdig", _("Op tijd"), (*Timing.choices, (UNTIMELY, _("te laat of niet ingediend")))),
        Filter("oordeel", _("Oordeel"), (*FilingState.choices, ("none", _("niets ingediend")))),
        Filter("handhaving", _("Handhaving"), tuple(Enforcement.choices)),
    ]


def load(filing_round: FilingRound) -> list[Row]:
    """All partnerships in a round, by sector and code. Three queries, and those of the columns of other apps.

    A round for all has every partnership in force at the start of the plan period and whoever has a dossier;
    another round only those who began.
    """
    dossiers = Dossier.objects.filter(round=filing_round)
    by_partnership = {
        row.partnership_id: row
        for row in dossiers.select_related("current_filing").only(*OF_DOSSIER, *OF_FILING)
    }
    taking_part = Q(pk__in=dossiers.values("partnership"))
    if filing_round.for_all:
        taking_part |= valid_on(filing_round.plan_start)
    adopted = dict(
        Adoption.objects.filter(dossier__in=dossiers).order_by("pk").values_list("dossier_id", "adopted_on")
    )
    cells: dict[int, dict[str, OverviewCell]] = defaultdict(dict)
    for source in extension_points.OVERVIEW:
        for pk, found in source.load(dossiers).items():
            cells[pk].update(found)
    rows = []
    for partnership in Partnership.objects.filter(taking_part).order_by("sector", "code", "pk"):
        dossier = by_partnership.get(partnership.pk)
        if dossier is None:
            rows.append(Row(partnership, filing_round))
            continue
        pk = dossier.pk
        rows.append(Row(partnership, filing_round, dossier, adopted.get(pk), cells[pk]))
    return rows


def chosen(rows: Iterable[Row], choices: Mapping[str, str]) -> list[Row]:
    """The rows that fall under every choice; an empty choice leaves all."""
    asked = [(key, value) for key, value in choices.items() if value]
    return [row for row in rows if all(value in row.tags(key) for key, value in asked)]


def found(rows: Iterable[Row], query: str) -> list[Row]:
    """The rows whose partnership is found by code (in any spelling), name, seat or municipality; one query."""
    query = query.replace("\x00", "").strip()[:100]
    if not query:
        return list(rows)
    matching = set(Partnership.objects.search(query).values_list("pk", flat=True))
    return [row for row in rows if row.partnership.pk in matching]


@dataclass(frozen=True)
class Count:
    """How many partnerships: a line of the figures above the table, with the filter that shows them."""

    key: str
    value: str
    label: Text
    number: int


def counts(rows: list[Row]) -> dict[str, list[Count]]:
    """The figures: by state, by timeliness, by verdict and by enforcement; lines without any are kept."""
    lines: dict[str, list[tuple[str, Text]]] = {
        "status": list(DossierState.choices),
        "tijdig": list(Timing.choices),
        "oordeel": list(FilingState.choices),
        "handhaving": [(row.value, row.label) for row in (Enforcement.RUNNING, Enforcement.CANDIDATE)],
    }
    totals = {key: Counter(tag for row in rows for tag in row.tags(key)) for key in lines}
    return {
        key: [Count(key, value, label, totals[key][value]) for value, label in choices]
        for key, choices in lines.items()
    }


def candidates(rounds: Iterable[FilingRound]) -> dict[int, int]:
    """Per round: how many partnerships have no plan or repair in time, and no enforcement yet.

    Two queries, however many rounds; says the same as `Enforcement.CANDIDATE` in the overview.
    """
    rounds = list(rounds)
    by_round: dict[int, dict[int, Dossier]] = defaultdict(dict)
    for dossier in Dossier.objects.filter(round__in=rounds).only(*OF_DOSSIER):
        by_round[dossier.round_id][dossier.partnership_id] = dossier
    partnerships = list(Partnership.objects.only("valid_from", "valid_to"))
    numbers = {}
    for filing_round in rounds:
        started = by_round[filing_round.pk]
        rows = [
            Row(row, filing_round, started.get(row.pk))
            for row in partnerships
            if row.pk in started or (filing_round.for_all and in_force(row, filing_round.plan_start))
        ]
        numbers[filing_round.pk] = sum(row.standing.enforcement == Enforcement.CANDIDATE for row in rows)
    return numbers


def in_force(partnership: Partnership, day: dt.date) -> bool:
    """Whether a partnership is in force on a day; as `register.models.valid_on`, for a row that was read."""
    begun = partnership.valid_from is None or partnership.valid_from <= day
    return begun and (partnership.valid_to is None or partnership.valid_to > day)

"""How far every partnership is in a round, those that have not begun included: rows, filters and counts.

The number of queries does not depend on how many rows there are; filtering and sorting happen on the rows.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from plans import extension_points
from plans.extension_points import OverviewCell, OverviewColumn
from plans.models import Adoption, Dossier, Filing, FilingRound
from plans.models.dossier import counting_of
from plans.states import DossierState, FilingState
from portal.workflow import Text
from register.models import Partnership, Sector, valid_on

EMPTY = OverviewCell(text="")


class Timing(TextChoices):
    """Whether the plan was in time (lid 10)."""

    TIMELY = "timely", _("op tijd")
    LATE = "late", _("te laat ingediend")
    MISSING = "missing", _("termijn voorbij, niets ingediend")
    OPEN = "open", _("termijn loopt nog")


class Enforcement(TextChoices):
    """Where enforcement stands."""

    RUNNING = "running", _("handhaving loopt")
    CANDIDATE = "candidate", _("geen plan op tijd, nog geen handhaving")
    NONE = "none", _("geen handhaving")


UNTIMELY = "untimely"


@dataclass
class Row:
    """One partnership in one round; without a dossier it has not begun."""

    partnership: Partnership
    round: FilingRound
    dossier: Dossier | None = None
    filings: list[Filing] = field(default_factory=list)
    adopted_on: dt.date | None = None
    cells: Mapping[str, OverviewCell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.filing = counting_of(self.filings)
        self.was_timely = any(row.is_timely for row in self.filings)

    @cached_property
    def state(self) -> DossierState:
        return DossierState(self.dossier.state) if self.dossier else DossierState.NOT_STARTED

    @property
    def review_state(self) -> FilingState | None:
        return FilingState(self.filing.state) if self.filing else None

    @cached_property  # asked for every filter and column
    def timing(self) -> Timing:
        if self.filing:
            return Timing.TIMELY if self.was_timely else Timing.LATE
        return Timing.MISSING if self.round.has_passed else Timing.OPEN

    @property
    def late_by(self) -> dt.timedelta | None:
        """How late the filing that counts came, when no plan was in time."""
        return self.filing.late_by if self.filing and not self.was_timely else None

    @cached_property
    def enforcement(self) -> Enforcement:
        if self.dossier and self.dossier.enforcement_since:
            return Enforcement.RUNNING
        if self.round.has_passed and not self.was_timely and self.review_state != FilingState.COMPLETE:
            return Enforcement.CANDIDATE
        return Enforcement.NONE

    def cell(self, key: str) -> OverviewCell:
        return self.cells.get(key, EMPTY)

    def tags(self, key: str) -> frozenset[str]:
        """The values of a filter this row falls under."""
        return self._own_tags.get(key) or self.cell(key).tags

    @cached_property
    def _own_tags(self) -> dict[str, frozenset[str]]:
        timing = {self.timing.value}
        if self.timing in {Timing.LATE, Timing.MISSING}:
            timing.add(UNTIMELY)
        return {
            "sector": frozenset({self.partnership.sector}),
            "status": frozenset({self.state.value}),
            "tijdig": frozenset(timing),
            "oordeel": frozenset({self.review_state.value if self.review_state else "none"}),
            "handhaving": frozenset({self.enforcement.value}),
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
    """All partnerships in a round, by sector and code. Four queries, and those of the columns of other apps.

    A round for all has every partnership in force at the start of the plan period and whoever has a dossier;
    another round only those who began.
    """
    dossiers = Dossier.objects.filter(round=filing_round)
    by_partnership = {row.partnership_id: row for row in dossiers}
    taking_part = Q(pk__in=dossiers.values("partnership"))
    if filing_round.for_all:
        taking_part |= valid_on(filing_round.plan_start)
    filings: dict[int, list[Filing]] = defaultdict(list)
    for filing in Filing.objects.filter(dossier__in=dossiers).defer("findings").order_by("sequence"):
        filings[filing.dossier_id].append(filing)
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
        rows.append(Row(partnership, filing_round, dossier, filings[pk], adopted.get(pk), cells[pk]))
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
    """Per round whose deadline has passed: how many partnerships have no plan in time and no enforcement yet.

    Three queries, however many rounds; says the same as `Enforcement.CANDIDATE` in the overview.
    """
    rounds = list(rounds)
    dossiers = Dossier.objects.filter(round__in=rounds).only(
        "round_id", "partnership_id", "enforcement_since"
    )
    filings: dict[int, list[Filing]] = defaultdict(list)
    received = Filing.objects.filter(dossier__round__in=rounds).order_by("sequence")
    for filing in received.only("dossier_id", "state", "received_at", "deadline", "in_answer_to_id"):
        filings[filing.dossier_id].append(filing)
    by_round: dict[int, dict[int, Dossier]] = defaultdict(dict)
    for dossier in dossiers:
        by_round[dossier.round_id][dossier.partnership_id] = dossier
    partnerships = list(Partnership.objects.only("valid_from", "valid_to"))
    numbers = {}
    for filing_round in rounds:
        started = by_round[filing_round.pk]
        rows = [
            Row(
                row,
                filing_round,
                started.get(row.pk),
                filings[started[row.pk].pk] if row.pk in started else [],
            )
            for row in partnerships
            if row.pk in started or (filing_round.for_all and in_force(row, filing_round.plan_start))
        ]
        numbers[filing_round.pk] = sum(row.enforcement == Enforcement.CANDIDATE for row in rows)
    return numbers


def in_force(partnership: Partnership, day: dt.date) -> bool:
    """Whether a partnership is in force on a day; as `register.models.valid_on`, for a row that was read."""
    begun = partnership.valid_from is None or partnership.valid_from <= day
    return begun and (partnership.valid_to is None or partnership.valid_to > day)

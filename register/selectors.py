"""What follows from the register: the municipalities in scope of a partnership, and whose areas overlap."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from register.models import Area, Municipality, MunicipalityChange, Partnership, valid_on


@dataclass(frozen=True)
class ScopeRow:
    """One municipality in the area of a partnership, with the part of it."""

    municipality: Municipality
    part: str
    via: str = ""  # the former municipality it came from, after a redivision


def scope(partnership: Partnership, on: dt.date) -> list[ScopeRow]:
    """The municipalities in the area of a partnership on a day, by name; each is a partner in the OOGO.

    Area rows of an earlier day are carried over the municipal changes since, so a successor that lies in two
    partnerships is in the scope of both. A national partnership has no area: its scope is chosen per plan.
    """
    areas = list(partnership.areas.filter(valid_on(on)).select_related("municipality__organisation"))
    municipalities = {row.municipality.code: row.municipality for row in areas}
    heirs = _heirs(municipalities, on)
    missing = {code for codes in heirs.values() for code in codes} - municipalities.keys()
    for municipality in Municipality.objects.filter(code__in=missing).select_related("organisation"):
        municipalities[municipality.code] = municipality
    rows: dict[str, ScopeRow] = {}
    for area in areas:
        for code in heirs[area.municipality.code]:
            if code == area.municipality.code:
                rows[code] = ScopeRow(municipalities[code], area.part_text)
            else:
                rows.setdefault(code, ScopeRow(municipalities[code], "", via=area.municipality.name))
    return sorted(rows.values(), key=lambda row: row.municipality.name)


def has_scope(partnership: Partnership, on: dt.date) -> bool:
    """Whether `scope` gives any municipality; one that ended always has an heir."""
    return partnership.areas.filter(valid_on(on)).exists()


def overlapping(partnership: Partnership, on: dt.date) -> list[Partnership]:
    """The partnerships of the other sector whose area wholly or partly coincides on a day (art. 18a/17a lid 9)."""
    own = list(partnership.areas.filter(valid_on(on)))
    others = (
        Area.objects.filter(valid_on(on), municipality__in=[row.municipality_id for row in own])
        .exclude(partnership__sector=partnership.sector)
        .select_related("partnership__organisation")
    )
    mine = {row.municipality_id: row for row in own}
    found = {
        row.partnership_id: row.partnership for row in others if parts_meet(mine[row.municipality_id], row)
    }
    return sorted(found.values(), key=lambda row: row.code or "")


def all_overlaps(on: dt.date) -> set[tuple[str, str]]:
    """Every PO-VO pair of codes with an overlapping area on a day; one query for the whole country."""
    by_municipality: dict[int, dict[str, list[Area]]] = defaultdict(lambda: defaultdict(list))
    for row in Area.objects.filter(valid_on(on)).select_related("partnership"):
        by_municipality[row.municipality_id][row.partnership.sector].append(row)
    return {
        (po.partnership.code or "", vo.partnership.code or "")
        for sectors in by_municipality.values()
        for po in sectors["PO"]
        for vo in sectors["VO"]
        if parts_meet(po, vo)
    }


def parts_meet(one: Area, other: Area) -> bool:
    """Whether two area rows of one municipality have a postcode in common.

    `except` leaves an open set (all other postcodes of the municipality), so two such parts always meet.
    """
    if not one.postcode_mode or not other.postcode_mode:
        return True
    mine, theirs = set(one.postcodes), set(other.postcodes)
    if one.postcode_mode == other.postcode_mode:
        return one.postcode_mode == Area.PostcodeMode.EXCEPT or bool(mine & theirs)
    only, excepted = (mine, theirs) if one.postcode_mode == Area.PostcodeMode.ONLY else (theirs, mine)
    return bool(only - excepted)


def municipalities_on(day: dt.date) -> Iterable[Municipality]:
    """All municipalities that exist on a day."""
    return Municipality.objects.filter(valid_on(day)).select_related("organisation")


def _heirs(codes: Iterable[str], on: dt.date) -> dict[str, set[str]]:
    """For each code, the codes it has become by a day, over any number of changes."""
    changes = list(MunicipalityChange.objects.filter(date__lte=on).order_by("date"))
    # An area row is of the day the register was drawn up; changes on that day are in it already.
    heirs = {code: {code} for code in codes}
    for change in changes:
        for reached in heirs.values():
            if change.old_code in reached and change.old_code != change.new_code:
                reached.add(change.new_code)
    gone = {change.old_code for change in changes if change.old_code != change.new_code}
    alive = set(
        Municipality.objects.filter(
            valid_on(on), code__in={c for r in heirs.values() for c in r}
        ).values_list("code", flat=True)
    )
    return {
        code: {c for c in reached if c in alive or (c == code and c not in gone)}
        for code, reached in heirs.items()
    }


def provinces() -> list[str]:
    """The provinces of the municipalities of the register, by name. One query."""
    names = Municipality.objects.order_by().values_list("province", flat=True).distinct()
    return sorted(name for name in names if name)

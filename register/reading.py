"""Reading an edition of the register from CSV files, and what may be wrong with them."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from register.codes import normalise
from register.models import Area, Partnership, Sector

EDITION_2014 = dt.date(2014, 1, 1)
Row = dict[str, str]


class RegisterError(ValueError):
    """The files contradict themselves; `problems` names file, row and reason. Nothing was changed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass
class Files:
    """The rows of one edition, with the line numbers for messages."""

    partnerships: list[Row]
    municipalities: list[Row]
    areas: list[Row]
    changes: list[Row]
    current: list[Row] = field(default_factory=list)


def read(folder: Path, year: int) -> Files:
    """Read the files of one edition from a folder. RegisterError when one is missing or lacks a column."""
    return Files(
        partnerships=_read(folder / "partnerships.csv", {"code", "sector", "scope", "area_label"}),
        municipalities=_read(folder / f"municipalities_{year}.csv", {"code", "name", "province"}),
        areas=_read(
            folder / f"areas_{year}.csv",
            {"partnership_code", "municipality_code", "coverage", "postcode_mode", "postcodes"},
        ),
        changes=_read(folder / "municipality_changes.csv", {"date", "old_code", "new_code"}),
        current=_read(folder / "municipalities_current.csv", {"code", "name", "province"}),
    )


def _read(path: Path, columns: set[str]) -> list[Row]:
    if not path.exists():
        raise RegisterError([_("%(file)s ontbreekt.") % {"file": path.name}])
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if missing := columns - set(reader.fieldnames or ()):
            raise RegisterError(
                [_("%(file)s: kolom %(column)s ontbreekt.") % {"file": path.name, "column": min(missing)}]
            )
        return [{**row, "_line": f"{path.name}:{number}"} for number, row in enumerate(reader, start=2)]


def parse_date(text: str) -> dt.date | None:
    """The day of a cell; None when it is empty. ValueError when it is no date."""
    return dt.date.fromisoformat(text) if text else None


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def check(files: Files) -> list[str]:
    """What is wrong with the files, each with its row and reason; empty when they can be loaded."""
    return [
        *_check_partnerships(files.partnerships),
        *_check_municipalities(files.municipalities),
        *_check_changes(files),
        *_check_areas(files),
        *_check_coverage(files),
    ]


def _check_partnerships(rows: list[Row]) -> Iterable[str]:
    seen: set[str] = set()
    for row in rows:
        code = row["code"]
        if row["sector"] not in Sector.values:
            yield _("%(row)s: onbekende sector ‘%(value)s’.") % {"row": row["_line"], "value": row["sector"]}
        if row["scope"] not in Partnership.Scope.values:
            yield _("%(row)s: onbekend gebied ‘%(value)s’.") % {"row": row["_line"], "value": row["scope"]}
        if row["scope"] == "regional" and (normalise(code) != code or code[:2] != row["sector"]):
            yield _("%(row)s: ‘%(code)s’ is geen code van een samenwerkingsverband %(sector)s.") % {
                "row": row["_line"],
                "code": code,
                "sector": row["sector"],
            }
        if code and code in seen:
            yield _("%(row)s: code %(code)s komt twee keer voor.") % {"row": row["_line"], "code": code}
        seen.add(code)


def _check_municipalities(rows: list[Row]) -> Iterable[str]:
    seen: set[str] = set()
    for row in rows:
        if row["code"] in seen:
            yield _("%(row)s: gemeente %(code)s komt twee keer voor.") % {
                "row": row["_line"],
                "code": row["code"],
            }
        seen.add(row["code"])
        wrong = [row[name] for name in ("valid_from", "valid_to") if not _is_date(row.get(name, ""))]
        for value in wrong:
            yield _("%(row)s: ‘%(value)s’ is geen datum (jjjj-mm-dd).") % {
                "row": row["_line"],
                "value": value,
            }
        start, end = row.get("valid_from", ""), row.get("valid_to", "")
        if not wrong and start and end and end <= start:  # dates written this way sort as text
            yield _("%(row)s: gemeente %(code)s eindigt voordat zij begint.") % {
                "row": row["_line"],
                "code": row["code"],
            }


def _check_changes(files: Files) -> Iterable[str]:
    """A change has a day, happens once, and is about municipalities that are known by then."""
    known = {row["code"] for row in [*files.municipalities, *files.current]}
    known |= {row["new_code"] for row in files.changes}
    seen: set[tuple[str, str, str]] = set()
    for row in files.changes:
        if not row["date"] or not _is_date(row["date"]):
            yield _("%(row)s: ‘%(value)s’ is geen datum (jjjj-mm-dd).") % {
                "row": row["_line"],
                "value": row["date"],
            }
        # What ended on 1 January 2014 itself is no longer in the list of that year.
        if row["old_code"] not in known and row["date"] > EDITION_2014.isoformat():
            yield _("%(row)s: gemeente %(code)s staat niet in de gemeentelijst.") % {
                "row": row["_line"],
                "code": row["old_code"],
            }
        key = (row["date"], row["old_code"], row["new_code"])
        if key in seen:
            yield _("%(row)s: deze wijziging staat er twee keer.") % {"row": row["_line"]}
        seen.add(key)


def _check_areas(files: Files) -> Iterable[str]:
    partnerships = {row["code"] for row in files.partnerships}
    municipalities = {row["code"] for row in files.municipalities}
    seen: set[tuple[str, str]] = set()
    for row in files.areas:
        where = {"row": row["_line"]}
        key = (row["partnership_code"], row["municipality_code"])
        if key in seen:
            yield _("%(row)s: deze gemeente staat al bij dit samenwerkingsverband.") % where
        seen.add(key)
        if key[0] not in partnerships:
            yield _("%(row)s: samenwerkingsverband %(code)s staat niet in partnerships.csv.") % {
                **where,
                "code": key[0],
            }
        if key[1] not in municipalities:
            yield _("%(row)s: gemeente %(code)s staat niet in de gemeentelijst.") % {**where, "code": key[1]}
        if row["coverage"] not in Area.Coverage.values:
            yield _("%(row)s: onbekende dekking ‘%(value)s’.") % {**where, "value": row["coverage"]}
        elif (row["coverage"] == "partial") != bool(row["postcode_mode"]):
            yield _("%(row)s: ‘partial’ hoort bij postcodes, ‘whole’ niet.") % where
        if row["postcode_mode"] not in {"", *Area.PostcodeMode.values}:
            yield _("%(row)s: onbekende postcodewijze ‘%(value)s’.") % {
                **where,
                "value": row["postcode_mode"],
            }
        codes = row["postcodes"].split()
        if bool(row["postcode_mode"]) != bool(codes) or not all(c.isdigit() and len(c) == 4 for c in codes):
            yield _("%(row)s: postcodes moeten vier cijfers hebben en bij ‘only’ of ‘except’ staan.") % where


def _check_coverage(files: Files) -> Iterable[str]:
    """Per sector every municipality once as a whole, or two or more times in parts that do not overlap."""
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in files.areas:
        rows[row["partnership_code"][:2], row["municipality_code"]].append(row)
    for municipality in files.municipalities:
        for sector in Sector.values:
            found = rows.get((sector, municipality["code"]), [])
            if problem := _coverage_problem(found):
                yield _("%(row)s: %(name)s (%(code)s), sector %(sector)s: %(problem)s") % {
                    "row": ", ".join(row["_line"] for row in found) or municipality["_line"],
                    "name": municipality["name"],
                    "code": municipality["code"],
                    "sector": sector,
                    "problem": problem,
                }


def _coverage_problem(rows: list[Row]) -> str:
    kinds = [row["coverage"] for row in rows]
    if not rows:
        return _("ligt in geen enkel samenwerkingsverband.")
    if "whole" in kinds and len(rows) > 1:
        return _("ligt geheel in het ene en ook nog in een ander samenwerkingsverband.")
    if kinds == ["partial"]:
        return _("ligt voor een deel in één samenwerkingsverband; de rest ontbreekt.")
    named: set[str] = set()
    for row in rows:
        codes = set(row["postcodes"].split()) if row["postcode_mode"] == "only" else set()
        if twice := named & codes:
            return _("postcode %(code)s valt onder twee samenwerkingsverbanden.") % {"code": min(twice)}
        named |= codes
    rests = [row for row in rows if row["postcode_mode"] == "except"]
    if len(rests) > 1:
        return _("twee samenwerkingsverbanden krijgen ‘de rest’ van de gemeente.")
    if rests and set(rests[0]["postcodes"].split()) != named:
        return _("de uitgezonderde postcodes zijn niet die van de andere delen.")
    return ""

"""Reading the register from CSV files: all or nothing, and again without losing history."""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Organisation
from portal.rights import OrganisationKind
from register.codes import normalise
from register.models import Area, Municipality, MunicipalityChange, Partnership, Sector

DATA = Path(__file__).resolve().parent / "data"
EDITION_2014 = dt.date(2014, 1, 1)
FIXED_ORGANISATIONS = (
    (OrganisationKind.INSPECTORATE, "inspectorate", "Inspectie van het Onderwijs"),
    (OrganisationKind.COMMITTEE, "committee-oogo", "Geschillencommissie OOGO ondersteuningsplan"),
    (OrganisationKind.OPERATOR, "operator", "Functioneel beheer van het portaal"),
)
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


@dataclass
class Report:
    """What a load did, per kind of row."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0

    def __str__(self) -> str:
        return _("%(new)d nieuw, %(changed)d gewijzigd, %(ended)d beëindigd, %(same)d gelijk") % vars(self)


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


def check(files: Files) -> list[str]:
    """What is wrong with the files, each with its row and reason; empty when they can be loaded."""
    return [
        *_check_partnerships(files.partnerships),
        *_check_municipalities(files.municipalities),
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
        for name in ("valid_from", "valid_to"):
            try:
                _date(row.get(name, ""))
            except ValueError:
                yield _("%(row)s: ‘%(value)s’ is geen datum (jjjj-mm-dd).") % {
                    "row": row["_line"],
                    "value": row[name],
                }


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


@transaction.atomic
def load(files: Files, edition: dt.date = EDITION_2014) -> dict[str, Report]:
    """Bring an edition of the register into the database; the same edition again changes nothing.

    `edition` is the day it holds from (area rows that are gone or changed end on that day and stay as history).
    Gives a report per kind. Raises RegisterError, with nothing changed, when the files contradict themselves.
    """
    if problems := check(files):
        raise RegisterError(problems)
    for kind, key, name in FIXED_ORGANISATIONS:
        Organisation.objects.get_or_create(key=key, defaults={"kind": kind, "name": name})
    return {
        "partnerships": _load_partnerships(files.partnerships),
        "municipalities": _load_municipalities(files),
        "changes": _load_changes(files.changes),
        "areas": _load_areas(files.areas, edition),
    }


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _organisation(
    known: dict[str, Organisation], kind: str, key: str, name: str, of: Organisation | None = None
) -> Organisation:
    found = known.get(key)
    if found is None:
        found = known[key] = Organisation.objects.create(kind=kind, key=key, name=name, of=of)
    elif found.name != name:
        found.name = name
        found.save(update_fields=["name"])
    return found


def _save(row: Partnership | Municipality, values: dict[str, object], report: Report) -> None:
    if row.pk is None:
        report.new += 1
    elif all(getattr(row, name) == value for name, value in values.items()):
        report.same += 1
        return
    else:
        report.changed += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _load_partnerships(rows: list[Row]) -> Report:
    report = Report()
    organisations = {o.key: o for o in Organisation.objects.filter(kind__in=["partnership", "opr"])}
    known = {p.organisation.key: p for p in Partnership.objects.select_related("organisation")}
    for row in rows:
        key = row["code"] or f"{row['sector']}-national"
        values = {
            "code": row["code"] or None,
            "sector": row["sector"],
            "scope": row["scope"],
            **{
                name: row.get(name, "")
                for name in ("name", "legal_form", "seat", "area_label", "name_source")
            },
        }
        partnership = known.get(key) or Partnership()
        name = Partnership(**values).display_name
        organisation = _organisation(organisations, OrganisationKind.PARTNERSHIP, key, name)
        _organisation(organisations, OrganisationKind.OPR, f"{key}-opr", f"OPR {name}", organisation)
        _save(partnership, {**values, "organisation_id": organisation.pk}, report)
    return report


def _load_municipalities(files: Files) -> Report:
    report = Report()
    organisations = {o.key: o for o in Organisation.objects.filter(kind="municipality")}
    known = {m.code: m for m in Municipality.objects.all()}
    provinces = {row["code"]: row["province"] for row in [*files.current, *files.municipalities]}
    merged: dict[str, Row] = {row["code"]: row for row in files.municipalities}
    for row in files.current:
        merged.setdefault(row["code"], {**row, "valid_to": ""})
    for change in files.changes:  # municipalities that came and went in between
        new, old = change["new_code"], change["old_code"]
        merged.setdefault(
            new,
            {
                "code": new,
                "name": change["new_name"],
                "province": provinces.get(old, ""),
                "valid_from": change["date"],
                "valid_to": "",
            },
        )
        provinces.setdefault(new, merged[new]["province"])
    ends = {c["old_code"]: c["date"] for c in files.changes if c["old_code"] != c["new_code"]}
    for code, row in merged.items():
        name = row["name"]
        values = {
            "name": name,
            "province": row["province"],
            "valid_from": _date(row.get("valid_from", "")),
            "valid_to": _date(row.get("valid_to", "") or ends.get(code, "")),
        }
        organisation = _organisation(organisations, OrganisationKind.MUNICIPALITY, code, name)
        municipality = known.get(code) or Municipality(code=code)
        _save(municipality, {**values, "organisation_id": organisation.pk}, report)
    return report


def _load_changes(rows: list[Row]) -> Report:
    report = Report()
    for row in rows:
        _change, created = MunicipalityChange.objects.update_or_create(
            date=_date(row["date"]),
            old_code=row["old_code"],
            new_code=row["new_code"],
            defaults={name: row[name] for name in ("kind", "old_name", "new_name", "old_goes_over")},
        )
        report.new += created
        report.same += not created
    return report


def _load_areas(rows: list[Row], edition: dt.date) -> Report:
    report = Report()
    partnerships = {p.code: p.pk for p in Partnership.objects.all()}
    municipalities = {m.code: m.pk for m in Municipality.objects.all()}
    in_force = {(a.partnership_id, a.municipality_id): a for a in Area.objects.filter(valid_to=None)}
    new: list[Area] = []
    for row in rows:
        key = (partnerships[row["partnership_code"]], municipalities[row["municipality_code"]])
        values = {
            "coverage": row["coverage"],
            "postcode_mode": row["postcode_mode"],
            "postcodes": row["postcodes"].split(),
        }
        old = in_force.pop(key, None)
        if old and all(getattr(old, name) == value for name, value in values.items()):
            report.same += 1
            continue
        if old:
            _end(old, edition)
            report.changed += 1
        else:
            report.new += 1
        new.append(
            Area(
                partnership_id=key[0],
                municipality_id=key[1],
                valid_from=edition,
                confidence=row.get("confidence", ""),
                **values,
            )
        )
    for gone in in_force.values():
        _end(gone, edition)
        report.ended += 1
    Area.objects.bulk_create(new)
    return report


def _end(area: Area, edition: dt.date) -> None:
    if (
        area.valid_from >= edition
    ):  # an edition that is loaded again with corrections: nothing was ever in force
        area.delete()
    else:
        area.valid_to = edition
        area.save(update_fields=["valid_to"])

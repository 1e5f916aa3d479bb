"""Bringing an edition of the register into the database: all or nothing, and again without losing history."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.models import Organisation
from portal.rights import OrganisationKind
from register.models import Area, Municipality, MunicipalityChange, Partnership
from register.reading import EDITION_2014, Files, RegisterError, Row, check, parse_date, read

__all__ = ["DATA", "RegisterError", "Report", "load", "read"]

DATA = Path(__file__).resolve().parent / "data"
FIXED_ORGANISATIONS = (
    (OrganisationKind.INSPECTORATE, "inspectorate", "Inspectie van het Onderwijs"),
    (OrganisationKind.COMMITTEE, "committee-oogo", "Geschillencommissie OOGO ondersteuningsplan"),
    (OrganisationKind.OPERATOR, "operator", "Functioneel beheer van het portaal"),
    (OrganisationKind.EDITORS, "editors", "Redactie van de werkagenda"),
)


@dataclass
class Report:
    """What a load did, per kind of row."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    same: int = 0

    def __str__(self) -> str:
        return _("%(new)d nieuw, %(changed)d gewijzigd, %(ended)d beëindigd, %(same)d gelijk") % vars(self)


@transaction.atomic
def load(files: Files, edition: dt.date = EDITION_2014) -> dict[str, Report]:
    """Bring an edition of the register into the database; the same edition again changes nothing.

    `edition` is the day it holds from (area rows that are gone or changed end on that day and stay as history).
    Gives a report per kind. Raises RegisterError, with nothing changed, when the files contradict themselves.
    """
    if problems := [*check(files), *_too_late(edition)]:
        raise RegisterError(problems)
    for kind, key, name in FIXED_ORGANISATIONS:
        Organisation.objects.get_or_create(key=key, defaults={"kind": kind, "name": name})
    reports = {
        "partnerships": _load_partnerships(files.partnerships, edition),
        "municipalities": _load_municipalities(files),
        "changes": _load_changes(files.changes),
        "areas": _load_areas(files.areas, edition),
    }
    _measure_tables()
    return reports


def _measure_tables() -> None:
    """Have the database measure the tables that were loaded, so that it plans queries on what is in them now.

    PostgreSQL does so by itself, but at a moment of its own: when that falls within the load it sees empty tables, and
    for the next minute or longer takes a join of hundreds of rows with hundreds of rows for one of nothing with nothing.
    """
    with connection.cursor() as cursor:
        for model in (Organisation, Partnership, Municipality, Area, MunicipalityChange):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _too_late(edition: dt.date) -> list[str]:
    """An edition from before the one in force would undo history."""
    latest = Area.objects.aggregate(latest=Max("valid_from"))["latest"]
    if latest is None or latest <= edition:
        return []
    return [
        _("De editie van %(edition)s kan niet meer: die van %(latest)s is al geladen.")
        % {"edition": edition, "latest": latest}
    ]


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


def _load_partnerships(rows: list[Row], edition: dt.date) -> Report:
    report = Report()
    organisations = {o.key: o for o in Organisation.objects.filter(kind__in=["partnership", "opr"])}
    known = {p.organisation.key: p for p in Partnership.objects.select_related("organisation")}
    first = not known
    for row in rows:
        key = row["code"] or f"{row['sector']}-national"
        values = {
            "code": row["code"] or None,
            "sector": row["sector"],
            "scope": row["scope"],
            "valid_to": None,
            **{
                name: row.get(name, "")
                for name in ("name", "legal_form", "seat", "area_label", "name_source")
            },
        }
        partnership = known.pop(key, None) or Partnership(valid_from=None if first else edition)
        name = Partnership(**values).display_name
        organisation = _organisation(organisations, OrganisationKind.PARTNERSHIP, key, name)
        _organisation(organisations, OrganisationKind.OPR, f"{key}-opr", f"OPR {name}", organisation)
        _save(partnership, {**values, "organisation_id": organisation.pk}, report)
    for gone in known.values():
        if gone.valid_to is None:
            gone.valid_to = edition
            gone.save(update_fields=["valid_to"])
            report.ended += 1
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
            "valid_from": parse_date(row.get("valid_from", "")),
            "valid_to": parse_date(row.get("valid_to", "") or ends.get(code, "")),
        }
        organisation = _organisation(organisations, OrganisationKind.MUNICIPALITY, code, name)
        municipality = known.get(code) or Municipality(code=code)
        _save(municipality, {**values, "organisation_id": organisation.pk}, report)
    return report


def _load_changes(rows: list[Row]) -> Report:
    report = Report()
    for row in rows:
        _change, created = MunicipalityChange.objects.update_or_create(
            date=dt.date.fromisoformat(row["date"]),
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

"""Loading the register: the real data, again, a later edition, and files that contradict themselves."""

import csv
import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.models import Organisation
from portal.rights import OrganisationKind
from register import loading
from register.models import Area, Municipality, MunicipalityChange, Partnership, Sector, valid_on

pytestmark = pytest.mark.django_db
Change = Callable[[list[dict[str, str]]], None]
NEXT_EDITION = dt.date(2015, 8, 1)


def everything() -> list[tuple[object, ...]]:
    """Every value of every row, to see that nothing changed."""
    return [
        row
        for model in (Partnership, Municipality, Area, MunicipalityChange, Organisation)
        for row in model.objects.order_by("pk").values_list()
    ]


def measured(table: str) -> int:
    """How many rows the database counts on in a table when it plans a query."""
    query = (
        "SELECT reltuples FROM pg_class WHERE relname = %s"
        if connection.vendor == "postgresql"
        else "SELECT stat FROM sqlite_stat1 WHERE tbl = %s ORDER BY idx"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        row = cursor.fetchone()
    return int(str(row[0]).split(".")[0].split()[0]) if row else 0


def test_database_plans_on_what_was_loaded() -> None:
    """Measured halfway a load, the tables look empty; a page then took minutes on PostgreSQL."""
    table = Organisation._meta.db_table
    Organisation.objects.bulk_create(
        Organisation(kind=OrganisationKind.COMMITTEE, key=f"extra-{n}", name=f"Commissie {n}")
        for n in range(700)
    )
    before = measured(table)
    call_command("load_register", verbosity=0)
    assert measured(table) == Organisation.objects.count() == before + 700


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the real files, to spoil; the area file also under the year of a later edition."""
    shutil.copytree(loading.DATA, tmp_path / "data")
    for name in ("areas", "municipalities"):
        shutil.copy(tmp_path / "data" / f"{name}_2014.csv", tmp_path / "data" / f"{name}_2015.csv")
    return tmp_path / "data"


def edit(folder: Path, name: str, change: Change) -> None:
    """Change the rows of a file."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = list(rows[0])
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)


def find(rows: list[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The one row with these values."""
    (row,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row


# --- the real data -------------------------------------------------------------------------------------------


def test_the_real_register_has_the_known_numbers() -> None:
    assert Partnership.objects.count() == 152
    assert Partnership.objects.filter(sector=Sector.PO).count() == 77
    assert Partnership.objects.filter(sector=Sector.VO).count() == 75
    assert Area.objects.count() == 833
    assert MunicipalityChange.objects.count() == 100
    national = Partnership.objects.filter(scope="national")
    assert sorted((row.sector, row.code, row.areas.count()) for row in national) == [
        ("PO", None, 0),
        ("VO", None, 0),
    ]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2014-01-01", 403),
        ("2014-12-31", 403),
        ("2015-01-01", 393),
        ("2015-07-01", 393),
        ("2016-01-01", 390),
        ("2017-01-01", 388),
        ("2018-01-01", 380),
        ("2019-01-01", 355),
        ("2021-01-01", 352),
        ("2022-01-01", 345),
        ("2022-03-24", 344),
        ("2023-01-01", 342),
    ],
)
def test_the_number_of_municipalities_follows_the_changes(day: str, number: int) -> None:
    assert Municipality.objects.filter(valid_on(dt.date.fromisoformat(day))).count() == number


def test_every_party_is_an_organisation() -> None:
    kinds = {kind: Organisation.objects.filter(kind=kind).count() for kind in OrganisationKind.values}
    assert kinds == {
        "partnership": 152,
        "opr": 152,
        "municipality": Municipality.objects.count(),
        "committee": 1,
        "inspectorate": 1,
        "operator": 1,
        "editors": 1,
    }
    opr = Organisation.objects.get(key="PO2203-opr")
    assert opr.of == Partnership.objects.get(code="PO2203").organisation


def test_the_municipalities_of_the_end_are_those_of_the_current_list() -> None:
    current = {row["code"] for row in loading.read(loading.DATA, 2014).current}
    valid = Municipality.objects.filter(valid_on(dt.date(2023, 1, 1))).values_list("code", flat=True)
    assert set(valid) == current


def test_the_same_edition_again_changes_nothing() -> None:
    before = everything()
    reports = loading.load(loading.read(loading.DATA, 2014))
    assert everything() == before
    assert {(r.new, r.changed, r.ended) for r in reports.values()} == {(0, 0, 0)}


def test_the_command_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_register")
    told = capsys.readouterr().out
    assert "partnerships: 0 nieuw, 0 gewijzigd, 0 beëindigd, 152 gelijk" in told
    assert "areas: 0 nieuw, 0 gewijzigd, 0 beëindigd, 833 gelijk" in told


# --- a later edition -----------------------------------------------------------------------------------------


def test_a_later_edition_keeps_what_was(folder: Path) -> None:
    def move(rows: list[dict[str, str]]) -> None:
        # Meppel goes from PO2203 to PO2305; Hoogeveen's row stays as it is.
        find(rows, partnership_code="PO2203", municipality_code="GM0119")["partnership_code"] = "PO2305"

    edit(folder, "areas_2015.csv", move)
    reports = loading.load(loading.read(folder, 2015), NEXT_EDITION)
    areas = reports["areas"]
    assert (areas.new, areas.changed, areas.ended, areas.same) == (1, 0, 1, 832)
    rows = Area.objects.filter(municipality__code="GM0119", partnership__sector="PO").order_by("valid_from")
    assert [(row.partnership.code, row.valid_from, row.valid_to) for row in rows] == [
        ("PO2203", dt.date(2014, 1, 1), NEXT_EDITION),
        ("PO2305", NEXT_EDITION, None),
    ]
    again = everything()
    loading.load(loading.read(folder, 2015), NEXT_EDITION)
    assert everything() == again


def test_a_changed_part_is_a_new_row_beside_the_old_one(folder: Path) -> None:
    def widen(rows: list[dict[str, str]]) -> None:
        # Postcode 7954 of Staphorst goes over from PO2305 to PO2203.
        find(rows, partnership_code="PO2203", municipality_code="GM0180")["postcodes"] = "7951 7954 7955"
        find(rows, partnership_code="PO2305", municipality_code="GM0180")["postcodes"] = "7715"

    edit(folder, "areas_2015.csv", widen)
    areas = loading.load(loading.read(folder, 2015), NEXT_EDITION)["areas"]
    assert (areas.new, areas.changed, areas.ended, areas.same) == (0, 2, 0, 831)
    rows = Area.objects.filter(municipality__code="GM0180", partnership__code="PO2203").order_by("valid_from")
    assert [(row.postcodes, row.valid_to) for row in rows] == [
        (["7951", "7955"], NEXT_EDITION),
        (["7951", "7954", "7955"], None),
    ]


def test_a_partnership_that_comes_or_goes_is_dated(folder: Path) -> None:
    def merge(rows: list[dict[str, str]]) -> None:
        find(rows, code="PO2203").update(code="PO2999", name="Voorbeeldverband")

    def follow(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["partnership_code"] == "PO2203":
                row["partnership_code"] = "PO2999"

    edit(folder, "partnerships.csv", merge)
    edit(folder, "areas_2015.csv", follow)
    report = loading.load(loading.read(folder, 2015), NEXT_EDITION)["partnerships"]
    assert (report.new, report.changed, report.ended, report.same) == (1, 0, 1, 151)
    assert Partnership.objects.get(code="PO2203").valid_to == NEXT_EDITION
    assert Partnership.objects.get(code="PO2999").valid_from == NEXT_EDITION
    assert Partnership.objects.filter(valid_on(dt.date(2014, 1, 1))).count() == 152
    assert Partnership.objects.filter(valid_on(NEXT_EDITION)).count() == 152


def test_an_edition_from_before_the_one_in_force_is_refused(folder: Path) -> None:
    edit(folder, "areas_2015.csv", set_value("PO2203", "GM0180", postcodes="7951"))
    edit(folder, "areas_2015.csv", set_value("PO2305", "GM0180", postcodes="7715 7954 7955"))
    loading.load(loading.read(folder, 2015), NEXT_EDITION)
    before = everything()
    with pytest.raises(loading.RegisterError, match="die van 2015-08-01 is al geladen"):
        loading.load(loading.read(folder, 2014))
    assert everything() == before


def test_a_correction_of_the_same_edition_leaves_no_history(folder: Path) -> None:
    def move(rows: list[dict[str, str]]) -> None:
        find(rows, partnership_code="PO2203", municipality_code="GM0119")["partnership_code"] = "PO2305"

    edit(folder, "areas_2014.csv", move)
    loading.load(loading.read(folder, 2014))
    row = Area.objects.get(municipality__code="GM0119", partnership__sector="PO")
    assert (row.partnership.code, row.valid_from, row.valid_to) == ("PO2305", dt.date(2014, 1, 1), None)
    assert Area.objects.count() == 833


def test_a_name_that_becomes_known_changes_the_organisation_too(folder: Path) -> None:
    def name(rows: list[dict[str, str]]) -> None:
        find(rows, code="PO2101")["name"] = "Voorbeeldverband"

    edit(folder, "partnerships.csv", name)
    report = loading.load(loading.read(folder, 2014))["partnerships"]
    assert (report.new, report.changed, report.same) == (0, 1, 151)
    assert Organisation.objects.get(key="PO2101").name == "PO2101 · Voorbeeldverband"
    assert Organisation.objects.get(key="PO2101-opr").name == "OPR PO2101 · Voorbeeldverband"


# --- files that contradict themselves ------------------------------------------------------------------------


def set_value(code: str, municipality: str, **values: str) -> Change:
    def change(rows: list[dict[str, str]]) -> None:
        find(rows, partnership_code=code, municipality_code=municipality).update(values)

    return change


def repeat(**wanted: str) -> Change:
    return lambda rows: rows.append(dict(find(rows, **wanted)))


def remove(**wanted: str) -> Change:
    return lambda rows: rows.remove(find(rows, **wanted))


def put(key: str, **values: str) -> Change:
    return lambda rows: find(rows, code=key).update(values)


def change_of(old: str, **values: str) -> Change:
    return lambda rows: find(rows, old_code=old).update(values)


CONTRADICTIONS: list[tuple[str, Change, str]] = [
    ("municipality_changes.csv", change_of("GM0499", date="2014"), "‘2014’ is geen datum"),
    ("municipality_changes.csv", change_of("GM0499", date=""), "‘’ is geen datum"),
    ("municipality_changes.csv", change_of("GM0003", old_code="GM9999"), "gemeente GM9999 staat niet in"),
    ("municipality_changes.csv", repeat(old_code="GM0499"), "deze wijziging staat er twee keer"),
    (
        "municipalities_2014.csv",
        put("GM0003", valid_from="2021-01-01"),
        "gemeente GM0003 eindigt voordat zij begint",
    ),
    ("partnerships.csv", put("PO2203", sector="XO"), "onbekende sector ‘XO’"),
    ("partnerships.csv", put("PO2203", scope="local"), "onbekend gebied ‘local’"),
    (
        "partnerships.csv",
        put("PO2203", code="PO22.03"),
        "‘PO22.03’ is geen code van een samenwerkingsverband PO",
    ),
    ("partnerships.csv", put("PO2203", sector="VO"), "‘PO2203’ is geen code van een samenwerkingsverband VO"),
    ("partnerships.csv", put("PO2203", code=""), "‘’ is geen code van een samenwerkingsverband PO"),
    ("partnerships.csv", repeat(code="PO2203"), "code PO2203 komt twee keer voor"),
    ("municipalities_2014.csv", repeat(code="GM0119"), "gemeente GM0119 komt twee keer voor"),
    (
        "municipalities_2014.csv",
        put("GM0119", valid_from="1-1-1998"),
        "‘1-1-1998’ is geen datum (jjjj-mm-dd)",
    ),
    ("municipalities_2014.csv", remove(code="GM0119"), "gemeente GM0119 staat niet in de gemeentelijst"),
    ("areas_2014.csv", repeat(partnership_code="PO2203", municipality_code="GM0119"), "staat al bij dit"),
    (
        "areas_2014.csv",
        set_value("PO2203", "GM0119", partnership_code="PO9999"),
        "samenwerkingsverband PO9999 staat niet in partnerships.csv",
    ),
    ("areas_2014.csv", set_value("PO2203", "GM0119", coverage="most"), "onbekende dekking ‘most’"),
    ("areas_2014.csv", set_value("PO2203", "GM0119", coverage="partial"), "‘partial’ hoort bij postcodes"),
    (
        "areas_2014.csv",
        set_value("PO2203", "GM0180", coverage="whole"),
        "‘partial’ hoort bij postcodes, ‘whole’ niet",
    ),
    ("areas_2014.csv", set_value("PO2203", "GM0180", postcode_mode="from"), "onbekende postcodewijze ‘from’"),
    ("areas_2014.csv", set_value("PO2203", "GM0180", postcodes="7951 79A5"), "postcodes moeten vier cijfers"),
    ("areas_2014.csv", set_value("PO2203", "GM0180", postcodes=""), "postcodes moeten vier cijfers"),
    (
        "areas_2014.csv",
        remove(partnership_code="PO2203", municipality_code="GM0119"),
        "Meppel (GM0119), sector PO: ligt in geen enkel samenwerkingsverband",
    ),
    (
        "areas_2014.csv",
        lambda rows: rows.append(
            {
                **find(rows, partnership_code="PO2203", municipality_code="GM0119"),
                "partnership_code": "PO2305",
            }
        ),
        "Meppel (GM0119), sector PO: ligt geheel in het ene en ook nog in een ander",
    ),
    (
        "areas_2014.csv",
        remove(partnership_code="PO2305", municipality_code="GM1896"),
        "Zwartewaterland (GM1896), sector PO: ligt voor een deel in één samenwerkingsverband; de rest ontbreekt",
    ),
    (
        "areas_2014.csv",
        set_value("PO2203", "GM0180", postcodes="7951 7954 7955"),
        "sector PO: postcode 7954 valt onder twee samenwerkingsverbanden",
    ),
    (
        "areas_2014.csv",
        set_value("PO2203", "GM1896", postcode_mode="except"),
        "sector PO: twee samenwerkingsverbanden krijgen ‘de rest’ van de gemeente",
    ),
    (
        "areas_2014.csv",
        set_value("PO2203", "GM1896", postcodes="8064 8065"),
        "sector PO: de uitgezonderde postcodes zijn niet die van de andere delen",
    ),
]


@pytest.mark.parametrize(("name", "change", "reason"), CONTRADICTIONS, ids=[row[2] for row in CONTRADICTIONS])
def test_contradiction_is_refused_with_row_and_reason(
    folder: Path, name: str, change: Change, reason: str
) -> None:
    edit(folder, name, change)
    before = everything()
    with pytest.raises(loading.RegisterError) as refused:
        loading.load(loading.read(folder, 2014))
    (problem,) = [problem for problem in refused.value.problems if reason in problem][:1]
    assert problem.split(":")[0].endswith(".csv")
    assert problem.split(":")[1].split(",")[0].strip().isdigit()  # the line in the file
    assert everything() == before


def test_all_problems_are_told_at_once(folder: Path) -> None:
    edit(folder, "partnerships.csv", put("PO2203", sector="XO"))
    edit(folder, "municipalities_2014.csv", put("GM0119", valid_from="gisteren"))
    with pytest.raises(CommandError) as refused:
        call_command("load_register", str(folder))
    lines = str(refused.value).splitlines()
    assert [line for line in lines if line.startswith("partnerships.csv:")] != []
    assert [line for line in lines if line.startswith("municipalities_2014.csv:")] != []


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "areas_2014.csv").unlink()
    with pytest.raises(CommandError, match=r"areas_2014\.csv ontbreekt"):
        call_command("load_register", str(folder))


def test_a_missing_column_is_named(folder: Path) -> None:
    text = (folder / "areas_2014.csv").read_text(encoding="utf-8")
    (folder / "areas_2014.csv").write_text(text.replace("coverage", "cover", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"areas_2014\.csv: kolom coverage ontbreekt"):
        call_command("load_register", str(folder))


def test_an_edition_that_is_no_date_is_refused() -> None:
    with pytest.raises(CommandError):
        call_command("load_register", edition="volgend jaar")

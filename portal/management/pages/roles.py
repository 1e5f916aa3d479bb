"""The page `roles.md`: who holds which right, who reads what, in the portal and in the admin, and who takes which step."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib import admin

from portal import rights
from portal.admin.base import PortalModelAdmin
from portal.extension_points import PERMISSIONS, TRANSITIONS
from portal.management.pages.markdown import MADE, table
from portal.parties import HasParties
from portal.rights import ANYWHERE, Role

PARTIES = {
    ANYWHERE: "overal",
    "partnership": "het samenwerkingsverband van het plan",
    "counterpart": "het samenwerkingsverband van de andere sector",
    "municipality": "de gemeente van het overleg",
    "opr": "de OPR van het samenwerkingsverband",
    "committee": "de commissie van de procedure",
    "applicant": "de partij die het geschil aanhangig maakte",
    "respondent": "de wederpartij in het geschil",
    "organisation": "de eigen organisatie",
}


def lines() -> Iterator[str]:
    yield from ("# Rollen en rechten", "", MADE, "")
    yield (
        "Een recht hangt aan een rol en aan de partij waarvoor iemand die rol heeft: een opsteller bewerkt alleen het "
        "plan van het eigen samenwerkingsverband. Wie iets niet mag zien, krijgt ‘niet gevonden’; wie iets wel ziet maar "
        "niet mag doen, krijgt de reden te lezen."
    )
    yield from ("", "## Rollen", "")
    kinds = {role: kind for kind, roles in rights.ROLES_OF_KIND.items() for role in roles}
    yield from table(
        ["Rol", "Code", "Van een"],
        ([str(role.label), f"`{role}`", str(rights.OrganisationKind(kinds[role]).label)] for role in Role),
    )
    yield from ("", "## Rechten", "")
    yield from table(
        ["Recht", "Code", "Rollen"],
        ([str(row.label), f"`{row.name}`", _grants(row)] for row in PERMISSIONS.values()),
    )
    yield from ("", "## Lezen", "")
    yield (
        "Welke rijen iemand ziet, volgt uit het leesrecht van het soort gegevens en de partijen van de rij. Een bladzijde "
        "vraagt het leesrecht, een formulier het recht om te wijzigen."
    )
    yield ""
    read = [row for row in apps.get_models() if issubclass(row, HasParties) and hasattr(row, "READING")]
    yield from table(
        ["Gegevens", "Model", "Leesrecht", "Rollen", "Verder lezen"],
        (
            [
                str(row._meta.verbose_name),
                f"`{row._meta.label}`",
                f"`{row.READING}`",
                _grants(PERMISSIONS[row.READING]),
                "; ".join(str(too.who) for too in row.READ_TOO),
            ]
            for row in read
        ),
    )
    yield ""
    yield (
        "Wie een rij leest, leest ook wat erbij hoort: uitkomsten, bijeenkomsten, besluiten, stukken en de tijdlijn. De "
        "inspectie leest de stukken bij het overleg, de instemming en de vaststelling zodra het plan is ingediend."
    )
    yield from ("", "## Beheer", "")
    yield (
        "In het beheer ziet en wijzigt iemand wat bij de rol hoort, van alle organisaties. Verwijderd wordt er niets. Over "
        "wat iemand beslist, gaat ook daar de tabel met stappen."
    )
    yield ""
    yield from table(["Gegevens", "Model", "Inzien", "Wijzigen"], _admin())
    yield from ("", "## Stappen per rol", "")
    for role in Role:
        steps = [row for row in TRANSITIONS if not row.quiet and rights.role_holds(role, row.permission)]
        yield from (f"### {role.label}", "")
        yield from ([f"- {row.label} (`{row.subject}`, `{row.name}`)" for row in steps] or ["Geen stappen."])
        yield ""


def _admin() -> Iterator[list[str]]:
    for model, page in sorted(admin.site._registry.items(), key=lambda row: row[0]._meta.label):
        if isinstance(page, PortalModelAdmin):
            rights_of_page = (page.view_permission, page.write_permission)
            asked = [
                f"`{name}`: {_grants(PERMISSIONS[name])}" if name else "niemand" for name in rights_of_page
            ]
            yield [str(model._meta.verbose_name), f"`{model._meta.label}`", *asked]


def _grants(row: rights.Permission) -> str:
    by_party: dict[str, list[str]] = {}
    for role, party in row.grants:
        by_party.setdefault(party, []).append(str(role.label))
    return "; ".join(f"{', '.join(roles)} ({PARTIES[party]})" for party, roles in by_party.items())

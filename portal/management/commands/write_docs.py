"""`manage.py write_docs`: write the pages of `docs` that follow from the tables and lists that run the portal."""

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from itertools import takewhile
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices
from django.utils import translation

from portal import workflow
from portal.extension_points import TRANSITIONS
from portal.management.pages import roles
from portal.management.pages.markdown import MADE, table
from portal.workflow import Transition

DOCS = Path(settings.BASE_DIR) / "docs"
# More arrows than this make a picture unreadable; corrections are then left to the table.
MAX_ARROWS = 15
Arrows = dict[tuple[str, str], list[str]]


class Command(BaseCommand):
    help = "Write the pages of docs that follow from the tables of the portal; --check only compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when the files are out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [name for name, text in pages().items() if _differs(DOCS / name, text)]
        if options["check"]:
            if stale:
                raise CommandError(f"Out of date: {', '.join(stale)}. Run `make docs` and commit the result.")
            return
        for name in stale:
            (DOCS / name).write_text(pages()[name], encoding="utf-8")
            self.stdout.write(f"docs/{name} written")


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def pages() -> dict[str, str]:
    """The text of every generated page, by file name."""
    with translation.override("nl"):
        return {
            "workflow.md": "\n".join(_workflow()) + "\n",
            "roles.md": "\n".join(roles.lines()) + "\n",
            "extension_points.md": "\n".join(_extension_points()) + "\n",
        }


def _workflow() -> Iterator[str]:
    yield from ("# Werkproces", "", MADE, "")
    yield (
        "Elke stap van het proces is een rij in de overgangstabel van een app (`states.py`). Knoppen, controles, "
        "tijdlijn en deze bladzijde komen uit dezelfde rijen. Een bewaker houdt een stap alleen tegen als er gegevens "
        "verloren zouden gaan of de stap geen zin heeft; wat de wet nog mist, is een bevinding."
    )
    subjects = list(dict.fromkeys(row.subject for row in TRANSITIONS))
    for subject in subjects:
        yield from _subject(subject, [row for row in TRANSITIONS if row.subject == subject])


def _subject(subject: str, rows: list[Transition]) -> Iterator[str]:
    model = apps.get_model(subject)
    states = {str(code): str(label) for code, label in _states(rows).choices}
    name = str(model._meta.verbose_name)
    yield from ("", f"## {name[:1].upper()}{name[1:]} (`{subject}`)", "")
    yield from _diagram(states, rows)
    head = ["Stap", "Code", "Van", "Naar", "Recht", "Artikel", "Tijdlijn", "Reden"]
    yield from table(head, (_step(row, states) for row in rows))
    guards = list(dict.fromkeys(name for row in rows for name in row.guards))
    if guards:
        yield ""
        yield from table(["Bewaker", "Wat die bewaakt", "Stappen"], (_guard(name, rows) for name in guards))


def _guard(name: str, rows: list[Transition]) -> list[str]:
    guarded = [row for row in rows if name in row.guards]
    return [f"`{name}`", guard_text(guarded[0], name), ", ".join(f"`{row.name}`" for row in guarded)]


def _states(rows: list[Transition]) -> type[TextChoices]:
    """The states the rows of one subject are about."""
    return next(type(row.target) for row in rows if isinstance(row.target, TextChoices))


def _step(row: Transition, states: dict[str, str]) -> list[str]:
    if row.on:
        sources = f"nieuw, bij `{row.on}`"
    elif row.sources == set(states):
        sources = "elke status"
    else:
        sources = ", ".join(label for code, label in states.items() if code in row.sources)
    return [
        f"{row.label}{' (volgt uit een andere stap)' if row.quiet else ''}",
        f"`{row.name}`",
        sources,
        states[str(row.target)] if row.target else "blijft gelijk",
        f"`{row.permission}`",
        row.article,
        f"`{row.audit}`",
        "ja" if row.reason else "",
    ]


def _diagram(states: dict[str, str], rows: list[Transition]) -> Iterator[str]:
    every_arrow = _arrows(states, rows)
    arrows = _without_corrections(every_arrow, rows) if len(every_arrow) > MAX_ARROWS else every_arrow
    yield from ("```mermaid", "stateDiagram-v2")
    for code, label in states.items():
        yield f'    state "{label}" as {code}'
    reached = {target for source, target in arrows if source != target}
    created = {str(row.target) for row in rows if row.on}
    for code in states:
        if code in created or code not in reached:
            yield f"    [*] --> {code}"
    for (source, target), labels in arrows.items():
        yield f"    {source} --> {target}: {' / '.join(labels)}"
    yield from ("```", "")
    if len(arrows) < len(every_arrow):
        yield from ("Een uitkomst kan later worden verbeterd; die pijlen staan alleen in de tabel.", "")


def _without_corrections(arrows: Arrows, rows: list[Transition]) -> Arrows:
    """Outcomes may replace each other: the first time is drawn, the corrections are not."""
    outcomes: dict[frozenset[str], set[str]] = {}
    for row in rows:
        outcomes.setdefault(row.sources, set()).add(str(row.target))
    corrections = {(one, other) for group in outcomes.values() for one in group for other in group}
    return {pair: labels for pair, labels in arrows.items() if pair not in corrections}


def _arrows(states: dict[str, str], rows: list[Transition]) -> Arrows:
    arrows: Arrows = {}
    for row in rows:
        for source in states if row.target else ():
            if source in row.sources:
                labels = arrows.setdefault((source, str(row.target)), [])
                if str(row.label) not in labels:
                    labels.append(str(row.label))
    return arrows


def guard_text(row: Transition, name: str) -> str:
    """The first line of a guard's docstring: what it guards."""
    return (workflow.guard(row, name).__doc__ or "").strip().splitlines()[0]


@dataclass(frozen=True)
class Point:
    """An extension point: a list or a dict in `extension_points.py`, and what the code says above it."""

    name: str
    text: str
    value: Any


def _extension_points() -> Iterator[str]:
    yield from ("# Uitbreidingspunten", "", MADE, "")
    yield (
        "Een app kent alleen de apps onder zich. Wat een app van de apps erboven nodig heeft, staat in de lijsten van zijn "
        "`extension_points.py`; elke app vult ze in zijn `AppConfig.ready()`, dus voor de eerste vraag. De uitleg komt uit "
        "de code en is daarom in het Engels."
    )
    for config in _own_apps():
        if points := _points_of(config):
            yield from ("", f"## {config.verbose_name} (`{config.name}`)", "")
            yield from table(["Punt", "Uitleg", "Gevuld door"], (_point(row) for row in points))


def _own_apps() -> list[AppConfig]:
    """The apps of this project, in their order."""
    return [row for row in apps.get_app_configs() if Path(row.path).parent == settings.BASE_DIR]


def _points_of(config: AppConfig) -> list[Point]:
    """The points of an app in the order of the file, each with the comment above it."""
    path = Path(config.path) / "extension_points.py"
    if not path.exists():
        return []
    module, source = import_module(f"{config.name}.extension_points"), path.read_text(encoding="utf-8")
    lines, found = source.splitlines(), list[Point]()
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id.isupper():
            above = list(takewhile(lambda line: line.startswith("#"), reversed(lines[: node.lineno - 1])))
            text = " ".join(line.removeprefix("#").strip() for line in reversed(above))
            found.append(Point(node.target.id, text, getattr(module, node.target.id)))
    return found


def _point(point: Point) -> list[str]:
    values = point.value.items() if isinstance(point.value, dict) else ((None, row) for row in point.value)
    owners = sorted(set().union(*(owners_of(value) or owners_of(key) for key, value in values)))
    return [f"`{point.name}`", point.text, ", ".join(f"`{name}`" for name in owners) or "niemand"]


def owners_of(value: Any) -> set[str]:
    """The apps that a row of an extension point comes from: by its code, its address or its code in a table."""
    labels = {config.label for config in _own_apps()} - {"admin"}  # where an address is, not who made it
    if is_dataclass(value):
        rows = [owners_of(getattr(value, row.name)) for row in fields(value)]
        return next(filter(None, rows), set())
    if isinstance(value, str):
        return set([part for part in re.split(r"[.:/_]", value) if part in labels][:1])
    module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", "")
    return {module.split(".")[0]} & labels

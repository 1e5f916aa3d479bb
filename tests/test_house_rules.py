"""The rules of the house that a reader would otherwise have to check by eye: imports, the clock, tables, templates."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

from portal import extension_points, workflow
from tools import own_apps

ROOT = Path(settings.BASE_DIR)
# What each app may import, besides itself. The four rooms beside the process stand on the guidance, and nothing of the
# process stands on them.
GROUND = ("portal", "register", "plans", "guidance")
BELOW: dict[str, tuple[str, ...]] = {
    "portal": (),
    "register": GROUND[:1],
    "plans": GROUND[:2],
    "guidance": GROUND[:3],
    "experiments": GROUND,
    "examples": (*GROUND, "experiments"),
    "briefings": GROUND,
    "courses": GROUND,
    "consultations": GROUND,
    "disputes": (*GROUND, "consultations"),
    "demo": (*GROUND, "consultations", "disputes"),
}
APPS = tuple(BELOW)
TEMPLATES = ROOT / "templates"
OWN = re.compile(rf"^({'|'.join(APPS)})/[a-z_]+$")


@cache
def sources(*folders: str) -> tuple[Path, ...]:
    """The Python files of these folders, without migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, wherever in the file; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}: relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_parts(path: Path) -> set[str]:
    return {*path.relative_to(ROOT).with_suffix("").parts[1:]}


# --- imports -----------------------------------------------------------------------------------------------


# Where the apps are written down: what Django reads, what coverage reads, and the table of what each may import.
LISTS = {"portal/settings.py", "pyproject.toml", "tests/test_house_rules.py"}


def test_apps_are_listed_where_they_are_read_and_nowhere_else() -> None:
    """Everything else takes them from `tools.own_apps`, which looks at the folders."""
    assert {*APPS} == {*own_apps.APPS}
    assert [app for app in own_apps.APPS if app not in {*settings.INSTALLED_APPS, "demo"}] == []
    measured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["slipcover"]
    assert {*own_apps.APPS} - {*measured["source"]} <= {"demo"}
    # Neighbours in the list; prose and documents name them in other ways.
    written = re.compile(r"experiments[\"']?,?\s+[\"']?examples[\"']?,?\s+[\"']?briefings")
    code = [path for path in repository() if path.suffix in {".py", ".toml", ""}]
    assert {name_of(path) for path in code if written.search(path.read_text(encoding="utf-8"))} <= LISTS


def test_there_is_something_to_check() -> None:
    assert {name_of(path).split("/")[0] for path in sources(*APPS)} >= set(APPS) - {"demo"}
    assert len(sources(*APPS)) > 100


@pytest.mark.parametrize("app", APPS)
def test_app_imports_only_what_is_below_it(app: str) -> None:
    others = {*APPS, "tests", "tools", "bench"} - {app, *BELOW[app]}
    wrong = [
        f"{name_of(path)} imports {module}"
        for path in sources(app)
        for module in imports(path)
        if module.split(".")[0] in others
    ]
    assert wrong == []


def test_rows_point_to_rows_of_the_same_app_or_one_below() -> None:
    """A relation between tables is a dependency as well, also where a model is named by a text."""
    wrong = [
        f"{model._meta.label}.{field.name} points to {field.related_model._meta.label}"
        for model in apps.get_models()
        if (app := model._meta.app_label) in APPS
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.related_model is not None
        and field.related_model._meta.app_label in {*APPS} - {app, *BELOW[app]}
    ]
    assert wrong == []


# Where the parts of the portal are put together: the list of apps, and their addresses.
WIRING = {"portal/settings.py", "portal/urls.py"}


def test_kernel_names_no_app_above_it() -> None:
    named = re.compile(rf"^({'|'.join(APPS[1:])})([.:/].*)?$")
    wrong = [
        f"{name_of(path)}:{node.lineno} {node.value}"
        for path in sources("portal")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and named.match(node.value)
        if name_of(path) not in WIRING
    ]
    assert wrong == []


def test_every_extension_point_is_explained_and_filled() -> None:
    page = (ROOT / "docs" / "extension_points.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) > 20
    for line in rows:
        name, text, filled_by = line.strip("| ").split(" | ")
        assert len(text) > 20, name
        assert filled_by != "niemand", name


# What a layer inside an app may not know. The tables are leaves; what is written does not depend on how it is shown.
LAYERS = {
    "states": {"models", "guards", "findings", "services", "forms", "views", "admin"},
    "rights": {"models", "guards", "findings", "services", "forms", "views", "admin"},
    "models": {"guards", "findings", "content", "services", "forms", "views", "admin"},
    "guards": {"services", "forms", "views", "admin"},
    "findings": {"services", "forms", "views", "admin"},
    "content": {"services", "forms", "views", "admin"},
    "services": {"forms", "views", "admin"},
    "forms": {"views", "admin"},
}
# The kernel's own table of roles names the types of people; it asks them nothing.
EXEMPT = {("portal/rights.py", "portal.models")}


@pytest.mark.parametrize("layer", LAYERS)
def test_layer_does_not_know_what_is_above_it(layer: str) -> None:
    wrong = []
    for path in sources(*APPS):
        if layer not in module_parts(path):
            continue
        for module in imports(path):
            first, *rest = module.split(".")
            if first in APPS and rest and rest[0] in LAYERS[layer]:
                wrong.append((name_of(path), ".".join([first, rest[0]])))
    assert set(wrong) - EXEMPT == set()


def needed(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run, now or when a function is called; what only the types need does not."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.If) and getattr(inner.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(inner, ast.Import | ast.ImportFrom):
            yield inner
        yield from needed(inner)


def modules() -> dict[str, set[str]]:
    """The modules of all apps, each with those it imports, inside functions too."""
    files = {
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in sources(*APPS)
    }
    found: dict[str, set[str]] = {}
    for name, path in files.items():
        asked: set[str] = set()
        for node in needed(tree(path)):
            if isinstance(node, ast.Import):
                asked |= {alias.name for alias in node.names}
            else:  # a name that is no module comes from the one it is imported from
                full = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
                asked |= {text if text in files else node.module or "" for text in full.values()}
        found[name] = (asked & files.keys()) - {name}
    return found


def test_no_module_imports_itself_by_a_detour() -> None:
    """An import inside a function hides a circle, it does not end it: what both need belongs in a third module."""
    found = modules()
    assert "portal.models" in found["portal.audit"], "imports inside functions count"
    assert "portal.models" not in found["portal.rights"], "what only types need does not"
    try:
        TopologicalSorter(found).prepare()
    except CycleError as circle:
        pytest.fail(" <- ".join(circle.args[1]))


def test_weasyprint_is_imported_only_where_a_pdf_is_made() -> None:
    """It takes half a second and needs Pango; a page without a PDF needs neither."""
    at_module_level = []
    for path in sources(*APPS, "bench", "tools"):
        for node in tree(path).body:
            for inner in ast.walk(node):
                inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                names = [alias.name for alias in inner.names] if isinstance(inner, ast.Import) else []
                names += [inner.module or ""] if isinstance(inner, ast.ImportFrom) else []
                if not inside and any(name.split(".")[0] == "weasyprint" for name in names):
                    at_module_level.append(name_of(path))
    assert at_module_level == []
    assert any("weasyprint" in imports(path) for path in sources("portal"))


# --- the clock ---------------------------------------------------------------------------------------------

CLOCKS = {"now", "utcnow", "today", "localtime", "localdate", "fromtimestamp"}
READERS = {"django.utils.timezone.now", "time.time", "time.time_ns", "django.db.models.functions.Now"}


def time_readings(path: Path) -> Iterator[int]:
    """The lines on which a file reads the time otherwise than from portal.clock."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            base = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if node.attr in CLOCKS and base in {"datetime", "date", "dt", "timezone"}:
                yield node.lineno
            if (base, node.attr) in {("time", "time"), ("time", "time_ns"), ("time", "localtime")}:
                yield node.lineno
    yield from (0 for module in imports(path) if module in READERS)


def test_only_the_clock_reads_the_time() -> None:
    found = {name_of(path): list(time_readings(path)) for path in sources(*APPS)}
    assert {name for name, lines in found.items() if lines} == {"portal/clock.py"}


# What asks a moment for its day or hour, otherwise than through `clock.local` and `clock.day_of`.
SHOWERS = {"localtime", "localdate", "template_localtime"}


def last_name(node: ast.expr) -> str:
    """The name of a variable or an attribute: `sent_at` of `row.sent_at`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_utc(node: ast.expr) -> bool:
    return last_name(node).upper() == "UTC"


def is_moment(node: ast.expr) -> bool:
    """Moments are called so: `sent_at`. A day is `sent_on`."""
    return last_name(node).endswith("_at")


def day_readings(node: ast.AST) -> bool:
    """Whether a piece of code takes the day or the hour of a moment in whatever zone that happens to be."""
    if isinstance(node, ast.ImportFrom):
        return any(alias.name in SHOWERS for alias in node.names)
    if isinstance(node, ast.Attribute):  # also when it is handed to another, as in `map(dt.datetime.date, …)`
        return node.attr in SHOWERS or (node.attr == "date" and last_name(node.value) == "datetime")
    if isinstance(node, ast.FormattedValue):  # f"{row.sent_at:%d-%m-%Y}"
        pattern = ast.unparse(node.format_spec) if node.format_spec else ""
        return "%" in pattern and is_moment(node.value)
    if not isinstance(node, ast.Call):
        return False
    called = last_name(node.func)
    asked = node.func.value if isinstance(node.func, ast.Attribute) else None
    if called == "date" and asked is not None:  # `dt.date(2014, 5, 1)` makes a day, and takes arguments
        return not node.args and not node.keywords
    if called == "astimezone":
        return not (len(node.args) == 1 and is_utc(node.args[0]))
    if called == "strftime":
        return asked is not None and is_moment(asked)
    return called in SHOWERS or (called in {"date_format", "time_format"} and is_moment(node.args[0]))


@pytest.mark.parametrize(
    "code",
    [
        "row.sent_at.date()",
        "clock.now().date()",
        "moment.astimezone(clock.AMSTERDAM).date()",
        "map(dt.datetime.date, moments)",
        "timezone.localtime(moment)",
        "localdate()",
        "from django.utils.timezone import localtime",
        "moment.astimezone(ZoneInfo('Europe/Amsterdam'))",
        "moment.astimezone()",
        "f'{row.sent_at:%d-%m-%Y}'",
        "row.sent_at.strftime('%d')",
        "date_format(row.sent_at, 'j F Y')",
        "formats.time_format(sent_at)",
    ],
)
def test_day_of_a_moment_would_be_found(code: str) -> None:
    assert any(map(day_readings, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    "code",
    [
        "dt.date(2014, 5, 1)",
        "dt.date.today",
        "dt.date.fromisoformat(text)",
        "milestone.date",
        "row.date < today",
        "entry.data.date",
        "moment.astimezone(dt.UTC)",
        "moment.astimezone(UTC)",
        "f'{row.held_on:%d-%m-%Y}'",
        "f'{clock.day_of(row.sent_at):%d-%m-%Y}'",
        "f'{row.sent_at}'",
        "day.strftime('%d')",
        "date_format(clock.local(row.sent_at), 'j F Y')",
        "date_format(day, 'j F Y')",
        "update(date=day)",
    ],
)
def test_day_itself_is_no_day_of_a_moment(code: str) -> None:
    assert not any(map(day_readings, ast.walk(ast.parse(code))))


def test_only_the_clock_says_which_day_a_moment_is() -> None:
    """Elsewhere it is `clock.day_of(moment)`, and `clock.local(moment)` for the hour: the Dutch ones."""
    found = {
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        for path in sources(*APPS, "tools", "bench")
        for node in ast.walk(tree(path))
        if day_readings(node)
    }
    assert {name for name in found if not name.startswith("portal/clock.py:")} == set()
    assert found != set()


def test_templates_do_not_read_the_time() -> None:
    now = re.compile(r"\{%\s*now\b")
    assert [p.name for p in TEMPLATES.rglob("*.*") if now.search(p.read_text(encoding="utf-8"))] == []


# --- the tables --------------------------------------------------------------------------------------------


def test_every_guard_of_a_table_exists_and_says_what_it_is_for() -> None:
    for row in extension_points.TRANSITIONS:
        app = row.subject.split(".")[0]
        for name in row.guards:
            guard = getattr(import_module(f"{app}.guards"), name, None)
            assert callable(guard), f"{row.subject} {row.name}: no guard {name}"
            assert (guard.__doc__ or "").strip(), f"{app}.guards.{name} has no docstring"


def test_every_guard_is_used_by_a_table() -> None:
    used = {(row.subject.split(".")[0], name) for row in extension_points.TRANSITIONS for name in row.guards}
    written = {
        (path.parent.name, node.name)
        for path in sources(*APPS)
        if path.name == "guards.py"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert written <= used


def test_every_row_of_a_table_is_whole() -> None:
    rows = extension_points.TRANSITIONS
    assert len({(row.subject, row.name) for row in rows}) == len(rows)
    for row in rows:
        where = f"{row.subject} {row.name}"
        assert row.permission in extension_points.PERMISSIONS, where
        assert str(row.label).strip(), where
        assert str(row.done).strip(), where
        assert row.article.strip(), where
        states = import_module(f"{row.subject.split('.')[0]}.states")
        known = {
            value
            for kind in vars(states).values()
            if isinstance(kind, type) and issubclass(kind, workflow.models.TextChoices)
            for value in kind.values
        }
        assert set(row.sources) | ({row.target} if row.target else set()) <= known, where
        assert bool(row.sources) != bool(row.on), where
        apps.get_model(row.subject)
        if row.on:
            apps.get_model(row.on)


# Where a role may be named: the tables of rights, the demo's people, and what only knows roles as data.
NAMES_ROLES = {"portal/management/commands/create_administrator.py", "demo/people.py", "demo/accounts.py"}
GROUPS_OF_ROLES = {"STAFF", "OFFICIALS", "READERS", "EDITORS"}


def role_names(module: ast.Module) -> list[int]:
    """The lines that name a role, or a group of roles."""
    return [
        node.lineno
        for node in ast.walk(module)
        if (
            (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
            and (node.value.id == "Role" and node.attr.isupper())
        )
        or (isinstance(node, ast.ImportFrom) and {row.name for row in node.names} & GROUPS_OF_ROLES)
    ]


def test_role_names_would_be_found() -> None:
    assert role_names(ast.parse("if user.role == Role.REVIEWER: pass")) == [1]
    assert role_names(ast.parse("from portal.rights import STAFF, grants")) == [1]
    assert role_names(ast.parse("Role(text).label, Role.values, user.has_perm('plans.view_draft')")) == []


def test_only_the_tables_of_rights_name_roles() -> None:
    """Whatever goes by a right works for the next role as well; whatever names one has to be found by hand."""
    named = {name_of(path) for path in sources(*APPS) if path.name != "rights.py" and role_names(tree(path))}
    assert named == NAMES_ROLES


def test_every_permission_is_asked_for_and_held_by_somebody() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sources(*APPS))
    asked = {row.permission for row in extension_points.TRANSITIONS}
    for name, row in extension_points.PERMISSIONS.items():
        assert row.grants, f"nobody holds {name}"
        # Once where it is defined, and at least once where it is asked.
        assert name in asked or texts.count(f'"{name}"') > 1, f"{name} is never asked for"


ASKING = {"filter", "exclude", "get", "Q", "get_or_create", "update_or_create"}


def is_state(node: ast.expr) -> bool:
    """`row.state`, also as a member of its table: `ExampleState(row.state)`."""
    if isinstance(node, ast.Call) and node.args:
        return is_state(node.args[0])
    return isinstance(node, ast.Attribute) and node.attr == "state"


def state_comparisons(module: ast.Module) -> list[int]:
    """The lines that compare the state of a row, look something up by it, or ask the database for it."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Compare) and any(map(is_state, (node.left, *node.comparators))):
            found.append(node.lineno)
        if isinstance(node, ast.Subscript) and is_state(node.slice):
            found.append(node.lineno)
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            asked = [word.arg or "" for word in node.keywords] if called in ASKING else []
            if any("state" in name.split("__") for name in asked):
                found.append(node.lineno)
    return found


IN_TEMPLATE = re.compile(r"\{%\s*(?:el)?if\b[^%]*\bstate\s*(?:==|!=|(?:not )?in)\s*['\"][^%]*%\}")


def test_state_comparisons_would_be_found() -> None:
    code = """
if row.state == DisputeState.LODGED: pass
if row.state not in ENDED: pass
rows.filter(state=asked)
Count("x", filter=Q(talks__state__in=OPEN))
{1: 2}[DossierState(row.state)]
badge(row.state, row.get_state_display())
Line(state=row.state)
"""
    assert sorted(state_comparisons(ast.parse(code))) == [2, 3, 4, 5, 6]
    assert IN_TEMPLATE.search("{% if not a and row.state != 'prepared' %}")
    assert not IN_TEMPLATE.search("{% if state == value %}{% badge row.state row.get_state_display %}")


def test_pages_admin_and_templates_do_not_compare_states() -> None:
    """They ask the table, or the row by a name that says what is meant: `is_open`, `under_way()`."""
    pages = [path for path in sources(*APPS) if {"views", "admin"} & module_parts(path)]
    found = {name_of(path) for path in pages if state_comparisons(tree(path))}
    found |= {
        name_of(path)
        for path in TEMPLATES.rglob("*.*")
        if IN_TEMPLATE.search(path.read_text(encoding="utf-8"))
    }
    assert found == set()


# What says of one filing whether it counts, is in time or late.
OF_ONE_FILING = {"is_timely", "late_by", "COUNTING"}
STANDING = {"plans/standing.py", "plans/states.py", "plans/models/filing.py"}
ONE_FILING_IN_TEMPLATE = re.compile(r"(?<!standing)\.(?:is_timely|late_by)\b")


def questions_of_one_filing(module: ast.Module) -> list[int]:
    """The lines that ask a filing itself, or reckon with the states that count; `row.standing.late_by` asks the plan."""
    found = []
    for node in ast.walk(module):
        names = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.Attribute) and last_name(node.value) not in {"standing", "stands"}:
            names.append(node.attr)
        found += [getattr(node, "lineno", 0) for name in names if name in OF_ONE_FILING]
    return found


def test_questions_of_one_filing_would_be_found() -> None:
    code = """
if filing.is_timely: pass
duration(row.late_by)
from plans.states import COUNTING
rows.filter(state__in=states.COUNTING)
row.standing.late_by
standing.how_late(row)
"""
    assert sorted(questions_of_one_filing(ast.parse(code))) == [2, 3, 4, 5]
    assert ONE_FILING_IN_TEMPLATE.search("{% if filing.is_timely %}")
    assert not ONE_FILING_IN_TEMPLATE.search("{{ standing.late_by }} {% if late_by is None %}")


def test_only_the_standing_says_whether_a_filing_counts_or_is_late() -> None:
    """Everything else reads `plans.standing`, so that no page, mail or query has an opinion of its own."""
    found = {name_of(path) for path in sources(*APPS) if questions_of_one_filing(tree(path))}
    found |= {
        name_of(path)
        for path in TEMPLATES.rglob("*.*")
        if ONE_FILING_IN_TEMPLATE.search(path.read_text(encoding="utf-8"))
    }
    assert found - STANDING == set()


def recorded_actions() -> Iterator[tuple[str, str]]:
    """The literal actions that code gives to the audit trail, with the file."""
    for path in sources(*APPS):
        for node in ast.walk(tree(path)):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call) and node.args:
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                values = node.args[:1] if called in {"record", "_record"} else []
            elif isinstance(node, ast.Assign):
                targets = [
                    name.id for t in node.targets for name in ast.walk(t) if isinstance(name, ast.Name)
                ]
                values = [*getattr(node.value, "elts", [node.value])] if "action" in targets else []
            for value in values:
                for inner in ast.walk(value):
                    text = inner.value if isinstance(inner, ast.Constant) else None
                    if isinstance(text, str) and re.fullmatch(r"[a-z]+\.[a-z_]+", text):
                        yield text, name_of(path)


def test_every_audit_action_is_registered_with_a_label() -> None:
    used = {action for action, _path in recorded_actions()}
    assert {"portal.invited", "plans.version_frozen", "consultations.invited"} <= used
    assert used - set(extension_points.AUDIT_ACTIONS) == set()
    assert [
        action for action, label in extension_points.AUDIT_ACTIONS.items() if not str(label).strip()
    ] == []
    transitions = {row.audit for row in extension_points.TRANSITIONS}
    assert set(extension_points.AUDIT_ACTIONS) - transitions - used == set(), (
        "registered, but nothing writes it"
    )


def events() -> set[str]:
    """The names of the messages that code sends."""
    return {
        node.value
        for path in sources(*APPS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and OWN.match(node.value)
    }


def test_every_message_has_its_two_texts() -> None:
    sent = events()
    assert {"plans/filed", "consultations/invited", "disputes/step", "portal/invited"} <= sent
    for event in sent:
        for name in (f"email/{event}_subject.txt", f"email/{event}.txt"):
            assert (TEMPLATES / name).is_file(), name
    there = {
        path.relative_to(TEMPLATES / "email").with_suffix("").as_posix().removesuffix("_subject")
        for path in (TEMPLATES / "email").rglob("*.txt")
        if not path.name.startswith("_")
    }
    assert there == sent


# --- what is generated -------------------------------------------------------------------------------------


def test_documentation_of_the_tables_is_current() -> None:
    call_command("write_docs", check=True)


def test_models_have_their_migrations(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- templates ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.*")), ids=lambda path: path.name)
def test_template_compiles(path: Path) -> None:
    get_template(path.relative_to(TEMPLATES).as_posix())


class Inline(HTMLParser):
    """Collects what the Content-Security-Policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or re.fullmatch(r"on[a-z]+", name) or (value or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def inline(html: str) -> list[str]:
    """The inline scripts and styles in a template; what Django's own tags print is left out."""
    parser = Inline()
    parser.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "x", html, flags=re.DOTALL))
    return parser.found


def test_inline_scripts_and_styles_would_be_found() -> None:
    bad = '<script>1</script><p style="a" onclick="b">{% if x %}<a href="javascript:c">c</a>{% endif %}<style></style>'
    assert len(inline(bad)) == 5
    assert (
        inline('<script src="{% static "js/portal.js" %}" defer></script><p class="one">onclick="x"</p>')
        == []
    )


def test_templates_have_no_inline_scripts_or_styles() -> None:
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "pdf"]
    assert {path.name: found for path in pages if (found := inline(path.read_text(encoding="utf-8")))} == {}


def test_code_writes_no_inline_styles() -> None:
    wrong = re.compile(r"""<[a-z]+[^>]*\s(style|on(click|change|submit|load|input))=""")
    files = [path for path in sources(*APPS) if path.name not in {"pdf.py", "charts.py"}]
    assert [name_of(path) for path in files if wrong.search(path.read_text(encoding="utf-8"))] == []


# --- the repository ----------------------------------------------------------------------------------------


BINARY = {
    ".mo",
    ".pyc",
    ".png",
    ".svg",
    ".ico",
    ".woff2",
    ".gz",
    ".zip",
    ".xlsx",
    ".pdf",
    ".docx",
    ".odt",
    ".sqlite3",
}


def repository() -> Iterator[Path]:
    """What is or will be in the repository: the files git tracks and the new ones it does not ignore."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in BINARY:
            yield path


def test_repository_names_no_path_of_a_machine() -> None:
    # Written in two halves, so that this file does not find itself.
    roots = "|".join(["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "Us" + r"ers/\w+"])
    folder = re.compile(rf"(?<![\w.:/-])/(?:{roots})/")
    assert folder.search(" /" + "root" + "/x")
    wrong = []
    for path in repository():
        text = path.read_text(encoding="utf-8", errors="replace")
        wrong += [f"{name_of(path)}: {match[0]}" for match in folder.finditer(text)]
    assert wrong == []


def test_pins_name_no_registry() -> None:
    files = sorted(ROOT.glob("requirements*.txt"))
    assert [path.name for path in files] == ["requirements-dev.txt", "requirements.txt"]
    host = re.compile(
        r"://|^\s*--?(index|extra-index|find-links|trusted-host|i |f )|pythonhosted|pypi\.", re.M
    )
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "==" in text
        assert not host.search(text), path.name
        pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#", "-"))]
        assert [line for line in pinned if "==" not in line] == []


def test_files_are_short_enough_to_read() -> None:
    lengths = {
        name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in sources(*APPS, "tools", "bench")
    }
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_every_module_of_the_portal_says_what_it_is() -> None:
    """Address lists and app configurations speak for themselves."""
    quiet = {"urls.py", "apps.py", "wsgi.py", "__init__.py", "audit_actions.py", "context.py"}
    files = [path for path in sources(*APPS) if path.name not in quiet]
    assert [
        name_of(path) for path in files if not ast.get_docstring(tree(path)) and "commands" not in path.parts
    ] == []

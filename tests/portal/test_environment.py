"""Every variable of the environment: documented, tried with what the documentation says, and refused when it is wrong."""

import ast
import json
import os
import re
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal import environment

ROOT = Path(settings.BASE_DIR)
# Django's own, set by manage.py and wsgi.py.
NOT_OURS = {"DJANGO_SETTINGS_MODULE"}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def documented() -> dict[str, list[str]]:
    """The variables of the table in docs/operations.md, each with every value that it names."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.split("## Settings")[1].split("\n## ")[0]
    rows = [cells(line) for line in table.splitlines() if line.startswith("| `")]
    found = {}
    for variable, may_be, default, _what in rows:
        values = re.findall("`([^`]+)`", may_be)
        values += re.findall("^`([^`]+)`$", default)
        found[variable.strip("`")] = list(dict.fromkeys(values))
    return found


def read_by_the_code() -> set[str]:
    """The variables that the settings, the clock and the web server ask for, by name."""
    found = set()
    for path in (ROOT / "portal").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript):
                asked, first = ast.unparse(node.value), node.slice
            elif isinstance(node, ast.Call) and node.args:
                asked, first = ast.unparse(node.func), node.args[0]
            else:
                continue
            where = path.name == "environment.py" and asked in {"read", "_matching", "choice"}
            if where or asked.startswith(("environment.", "os.environ", "os.getenv")):
                found |= {first.value} if isinstance(first, ast.Constant) else set()
    return {name for name in found if re.fullmatch("[A-Z_]+", name)} - NOT_OURS


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    assert set(documented()) == read_by_the_code()
    assert [name for name, values in documented().items() if not values] == []


def start(folder: Path, *command: str, **values: str) -> subprocess.CompletedProcess[str]:
    """A fresh process with this environment and nothing else."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={
            **clean,
            "PYTHONPATH": str(ROOT),
            "PORTAL_VAR": str(folder),
            "PYTHONWARNINGS": "error",
            **values,
        },
        capture_output=True,
        text=True,
        check=False,
    )


# Starts Django as every command and the web server do, and tells what came of the environment.
TELL = """
import json, logging, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
import django
django.setup()
from django.conf import settings
from portal import clock, gunicorn
database = settings.DATABASES["default"]
print(json.dumps({
    "SECRET_KEY": settings.SECRET_KEY,
    "SECRET_KEY_FALLBACKS": settings.SECRET_KEY_FALLBACKS,
    "PORTAL_VAR": str(settings.VAR_DIR),
    "DATABASE_URL": [database["ENGINE"].rsplit(".", 1)[1], database["HOST"], database["NAME"]],
    "CONN_MAX_AGE": settings.CONN_MAX_AGE,
    "PUBLIC_URL": settings.PUBLIC_URL,
    "ALLOWED_HOSTS": settings.ALLOWED_HOSTS,
    "CSRF_TRUSTED_ORIGINS": settings.CSRF_TRUSTED_ORIGINS,
    "HTTPS": settings.SECURE_SSL_REDIRECT,
    "BEHIND_PROXY": hasattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT"),
    "TRUSTED_PROXIES": settings.TRUSTED_PROXIES,
    "SESSION_SECONDS": settings.SESSION_COOKIE_AGE,
    "EMAIL_URL": [settings.EMAIL_BACKEND.split(".")[-2], settings.EMAIL_HOST, settings.EMAIL_PORT,
                  settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL],
    "MAIL_FROM": settings.DEFAULT_FROM_EMAIL,
    "MAIL_DELIVERY": settings.MAIL_DELIVERY,
    "MAX_UPLOAD_BYTES": settings.MAX_UPLOAD_BYTES,
    "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
    "SECURITY_CONTACT": settings.SECURITY_CONTACT,
    "PORTAL_NOW": settings.PORTAL_NOW and clock._start(settings.PORTAL_NOW).isoformat()[:19],
    "BIND": gunicorn.bind,
    "WEB_WORKERS": gunicorn.workers,
    "WEB_THREADS": gunicorn.threads,
    "ACCESS_LOG": gunicorn.accesslog,
    "LOG_LEVEL": [logging.getLevelName(logging.root.level).lower(), gunicorn.loglevel],
    "DEBUG": settings.DEBUG,
    "PORTAL_DEMO": "demo" in settings.INSTALLED_APPS,
    "PORTAL_STARTED": float(os.environ["PORTAL_STARTED"]),
}))
"""
LISTED = {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SECRET_KEY_FALLBACKS"}
SWITCHES = {"HTTPS", "BEHIND_PROXY", "DEBUG", "PORTAL_DEMO"}
MEANS = {
    "postgres://user:password@host/name": ["postgresql", "host", "name"],
    "sqlite:////path/to/file": ["sqlite3", "", "/path/to/file"],
    "smtp://user:password@host:25": ["smtp", "host", 25, False, False],
    "smtp+tls://user:password@host:587": ["smtp", "host", 587, True, False],
    "smtp+ssl://user:password@host:465": ["smtp", "host", 465, False, True],
    "consolemail://": ["console", None, None, False, False],
    "filemail://": ["filebased", None, None, False, False],
    "2014-04-14T09:00": "2014-04-14T07:00:00",
    "2014-04-14T09:00:30+02:00": "2014-04-14T07:00:30",
    "2014-04-14": "2014-04-13T22:00:00",
}


def meaning(name: str, value: str) -> Any:
    """What the portal makes of a value of the table."""
    if name in SWITCHES:
        return value in {"1", "on", "yes", "true"}
    if name in LISTED:
        return value.split(",")
    if name == "LOG_LEVEL":
        return [value, value]
    if value in MEANS:
        return MEANS[value]
    return float(value) if re.fullmatch(r"[0-9.]+", value) else value


def rounds() -> list[dict[str, str]]:
    """Environments that together hold every documented value: the first of each variable, the second, and so on."""
    table = documented()
    columns = [[(name, value) for value in values] for name, values in table.items()]
    return [dict(filter(None, row)) for row in zip_longest(*columns)]


@pytest.mark.parametrize("given", rounds(), ids=lambda given: given.get("LOG_LEVEL", "rest"))
def test_every_documented_value_starts_the_portal(tmp_path: Path, given: dict[str, str]) -> None:
    if "PORTAL_VAR" in given:
        given = {**given, "PORTAL_VAR": str(tmp_path / given["PORTAL_VAR"])}
    done = start(tmp_path, "-c", TELL, **given)
    assert done.returncode == 0, done.stderr
    if given.get("LOG_LEVEL") not in {"debug", "info"}:  # which tell of other things
        assert done.stderr == ""
    found = json.loads(done.stdout)
    expected = {name: meaning(name, value) for name, value in given.items()}
    assert {name: found[name] for name in expected} == expected


def test_every_documented_value_is_in_one_of_those_rounds() -> None:
    tried = {(name, value) for given in rounds() for name, value in given.items()}
    assert tried == {(name, value) for name, values in documented().items() for value in values}


def test_capitals_spaces_and_nothing_at_all_are_no_mistake(tmp_path: Path) -> None:
    empty = dict.fromkeys(set(documented()) - {"PORTAL_VAR"}, "")
    given = {
        "LOG_LEVEL": "WARNING",
        "HTTPS": "True",
        "ALLOWED_HOSTS": "a.example.org, [::1]",
        "MAIL_DELIVERY": " Worker ",
    }
    done = start(tmp_path, "-c", TELL, **{**empty, **given})
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert found["LOG_LEVEL"] == ["warning", "warning"]
    assert (found["HTTPS"], found["MAIL_DELIVERY"]) == (True, "worker")
    assert found["ALLOWED_HOSTS"] == ["a.example.org", "[::1]"]
    assert (found["SESSION_SECONDS"], found["PUBLIC_URL"]) == (28800, "http://127.0.0.1:8000")


WRONG = {
    "PORTAL_VAR": ["/dev/null/map"],
    "DATABASE_URL": [
        "mysql://a/b",
        "rommel",
        "postgres://",
        "postgres://host",
        "postgres://h:abc/x",
        "sqlite:///",
    ],
    "CONN_MAX_AGE": ["-1", "lang", "1.5"],
    "PUBLIC_URL": ["portaal.example.org", "ftp://host", "https://", "https://*.example.org", "https://a b"],
    "ALLOWED_HOSTS": [
        "https://a.example.org",
        "a.example.org:8000",
        "a b",
        "a.example.org,",
        "a/b",
        "*.example.org",
    ],
    "CSRF_TRUSTED_ORIGINS": ["a.example.org", "https://a.example.org/", "https://a.example.org,b"],
    "HTTPS": ["ja", "2", "aan"],
    "BEHIND_PROXY": ["nginx"],
    "TRUSTED_PROXIES": ["0", "twee"],
    "SESSION_SECONDS": ["59", "8 uur"],
    "EMAIL_URL": ["mail.example.org", "smtp://", "imap://host", "smtp://host:abc"],
    "MAIL_FROM": ["portaal", "Portaal <portaal>", "a@b c"],
    "MAIL_DELIVERY": ["later"],
    "MAX_UPLOAD_BYTES": ["0", "25MB"],
    "SUPPORT_EMAIL": ["hulp", "Hulp <hulp@example.org>"],
    "SECURITY_CONTACT": ["veilig@example.org", "http://example.org", "mailto:"],
    "PORTAL_NOW": ["morgen", "14-4-2014", "2014-13-01"],
    "BIND": ["8000", "127.0.0.1", "http://127.0.0.1:8000"],
    "WEB_WORKERS": ["0", "veel"],
    "WEB_THREADS": ["0"],
    "LOG_LEVEL": ["luid", "warn", "10"],
    "DEBUG": ["misschien"],
    "PORTAL_DEMO": ["nee"],
    "PORTAL_STARTED": ["net"],
}
# Reads all that the environment says, as often as is asked: settings, clock and web server.
REFUSE = """
import json, os, runpy, sys
said = []
for name, value in json.load(sys.stdin):
    os.environ[name] = value
    try:
        for module in ("clock", "settings", "gunicorn"):
            runpy.run_path(f"portal/{module}.py")
    except SystemExit as error:
        said.append(error.code)
    else:
        said.append("")
    del os.environ[name]
print(json.dumps(said))
"""


def test_what_cannot_be_right_is_refused_with_one_line(tmp_path: Path) -> None:
    cases = [(name, value) for name, values in WRONG.items() for value in values]
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", REFUSE],
        cwd=ROOT,
        env={**clean, "PYTHONPATH": str(ROOT), "PORTAL_VAR": str(tmp_path)},
        input=json.dumps([case for case in cases if case[0] != "PORTAL_VAR"]),
        capture_output=True,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    for (name, value), line in zip([case for case in cases if case[0] != "PORTAL_VAR"], said, strict=True):
        assert line.startswith(f"{name}={value!r} cannot be used: it should be "), (name, value, line)
        assert "\n" not in line
        assert len(line) > len(f"{name}={value!r} cannot be used: it should be .") + 5


def test_every_variable_that_is_not_free_has_a_wrong_value() -> None:
    assert set(documented()) - set(WRONG) == {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "ACCESS_LOG"}


@pytest.mark.parametrize(
    ("command", "name", "value", "line"),
    [
        (
            ("manage.py", "check"),
            "LOG_LEVEL",
            "luid",
            "LOG_LEVEL='luid' cannot be used: it should be one of debug, info, warning, error, critical.",
        ),
        (
            ("manage.py", "check"),
            "PORTAL_VAR",
            "/dev/null/map",
            "PORTAL_VAR='/dev/null/map' cannot be used: it should be a folder that is there or can be made.",
        ),
        (
            ("-m", "gunicorn", "--config", "portal/gunicorn.py", "portal.wsgi"),
            "WEB_WORKERS",
            "veel",
            "WEB_WORKERS='veel' cannot be used: it should be a whole number of at least 1.",
        ),
        (
            ("-m", "gunicorn", "--config", "portal/gunicorn.py", "--bind", "127.0.0.1:0", "portal.wsgi"),
            "MAIL_DELIVERY",
            "later",
            "MAIL_DELIVERY='later' cannot be used: it should be one of immediate, worker.",
        ),
    ],
    ids=["command", "folder", "web server", "portal in the web server"],
)
def test_start_stops_with_that_line_and_nothing_else(
    tmp_path: Path, command: tuple[str, ...], name: str, value: str, line: str
) -> None:
    done = start(tmp_path, *command, **{name: value})
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"{line}\n"


def test_no_password_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://portaal:geh/ei@m@host/name")
    with pytest.raises(SystemExit) as stopped:
        environment.database("DATABASE_URL", tmp_path)
    assert str(stopped.value).startswith("DATABASE_URL='mysql://…@host/name' cannot be used")

"""Settings from the environment, each in a process of its own; the web server; lists as CSV."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from portal import csv_export, gunicorn

READ = """
import json, sys
from portal import settings
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def read(folder: Path, *names: str, **environment: str) -> dict[str, Any]:
    """The settings of a fresh process with this environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", READ, *names],
        cwd=settings.BASE_DIR,
        env={**clean, "PORTAL_VAR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_without_any_environment_it_is_safe_and_local(tmp_path: Path) -> None:
    names = (
        "DEBUG",
        "DEMO",
        "HTTPS",
        "ALLOWED_HOSTS",
        "PORTAL_NOW",
        "SECRET_KEY",
        "INSTALLED_APPS",
        "DATABASES",
    )
    found = read(tmp_path, *names, "SESSION_COOKIE_HTTPONLY", "MAIL_DELIVERY", "EMAIL_FILE_PATH")
    assert (found["DEBUG"], found["DEMO"], found["HTTPS"], found["PORTAL_NOW"]) == (False, False, False, "")
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert "demo" not in found["INSTALLED_APPS"]
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (found["MAIL_DELIVERY"], found["EMAIL_FILE_PATH"]) == ("immediate", str(tmp_path / "mail"))
    assert len(found["SECRET_KEY"]) >= 100
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert read(tmp_path, "SECRET_KEY") == {"SECRET_KEY": found["SECRET_KEY"]}


def test_environment_of_a_real_installation(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "SECRET_KEY", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT", "DATABASES", "EMAIL_HOST",
        "EMAIL_PORT", "PUBLIC_URL", "DEFAULT_FROM_EMAIL", "SESSION_COOKIE_AGE", "INSTALLED_APPS",
        HTTPS="1", BEHIND_PROXY="1", TRUSTED_PROXIES="2", SECRET_KEY="given", SESSION_SECONDS="600",
        DATABASE_URL="postgres://a:b@db.example.org/portal", EMAIL_URL="smtp://mail.example.org:2525",
        PUBLIC_URL="https://portaal.example.org/", MAIL_FROM="van@example.org", PORTAL_DEMO="1",
    )  # fmt: skip
    database = found.pop("DATABASES")["default"]
    assert found.pop("INSTALLED_APPS")[-1] == "demo"
    assert found == {
        "SECRET_KEY": "given",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_PROXY_COUNT": 2,
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 2525,
        "PUBLIC_URL": "https://portaal.example.org",
        "DEFAULT_FROM_EMAIL": "van@example.org",
        "SESSION_COOKIE_AGE": 600,
    }
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)
    assert not (tmp_path / "secret_key").exists()


def test_web_server_has_threads_for_slow_uploads_and_says_where_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (gunicorn.worker_class, gunicorn.workers, gunicorn.threads) == ("gthread", 2, 8)
    gunicorn.when_ready(None)
    assert capsys.readouterr().out == "The portal is ready at http://127.0.0.1:8000/ (Ctrl-C stops it)\n"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (12, "12"),
        (-5, "'-5"),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+31", "'+31"),
        ("\tx", "'\tx"),
        ("gewoon = tekst", "gewoon = tekst"),
    ],
)
def test_cell_never_becomes_a_formula(value: Any, text: str) -> None:
    assert csv_export.cell(value) == text


def test_list_as_csv_opens_in_a_dutch_spreadsheet() -> None:
    answer = csv_export.response("lijst.csv", ["Naam", "Aantal"], [['Súdwest; "Fryslân"', 3], ["=x", None]])
    assert answer.content.decode() == ('\ufeffNaam;Aantal\r\n"Súdwest; ""Fryslân""";3\r\n\'=x;\r\n')
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lijst.csv"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"

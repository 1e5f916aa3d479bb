"""Serves the demo: `.venv/bin/python tools/run.py [PORT]`. Prepares everything first; quick when nothing changed.

The demo lives in `var/demo`, with a SQLite database and a mail folder of its own. Settings of a real installation in
the environment are left out on purpose: the demo is never built into a real database and never mails anybody.
"""

import contextlib
import datetime as dt
import hashlib
import io
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "var" / "demo"
ACCOUNTS = DEMO / "accounts.txt"
START = "2014-04-14T09:00"
REAL = ("DATABASE_URL", "EMAIL_URL", "MAIL_DELIVERY", "SECRET_KEY", "HTTPS", "BEHIND_PROXY", "DEBUG")


def check_port(text: str) -> int:
    """The port as a number; stops with advice when it is none, or when another program listens there."""
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT={text} is no port. Take a number, for example: make run PORT=8001")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"You may not use port {port}. Take another one: make run PORT=8001")
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Take another one: make run PORT={port + 1}")
    return port


def digest(paths: Iterable[Path]) -> str:
    """One hash over names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def files(pattern: str, folders: Iterable[str]) -> list[Path]:
    """The files in some folders whose name matches."""
    return [path for folder in folders for path in (ROOT / folder).rglob(pattern) if path.is_file()]


def changed(stamp: Path, value: str) -> bool:
    """Whether a stamp says something else than this value."""
    return not stamp.exists() or stamp.read_text() != value


def prepare() -> None:
    """Catalogues, database, reference data and static files; and the demo itself, once."""
    apps = ("portal", "register", "plans", "consultations", "disputes", "demo")
    data = digest(files("migrations/*.py", apps) + files("*.py", ("demo",)))
    code = digest(
        files("*.py", apps) + files("*.po", ("locale",)) + files("*.csv", apps) + files("*.json", apps)
        + files("*", ("static",)) + [ROOT / "requirements.txt"]
    )  # fmt: skip
    if changed(DEMO / "demo.stamp", data):
        if DEMO.exists():
            print("The demo has changed since it was made; it is made again.", flush=True)
        shutil.rmtree(DEMO, ignore_errors=True)
        DEMO.mkdir(parents=True)
    _django()
    from django.core.management import call_command

    if changed(DEMO / "code.stamp", code):
        print("Preparing the database and the pages …", flush=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_register", verbosity=0)
        call_command("load_law", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        (DEMO / "code.stamp").write_text(code)
    if changed(DEMO / "demo.stamp", data) and (ROOT / "demo").exists():
        print("Building the spring of 2014 (this takes a while, once) …", flush=True)
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            call_command("build_demo")
        ACCOUNTS.write_text(told.getvalue())
    (DEMO / "demo.stamp").write_text(data)


def _django() -> None:
    sys.path.insert(0, str(ROOT))
    from tools import messages

    messages.compile_all()
    import django

    django.setup()


def moment() -> str:
    """When the demo's clock starts: on 14 April 2014 or, after an earlier visit, where that visit ended.

    Otherwise what was recorded in the earlier visit would lie in the future.
    """
    from django.db.models import Max

    from portal import clock
    from portal.models import AuditEntry

    start = clock.parse_moment(START)
    last = AuditEntry.objects.aggregate(last=Max("at"))["last"]
    if last and last > start:
        start = last + dt.timedelta(minutes=1)
    return start.astimezone(clock.AMSTERDAM).replace(tzinfo=None).isoformat(timespec="seconds")


def main() -> None:
    """Prepare, tell where and as whom to sign in, and become the web server."""
    port = check_port(sys.argv[1] if len(sys.argv) > 1 else "8000")
    asked = os.environ.get("PORTAL_NOW", "")
    for name in REAL:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PORTAL_DEMO": "1",
        "PORTAL_VAR": str(DEMO),
        "PORTAL_NOW": asked or START,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "BIND": f"127.0.0.1:{port}",
    }
    os.chdir(ROOT)
    prepare()
    if not asked:
        os.environ["PORTAL_NOW"] = moment()
    os.environ["PORTAL_STARTED"] = str(time.time())
    if ACCOUNTS.exists():
        print(ACCOUNTS.read_text().strip(), end="\n\n", flush=True)
    gunicorn = Path(sys.executable).parent / "gunicorn"
    os.execv(gunicorn, [str(gunicorn), "--config", "portal/gunicorn.py", "portal.wsgi"])


if __name__ == "__main__":
    main()

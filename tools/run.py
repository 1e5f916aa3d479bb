"""Serves the demo: `.venv/bin/python tools/run.py [PORT]`. Prepares everything first; quick when nothing changed.

The demo lives in `var/demo`, with a SQLite database and a mail folder of its own. Settings of a real installation in
the environment are left out on purpose: the demo is never built into a real database and never mails anybody.
"""

import contextlib
import datetime as dt
import fcntl
import hashlib
import io
import os
import shutil
import socket
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.own_apps import APPS  # noqa: E402

DEMO = ROOT / "var" / "demo"
START = "2014-04-14T09:00"
LOCK = ROOT / "var" / "demo.lock"
REAL = (
    "DATABASE_URL", "EMAIL_URL", "MAIL_DELIVERY", "MAIL_FROM", "SECRET_KEY", "HTTPS", "BEHIND_PROXY", "DEBUG",
    "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS",
)  # fmt: skip


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


def take_lock() -> int:
    """A shared lock on the demo, kept as long as this process serves it; waits while another one prepares it."""
    LOCK.parent.mkdir(exist_ok=True)
    lock = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, True)  # the web server takes the place of this process
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another `make run` is preparing the demo; waiting for it …", flush=True)
        fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


@contextlib.contextmanager
def alone(lock: int) -> Iterator[None]:
    """Nobody else may serve the demo while it changes; stops with advice when somebody does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(
            "The code has changed, and another `make run` is serving the demo. Stop that one first (Ctrl-C)."
        )
    yield
    fcntl.flock(lock, fcntl.LOCK_SH)


def prepare(lock: int) -> None:
    """Catalogues, database, reference data and static files; and the demo itself, once."""
    data = digest(files("migrations/*.py", APPS) + files("*.py", ("demo",)))
    code = digest(
        files("*.py", APPS) + files("*.po", ("locale",)) + files("*.csv", APPS) + files("*.json", APPS)
        + files("*", ("static",)) + [ROOT / "requirements.txt"]
    )  # fmt: skip
    if not changed(DEMO / "demo.stamp", data) and not changed(DEMO / "code.stamp", code):
        _django()
        return
    with alone(lock):
        _make(data, code)


def _make(data: str, code: str) -> None:
    """Bring the demo up to date. Each stamp is written after its part: what stopped half-way starts again."""
    if changed(DEMO / "demo.stamp", data):
        if (DEMO / "demo.stamp").exists():
            print("The demo has changed since it was made; it is made again.", flush=True)
        elif DEMO.exists():
            print("The demo was not finished the last time; it is made again.", flush=True)
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
        call_command("load_guidance", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        (DEMO / "code.stamp").write_text(code)
    if changed(DEMO / "demo.stamp", data):
        print("Building the spring of 2014 (half a minute or more, once) …", flush=True)
        call_command("build_demo", stdout=io.StringIO())
        (DEMO / "demo.stamp").write_text(data)


def _django() -> None:
    from tools import messages

    messages.compile_all()
    import django

    django.setup()


def moment() -> str:
    """When the demo's clock starts: on 14 April 2014 or, after an earlier visit, where that visit ended.

    Otherwise what was recorded in the earlier visit would lie in the future.
    """
    from django.db.models import Max

    from plans.models import ChapterRevision
    from portal import clock
    from portal.models import AuditEntry

    seen = (
        clock.parse_moment(START),
        AuditEntry.objects.aggregate(last=Max("at"))["last"],
        ChapterRevision.objects.aggregate(last=Max("saved_at"))["last"],
    )
    last = max(moment for moment in seen if moment)
    start = last if last == seen[0] else last + dt.timedelta(minutes=1)
    return clock.local(start).replace(tzinfo=None).isoformat(timespec="seconds")


def tell(port: int) -> None:
    """Where the demo is and as whom to sign in."""
    from demo import accounts

    print("", *accounts.lines(f"http://127.0.0.1:{port}"), "", sep="\n", flush=True)


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
    prepare(take_lock())
    if not asked:
        os.environ["PORTAL_NOW"] = moment()
    os.environ["PORTAL_STARTED"] = str(time.time())
    tell(port)
    gunicorn = Path(sys.executable).parent / "gunicorn"
    os.execv(gunicorn, [str(gunicorn), "--config", "portal/gunicorn.py", "portal.wsgi"])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. `make run` goes on from here, or starts again with what was half done.")

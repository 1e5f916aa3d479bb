"""`make bench`: the portal's pages as a ratio to a bare Django view of the same kind, in the same run.

Runs on the PostgreSQL of `DATABASE_URL` (empty), under gunicorn with 2 workers, 8 connections, driven by wrk (what can be
sent only once: by a few threads of Python). Figures go to standard output as a table; nothing here passes or fails.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
VAR = tempfile.mkdtemp(prefix="portal-bench-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "bench.settings",
    "PORTAL_VAR": VAR,
    "PORTAL_NOW": "2014-04-14T09:00",
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

import plans.pdf  # noqa: E402
from bench.load import SECONDS, TOKEN, Figures, drive, drive_once, server, trickle  # noqa: E402
from plans.models import Chapter, Dossier  # noqa: E402
from portal import clock  # noqa: E402
from portal.models import Membership, User  # noqa: E402
from portal.rights import Role  # noqa: E402
from register.models import Partnership  # noqa: E402
from tests import world  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
BARE, PORTAL = (
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
)


@dataclass(frozen=True)
class Pair:
    """A page of the portal and the bare view it is held against; POST lists are taken in slices, once."""

    name: str
    bare: Callable[[int], list[str]]
    portal: Callable[[int], list[str]]
    who: User | None = None
    once: bool = False
    seconds: int = SECONDS


def main() -> None:
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed: apt-get install wrk")
    people = prepare()
    with (
        server("portal.wsgi:application", "bench.settings", "/") as portal,
        server("bench.bare_wsgi:application", "bench.bare_settings", "/page/") as bare,
    ):
        print(
            f"\n{'page':34}{'bare req/s':>12}{'p95 ms':>9}{'portal req/s':>14}{'p95 ms':>9}{'ratio':>8}  errors"
        )
        for pair in pairs(people):
            report(pair, bare, portal)
        slow_uploads(portal, people["editor"])
    pdf_figures()


def prepare() -> dict[str, User]:
    """The full register, and every regional partnership with an adopted plan, made through the services."""
    for command in ("migrate", "createcachetable", "load_register", "load_law", "load_guidance"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with clock.at(world.START):
        plans.pdf.render = lambda html: html.encode()  # the PDF is measured apart, below
        boss = world.person(Role.PARTNERSHIP_SIGNATORY, world.partnership().organisation, "bench")
        started = time.time()
        for partnership in Partnership.objects.exclude(code=None).order_by("code"):
            world.adopted(partnership.code or "", agree=False)
            for role in (Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY):
                Membership.objects.get_or_create(user=boss, organisation=partnership.organisation, role=role)
        print(
            f"data: {Dossier.objects.filter(state='adopted').count()} plans in {time.time() - started:.0f} s"
        )
        # What PostgreSQL does by itself within a minute; the first figures would be about its guesses otherwise.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return {"editor": world.editor(), "boss": User.objects.get(pk=boss.pk), "reviewer": world.reviewer()}


def pairs(people: dict[str, User]) -> list[Pair]:
    """What is measured against what."""
    plan = world.dossier()
    one = plan.chapters.first()
    chapters = list(Chapter.objects.select_related("dossier").order_by("pk").exclude(dossier=plan))
    dossiers = list(Dossier.objects.filter(state="adopted").order_by("pk"))
    # A slice per round and side; the first round of a list that goes once must not eat the others.
    share, files = len(chapters) // (2 * ROUNDS + 1), len(dossiers) // (ROUNDS + 1)

    def get(path: str) -> Callable[[int], list[str]]:
        return lambda _round: [f"GET\t{path}\t"]

    def bare_save(number: int) -> list[str]:
        rows = chapters[(ROUNDS + number) * share :][:share]
        return [post(f"/chapter/{row.pk}/", title=row.title, body=row.body, status="done") for row in rows]

    def save(number: int) -> list[str]:
        rows = chapters[number * share :][:share]
        return [
            post(
                row.get_absolute_url(),
                title=row.title,
                body=row.body,
                status="done",
                row_version=row.row_version,
            )
            for row in rows
        ]

    def filing(number: int) -> list[str]:
        return [
            post(
                reverse("plans:transition", args=[row.uuid, "file"]),
                row_version=row.row_version,
                declaration="on",
                remark="",
            )
            for row in dossiers[number * files :][:files]
        ]

    editor, boss = people["editor"], people["boss"]
    credentials = {"login": editor.email, "password": world.PASSWORD}
    bare_list = get("/list/")
    return [
        Pair("front page (anonymous)", get("/page/"), get("/")),
        Pair(
            "sign-in (POST)",
            lambda _n: [post("/login/", **credentials)],
            lambda _n: [post(reverse("account_login"), **credentials)],
            seconds=4 * SECONDS,  # a password is slow to check, on purpose
        ),
        Pair("start page", get("/page/"), get(reverse("portal:start")), editor),
        Pair(
            "overview of 152 partnerships",
            bare_list,
            get(reverse("admin:plans_overview")),
            people["reviewer"],
        ),
        Pair("plan page", get("/page/"), get(plan.get_absolute_url()), editor),
        Pair("chapter form", get(f"/chapter/{one.pk}/"), get(one.get_absolute_url()), editor),
        Pair("saving a chapter", bare_save, save, boss, once=True),
        Pair("filing", bare_save, filing, boss, once=True),
    ]


def post(path: str, **values: object) -> str:
    return f"POST\t{path}\t{urlencode({'csrfmiddlewaretoken': TOKEN, **values})}"


def report(pair: Pair, bare: int, portal: int) -> None:
    """Bare and portal in turn, and the median of the rounds."""
    bare_runs, portal_runs = [], []
    for number in range(ROUNDS):
        bare_runs.append(load(pair, bare, pair.bare(number), BARE))
        portal_runs.append(load(pair, portal, pair.portal(number), PORTAL))
    b, p = middle(bare_runs), middle(portal_runs)
    ratio = statistics.median(q.rate / r.rate for q, r in zip(portal_runs, bare_runs, strict=True))
    errors = sum(run.errors for run in portal_runs + bare_runs)
    print(
        f"{pair.name:34}{b.rate:12.1f}{b.p95:9.1f}{p.rate:14.1f}{p.p95:9.1f}{ratio:8.2f}  {errors}",
        flush=True,
    )


def load(pair: Pair, port: int, lines: list[str], backend: str) -> Figures:
    """One run of one side."""
    key = session(pair.who, backend)
    return drive_once(port, lines, key) if pair.once else drive(port, lines, key, pair.seconds)


def middle(runs: list[Figures]) -> Figures:
    return sorted(runs, key=lambda run: run.rate)[len(runs) // 2]


def session(who: User | None, backend: str) -> str:
    """The key of a new session, none without a person; a project knows only people of a backend of its own."""
    if who is None:
        return ""
    client = Client()
    client.force_login(who, backend=backend)
    return client.cookies["sessionid"].value


def slow_uploads(port: int, who: User) -> None:
    """Three uploads of 5 MB that trickle in, and what they do to the readers of the front page."""
    alone = drive(port, ["GET\t/\t"])
    stop = threading.Event()
    path = reverse("plans:attachments", args=[world.dossier().uuid])
    threads = [
        threading.Thread(target=trickle, args=(port, path, session(who, PORTAL), stop)) for _n in range(3)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1)
    beside = drive(port, ["GET\t/\t"])
    stop.set()
    for thread in threads:
        thread.join(20)
    print(
        f"\nfront page beside three slow uploads: {beside.rate:.1f} req/s, p95 {beside.p95:.1f} ms;"
        f" without: {alone.rate:.1f} req/s, p95 {alone.p95:.1f} ms; ratio {beside.rate / alone.rate:.2f}"
    )


def pdf_figures() -> None:
    """Time and memory of the PDF of a 60-page plan, next to bare WeasyPrint on the same HTML."""
    runs: dict[str, list[tuple[float, int]]] = {"bare": [], "portal": []}
    for _number in range(ROUNDS):
        for kind in runs:
            done = subprocess.run(
                [sys.executable, "-m", "bench.pdf", kind],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
            seconds, memory, pages = done.stdout.split()
            runs[kind].append((float(seconds), int(memory)))
    figures = {
        kind: (statistics.median(s for s, _m in rows), max(m for _s, m in rows))
        for kind, rows in runs.items()
    }
    ratio = statistics.median(p[0] / b[0] for p, b in zip(runs["portal"], runs["bare"], strict=True))
    print(
        f"PDF of {pages} pages: portal {figures['portal'][0]:.2f} s, {figures['portal'][1]} MB;"
        f" bare WeasyPrint {figures['bare'][0]:.2f} s, {figures['bare'][1]} MB; ratio {ratio:.2f}"
    )


if __name__ == "__main__":
    main()

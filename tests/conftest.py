"""Fixtures: the real register in the test database, the clock in January 2014, quick PDFs unless a test wants real ones."""

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from portal import clock, pdf
from portal.models import User
from tests import copies, databases, reference, world

BEGAN = time.monotonic()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real register and the law, loaded once per session and kept for who empties the tables."""
    with django_db_blocker.unblock():
        for command in ("createcachetable", "load_register", "load_law", "load_guidance"):
            call_command(command, verbosity=0)
        reference.keep()
    # Blocked again: what a test that asks for no database wrote, the next ones would find.
    with connection.execute_wrapper(copies.watch):
        yield
    with django_db_blocker.unblock():
        reference.drop()


@pytest.fixture
def parallel_db(transactional_db: None) -> None:
    """Real transactions, on the register and the law."""


def _put_back(_test: TransactionTestCase) -> None:
    """Instead of emptying all tables: what every test counts on is there for the next one, whichever that is."""
    reference.put_back()
    copies.begin(forget=True)


TransactionTestCase._fixture_teardown = _put_back


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    """Every test begins on 20 January 2014 at 10:00."""
    with clock.at(world.START):
        yield


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    """A page in English leaves its language to the next page of the thread, not to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def quick_pdf(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests are not about PDFs: they get the HTML as bytes. Tests marked `real_pdf` get the real thing."""
    if "real_pdf" not in request.keywords:
        monkeypatch.setattr(pdf, "render", lambda html: b"%PDF-quick " + html.encode())
        monkeypatch.setattr("plans.pdf.render", lambda html: b"%PDF-quick " + html.encode())


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """A client of its own for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


def chromium() -> str:
    """The Chromium of this machine, empty when there is none; `CHROMIUM=` names another."""
    # The shell is the same browser without windows, which saves a tenth.
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database", action="store_true", help="leave out what cannot differ (tests/databases.py)"
    )
    parser.addoption("--within", type=float, metavar="SECONDS", help="skip what has not begun by then")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("second_database"):
        items[:], left_out = databases.split(items)
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not go through it again, and may come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """No test knows what another left; what is in the database when one begins, it can tell."""
    copies.begin()
    result = yield
    copies.begin()
    return result


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Browser tests need a Chromium: elsewhere they are skipped, where everything is required (CI) they fail."""
    within = item.config.getoption("within")
    if within and time.monotonic() - BEGAN > within:
        pytest.skip("no time left for it")
    if "browser" in item.keywords and not chromium():
        reason = "no Chromium found (on Debian: apt-get install chromium-headless-shell)"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(f"REQUIRE_ALL=1, and {reason}", pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine, without its talk to the world; the pages it shows are our own."""
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    # What was compiled for one page (axe above all) stays for the next.
    keep = "--js-flags=--no-flush-bytecode"
    flags = ["--no-sandbox", "--no-first-run", keep, *(f"--disable-{name}" for name in quiet)]
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}

"""Fixtures: the real register in the test database, the clock in January 2014, quick PDFs unless a test wants real ones."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation

from portal import append_only, clock, pdf
from portal.models import User
from tests import world

GUARDED = {
    "portal_auditentry": (),
    "plans_planversion": (),
    "plans_versionattachment": (),
    "plans_adoption": (),
    "plans_repairfinding": (),
    "plans_filing": (
        "dossier_id",
        "version_id",
        "adoption_id",
        "sequence",
        "reference",
        "received_at",
        "deadline",
        "filed_by_id",
        "filed_by_name",
        "filed_for_id",
        "filed_for_name",
        "remark",
        "findings",
        "in_answer_to_id",
    ),
    "consultations_outcome": (),
    "consultations_overlegrecord": (),
    "consultations_consentdecision": (),
    "disputes_disputerecord": (),
}


def _load_reference_data() -> None:
    call_command("createcachetable", verbosity=0)
    call_command("load_register", verbosity=0)
    call_command("load_law", verbosity=0)
    call_command("load_guidance", verbosity=0)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real register and the law, once per session."""
    with django_db_blocker.unblock():
        _load_reference_data()
    return


@pytest.fixture
def parallel_db(transactional_db: None) -> None:
    """Real transactions, on the register and the law."""


def _flush_with_triggers_off(flush: Any) -> Any:
    def teardown(self: Any) -> None:
        with connection.schema_editor() as editor:
            for table in GUARDED:
                append_only.drop(editor, table)
        flush(self)
        with connection.schema_editor() as editor:
            for table, columns in GUARDED.items():
                append_only.create(editor, table, columns)
        # What every test counts on is there again for the next one, whichever that is.
        _load_reference_data()

    return teardown


# Emptying the tables after a test with real transactions is the one thing the triggers may not stop.
TransactionTestCase._fixture_teardown = _flush_with_triggers_off(TransactionTestCase._fixture_teardown)


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
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Browser tests need a Chromium: elsewhere they are skipped, where everything is required (CI) they fail."""
    if "browser" in item.keywords and not chromium():
        reason = "no Chromium found (on Debian: apt-get install chromium)"
        if os.environ.get("REQUIRE_ALL") == "1":
            pytest.fail(f"REQUIRE_ALL=1, and {reason}", pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of the machine, without its talk to the world; the pages it shows are our own."""
    quiet = ("background-networking", "component-update", "sync", "gpu", "quic")
    flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
    return {**browser_type_launch_args, "executable_path": chromium(), "args": flags}

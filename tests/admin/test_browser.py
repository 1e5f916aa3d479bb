"""The admin in a real browser: nothing the Content-Security-Policy refuses, accessible, and it fits on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from plans import services
from plans.models import FilingRound
from portal.models import User
from tests import world
from tests.admin.conftest import page_of, step
from tests.browser.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def refused(page: Page) -> Iterator[list[str]]:
    """What the browser complained about, apart from the status of a page."""
    found: list[str] = []
    page.on("console", lambda line: found.append(line.text) if "Failed to load" not in line.text else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def sign_in(page: Page, base: str, user: User) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", world.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{base}/start/")


def inspect(page: Page, where: str) -> None:
    """The page as it is now: accessible, one h1, and no wider than a phone."""
    assert [(row["id"], row["nodes"][0]["html"]) for row in violations(page)] == [], where
    assert page.locator("h1").count() == 1, where
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, where
    page.set_viewport_size({"width": 1280, "height": 800})


def test_pages_of_the_reviewer(parallel_db: None, live_server: Any, page: Page, refused: list[str]) -> None:
    filing = world.filed()
    services.take_up(filing, by=world.reviewer())
    base = live_server.url
    sign_in(page, base, world.reviewer())
    for where in (
        reverse("admin:index"),
        reverse("admin:plans_overview"),
        page_of(filing.dossier),
        page_of(world.dossier("PO2502")),
        reverse("admin:plans_filing_changelist"),
        reverse("admin:plans_filinground_change", args=[filing.dossier.round_id]),
        reverse("admin:portal_auditentry_changelist"),
        reverse("admin:register_partnership_change", args=[filing.dossier.partnership_id]),
    ):
        page.goto(base + where)
        inspect(page, where)
    page.goto(base + step(filing, "request_repair"))
    page.fill("#id_due", "1-1-2014")
    page.click("main form button[type=submit]")
    assert page.evaluate("document.activeElement.id") == "fouten"
    inspect(page, "a refused decision")
    page.fill("#id_due", "1-1-2050")
    page.fill("#id_reason", "Te kort.")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{base}{page_of(filing.dossier)}")
    filing.refresh_from_db()
    assert filing.state == "repair_requested"


def test_pages_of_the_administrator(
    parallel_db: None, live_server: Any, page: Page, refused: list[str]
) -> None:
    user = world.reviewer()
    base = live_server.url
    sign_in(page, base, world.administrator())
    for where in (
        reverse("admin:index"),
        reverse("admin:plans_lawversion_change", args=[world.first_round().law_version_id]),
        reverse("admin:portal_organisation_add"),
        reverse("admin:portal_user_change", args=[user.pk]),
        reverse("admin:portal_user_activity", args=[user.pk]),
        reverse("admin:portal_mailmessage_changelist"),
    ):
        page.goto(base + where)
        inspect(page, where)
    page.goto(base + reverse("admin:plans_filinground_add"))
    page.click("[data-add] button")
    page.fill("#id_milestones-1-title", "Tweede regel")
    page.fill("#id_milestones-1-date", "1-2-2018")
    page.click("[name=_save]")
    inspect(page, "a round that is not right")
    page.fill("#id_name", "Ondersteuningsplan 2018")
    page.select_option("#id_law_version", index=1)
    page.fill("#id_plan_start", "1-8-2018")
    page.fill("#id_deadline", "30-4-2018")
    page.click("[name=_save]")
    page.wait_for_url(f"{base}{reverse('admin:plans_filinground_changelist')}")
    added = FilingRound.objects.get(name="Ondersteuningsplan 2018")
    assert list(added.milestones.values_list("title", flat=True)) == ["Tweede regel"]

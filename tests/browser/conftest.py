"""A real browser on a running portal, in April 2014; whatever a page complains about fails the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import Browser, BrowserContext, Page

from portal.models import User
from tests import world

assert StaticLiveServerTestCase  # the live server serves the static files as well
SPRING = "2014-04-14T09:00"
# Chromium says this of every answer that is no 2xx or 3xx; our tests ask for some of these.
EXPECTED_NOISE = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture(autouse=True)
def january(settings: Any) -> None:
    """Instead of the held clock of other tests: the server runs in threads of its own, so the setting starts it."""
    settings.PORTAL_NOW = SPRING


@pytest.fixture(autouse=True)
def served(parallel_db: None) -> None:
    """The register and the law, for the server to see."""


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.complaints: list[str] = []
        self.page = context.new_page()
        self.listen(self.page)

    def listen(self, page: Page) -> None:
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self.hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def hear(self, kind: str, text: str) -> None:
        """Errors and warnings of the console; a violation of the Content-Security-Policy is one of them."""
        if kind in {"error", "warning"} and EXPECTED_NOISE not in text:
            self.complaints.append(f"{self.page.url}: {kind}: {text}")

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 500, (path, answer.status)
        return self.page

    def sign_in(self, user: User) -> "Visitor":
        """Through the login page."""
        page = self.go("/account/login/")
        page.get_by_label("E-mailadres").fill(user.email)
        page.get_by_label("Wachtwoord", exact=True).fill(world.PASSWORD)
        page.get_by_role("button", name="Inloggen").click()
        page.wait_for_url(f"{self.base}/start/")
        return self

    def press(self, name: str) -> None:
        """Press the button with this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def click(self, name: str) -> None:
        """Follow the link with this name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def fill(self, **typed: str) -> None:
        for name, text in typed.items():
            self.page.locator(f"[name={name}]").fill(text)

    def tab_to(self, selector: str) -> None:
        """Press Tab until the element has the focus, which must be there to see."""
        for _ in range(160):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                box = self.page.evaluate(
                    "() => { const s = getComputedStyle(document.activeElement);"
                    " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; }"
                )
                assert box, f"the focus on {selector} cannot be seen"
                return
        raise AssertionError(f"{selector} cannot be reached by keyboard")

    def key_in(self, **typed: str) -> None:
        """Tab to fields in their order and type, or press a key in brackets: `<Space>`, `<ArrowDown>`."""
        for name, text in typed.items():
            self.tab_to(f"[name={name}]")
            if text.startswith("<"):
                self.page.keyboard.press(text.strip("<>"))
            else:
                self.page.keyboard.type(text)

    def follow_by_keyboard(self, path: str) -> None:
        """Tab to the link to a page of the portal, and open it."""
        self.tab_to(f"main a[href='{path}']")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def send_by_keyboard(self) -> None:
        """Tab to the button of the form on the page, and press it."""
        self.tab_to("main form[method=post] button[type=submit]")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """Gives somebody a browser, signed in when a person is named; at the end no page may have complained."""
    visitors: list[Visitor] = []

    def begin(user: User | None = None, **options: Any) -> Visitor:
        context = browser.new_context(locale="nl-NL", **options)
        visitor = Visitor(context, live_server.url)
        visitors.append(visitor)
        return visitor.sign_in(user) if user else visitor

    yield begin
    complaints = [text for visitor in visitors for text in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []

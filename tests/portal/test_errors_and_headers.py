"""Pages for when something is wrong, and what every answer carries along."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.views import defaults

from portal import audit
from portal.middleware import request_context
from portal.models import User
from portal.urls import urlpatterns as real
from tests import world

SignIn = Callable[[User], Client]
ERRORS = {
    "wrong": SuspiciousOperation("x"),
    "forbidden": PermissionDenied("x"),
    "missing": Http404("x"),
    "broken": ZeroDivisionError("x"),
}


def stumble(_request: HttpRequest, what: str) -> HttpResponse:
    raise ERRORS[what]


urlpatterns = [path("stumble/<str:what>/", stumble), *real]


@pytest.fixture
def stumbling(settings: Any) -> Client:
    """A client of a portal in which something goes wrong; DEBUG is off, as always."""
    settings.ROOT_URLCONF = __name__
    assert settings.DEBUG is False
    return Client(raise_request_exception=False)


# --- error pages --------------------------------------------------------------------------------------------

PAGES = [
    ("wrong", 400, "Dit verzoek klopt niet"),
    ("forbidden", 403, "Dit kunt u niet doen"),
    ("missing", 404, "Deze pagina is er niet"),
    ("broken", 500, "Er ging iets mis"),
]


@pytest.mark.parametrize(("what", "status", "heading"), PAGES)
def test_error_page_is_ours_in_both_languages(
    db: None, stumbling: Client, what: str, status: int, heading: str
) -> None:
    answer = stumbling.get(f"/stumble/{what}/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert "Traceback" not in html
    assert "ZeroDivision" not in html
    stumbling.cookies["django_language"] = "en"
    english = stumbling.get(f"/stumble/{what}/").content.decode()
    assert '<html lang="en">' in english
    assert heading not in english


@pytest.mark.parametrize("what", ["wrong", "missing", "forbidden", "broken"])
def test_error_page_of_a_stranger_needs_no_database(db: None, stumbling: Client, what: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        stumbling.get(f"/stumble/{what}/")
    assert len(queries) == 0


@pytest.mark.parametrize("what", ["wrong", "broken"])
def test_plain_error_page_needs_no_database_for_anybody(
    db: None, stumbling: Client, what: str, django_db_blocker: Any
) -> None:
    request = RequestFactory().get("/")
    with django_db_blocker.block():
        if what == "wrong":
            answer = defaults.bad_request(request, ERRORS["wrong"])
        else:
            answer = defaults.server_error(request)
    assert "<h1>" in answer.content.decode()


def test_page_whose_error_page_fails_too_is_the_plain_one(
    stumbling: Client, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a database the menu of the 404 page fails; what remains is readable."""
    stumbling.force_login(member)

    def away(_user: Any) -> int:
        raise OSError("no database there")

    monkeypatch.setattr("portal.templatetags.people.unread", away)
    answer = stumbling.get("/stumble/missing/")
    assert answer.status_code == 500
    assert "<h1>Er ging iets mis</h1>" in answer.content.decode()


def test_missing_page_leads_a_stranger_and_a_user_on(stumbling: Client, member: User) -> None:
    assert 'href="/">Naar de voorpagina' in stumbling.get("/nergens/").content.decode()
    stumbling.force_login(member)
    assert 'href="/start/">Naar uw startpagina' in stumbling.get("/nergens/").content.decode()


def test_form_without_its_token_says_how_to_go_on(member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    answer = client.post("/gegevens/", {"name": "Jan", "language": "nl"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "<h1>De pagina was verlopen</h1>" in html
    assert "Wat u stuurde is niet opgeslagen." in html
    assert " data-keep>" in html
    assert User.objects.get(pk=member.pk).name == "member"


def test_host_that_is_not_ours_is_refused(db: None, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["portaal.example.org"]
    answer = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "<h1>Dit verzoek klopt niet</h1>" in answer.content.decode()


def test_too_many_fields_is_a_wrong_request(member: User, signed_in: SignIn) -> None:
    client = signed_in(member)
    client.raise_request_exception = False
    answer = client.post("/gegevens/", {f"f{number}": "x" for number in range(5001)})
    assert answer.status_code == 400
    assert "wat u stuurde was te groot" in answer.content.decode()


# --- a session that ended -----------------------------------------------------------------------------------

UNSAVED = "U was niet meer ingelogd. Wat u verstuurde is nog niet opgeslagen. Log in om verder te gaan."


def test_form_sent_after_the_session_leads_to_the_login_page_that_says_so_and_back(member: User) -> None:
    client = Client()
    answer = client.post("/gegevens/", {"name": "Jan", "language": "nl"}, follow=True)
    assert answer.redirect_chain == [("/account/login/?next=/gegevens/", 302)]
    assert [str(message) for message in answer.context["messages"]] == [UNSAVED]
    assert " data-keep>" in answer.content.decode()
    data = {"login": member.email, "password": world.PASSWORD, "next": "/gegevens/"}
    assert client.post("/account/login/", data).url == "/gegevens/"


def test_autosave_after_the_session_leaves_no_message_behind(db: None) -> None:
    client = Client()
    client.post("/gegevens/", {"name": "Jan"}, headers={"x-autosave": "1"})
    assert [str(message) for message in client.get("/account/login/").context["messages"]] == []


def test_asking_for_a_page_is_no_loss(db: None) -> None:
    client = Client()
    assert [str(m) for m in client.get("/gegevens/", follow=True).context["messages"]] == []


# --- headers ------------------------------------------------------------------------------------------------


def directives(answer: HttpResponse) -> dict[str, set[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: set(values) for name, *values in parts}


def public_and_own_pages(member: User) -> Iterator[tuple[Client, str]]:
    mine = Client()
    mine.force_login(member)
    organisation = member.active_memberships[0].organisation_id
    yield from ((Client(), address) for address in ("/", "/hulp/", "/toegankelijkheid/", "/account/login/"))
    yield from (
        (Client(), address) for address in ("/account/password/reset/", "/nergens/", "/healthz", "/readyz")
    )
    own = ("/start/", "/berichten/", "/gegevens/", f"/organisatie/{organisation}/", "/plannen/", "/overleg/")
    yield from (
        (mine, address) for address in (*own, "/account/logout/", "/account/password/change/", "/nergens/")
    )


def test_every_page_has_a_strict_policy_and_is_kept_by_nobody(member: User) -> None:
    for client, address in public_and_own_pages(member):
        answer = client.get(address)
        found = directives(answer)
        assert found["default-src"] == {"'none'"}, address
        assert found["style-src"] == {"'self'"}, address
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:"} & found["script-src"], address
        assert found["frame-ancestors"] == found["base-uri"] == found["object-src"] == {"'none'"}, address
        assert found["form-action"] == {"'self'"}, address
        assert answer.headers["X-Frame-Options"] == "DENY", address
        assert answer.headers["X-Content-Type-Options"] == "nosniff", address
        assert answer.headers["Referrer-Policy"] == "same-origin", address
        assert "no-store" in answer.headers["Cache-Control"], address


def test_nonce_differs_per_answer_and_only_where_it_is_used(db: None) -> None:
    pages = [Client().get("/") for _ in range(2)]
    for page in pages:
        used = set(re.findall(r'nonce="([^"]+)"', page.content.decode()))
        assert {f"'nonce-{nonce}'" for nonce in used} <= directives(page)["script-src"]


def test_page_refuses_what_the_policy_would_block(member: User) -> None:
    for client, address in public_and_own_pages(member):
        html = client.get(address).content.decode()
        assert not re.search(
            r"<style|<[a-z]+[^>]*\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*src=)", html
        ), address
        assert not re.search(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', html), address


def test_lines_of_a_request_get_its_id_and_a_view_may_set_its_own_caching() -> None:
    seen = []

    def view(_request: HttpRequest) -> HttpResponse:
        seen.append(audit._request_id.get())
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    handler = request_context(view)
    answers = [handler(RequestFactory().get("/")) for _ in range(2)]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["max-age=60", "max-age=60"]
    assert None not in seen
    assert len(set(seen)) == 2
    assert audit._request_id.get() is None


def test_every_page_says_whether_this_is_the_demo(db: None, settings: Any) -> None:
    for demo in (True, False):
        settings.DEMO = demo
        html = Client().get(reverse("portal:front")).content.decode()
        assert ("Dit is een demonstratie." in html) is demo

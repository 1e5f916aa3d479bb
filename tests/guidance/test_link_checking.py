"""Links that stopped working are found by a command; it never looks inside a private network."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.models import Offer
from guidance import link_checking
from guidance.models import CommitteePage, DocumentVersion, LinkCheck
from guidance.start_tasks import tasks
from portal import clock
from tests import world

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    """A small web site: a page that is there, one that moved, one that moves for ever, one that trickles, else gone."""

    def do_GET(self) -> None:
        if self.path == "/druppelt":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            for _drop in range(10):
                time.sleep(0.1)
                self.wfile.write(b"a")
        moved = {
            "/verhuisd": "/er",
            "/rond": "/rond",
            "/binnen": "http://10.0.0.1/",
            "/vreemd": "javascript:x",
        }
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
        else:
            self.send_response(200 if self.path.startswith("/er") else 404)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on this machine under a public name: its address counts as public, all others as they are."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_port
    real = socket.getaddrinfo

    def resolve(host: str, *args: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == "www.voorbeeld.nl" else host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    is_public = link_checking.is_public_address
    monkeypatch.setattr(
        link_checking, "is_public_address", lambda text: text == "127.0.0.1" or is_public(text)
    )
    yield f"http://www.voorbeeld.nl:{port}"
    server.shutdown()
    server.server_close()
    thread.join()


def problem(url: str) -> str:
    try:
        link_checking.try_link(url)
    except link_checking.Broken as broken:
        return str(broken)
    return ""


@pytest.mark.parametrize("path", ["/er", "/er?x=1", "/er/één-blad", "/verhuisd"])
def test_works(site: str, path: str) -> None:
    assert problem(f"{site}{path}") == ""


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/weg", "de pagina antwoordt met 404"),
        ("/rond", "de pagina stuurt steeds door"),
        ("/binnen", "afgesloten netwerk"),
        ("/vreemd", "Dit is geen webadres."),
    ],
)
def test_does_not_work(site: str, path: str, why: str) -> None:
    assert why in problem(f"{site}{path}")


def test_no_answer(site: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert problem(f"http://www.voorbeeld.nl:{port}/").startswith("geen antwoord: ")


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1"]
)
def test_name_that_leads_into_a_private_network(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))
    private = (kind, socket.SOCK_STREAM, 6, "", (address, 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [public, private])
    monkeypatch.setattr(socket, "create_connection", lambda *_args: pytest.fail("a connection was made"))
    assert "de naam wijst naar een afgesloten netwerk" in problem("http://www.voorbeeld.nl/")


@pytest.mark.parametrize(
    ("url", "asked_for"),
    [
        ("https://www.café.eu/", ("www.xn--caf-dma.eu", 443)),
        ("http://www.café.eu:8080/", ("www.xn--caf-dma.eu", 8080)),
        ("http://[2606:4700:4700::1111]/", ("2606:4700:4700::1111", 80)),
    ],
)
def test_name_is_asked_for_as_the_network_writes_it(
    monkeypatch: pytest.MonkeyPatch, url: str, asked_for: tuple[str, int]
) -> None:
    asked = []

    def resolve(host: str, port: int, *_args: Any, **_more: Any) -> Any:
        asked.append((host, port))
        raise OSError("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert problem(url).startswith("geen antwoord: ")
    assert asked == [asked_for]


def test_page_that_trickles_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every single wait is short, and still the whole takes for ever."""
    monkeypatch.setattr(link_checking, "PATIENCE", 0.3)
    assert problem(f"{site}/druppelt") == "geen antwoord: het duurt te lang"


def test_error_of_our_own_is_not_taken_for_a_broken_link(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_checking, "_ask", lambda _url: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        link_checking.try_link(f"{site}/er")


def test_second_address_of_a_name_is_tried(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(site.rsplit(":", 1)[1])
    out_of_reach = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [out_of_reach, here])
    connect = socket.create_connection

    def reach(address: tuple[str, int], *args: Any) -> Any:
        if address[0] == "8.8.8.8":
            raise OSError("Network is unreachable")
        return connect((address[0], port), *args)

    monkeypatch.setattr(socket, "create_connection", reach)
    assert problem(f"{site}/er") == ""
    assert problem("https://www.voorbeeld.nl/").startswith("geen antwoord: ")  # the site speaks no TLS


def test_command_keeps_what_it_found(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    DocumentVersion.objects.exclude(url="").update(url=f"{site}/er")
    CommitteePage.objects.update(url=f"{site}/weg")
    Offer.objects.create(provider="AVS", title="Cursus", url=f"{site}/verhuisd")
    Offer.objects.create(provider="AVS", title="Uit", url=f"{site}/uit", is_public=False)
    LinkCheck.objects.create(url="https://nergens.nl/", checked_at=clock.now(), problem="x")
    call_command("check_links")
    assert capsys.readouterr().out.splitlines() == [
        f"{site}/weg: de pagina antwoordt met 404",
        "3 links tried, 1 do not work",
    ]
    assert {row.url.removeprefix(site): bool(row.problem) for row in LinkCheck.objects.all()} == {
        "/er": False,
        "/weg": True,
        "/verhuisd": False,
    }
    with clock.at("2014-01-27T10:00"):
        call_command("check_links", verbosity=0)
        broken = LinkCheck.objects.get(url=f"{site}/weg")
        assert broken.failing_for is not None
        assert broken.failing_for.days == 7  # since the first time
    CommitteePage.objects.update(url=f"{site}/er")
    call_command("check_links", verbosity=0)
    assert not LinkCheck.objects.exclude(problem="").exists()


def test_editor_hears_of_it(editor: Client) -> None:
    since = clock.now()
    LinkCheck.objects.create(
        url="https://www.voorbeeld.nl/weg",
        checked_at=since,
        failing_since=since,
        problem="de pagina antwoordt met 404",
    )
    assert "1 link werkt niet meer" in [row.title for row in tasks(world.guidance_editor())]
    html = editor.get(reverse("admin:guidance_linkcheck_changelist")).content.decode()
    assert "de pagina antwoordt met 404" in html

"""Trying the links of the library: which of them still work. Never looks inside a private network.

An address is typed by an editor, so it is not trusted: every hop is checked, and the connection goes to the very address
that was found to be public, so that a name cannot lead somewhere else a moment later.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from itertools import chain
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from guidance.extension_points import LINKED_ADDRESSES
from guidance.links import check_public, is_public_address
from guidance.models import CommitteePage, DocumentVersion, LinkCheck
from portal import clock

TIMEOUT = 15  # seconds, for each wait
PATIENCE = 45  # seconds, for one address with all its hops
HOPS = 5
AGENT = "Ondersteuningsplanportaal link check"
MOVED = {301, 302, 303, 307, 308}


class Broken(Exception):
    """The link does not work; the message says why."""


def urls() -> list[str]:
    """Every address people can follow from the library and from what the apps above add to it, once."""
    found = {
        *DocumentVersion.objects.filter(document__is_public=True).values_list("url", flat=True),
        *CommitteePage.objects.values_list("url", flat=True),
        *chain.from_iterable(source() for source in LINKED_ADDRESSES),
    }
    return sorted(found - {""})


def check_all() -> Iterator[LinkCheck]:
    """Try every address and keep what was found; forgets addresses nobody links to any more."""
    wanted = urls()
    LinkCheck.objects.exclude(url__in=wanted).delete()
    for url in wanted:
        try:
            try_link(url)
            problem = ""
        except Broken as broken:
            problem = str(broken)[:200]
        row, _made = LinkCheck.objects.get_or_create(url=url, defaults={"checked_at": clock.now()})
        row.checked_at, row.problem = clock.now(), problem
        row.failing_since = (row.failing_since or row.checked_at) if problem else None
        row.save()
        yield row


def try_link(url: str) -> None:
    """Ask for a page, and follow where it moved to; gives up after PATIENCE seconds in all. Raises Broken."""
    answer: Future[None] = Future()

    def follow() -> None:
        try:
            _follow(url)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits gets it
            answer.set_exception(error)
        else:
            answer.set_result(None)

    # A page that trickles keeps every single wait short: only a clock beside it ends that.
    threading.Thread(target=follow, daemon=True).start()
    try:
        answer.result(timeout=PATIENCE)
    except TimeoutError as error:
        raise Broken(_("geen antwoord: %(why)s") % {"why": _("het duurt te lang")}) from error


def _follow(url: str) -> None:
    """Ask for a page, hop after hop. Raises Broken."""
    for _hop in range(HOPS):
        try:
            check_public(url)
            status, moved_to = _ask(url)
        except ValidationError as error:
            raise Broken(" ".join(error.messages)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Broken(_("geen antwoord: %(why)s") % {"why": str(error) or type(error).__name__}) from error
        if status not in MOVED or not moved_to:
            break
        url = urljoin(url, moved_to)
    else:
        raise Broken(_("de pagina stuurt steeds door"))
    if status >= 400:
        raise Broken(_("de pagina antwoordt met %(status)d") % {"status": status})


def _ask(url: str) -> tuple[int, str]:
    """The status of a page, and where it moved to."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode()
    make: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    more = {"context": ssl.create_default_context()} if parts.scheme == "https" else {}
    # With its port, or else the last part of an IPv6 address is taken for one.
    connection = make(host, parts.port or make.default_port, timeout=TIMEOUT, **more)
    connection._create_connection = _connect  # the name stays for TLS and the Host header
    try:
        path = iri_to_uri(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _connect(address: tuple[str, int], timeout: float, *_rest: Any) -> socket.socket:
    """A connection to a public address of this name; refuses a name that leads into a private network."""
    host, port = address
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(is_public_address(row) for row in found):
        raise OSError(_("de naam wijst naar een afgesloten netwerk"))
    for number, place in enumerate(found, start=1):
        try:
            return socket.create_connection((place, port), timeout)
        except OSError:  # a name may have an address of a kind this machine cannot reach
            if number == len(found):
                raise
    raise OSError(_("de naam heeft geen adres"))

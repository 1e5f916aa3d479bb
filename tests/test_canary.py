"""Two partnerships with everything on them: no page, file or table of one ever shows a word of the other."""

import io
import re
import zipfile
from collections import deque
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from plans import services as plans
from plans.models import BudgetHeading, Dossier
from plans.services.drafting import BudgetRow
from portal.models import AuditEntry
from tests import stage as stages
from tests.addresses import address, pages
from tests.stage import Stage

PAGES_AT_MOST = 400
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
# Following these changes who one is, or leaves the portal.
LEFT_ALONE = ("/account/logout", "/static/", "/taal/")


@pytest.fixture
def pair(db: None) -> tuple[Stage, Stage]:
    return stages.own(), stages.other()


def readable(response: Any) -> Iterator[str]:
    """The text of an answer: pages, CSV and JSON as they are, and what is in a zip or PDF."""
    content = b"".join(response) if response.streaming else response.content
    yield content.decode("utf-8", errors="replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield archive.read(name).decode("utf-8", errors="replace")
    elif content.startswith(b"%PDF-1"):
        with pikepdf.open(io.BytesIO(content)) as document:
            yield str(document.docinfo.get("/Title", ""))
    yield from (f"{name}: {value}" for name, value in response.items())


def crawl(client: Client, starts: list[str]) -> dict[str, str]:
    """Every address one can reach by following links, with its text."""
    found: dict[str, str] = {}
    waiting = deque(starts)
    while waiting and len(found) < PAGES_AT_MOST:
        url = waiting.popleft()
        if url in found or url.startswith(LEFT_ALONE):
            continue
        response = client.get(url)
        assert response.status_code < 500, (url, response.status_code)
        if response.status_code in {301, 302}:
            waiting.append(response.url)
            found[url] = ""
            continue
        found[url] = "\n".join(readable(response)) if response.status_code == 200 else ""
        if response.get("Content-Type", "").startswith("text/html"):
            waiting.extend(match.replace("&amp;", "&") for match in LINK.findall(found[url]))
    return found


PARTIES = (stages.E, stages.S, stages.M, stages.T, stages.O, stages.C, stages.X)


@pytest.mark.parametrize("role", PARTIES)
def test_crawling_as_one_never_shows_the_other(pair: tuple[Stage, Stage], role: str) -> None:
    for mine, theirs in (pair, pair[::-1]):
        client = Client()
        client.force_login(mine.people[role])
        # What can be reached by links, and every address of the portal with the row of the other in it.
        direct = [address(name, theirs) for name in pages() if not name.startswith(("account_", "set_"))]
        invitation = address("portal:invitation", theirs)  # whoever has the token was sent it
        found = crawl(client, ["/start/", *(url for url in direct if url != invitation)])
        seen_own = [url for url, text in found.items() if mine.word in text]
        assert len(seen_own) > 5, "the crawler sees nothing, so it proves nothing"
        assert [url for url, text in found.items() if theirs.word in text] == []


def test_crawler_would_see_it(pair: tuple[Stage, Stage]) -> None:
    """Somebody who works for both finds both words, in pages, CSV, JSON, PDF and zip."""
    _mine, theirs = pair
    client = Client()
    client.force_login(theirs.people[stages.E])
    found = crawl(client, ["/start/", *(address(name, theirs) for name in pages() if ":" in name)])
    kinds = ("/json/", "/pdf/", "/csv/", "/bundel/", "/tijdlijn/", "/berichten/", "/organisatie/")
    for kind in kinds:
        assert any(theirs.word in text for url, text in found.items() if kind in url), kind


def test_signed_out_sees_neither(pair: tuple[Stage, Stage]) -> None:
    urls = [address(name, stage) for stage in pair for name in pages()]
    invitations = {address("portal:invitation", stage) for stage in pair}
    found = crawl(Client(), ["/", *(url for url in urls if url not in invitations)])
    words = {stage.word for stage in pair}
    assert [url for url, text in found.items() if any(word in text for word in words)] == []


def test_municipality_sees_the_offered_version_not_the_draft(pair: tuple[Stage, Stage]) -> None:
    """What was written after the offer is nobody's but the partnership's; nor what was removed, or its audit line."""
    stage, _other = pair
    stage.chapter.refresh_from_db()
    plans.save_chapter(
        stage.chapter,
        by=stage.people[stages.E],
        seen=stage.chapter.row_version,
        title="Nog niet",
        body="<p>nachtegaal</p>",
        status="busy",
    )
    by = stage.people[stages.E]
    plans.save_chapter(
        stage.free_chapter, by=by, seen=1, title="Weg", body="<p>nachtegaal</p>", status="busy"
    )
    plans.remove_chapter(stage.free_chapter, by=by, seen=2)
    for text in ("nachtegaal", ""):  # the former budget stands in the line of the second
        version = Dossier.objects.get(pk=stage.dossier.pk).budget_version
        rows = [BudgetRow(BudgetHeading.objects.get(key="lo_personeel"), text)]
        plans.save_budget(stage.dossier, by=by, seen=version, rows=rows)
    lines = AuditEntry.objects.filter(dossier=stage.dossier.uuid)
    assert "nachtegaal" in str(list(lines.values_list("data", flat=True)))
    trail = [reverse("admin:portal_auditentry_change", args=[row.pk]) for row in lines]
    for role in (stages.M, stages.T, stages.O, stages.C, stages.X, stages.R, stages.A):
        client = Client()
        client.force_login(stage.people[role])
        urls = [address(name, stage) for name in pages() if not name.startswith(("account_", "set_"))]
        found = crawl(client, ["/start/", *urls, *trail])
        assert set(trail) <= set(found)
        assert [url for url, text in found.items() if "nachtegaal" in text] == [], role
    client = Client()
    client.force_login(stage.people[stages.S])
    assert "nachtegaal" in client.get(address("plans:chapter", stage)).content.decode()

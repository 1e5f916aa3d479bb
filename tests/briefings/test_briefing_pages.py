"""The pages of briefings: list, briefing, participants, and making one in the admin."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings import services
from briefings.models import Briefing, BriefingDocument
from portal import clock
from portal.models import User
from register.models import Municipality
from tests import world
from tests.plans.conftest import pdf

Make = Callable[..., Briefing]
Sign = Callable[[User], Client]
LIST = reverse("briefings:briefings")
ADD = reverse("admin:briefings_briefing_add")


def titles(page: Any) -> list[str]:
    return [row.title for row, _registration, _free in page.context["rows"]]


def typed(**changes: Any) -> dict[str, Any]:
    """What an editor types for a new briefing."""
    return {
        "title": "Aan tafel",
        "programme": "Gesprek.",
        "audience": "municipalities",
        "starts_at": "14-5-2014 13:30",
        "ends_at": "14-5-2014 16:00",
        "place": "Stadhuis, Meppel",
        "capacity": "2",
        "documents-TOTAL_FORMS": "0",
        "documents-INITIAL_FORMS": "0",
        **changes,
    }


def test_made_in_the_admin_and_announced_on_its_page(editor: Client, client: Client) -> None:
    answer = editor.post(ADD, typed())
    assert answer.status_code == 302, answer.context["error_rows"]
    row = Briefing.objects.get()
    assert row.state == "prepared"
    assert client.get(row.get_absolute_url()).status_code == 404
    assert titles(client.get(LIST)) == []
    url = reverse("briefings:briefing_transition", args=[row.uuid, "announce"])
    assert editor.post(url, {"row_version": row.row_version}).status_code == 302
    assert titles(client.get(LIST)) == ["Aan tafel"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts_at": "morgen"}, "Typ een dag en een tijd, bijvoorbeeld 14-4-2014 13:30."),
        ({"place": ""}, "Vul een plaats in, of het adres van de videovergadering."),
        ({"ends_at": "14-5-2014 13:00"}, "De bijeenkomst eindigt voordat zij begint."),
        ({"capacity": "0"}, "Er is ten minste één plaats."),
        ({"closes_at": "15-5-2014 12:00"}, "Aanmelden kan niet langer dan tot het begin."),
        ({"video_url": "https://10.0.0.1/x"}, "Dit adres ligt in een afgesloten netwerk."),
        ({"capacity": "veel"}, "Voer een geheel getal in."),
    ],
)
def test_bad_input_is_explained_and_kept(editor: Client, changes: dict[str, str], message: str) -> None:
    answer = editor.post(ADD, typed(**changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert "Stadhuis, Meppel" in page or "place" in changes
    assert not Briefing.objects.exists()


def test_list_by_words_audience_and_time(client: Client, briefing: Make) -> None:
    briefing(title="Voor gemeenten")
    briefing(title="Voor besturen", audience="boards", place="Utrecht")
    briefing(title="Voor beide", audience="both")
    assert titles(client.get(f"{LIST}?voor=boards")) == ["Voor besturen", "Voor beide"]
    assert titles(client.get(f"{LIST}?q=utrecht")) == ["Voor besturen"]
    assert "Er zijn nog geen bijeenkomsten geweest." in client.get(f"{LIST}?toon=geweest").content.decode()
    with clock.at("2014-05-15T09:00"):
        assert titles(client.get(LIST)) == []
        assert "Er staan geen bijeenkomsten gepland." in client.get(LIST).content.decode()
        assert len(titles(client.get(f"{LIST}?toon=geweest"))) == 3
    sheet = client.get(f"{reverse('briefings:briefings_csv')}?voor=boards").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert [row[0] for row in rows] == ["Titel", "Voor besturen", "Voor beide"]


def test_page_says_what_one_can_do(client: Client, client_of: Sign, briefing: Make) -> None:
    row = briefing(capacity=1)
    url = row.get_absolute_url()
    assert "Inloggen om u aan te melden" in client.get(url).content.decode()
    official = client_of(world.official())
    assert "Aanmelden</a>" in official.get(url).content.decode()
    services.sign_up(row, by=world.official())
    assert "U bent aangemeld." in official.get(url).content.decode()
    second = client_of(world.official("Aalten"))
    assert "Op de wachtlijst zetten</a>" in second.get(url).content.decode()
    services.sign_up(row, by=world.official("Aalten"))
    assert "U staat op nummer 1 van de wachtlijst." in second.get(url).content.decode()
    assert "Deze bijeenkomst is voor gemeenten" in client_of(world.editor()).get(url).content.decode()
    with clock.at("2014-05-15T09:00"):
        late = client_of(world.official("Almere")).get(url).content.decode()
        assert "De bijeenkomst is al begonnen." in late
        assert "Aanmelden</a>" not in late
    sign_up = reverse("briefings:briefing_transition", args=[row.uuid, "sign_up"])
    assert "U bent al aangemeld." in official.get(sign_up).content.decode()
    wrong = client_of(world.editor()).post(sign_up, {"remark": "Ik wil graag komen."})
    assert wrong.status_code == 409
    assert "Ik wil graag komen." in wrong.content.decode()


def test_one_signs_off_only_oneself(client_of: Sign, briefing: Make) -> None:
    row = services.sign_up(briefing(), by=world.official())
    url = reverse("briefings:registration_transition", args=[row.uuid, "sign_off"])
    for user in (world.official("Aalten"), world.municipal_signatory(), world.guidance_editor()):
        assert client_of(user).post(url, {}).status_code == 404
    assert client_of(world.official()).post(url, {}).status_code == 302
    row.refresh_from_db()
    assert row.state == "signed_off"


def test_participants_are_for_the_organiser(client_of: Sign, editor: Client, briefing: Make) -> None:
    row = briefing(capacity=1)
    services.sign_up(row, by=world.official(), remark="=1+1")
    services.sign_up(row, by=world.official("Aalten"))
    page = editor.get(reverse("briefings:attendance", args=[row.uuid]))
    assert [found.organisation.name for found in page.context["registered"]] == ["Meppel"]
    assert [found.organisation.name for found in page.context["waiting"]] == ["Aalten"]
    sheet = editor.get(reverse("briefings:attendance_csv", args=[row.uuid]))
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert [found[2:4] for found in rows[1:]] == [["Meppel", "aangemeld"], ["Aalten", "op de wachtlijst"]]
    assert not rows[1][5].startswith("="), "a spreadsheet may not take it for a formula"
    for name in ("attendance", "attendance_csv"):
        url = reverse(f"briefings:{name}", args=[row.uuid])
        assert client_of(world.official()).get(url).status_code == 403


def test_documents_afterwards(client: Client, editor: Client, briefing: Make) -> None:
    from tests.briefings.test_briefing_places import save

    row = briefing()
    with clock.at("2014-05-15T09:00"):
        assert "Er zijn nog geen stukken." in client.get(row.get_absolute_url()).content.decode()
        refused = save(
            editor,
            row,
            **{"documents-TOTAL_FORMS": "1", "documents-0-title": "Dia's", "documents-0-briefing": row.pk},
        )
        assert refused.status_code == 422
        assert "Kies een bestand." in refused.content.decode()
        answer = save(
            editor,
            row,
            **{
                "documents-TOTAL_FORMS": "1",
                "documents-0-title": "Dia's",
                "documents-0-briefing": row.pk,
                "documents-0-upload": pdf("dias.pdf", "dia's"),
                "documents-0-is_public": "on",
            },
        )
        assert answer.status_code == 302
        document = BriefingDocument.objects.get()
        url = reverse("briefings:briefing_document", args=[row.uuid, document.pk])
        assert url in client.get(row.get_absolute_url()).content.decode()
        assert b"".join(client.get(url).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        # Put there by mistake it comes off the site, and is kept.
        taken_off = {
            "documents-0-title": "Dia's",
            "documents-0-briefing": row.pk,
            "documents-0-id": document.pk,
        }
        assert save(editor, row, **taken_off).status_code == 302
        assert url not in client.get(row.get_absolute_url()).content.decode()
        assert client.get(url).status_code == 404
        assert BriefingDocument.objects.get().file == document.file


def test_start_page_reminds(client_of: Sign, briefing: Make) -> None:
    services.sign_up(briefing(), by=world.official())
    page = client_of(world.official()).get(reverse("portal:start")).content.decode()
    assert "Bijeenkomst: Aan tafel" in page
    agenda = client_of(world.official()).get(reverse("guidance:own_agenda"))
    assert "14 mei 2014, 13.30–16.00 uur" in agenda.content.decode()
    with clock.at("2014-05-15T09:00"):
        agenda = client_of(world.official()).get(reverse("guidance:own_agenda"))
        assert "Uw bijeenkomsten" not in agenda.content.decode()


@pytest.mark.parametrize("name", ["briefings", "briefings_csv"])
def test_cost_does_not_grow_with_the_briefings(client_of: Sign, briefing: Make, name: str) -> None:
    browser = client_of(world.official())
    counts = []
    for number in (1, 3, 20):
        while Briefing.objects.count() < number:
            services.sign_up(briefing(title=f"Nummer {Briefing.objects.count()}"), by=world.official())
        browser.get(reverse(f"briefings:{name}"))
        with CaptureQueriesContext(connection) as found:
            browser.get(reverse(f"briefings:{name}"))
        counts.append(len(found))
    assert len(set(counts)) == 1, counts


def test_cost_does_not_grow_with_who_comes(editor: Client, briefing: Make) -> None:
    row = briefing(capacity=5)
    names = Municipality.objects.order_by("name").values_list("name", flat=True)[:12]
    counts = []
    for number in (1, 3, 12):
        for name in names[row.registrations.count() : number]:
            services.sign_up(row, by=world.official(name))
        for url in ("attendance", "briefing"):
            editor.get(reverse(f"briefings:{url}", args=[row.uuid]))
        with CaptureQueriesContext(connection) as found:
            for url in ("attendance", "briefing"):
                editor.get(reverse(f"briefings:{url}", args=[row.uuid]))
        counts.append(len(found))
    assert len(set(counts)) == 1, counts

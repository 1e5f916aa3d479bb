"""The library: search, filters, order, export, the page of a document and its files."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance.models import Document, DocumentVersion, Party, Subject
from portal.files import store
from tests.plans.conftest import pdf_bytes

pytestmark = pytest.mark.django_db
Make = Callable[..., Document]
LIST, CSV = reverse("guidance:library"), reverse("guidance:library_csv")


def keys(client: Client, **asked: str) -> list[str]:
    """The keys in the order of the list; the export has the same ones."""
    rows = [row.key for row in client.get(LIST, asked).context["page"]]
    exported = list(
        csv.DictReader(io.StringIO(client.get(CSV, asked).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row["Adres"].rstrip("/").rsplit("/", 1)[1] for row in exported] == rows
    return rows


def test_everybody_finds_the_documents_of_the_werkagenda(client: Client) -> None:
    assert keys(client) == [
        "de-verbinding",
        "modelprocedure-oogo",
        "overeenkomst-oogo",
        "reglement-geschillencommissie",
    ]


@pytest.mark.parametrize("words", ["groeidocument", "GROEIDOCUMENT strategie", "vo-raad jeugd", "   zorg   "])
def test_all_words_are_looked_for_in_every_text(client: Client, words: str) -> None:
    assert "de-verbinding" in keys(client, q=words)


def test_words_that_are_nowhere_find_nothing_and_say_how_to_go_on(client: Client) -> None:
    answer = client.get(LIST, {"q": "zzzz"})
    assert "Niets gevonden. Probeer een ander woord of minder filters." in answer.content.decode()
    assert "Toon alles" in answer.content.decode()


@pytest.mark.parametrize("words", ["'", '"', "%", "a & b | !", "\x00", "\\", "(" * 50, "é" * 300])
def test_no_search_is_a_server_error(client: Client, words: str) -> None:
    assert client.get(LIST, {"q": words}).status_code == 200


def test_postgresql_searches_by_stem(client: Client, document: Make) -> None:
    document("vervoer", summary="Hoe een gemeente leerlingen vervoert.")
    found = keys(client, q="leerling gemeenten")
    assert ("vervoer" in found) == (connection.vendor == "postgresql")
    assert "vervoer" in keys(client, q="leerlingen gemeente")


def test_filters(client: Client, document: Make) -> None:
    document("opr", audience="councils", subjects=("leerplicht",))
    document("english", language="en", kind="other", audience="municipalities")
    assert keys(client, soort="model") == ["modelprocedure-oogo"]
    assert keys(client, taal="en") == ["english"]
    assert keys(client, onderwerp="leerplicht") == ["opr"]
    assert keys(client, voor="councils") == ["opr"]
    assert "de-verbinding" in keys(client, voor="municipalities")  # is for boards and municipalities
    assert keys(client, voor="municipalities", taal="en") == ["english"]
    assert len(keys(client, soort="zzz", onderwerp="zzz", taal="zzz", voor="zzz", sorteer="zzz")) == 6


def test_a_subject_nobody_wrote_about_is_no_choice(client: Client) -> None:
    chosen = next(row for row in client.get(LIST).context["query"].choices() if row["name"] == "onderwerp")
    assert {key for key, _label in chosen["rows"]} == {"oogo", "jeugdhulp", "geschillen"}


def test_order(client: Client, document: Make) -> None:
    document("aap", kind="other", dated=dt.date(2014, 2, 1))
    document("zus", kind="agreement", dated=dt.date(2013, 2, 1))
    assert keys(client)[0] == "aap"
    assert keys(client, sorteer="-titel")[0] == "zus"
    assert keys(client, sorteer="soort")[-1] == "reglement-geschillencommissie"
    dated = [
        key for key in keys(client, sorteer="datum") if key in {"aap", "zus", "reglement-geschillencommissie"}
    ]
    assert dated == ["zus", "aap", "reglement-geschillencommissie"]


def test_what_is_not_public_is_nowhere(client: Client, document: Make) -> None:
    hidden = document("geheim", is_public=False, subjects=("leerplicht",))
    version = DocumentVersion.objects.create(
        document=hidden, label="1", file=store(pdf_bytes("geheim"), "application/pdf"), file_name="geheim.pdf"
    )
    assert "geheim" not in keys(client)
    assert keys(client, q="geheim") == []
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("guidance:document_file", args=["geheim", version.pk])).status_code == 404


def test_page_of_a_document_tells_its_history(client: Client) -> None:
    html = client.get(reverse("guidance:document", args=["modelprocedure-oogo"])).content.decode()
    assert html.index("februari 2014") < html.index(">2013<")
    assert "Voetnoot 14 is nieuw" in html
    assert "De tekst van deze versie hebben wij niet." in html
    assert "PO-Raad, VO-raad, VNG" in html
    assert "Een modelprocedure voor het OOGO" in html  # the action it came from


def test_document_without_versions_says_so(client: Client, document: Make) -> None:
    html = client.get(document("leeg").get_absolute_url()).content.decode()
    assert "Van dit document staat nog geen versie op de site." in html


def test_file_of_a_version_is_a_download(client: Client, document: Make) -> None:
    content = pdf_bytes("handreiking")
    version = DocumentVersion.objects.create(
        document=document("met-bestand"),
        label="1",
        file=store(content, "application/pdf"),
        file_name="handreiking.pdf",
    )
    answer = client.get(reverse("guidance:document_file", args=["met-bestand", version.pk]))
    assert b"".join(answer) == content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="handreiking.pdf"'
    assert (
        client.get(reverse("guidance:document_file", args=["de-verbinding", version.pk])).status_code == 404
    )
    without = DocumentVersion.objects.get(document__key="de-verbinding")
    assert (
        client.get(reverse("guidance:document_file", args=["de-verbinding", without.pk])).status_code == 404
    )


def test_texts_in_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    html = client.get(reverse("guidance:document", args=["modelprocedure-oogo"])).content.decode()
    assert "Footnote 14 is new" in html
    assert "February 2014" in html


def test_empty_library_says_how_it_gets_filled(client: Client) -> None:
    Document.objects.update(is_public=False)
    assert "Er staan nog geen documenten. De redactie zet ze erin." in client.get(LIST).content.decode()


def many(number: int) -> None:
    rows = Document.objects.bulk_create(
        Document(
            key=f"nr-{i}",
            kind="guide",
            title=f"Stuk {i}",
            search_text=f"stuk {i} " + ("zeldzaam" if i % 1000 == 0 else "gewone woorden over samenwerking"),
        )
        for i in range(number)
    )
    links = Document.issuers.through.objects
    party = Party.objects.get(key="vng")
    links.bulk_create(Document.issuers.through(document=row, party=party) for row in rows)


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_queries_do_not_grow_with_the_rows(client: Client) -> None:
    Document.objects.exclude(key="de-verbinding").update(is_public=False)
    urls = [LIST, CSV, f"{LIST}?q=stuk&soort=guide&sorteer=-datum"]
    client.get(LIST)
    numbers = []
    for more in (0, 2, 60):
        Document.objects.filter(key__startswith="nr-").delete()
        many(more)
        numbers.append([count(client, url) for url in urls])
    assert numbers[0][:2] == numbers[1][:2] == numbers[2][:2]
    assert numbers[1][2] == numbers[2][2]


def test_search_in_five_thousand_documents(client: Client) -> None:
    """On PostgreSQL by an index, whatever the planner would choose for a smaller table."""
    many(5000)
    assert len(keys(client, q="zeldzaam")) == 5
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE guidance_document")
        plan = Document.objects.public().search("zeldzaam").explain()
        assert "guidance_document_search" in plan, plan


def test_names_change_what_is_found(client: Client) -> None:
    subject = Subject.objects.get(key="jeugdhulp")
    subject.name = "Kinderopvang"
    subject.save()
    for row in subject.documents.all():
        row.refresh_search()
    assert keys(client, q="kinderopvang") == ["de-verbinding"]


def test_without_a_date_it_comes_last_either_way(client: Client, document: Make) -> None:
    Document.objects.update(is_public=False)
    document("aa-zonder")
    document("bb-nieuw", dated=dt.date(2014, 2, 1))
    document("cc-oud", dated=dt.date(2012, 2, 1))
    assert keys(client, sorteer="-datum") == ["bb-nieuw", "cc-oud", "aa-zonder"]
    assert keys(client, sorteer="datum") == ["cc-oud", "bb-nieuw", "aa-zonder"]

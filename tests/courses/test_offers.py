"""Courses and advice by third parties: the list, how it is kept, and how it is found."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Offer
from guidance.models import Subject
from tests import world

pytestmark = pytest.mark.django_db
LIST, CSV = reverse("courses:offers"), reverse("courses:offers_csv")
ADD = reverse("admin:courses_offer_add")


def offer(title: str = "Cursus passend onderwijs", **values: object) -> Offer:
    return Offer.objects.create(
        **{"provider": "AVS", "title": title, "url": "https://www.voorbeeld.nl/cursus", **values}
    )


def test_empty_list_says_how_it_gets_filled(client: Client) -> None:
    html = client.get(LIST).content.decode()
    assert "Er staat nog geen aanbod. De redactie zet het erin." in html
    assert 'name="q"' not in html


def test_list_and_export(client: Client) -> None:
    row = offer()
    row.subjects.set(Subject.objects.filter(key="leerlingenvervoer"))
    offer("Verborgen", is_public=False)
    html = client.get(LIST).content.decode()
    assert "Cursus passend onderwijs" in html
    assert "AVS · Leerlingenvervoer" in html
    assert "nagekeken 20 januari 2014" in html
    assert "Verborgen" not in html
    rows = csv.DictReader(io.StringIO(client.get(CSV).content.decode("utf-8-sig")), delimiter=";")
    assert [found["Titel"] for found in rows] == ["Cursus passend onderwijs"]


@pytest.mark.parametrize(
    ("words", "number"),
    [("avs", 1), ("vervoer passend", 1), ("avs zzz", 0), ("%", 0), ("\x00", 1), ("' OR 1", 0)],
)
def test_search(client: Client, words: str, number: int) -> None:
    offer().subjects.set(Subject.objects.filter(key="leerlingenvervoer"))
    answer = client.get(LIST, {"q": words})
    assert answer.context["page"].paginator.count == number
    assert ("Niets gevonden." in answer.content.decode()) == (number == 0)


def test_editor_adds_one(editor: Client) -> None:
    data = {"provider": "AVS", "title": "Cursus", "url": "http://intranet.local/x", "checked_on": "21-1-2014"}
    answer = editor.post(ADD, data)
    assert answer.status_code == 422
    texts = " ".join(row["text"] for row in answer.context["error_rows"])
    assert "afgesloten netwerk" in texts
    assert "Deze dag ligt in de toekomst." in texts
    assert not Offer.objects.exists()
    data |= {"url": "www.voorbeeld.nl/cursus", "checked_on": "20-1-2014", "is_public": "on"}
    assert editor.post(ADD, data).status_code == 302
    assert Offer.objects.get().url == "https://www.voorbeeld.nl/cursus"


def test_queries_do_not_grow_with_the_rows(client: Client) -> None:
    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    numbers = []
    subjects = list(Subject.objects.all()[:3])
    for more in (1, 2, 60):
        for number in range(more):
            offer(f"Cursus {more} {number}").subjects.set(subjects)
        numbers.append((count(LIST), count(CSV)))
    assert len(set(numbers)) == 1, numbers


def test_everybody_may_look(client: Client) -> None:
    client.force_login(world.official())
    assert client.get(LIST).status_code == 200


def test_subject_is_found_in_both_languages(client: Client) -> None:
    row = offer()
    subject = Subject.objects.get(key="leerlingenvervoer")
    row.subjects.add(subject)
    for words in (subject.name, subject.name_en):
        assert list(client.get(LIST, {"q": words}).context["page"]) == [row], words

"""The werkagenda: what is done, planned or late by the clock; the line of time in words and as a drawing."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guidance import werkagenda_timeline
from guidance.models import AgendaAction, AgendaDate, DocumentVersion
from guidance.start_tasks import tasks
from plans.models import Milestone
from portal import clock
from portal.extension_points import Group
from tests import world

pytestmark = pytest.mark.django_db
URL = reverse("guidance:agenda")


def page(client: Client, when: str = world.START) -> str:
    with clock.at(when):
        answer = client.get(URL)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("when", "status"),
    [("2014-07-31T23:59", "planned"), ("2014-08-01T00:00", "late")],
)
def test_action_is_late_after_its_last_day(when: str, status: str) -> None:
    with clock.at(when):
        assert AgendaAction.objects.get(key="experiments").status.value == status
        assert AgendaAction.objects.get(key="guide").status.value == "done"


@pytest.mark.parametrize(
    ("begin", "end", "years"),
    [
        (None, dt.date(2012, 12, 31), "2012/13"),
        (dt.date(2012, 8, 1), dt.date(2014, 7, 31), "2012/13, 2013/14"),
        (dt.date(2099, 8, 1), dt.date(2100, 7, 31), "2099/00"),
        (dt.date(2014, 7, 31), dt.date(2014, 8, 1), "2013/14, 2014/15"),
    ],
)
def test_school_years(begin: dt.date | None, end: dt.date, years: str) -> None:
    assert AgendaAction(planned_from=begin, planned_to=end).school_years == years


def test_page_shows_what_each_action_delivered(client: Client) -> None:
    html = page(client)
    assert reverse("guidance:document", args=["modelprocedure-oogo"]) in html
    assert reverse("guidance:document", args=["de-verbinding"]) in html
    assert html.count("nog niets gemeld") == 3
    assert "uiterlijk 31 december 2012" in html
    assert "1 augustus 2013 tot en met 31 juli 2014" in html


def test_document_that_is_not_public_is_not_linked(client: Client) -> None:
    action = AgendaAction.objects.get(key="guide")
    assert action.document is not None
    action.document.is_public = False
    action.document.save()
    assert action.document.get_absolute_url() not in page(client)


def test_dates_are_the_milestones_of_the_round_and_those_of_the_introduction() -> None:
    found = werkagenda_timeline.entries()
    statutory = [row for row in found if row.is_milestone]
    assert [row.title for row in statutory] == [
        row.display_title for row in Milestone.objects.order_by("date")
    ]
    assert len(found) == len(statutory) + AgendaDate.objects.count()
    assert [row.date for row in found] == sorted(row.date for row in found)
    assert [row.date for row in found if row.is_next] == [dt.date(2014, 2, 1)]


@pytest.mark.parametrize("when", [world.START, "2014-04-14T09:00", "2016-01-01T09:00"])
def test_drawing_shows_every_action_and_today_when_it_is_in_the_picture(when: str) -> None:
    with clock.at(when):
        rows = list(AgendaAction.objects.all())
        drawing = str(werkagenda_timeline.drawing(rows, werkagenda_timeline.entries()))
    assert drawing.count('class="agenda-label"') == 6
    assert ("vandaag" in drawing) == (when < "2014-08-01")
    assert re.findall(r">(\d{4}/\d{2})<", drawing) == ["2012/13", "2013/14"]
    places = [float(x) for x in re.findall(r'<rect class="agenda-\w+" x="([\d.]+)"', drawing)]
    assert all(0 <= x <= 360 for x in places)
    # founded 1-11-2013, OPR 1-2, rules 1-3, ruling 15-4, filing 30-4, start 1-8-2014, areas 1-1-2013
    assert drawing.count('class="agenda-mark" d="M') == 7 + 1  # and the one of the legend


def test_empty_agenda_says_how_it_gets_filled(client: Client) -> None:
    AgendaAction.objects.all().delete()
    AgendaDate.objects.all().delete()
    Milestone.objects.all().delete()
    html = page(client)
    assert "Er staan nog geen acties in de werkagenda." in html
    assert "Er staan nog geen data in de werkagenda." in html
    assert "<svg" not in html


def test_export(client: Client) -> None:
    content = client.get(reverse("guidance:agenda_csv")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert len(rows) == 6
    assert rows[0]["Gepland tot en met"] == "31-12-2012"
    assert rows[0]["Stand"] == "gedaan"
    assert rows[5]["Schooljaar"] == "2013/14"


def test_queries_do_not_grow_with_the_actions(client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            page(client)
        return len(found)

    first = AgendaAction.objects.get(key="model_procedure")
    AgendaAction.objects.exclude(pk=first.pk).delete()
    page(client)
    numbers = [count()]
    for more in (2, 20):
        for number in range(more):
            made = AgendaAction.objects.create(
                key=f"nog-{more}-{number}", title="Nog een", audience="both", planned_to=first.planned_to,
                document=first.document,
            )  # fmt: skip
            made.parties.set(first.parties.all())
        numbers.append(count())
    assert len(set(numbers)) == 1, numbers


def test_start_page_of_an_editor() -> None:
    by = world.guidance_editor()
    assert [(row.group, row.title) for row in tasks(by)] == [
        (Group.DONE, "De werkagenda is bij"),
        (Group.TODO, "Van 1 versie van een document is er geen link en geen bestand"),
    ]
    DocumentVersion.objects.filter(url="").update(url="https://www.voorbeeld.nl/model")
    with clock.at("2014-08-01T09:00"):
        (task,) = tasks(by)
    assert (task.group, task.title) == (Group.TODO, "Van 3 acties van de werkagenda is de termijn voorbij")
    assert list(tasks(world.administrator())) == []


def test_everybody_finds_it_from_the_front_page(client: Client) -> None:
    html = client.get("/").content.decode()
    for name in ("guidance:agenda", "guidance:library", "guidance:committees"):
        assert html.count(f'href="{reverse(name)}"') == 2  # on the page and in the footer

"""The werkagenda shows the briefings its actions led to; an editor chooses the actions on the page of the briefing."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from briefings import services
from briefings.models import Briefing
from guidance.models import AgendaAction
from tests import world

pytestmark = pytest.mark.django_db
Make = Callable[..., Briefing]
URL = reverse("guidance:agenda")


def test_action_links_its_briefings_once_they_are_announced(briefing: Make, client: Client) -> None:
    row = briefing(announced=False)
    row.actions.set([AgendaAction.objects.get(key="meetings")])
    html = client.get(URL).content.decode()
    assert row.get_absolute_url() not in html
    assert html.count("nog niets gemeld") == 2, "something is being prepared"
    services.announce_briefing(row, by=world.guidance_editor())
    second = briefing(title="Nog eens")
    second.actions.set(AgendaAction.objects.filter(key__in=["meetings", "experiments"]))
    html = client.get(URL).content.decode()
    assert html.count(row.get_absolute_url()) == 1
    assert html.count(second.get_absolute_url()) == 2
    assert html.count("nog niets gemeld") == 1


def test_queries_do_not_grow_with_the_briefings(briefing: Make, client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(URL)
        return len(found)

    numbers = []
    for more in (1, 10):
        for _number in range(more):
            briefing().actions.set(AgendaAction.objects.all())
        numbers.append(count())
    assert len(set(numbers)) == 1, numbers


def test_editor_chooses_the_actions_on_the_page_of_the_briefing(briefing: Make, editor: Client) -> None:
    row, action = briefing(), AgendaAction.objects.get(key="meetings")
    url = reverse("admin:briefings_briefing_change", args=[row.pk])
    form = editor.get(url).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    values |= {"starts_at": "14-5-2014 13:30", "ends_at": "14-5-2014 16:00", "actions": [str(action.pk)]}
    values |= {"documents-TOTAL_FORMS": "0", "documents-INITIAL_FORMS": "0"}
    assert editor.post(url, values).status_code == 302
    assert list(row.actions.all()) == [action]

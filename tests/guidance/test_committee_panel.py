"""From the page of the dispute committee a party lodges its dispute."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as talks
from consultations.models import Consultation
from disputes.models import Dispute
from portal import clock
from portal.models import User
from portal.rights import Role
from tests import world

Sign = Callable[[User], Client]
PAGE = reverse("guidance:committees")


@pytest.fixture
def disagreed(db: None) -> Callable[[str], Consultation]:
    """Records that there is no agreement with a municipality, in its own name."""
    plan = world.offered()

    def make(name: str) -> Consultation:
        talk = world.consultation(plan, name)
        official = world.person(Role.MUNICIPALITY_OFFICIAL, talk.municipality.organisation)
        talks.record_outcome(
            talk, name="disagree", by=official, decided_on=clock.today(), remarks="Te weinig."
        )
        return talk

    return make


Disagreed = Callable[[str], Consultation]


def test_party_finds_its_talks_and_lodges_from_there(disagreed: Disagreed, client_of: Sign) -> None:
    talk = disagreed("Meppel")
    url = reverse("disputes:lodge", args=[talk.uuid])
    browser = client_of(world.official())
    assert url in browser.get(PAGE).content.decode()
    assert url in client_of(world.signatory()).get(PAGE).content.decode()
    form = browser.get(url).context["form"]
    answer = browser.post(url, {"row_version": form["row_version"].value(), "grounds": "Geen afspraak."})
    assert answer.status_code == 302
    assert Dispute.objects.get().consultation == talk
    page = browser.get(PAGE).content.decode()
    assert url not in page
    assert "U hebt nu geen overleg dat zonder overeenstemming eindigde." in page


def test_others_find_nothing_there(disagreed: Disagreed, client: Client, client_of: Sign) -> None:
    talk = disagreed("Meppel")
    url = reverse("disputes:lodge", args=[talk.uuid])
    for user in (world.official("Aalten"), world.editor("PO2502")):
        page = client_of(user).get(PAGE).content.decode()
        assert url not in page
        assert "U hebt nu geen overleg" in page
    for browser in (client, client_of(world.reviewer()), client_of(world.guidance_editor())):
        assert "Uw overleg zonder overeenstemming" not in browser.get(PAGE).content.decode()


def test_cost_does_not_grow_with_the_talks(disagreed: Disagreed, client_of: Sign) -> None:
    browser = client_of(world.editor())
    names = list(Consultation.objects.values_list("municipality__name", flat=True))
    counts, done = [], 0
    browser.get(PAGE)
    for number in (1, 3, len(names)):
        for name in names[done:number]:
            disagreed(name)
        done = number
        with CaptureQueriesContext(connection) as found:
            assert browser.get(PAGE).content.decode().count("Geschil voorleggen<") == number
        counts.append(len(found))
    assert len(set(counts)) == 1, counts

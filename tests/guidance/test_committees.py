"""The page of the national committee: who may bring what, by which rules, and the way into the portal."""

import pytest
from django.test import Client
from django.urls import reverse

from guidance.models import AgendaAction, CommitteePage, Document
from tests import world

pytestmark = pytest.mark.django_db
URL = reverse("guidance:committees")


def test_page_says_who_may_bring_what(client: Client) -> None:
    html = client.get(URL).content.decode()
    assert "Stichting Onderwijsgeschillen, Utrecht" in html
    assert "van kracht sinds 1 maart 2014" in html
    assert reverse("guidance:document", args=["reglement-geschillencommissie"]) in html
    assert f"{reverse('account_login')}?next={reverse('consultations:consultations')}" in html


def test_party_goes_on_from_here_to_its_consultations(client: Client) -> None:
    client.force_login(world.official())
    assert f'href="{reverse("consultations:consultations")}"' in client.get(URL).content.decode()


def test_rules_that_are_not_public_are_not_linked(client: Client) -> None:
    Document.objects.filter(kind="rules").update(is_public=False)
    assert "reglement-geschillencommissie" not in client.get(URL).content.decode()


def test_without_any_it_says_how_it_gets_filled(client: Client) -> None:
    CommitteePage.objects.update(rules=None)
    AgendaAction.objects.update(committee=None)
    CommitteePage.objects.all().delete()
    assert "De redactie zet ze erin." in client.get(URL).content.decode()

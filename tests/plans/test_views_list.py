"""The list of dossiers, and beginning one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Dossier, FilingRound
from portal import clock
from portal.models import Membership, User
from portal.rights import Role
from register.models import Partnership
from tests import world


def test_list_shows_my_partnerships_in_every_round(
    plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    later = FilingRound.objects.create(
        name="Ondersteuningsplan 2016",
        law_version=plan.round.law_version,
        plan_start=dt.date(2016, 8, 1),
        deadline=dt.datetime(2016, 5, 1, tzinfo=clock.AMSTERDAM),
    )
    client = signed_in(world.editor())
    html = client.get(reverse("plans:dossiers")).content.decode()
    assert plan.get_absolute_url() in html
    assert "in voorbereiding" in html
    assert "Ondersteuningsplan 2016" in html
    assert "uiterlijk 30 april 2016 om 23.59 uur" in html
    assert "PO2502" not in html
    data = {"partnership": plan.partnership_id, "round": later.pk}
    for _click in range(2):
        answer = client.post(reverse("plans:start_dossier"), data)
        begun = Dossier.objects.get(partnership=plan.partnership, round=later)
        assert answer.url == begun.get_absolute_url()
    assert begun.state == "drafting"
    assert begun.chapters.count() == 10  # without the element of the first plan


@pytest.mark.parametrize(
    "wrong", [{"partnership": "x"}, {"round": "²"}, {"round": "99999"}, {"partnership": ""}]
)
def test_starting_with_wrong_numbers_is_not_found(
    editor: Client, plan: Dossier, wrong: dict[str, str]
) -> None:
    data = {"partnership": plan.partnership_id, "round": plan.round_id, **wrong}
    assert editor.post(reverse("plans:start_dossier"), data).status_code == 404


def test_starting_for_another_partnership_is_not_found(editor: Client, plan: Dossier) -> None:
    other = world.partnership("PO2502")
    data = {"partnership": other.pk, "round": plan.round_id}
    assert editor.post(reverse("plans:start_dossier"), data).status_code == 404
    assert editor.get(reverse("plans:start_dossier")).url == reverse("plans:dossiers")


def test_list_can_be_searched(plan: Dossier, signed_in: Callable[[User], Client]) -> None:
    user = world.editor()
    for row in Partnership.objects.filter(code__startswith="PO30"):
        Membership.objects.create(user=user, organisation=row.organisation, role=Role.PARTNERSHIP_EDITOR)
    client = signed_in(User.objects.get(pk=user.pk))
    full = client.get(reverse("plans:dossiers"))
    assert full.context["searchable"]
    found = client.get(reverse("plans:dossiers"), {"q": " po 22.03 \x00"})
    assert [row.code for row in found.context["partnerships"]] == ["PO2203"]
    assert "1 samenwerkingsverband gevonden." in found.content.decode()
    nothing = client.get(reverse("plans:dossiers"), {"q": "bestaat niet"})
    assert "0 samenwerkingsverbanden gevonden." in nothing.content.decode()


def test_list_of_somebody_without_partnership(db: None, signed_in: Callable[[User], Client]) -> None:
    html = signed_in(world.official()).get(reverse("plans:dossiers")).content.decode()
    assert "U werkt nog niet voor een samenwerkingsverband." in html


def test_list_takes_as_many_queries_for_one_as_for_ten(
    plan: Dossier, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    user = world.editor()
    client = signed_in(user)
    with django_assert_num_queries(7):
        client.get(reverse("plans:dossiers"))
    for row in Partnership.objects.filter(code__startswith="PO30"):
        Membership.objects.create(user=user, organisation=row.organisation, role=Role.PARTNERSHIP_EDITOR)
    with django_assert_num_queries(7):
        client.get(reverse("plans:dossiers"))

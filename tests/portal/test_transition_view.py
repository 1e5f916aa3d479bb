"""The one view for all steps: 404, 403, 422, 409 and done, each with what was typed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from plans import services as plans
from plans.models import Dossier
from portal.models import AuditEntry, User
from tests import world

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(db: None) -> Dossier:
    return world.drafted()


def url(plan: Dossier, step: str) -> str:
    return reverse("plans:transition", args=[plan.uuid, step])


def test_step_is_explained_and_taken(plan: Dossier, signed_in: SignIn) -> None:
    client = signed_in(world.editor())
    page = client.get(url(plan, "offer"))
    assert page.status_code == 200
    assert f'name="row_version" value="{plan.row_version}"' in page.content.decode()
    answer = client.post(url(plan, "offer"), {"row_version": plan.row_version}, follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert str(next(iter(answer.context["messages"]))).startswith("Vastgelegd: ")
    assert Dossier.objects.get(pk=plan.pk).state == "offered"


def test_step_that_is_held_back_shows_why_and_no_form(db: None, signed_in: SignIn) -> None:
    plan = plans.start(world.dossier(), by=world.editor())
    html = signed_in(world.editor()).get(url(plan, "offer")).content.decode()
    assert "Dit kan nu nog niet" in html
    assert 'name="row_version"' not in html


def test_step_of_another_state_says_the_state(plan: Dossier, signed_in: SignIn) -> None:
    html = signed_in(world.editor()).get(url(plan, "start")).content.decode()
    assert "kan niet (meer): de status is nu ‘" in html


def test_step_with_an_old_version_is_told_and_the_next_try_goes_through(
    plan: Dossier, signed_in: SignIn
) -> None:
    client = signed_in(world.editor())
    answer = client.post(url(plan, "offer"), {"row_version": plan.row_version - 1})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders was u net voor." in html
    assert f'name="row_version" value="{plan.row_version}"' in html
    assert client.post(url(plan, "offer"), {"row_version": plan.row_version}).status_code == 302


def test_step_with_a_form_that_is_not_right_is_422(plan: Dossier, signed_in: SignIn) -> None:
    answer = signed_in(world.editor()).post(
        url(plan, "adopt"), {"row_version": plan.row_version, "body": "bestuur"}
    )
    assert answer.status_code == 422
    assert 'value="bestuur"' in answer.content.decode()
    assert Dossier.objects.get(pk=plan.pk).state == "drafting"


def test_step_without_the_right_or_out_of_sight_or_that_does_not_exist(
    plan: Dossier, signed_in: SignIn
) -> None:
    lines = AuditEntry.objects.count()
    adopted = world.adopted("PO2502", agree=False)
    answer = signed_in(world.editor("PO2502")).post(
        url(adopted, "file"), {"row_version": adopted.row_version}
    )
    assert answer.status_code == 403
    assert "Deze handeling hoort niet bij uw rol: " in answer.content.decode()
    assert signed_in(world.editor("PO2707")).get(url(plan, "offer")).status_code == 404
    assert signed_in(world.editor()).get(url(plan, "dance")).status_code == 404
    assert Client().post(url(plan, "offer")).url.startswith("/account/login/?next=")
    assert AuditEntry.objects.filter(dossier=plan.uuid).count() == lines

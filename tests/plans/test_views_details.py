"""Title and period of a plan, and its partners."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import Dossier
from portal.models import User
from portal.rights import Role
from register.models import Municipality, Partnership
from tests import world


def details(plan: Dossier, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Samen verder",
        "period_start": "1-8-2014",
        "period_end": "31-7-2017",
        "budget_years": "calendar",
        "row_version": plan.row_version,
    } | changes


def test_details_are_saved(editor: Client, plan: Dossier) -> None:
    page = editor.post(reverse("plans:details", args=[plan.uuid]), details(plan))
    assert page.url == plan.get_absolute_url()
    plan.refresh_from_db()
    assert (plan.title, plan.school_years, plan.budget_years) == ("Samen verder", 3, "calendar")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        (
            {"period_end": "31-7-2019"},
            "period_end",
            "Een plan geldt voor ten hoogste vier schooljaren (lid 7). Kies 31-7-2018 of eerder.",
        ),
        (
            {"period_start": "1-1-2014"},
            "period_start",
            "Een planperiode begint op 1 augustus, het begin van een schooljaar. Kies 1-8-2014.",
        ),
        (
            {"period_end": "31-12-2017"},
            "period_end",
            "Een planperiode eindigt op 31 juli, het einde van een schooljaar. Kies 31-7-2017.",
        ),
        (
            {"period_end": "31-7-2014"},
            "period_end",
            "De laatste dag ligt vóór de eerste dag van de planperiode.",
        ),
        (
            {"period_start": "1-8-9998", "period_end": "31-7-9999"},
            "period_start",
            "Dit jaar past niet bij deze ronde, waarin de planperiode op 1-8-2014 begint.",
        ),
        (
            {"period_start": "ooit"},
            "period_start",
            "Typ een datum als dag-maand-jaar, bijvoorbeeld 14-4-2014.",
        ),
        ({"title": " "}, "title", "Geef het plan een titel."),
    ],
)
def test_wrong_details_are_refused_and_kept(
    editor: Client, plan: Dossier, changes: dict[str, str], field: str, message: str
) -> None:
    page = editor.post(reverse("plans:details", args=[plan.uuid]), details(plan, **changes))
    assert page.status_code == 422
    assert page.context["form"].errors == {field: [message]}
    assert f'value="{changes[field]}"' in page.content.decode()
    assert world.reload(plan).title == plan.title


def test_second_writer_of_the_details_sees_both(
    editor: Client, plan: Dossier, signed_in: Callable[[User], Client]
) -> None:
    url = reverse("plans:details", args=[plan.uuid])
    editor.post(url, details(plan))
    second = signed_in(world.signatory())
    page = second.post(url, details(plan, title="Titel van de tweede"))
    assert page.status_code == 409
    html = page.content.decode()
    assert "Samen verder" in html
    assert 'value="Titel van de tweede"' in html
    fresh = page.context["form"]["row_version"].value()
    assert second.post(url, details(plan, title="Titel van de tweede", row_version=fresh)).status_code == 302
    assert world.reload(plan).title == "Titel van de tweede"


# --- partners ----------------------------------------------------------------------------------------------


def test_partners_of_a_regional_partnership_follow_from_its_area(editor: Client, plan: Dossier) -> None:
    page = editor.get(reverse("plans:partners", args=[plan.uuid]))
    assert page.context["form"] is None
    assert "Meppel" in page.content.decode()
    refused = editor.post(reverse("plans:partners", args=[plan.uuid]), {})
    assert refused.status_code == 409
    assert "alleen een landelijk samenwerkingsverband kiest ze" in refused.content.decode()


def national(signed_in: Callable[[User], Client]) -> tuple[Dossier, Client]:
    own = Partnership.objects.filter(scope="national", sector="PO").first()
    assert own is not None
    plan = services.dossier_of(own, world.first_round())
    user = world.person(Role.PARTNERSHIP_EDITOR, own.organisation)
    services.start(plan, by=user)
    return plan, signed_in(user)


def test_partners_of_a_national_partnership_are_chosen(db: None, signed_in: Callable[[User], Client]) -> None:
    plan, client = national(signed_in)
    url = reverse("plans:partners", args=[plan.uuid])
    page = client.get(url)
    assert len(page.context["form"].fields["municipalities"].choices) == 403
    places_ = list(Municipality.objects.filter(name__in=["Meppel", "Zwolle"]))
    others = list(Partnership.objects.filter(code="VO2203"))
    data = {
        "municipalities": [row.pk for row in places_],
        "partnerships": [row.pk for row in others],
        "row_version": plan.row_version,
    }
    assert client.post(url, data).url == plan.get_absolute_url()
    assert set(plan.chosen_municipalities.all()) == set(places_)
    assert list(plan.chosen_partnerships.all()) == others
    same_sector = world.partnership("PO2203")
    wrong = client.post(url, data | {"partnerships": [same_sector.pk], "municipalities": ["x"]})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"municipalities", "partnerships"}
    assert set(plan.chosen_municipalities.all()) == set(places_)


def test_partners_of_who_lost_the_right(
    db: None, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, client = national(signed_in)
    monkeypatch.setattr(User, "has_perm", lambda *_arguments: False)
    assert client.post(reverse("plans:partners", args=[plan.uuid]), {}).status_code == 403

"""Opening a round and beginning a dossier in it, also after a redivision of the partnerships."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from plans import content as contents
from plans import services, start_tasks
from plans.models import Dossier, FilingRound
from portal import clock
from portal.models import User
from portal.workflow import StaleState
from register.models import Partnership
from tests import world


def later_round(**values: object) -> FilingRound:
    return FilingRound.objects.create(
        **{
            "name": "Plannen vanaf 2018",
            "law_version": world.first_round().law_version,
            "plan_start": dt.date(2018, 8, 1),
            "deadline": clock.parse_moment("2018-05-01T00:00"),
            **values,
        }
    )


def end(code: str, day: str) -> Partnership:
    Partnership.objects.filter(code=code).update(valid_to=world.day(day))
    return world.partnership(code)


def test_round_for_all_gives_every_partnership_a_dossier_once(db: None) -> None:
    round_ = later_round()
    assert services.open_round(round_) == 152
    assert services.open_round(round_) == 0
    plan = Dossier.objects.get(partnership__code="VO2502", round=round_)
    assert (plan.state, plan.title) == ("not_started", "Ondersteuningsplan 2018-2022")
    assert (plan.period_start, plan.period_end) == (dt.date(2018, 8, 1), dt.date(2022, 7, 31))


def test_round_not_for_all_waits_for_who_begins(db: None) -> None:
    round_ = later_round(for_all=False)
    assert services.open_round(round_) == 0
    plan = services.dossier_of(world.partnership(), round_)
    assert services.dossier_of(world.partnership(), round_) == plan
    assert Dossier.objects.filter(round=round_).count() == 1


def test_elements_of_a_later_plan_are_without_the_first(db: None) -> None:
    services.start(world.dossier(), by=world.editor())
    assert world.dossier().chapters.count() == 11
    services.start(services.dossier_of(world.partnership(), later_round()), by=world.editor())
    assert Dossier.objects.get(round__plan_start__year=2018).chapters.count() == 10
    vo = world.dossier("VO2502")
    services.start(vo, by=world.editor("VO2502"))
    assert vo.chapters.count() == 9


def test_starting_twice_is_refused(db: None) -> None:
    plan = world.dossier()
    services.start(plan, by=world.editor())
    with pytest.raises(StaleState):
        services.start(plan, by=world.editor())
    assert plan.chapters.count() == 11


def test_realign_moves_what_nobody_began(db: None) -> None:
    round_ = later_round()
    begun = services.dossier_of(world.partnership(), round_)
    services.start(begun, by=world.editor())
    waiting = services.dossier_of(world.partnership("VO2502"), round_)
    FilingRound.objects.filter(pk=round_.pk).update(plan_start=dt.date(2017, 8, 1))
    round_.refresh_from_db()
    for _again in range(2):
        services.realign(round_)
    begun.refresh_from_db()
    waiting.refresh_from_db()
    assert begun.period_start == dt.date(2018, 8, 1)
    assert (waiting.period_start, waiting.period_end) == (dt.date(2017, 8, 1), dt.date(2021, 7, 31))
    assert waiting.title == "Ondersteuningsplan 2017-2021"


def test_round_after_a_redivision_is_without_who_ended(db: None, signed_in: Callable[[User], Client]) -> None:
    old = world.drafted()
    user, client = world.editor(), signed_in(world.editor())
    end("PO2203", "2018-08-01")
    round_ = later_round()
    assert services.open_round(round_) == 151
    with clock.at("2018-01-20T10:00"):
        html = client.get(reverse("plans:dossiers")).content.decode()
        assert old.get_absolute_url() in html
        assert "Plannen vanaf 2018" not in html
        assert [task.title for task in start_tasks.tasks(user)] == ["Schrijf verder aan het plan"]
        data = {"partnership": old.partnership_id, "round": round_.pk}
        page = client.post(reverse("plans:start_dossier"), data, follow=True)
        assert "Dit samenwerkingsverband bestaat niet meer als deze plannen ingaan." in page.content.decode()
        assert client.get(old.get_absolute_url()).status_code == 200
    assert not Dossier.objects.filter(partnership__code="PO2203", round=round_).exists()


def test_scope_follows_a_municipal_redivision_until_it_is_offered(db: None) -> None:
    plan = world.dossier("PO2502")
    before = contents.municipalities(plan)
    with clock.at("2020-01-20T10:00"):
        after = contents.municipalities(plan)
    gone = {row.municipality.name for row in before} - {row.municipality.name for row in after}
    assert {row.via for row in after if row.via} <= {row.municipality.name for row in before}
    assert all(row.municipality.valid_to is None for row in after)
    assert gone == {
        row.municipality.name
        for row in before
        if row.municipality.valid_to and row.municipality.valid_to <= dt.date(2020, 1, 20)
    }

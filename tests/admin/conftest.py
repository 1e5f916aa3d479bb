"""People of the inspectorate and the operator, signed in, and a world with dossiers in several states."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import Dossier, Filing
from portal import clock
from portal.models import User
from tests import world
from tests.copies import copied

AFTER = "2014-05-05T09:00"


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(db: None) -> Client:
    return sign_in(world.reviewer())


@pytest.fixture
def administrator(db: None) -> Client:
    return sign_in(world.administrator())


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    return sign_in


@dataclass
class Spring:
    """Six partnerships in as many stages; everybody else has not begun."""

    timely: Filing  # PO2203, received on 20 January, without agreement recorded
    late: Filing  # PO2305, received on 3 May
    in_review: Filing  # PO2502
    repair: Filing  # PO2601, repair due on 6 May
    offered: Dossier  # PO2701
    drafted: Dossier  # PO2801


@pytest.fixture
@copied
def spring(db: None) -> Spring:
    timely = world.filed("PO2203", agree=False)
    in_review, repair = world.filed("PO2502"), world.filed("PO2601")
    with clock.at("2014-05-03T11:15"):
        late = world.filed("PO2305")
    by = world.reviewer()
    services.take_up(in_review, by=by)
    services.take_up(repair, by=by)
    services.request_repair(repair, by=by, reason="Onderdeel a is te kort.", due=world.day("2014-05-06"))
    return Spring(timely, late, in_review, repair, world.offered("PO2701"), world.drafted("PO2801"))


def step(filing: Filing, name: str) -> str:
    """The address of a decision on a filing."""
    return reverse("admin:plans_filing_transition", args=[filing.pk, name])


def enforce(dossier: Dossier, name: str) -> str:
    """The address of a decision on a dossier."""
    return reverse("admin:plans_dossier_transition", args=[dossier.pk, name])


def page_of(dossier: Dossier) -> str:
    return reverse("admin:plans_dossier_change", args=[dossier.pk])

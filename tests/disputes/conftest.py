"""A consultation without agreement, the dispute about it, and people signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from consultations import services as consultations
from consultations.models import Consultation
from disputes import services
from disputes.models import Dispute
from plans.models import Dossier
from portal import clock
from portal.models import User
from tests import world

GROUNDS = "Wij worden het niet eens over het leerlingenvervoer <en> de jeugdhulp & meer."


def at_odds(plan: Dossier, municipality: str = "Meppel") -> Consultation:
    """A consultation that ended without agreement."""
    consultations.record_outcome(
        world.consultation(plan, municipality),
        name="disagree",
        by=world.official(municipality),
        decided_on=clock.today(),
        signatory="wethouder",
        remarks="Het vervoer is niet geregeld.",
    )
    return world.consultation(plan, municipality)


def lodged(consultation: Consultation) -> Dispute:
    """A dispute lodged by the partnership."""
    return services.lodge(consultation, by=world.editor(), grounds=GROUNDS)


def reload(dispute: Dispute) -> Dispute:
    return Dispute.objects.with_names().get(pk=dispute.pk)


def step(dispute: Dispute, name: str, by: User, reason: str = "Tekst", **values: object) -> Dispute:
    """Take a step on the dispute as it is in the database."""
    return services.take_step(reload(dispute), name=name, by=by, reason=reason, **values)  # type: ignore[arg-type]


def advised(dispute: Dispute) -> Dispute:
    """A dispute that went all the way to the advice."""
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "", case_number="106185")
    step(dispute, "respond", world.official(), "Ons verweer.")
    step(dispute, "hold_hearing", secretary, "Beide partijen waren er.")
    return step(dispute, "advise", secretary, "Regel het vervoer samen.", advice_number="106185 - 14.07")


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client of its own for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def plan(db: None) -> Dossier:
    """A concept offered to seven municipalities, with a procedure without terms; everybody has an account."""
    world.everyone()
    return world.offered()


@pytest.fixture
def consultation(plan: Dossier) -> Consultation:
    return at_odds(plan)


@pytest.fixture
def dispute(consultation: Consultation) -> Dispute:
    return lodged(consultation)

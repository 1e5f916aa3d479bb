"""A consultation without agreement, the dispute about it, and people signed in."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultations import services as consultations
from consultations.models import Consultation
from disputes import services
from disputes.models import Dispute
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, User
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


def queries(client: Client, path: str) -> int:
    """How many queries a page takes the second time."""
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


def seen(obj: Any, **values: Any) -> dict[str, Any]:
    """The fields of a form on the object as it is now."""
    obj.refresh_from_db()
    return {"row_version": obj.row_version, **values}


def outsiders() -> list[User]:
    """People of other organisations, and roles that have nothing to do with disputes."""
    return [
        world.editor("PO2001"),
        world.official("Utrecht"),
        world.opr_secretary(),
        world.reviewer(),
        world.administrator(),
    ]


def lines(dispute: Dispute) -> list[tuple[str, str, str]]:
    """Its audit lines: action, state before, state after."""
    rows = AuditEntry.objects.filter(subject="disputes.Dispute", subject_id=str(dispute.pk)).order_by("pk")
    return [(row.action, row.from_state, row.to_state) for row in rows]


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

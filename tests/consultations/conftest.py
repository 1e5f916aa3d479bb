"""An offered plan with a procedure, people signed in, and short ways to the services and pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultations import services
from consultations.models import ConsentDecision, ConsentRequest, Consultation, Outcome
from plans import services as plan_services
from plans.models import Dossier
from portal import clock
from portal.models import User
from tests import world


@pytest.fixture
def plan(db: None) -> Dossier:
    """A dossier whose concept was offered, with the model procedure for all seven municipalities."""
    return world.offered()


@pytest.fixture
def editor(plan: Dossier, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(world.editor())


@pytest.fixture
def official(plan: Dossier, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(world.official())


@pytest.fixture
def talks(plan: Dossier) -> Consultation:
    """The consultation with Meppel."""
    return world.consultation(plan)


@pytest.fixture
def consent(plan: Dossier) -> ConsentRequest:
    services.ask_consent(plan, by=world.editor())
    return ConsentRequest.objects.with_names().get(dossier=plan)


def outcome(row: Consultation, name: str = "agree", by: User | None = None, **values: Any) -> Outcome:
    """Record an outcome today, by the municipality or (`…_on_behalf`) by the partnership with evidence."""
    behalf = name.endswith("_on_behalf")
    values = {"decided_on": clock.today(), **({"evidence": "brief"} if behalf else {}), **values}
    who = by or (world.editor() if behalf else world.official(row.municipality.name))
    return services.record_outcome(fresh(row), name=name, by=who, **values)


def decide(
    row: ConsentRequest, name: str = "consent", by: User | None = None, **values: Any
) -> ConsentDecision:
    """Record a decision of the OPR today."""
    behalf = name.endswith("_on_behalf")
    values = {"decided_on": clock.today(), **({"evidence": "brief"} if behalf else {}), **values}
    who = by or (world.editor() if behalf else world.opr_secretary())
    row = ConsentRequest.objects.with_names().get(pk=row.pk)
    return services.record_consent(row, name=name, by=who, **values)


def meet(rows: Any, by: User | None = None, **values: Any) -> Any:
    """Record a meeting today."""
    values = {
        "held_on": clock.today(),
        "place": "Gemeentehuis",
        "present": "A. Bakker, wethouder",
        "subjects": "Jeugdhulp",
        **values,
    }
    return services.record_meeting(rows, by=by or world.editor(), **values)


def offer_again(plan: Dossier) -> Dossier:
    """A second version, with another text in the first chapter."""
    plan = world.reload(plan)
    by = world.editor()
    chapter = plan.chapters.first()
    assert chapter is not None
    plan_services.save_chapter(
        chapter, by=by, seen=chapter.row_version, title=chapter.title, body="<p>Anders.</p>", status="done"
    )
    plan_services.offer(world.reload(plan), by=by)
    return world.reload(plan)


def fresh(row: Consultation) -> Consultation:
    return Consultation.objects.with_names().get(pk=row.pk)


def page(name: str, *args: Any) -> str:
    return reverse(f"consultations:{name}", args=args)

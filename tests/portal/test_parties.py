"""Parties are declared once per model; who may read a row and whose row it is both follow from that."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from portal import extension_points
from portal.parties import HasParties, PartyQuerySet
from portal.rights import ANYWHERE
from tests import stage

MODELS = [model for model in apps.get_models() if issubclass(model, HasParties)]
READ = [model for model in MODELS if isinstance(model._default_manager.all(), PartyQuerySet)]


def test_the_models_of_the_process_declare_their_parties() -> None:
    names = {model._meta.label for model in MODELS}
    assert names >= {
        *("plans.Dossier", "plans.PlanVersion", "plans.Filing", "register.Partnership"),
        *("consultations.Procedure", "consultations.Consultation", "consultations.Overleg"),
        *("consultations.ConsentRequest", "disputes.Dispute"),
    }
    assert {model._meta.label for model in READ} >= {"plans.Dossier", "disputes.Dispute"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_paths_lead_to_organisations_and_rights_are_held_for_known_parties(model: Any) -> None:
    for party, path in model.PARTIES.items():
        *way, last = path.split("__")
        found = model
        for step in way:
            found = found._meta.get_field(step).related_model
        field = {row.name: row for row in found._meta.get_fields()}.get(last)
        assert field is None or field.related_model._meta.label == "portal.Organisation", party
        assert field is not None or isinstance(getattr(model, f"{last}_id"), property), party
    label = model._meta.label
    asked = {row.permission for row in extension_points.TRANSITIONS if label in (row.on or row.subject,)}
    asked |= {model.READING} if model in READ else set()
    for name in asked:
        parties = {party for _role, party in extension_points.PERMISSIONS[name].grants}
        assert parties & {*model.PARTIES, ANYWHERE, "organisation"}, name


def read_besides(model: Any, user: Any) -> set[Any]:
    """The rows somebody reads without holding the right."""
    return {row for too in model.READ_TOO for row in model._default_manager.filter(too.rows(user))}


@pytest.mark.django_db
def test_rows_that_are_seen_are_those_on_which_the_right_is_held() -> None:
    """Both ways of asking give the same answer, for every role, on the rows of two partnerships."""
    people = {**stage.own().people, **{f"other {key}": row for key, row in stage.other().people.items()}}
    for model in READ:
        rows, seen_by_somebody = set(model._default_manager.all()), set()
        assert len(rows) >= 2, model
        for role, user in people.items():
            seen = set(model._default_manager.visible_to(user))
            held = {row for row in rows if user.has_perm(model.READING, row)}
            assert seen == held | read_besides(model, user), (model, role)
            seen_by_somebody |= seen
        nobody: Any = AnonymousUser()
        assert set(model._default_manager.visible_to(nobody)) == read_besides(model, nobody)
        assert seen_by_somebody, model
    closed = people[stage.E]
    closed.is_active = False
    assert not READ[0]._default_manager.visible_to(closed).exists()

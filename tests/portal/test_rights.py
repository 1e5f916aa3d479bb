"""Who holds which right, for which organisation, and from and until when."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import Dossier
from portal import clock, people, rights
from portal.models import Membership, Organisation, User, memberships_with
from portal.rights import Role, RoleBackend, acting_membership
from tests import world


def test_every_kind_of_organisation_has_roles_and_every_role_one_kind() -> None:
    assert set(rights.ROLES_OF_KIND) == set(rights.OrganisationKind)
    roles = [role for found in rights.ROLES_OF_KIND.values() for role in found]
    assert sorted(roles) == sorted(Role)


def test_right_is_held_for_ones_own_organisation_only(db: None) -> None:
    dossier = world.dossier()
    for role, user in world.everyone().items():
        assert user.has_perm("plans.edit_dossier", dossier) is (
            role in {Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY}
        )
    assert not world.editor("PO2502").has_perm("plans.edit_dossier", dossier)
    assert world.reviewer().has_perm("portal.view_admin")
    assert not world.editor().has_perm("portal.view_admin")


def test_right_that_is_bound_to_a_party_is_not_held_without_an_object(db: None) -> None:
    assert not world.editor().has_perm("plans.edit_dossier")
    assert not world.editor().has_perm("plans.edit_dossier", object())


def test_unknown_right_is_nobodys(db: None) -> None:
    for user in world.everyone().values():
        assert not user.has_perm("plans.fly", world.dossier())


def test_acting_membership_is_the_one_that_gives_the_right(db: None) -> None:
    dossier = world.dossier()
    user = world.official()
    organisation = dossier.partnership.organisation
    Membership.objects.create(user=user, organisation=organisation, role=Role.PARTNERSHIP_EDITOR)
    user = User.objects.get(pk=user.pk)
    membership = acting_membership(user, "plans.edit_dossier", dossier)
    assert membership is not None
    assert (membership.organisation, membership.role) == (organisation, Role.PARTNERSHIP_EDITOR)
    assert user.has_perms(["plans.edit_dossier"], dossier)
    assert not user.has_perms(["plans.edit_dossier", "portal.view_admin"], dossier)


def test_one_person_works_for_several_organisations(db: None) -> None:
    user = world.official("Meppel")
    other = world.official("Almere").active_memberships[0].organisation
    Membership.objects.create(user=user, organisation=other, role=Role.MUNICIPALITY_SIGNATORY)
    user = User.objects.get(pk=user.pk)
    meppel = user.active_memberships[0].organisation_id
    assert user.organisation_ids() == [meppel, other.pk]
    assert user.organisation_ids("consultations.record_outcome", "municipality") == [meppel, other.pk]
    assert user.organisation_ids("consultations.record_meeting", "partnership") == []
    assert not user.holds("plans.review_filing", "portal.change_reference_data")


def test_ended_membership_stops_at_once(db: None) -> None:
    dossier = world.dossier()
    editor = world.editor()
    people.end_membership(editor.active_memberships[0], by=world.administrator())
    fresh = User.objects.get(pk=editor.pk)
    assert fresh.active_memberships == []
    assert not fresh.has_perm("plans.edit_dossier", dossier)
    assert not Dossier.objects.visible_to(fresh).exists()


def test_closed_account_and_stranger_hold_no_right(db: None) -> None:
    reviewer = world.reviewer()
    reviewer.is_active = False
    stranger: Any = AnonymousUser()
    assert acting_membership(reviewer, "portal.view_admin") is None
    assert acting_membership(stranger, "portal.view_admin") is None
    assert not reviewer.is_staff


def test_nobody_is_a_superuser(db: None) -> None:
    assert not world.administrator().is_superuser
    assert world.administrator().is_staff
    assert world.administrator().has_module_perms("plans")
    assert not world.editor().has_module_perms("plans")


def test_memberships_are_read_once_per_user(db: None) -> None:
    dossier = world.dossier()
    user = world.editor()
    dossier.party_ids()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            user.has_perm("plans.edit_dossier", dossier)
            user.holds("plans.review_filing")
            user.organisation_ids("plans.file_plan", "partnership")
            user.manages(1)
    assert len(queries) == 1


def test_memberships_with_leaves_out_the_ended_and_the_inactive(db: None) -> None:
    organisation = world.partnership().organisation
    stays = world.person(Role.PARTNERSHIP_EDITOR, organisation, name="a")
    ended = world.person(Role.PARTNERSHIP_EDITOR, organisation, name="b")
    Membership.objects.filter(user=ended).update(ended_at=clock.now())
    closed = world.person(Role.PARTNERSHIP_EDITOR, organisation, name="c")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    world.person(Role.PARTNERSHIP_SIGNATORY, organisation, name="d")
    found = memberships_with({Role.PARTNERSHIP_EDITOR: [organisation.pk]})
    assert [row.user for row in found] == [stays]
    assert memberships_with({}) == memberships_with({Role.PARTNERSHIP_EDITOR: []}) == []
    assert [row.user for row in memberships_with({Role.PARTNERSHIP_EDITOR: None})] == [stays]


def test_backend_answers_rights_and_signs_nobody_in(db: None) -> None:
    backend = RoleBackend()
    assert backend.authenticate(None, username="x", password="y") is None
    assert backend.has_perm(world.reviewer(), "portal.view_admin")
    assert not backend.has_perm(world.editor(), "portal.view_admin")


# --- the rows themselves ------------------------------------------------------------------------------------


def test_address_is_one_person_whatever_its_capitals(db: None) -> None:
    made = User.objects.create_user("Jan@Example.ORG", world.PASSWORD, name="Jan")
    assert made.email == "jan@example.org"
    assert User.objects.get_by_natural_key("JAN@example.org") == made
    assert (str(made), made.get_full_name()) == ("Jan", "Jan")
    assert str(User(email="x@example.org")) == "x@example.org"


def test_rows_say_what_they_are(organisation: Organisation, manager: User) -> None:
    membership = manager.active_memberships[0]
    invitation = people.invite(
        organisation, email="nieuw@example.org", role=Role.PARTNERSHIP_EDITOR, by=manager
    )
    assert str(organisation) == organisation.name
    assert str(membership) == f"manager · opsteller · {organisation.name}"
    assert str(invitation) == f"nieuw@example.org · {organisation.name}"
    assert manager.manages(organisation.pk)
    assert not manager.manages(organisation.pk + 1)


@pytest.mark.parametrize("role", ["king", ""])
def test_database_refuses_an_unknown_role(organisation: Organisation, manager: User, role: str) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=manager, organisation=organisation, role=role)

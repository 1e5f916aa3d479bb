"""Two managers, two windows, two clicks: the people of an organisation stay in order."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from portal import people
from portal.models import AuditEntry, Invitation, MailMessage, Membership, Organisation, User
from portal.rights import Role
from tests import world
from tests.parallel.together import sorted_out, together

pytestmark = pytest.mark.parallel
EDITOR, SIGNATORY = Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY
ACCEPT = {"name": "Nieuw", "password1": world.PASSWORD, "password2": world.PASSWORD}


@pytest.fixture
def organisation() -> Organisation:
    return world.partnership().organisation


def managers(organisation: Organisation, *names: str) -> list[User]:
    found = [world.person(EDITOR, organisation, name=name, manager=True) for name in names]
    for user in found:
        user.active_memberships  # noqa: B018 - read at the start of a request, before the other one is done
    return found


def only(user: User) -> Membership:
    return Membership.objects.select_related("user", "organisation").get(user=user)


def test_two_managers_who_remove_each_other_leave_one(organisation: Organisation) -> None:
    one, other = managers(organisation, "een", "ander")
    done, refused = sorted_out(
        together(
            [
                partial(people.end_membership, only(other), by=one),
                partial(people.end_membership, only(one), by=other),
            ]
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    assert isinstance(refused[0], people.NotAllowed)
    assert Membership.objects.filter(organisation=organisation, ended_at=None, is_manager=True).count() == 1


def test_two_managers_who_step_back_leave_one(organisation: Organisation) -> None:
    pair = managers(organisation, "een", "ander")
    done, refused = sorted_out(
        together([partial(people.set_manager, only(user), is_manager=False, by=user) for user in pair])
    )
    assert (len(done), len(refused)) == (1, 1)
    assert Membership.objects.filter(organisation=organisation, is_manager=True).count() == 1


def test_inviting_at_once_is_one_invitation_and_one_mail(organisation: Organisation) -> None:
    pair = managers(organisation, "een", "ander")
    done, refused = sorted_out(
        together(
            [
                partial(people.invite, organisation, email="nieuw@example.org", role=EDITOR, by=user)
                for user in pair * 3
            ]
        )
    )
    assert refused == []
    assert len({row.pk for row in done}) == Invitation.objects.count() == 1
    assert MailMessage.objects.count() == AuditEntry.objects.count() == 1


def test_accepting_at_once_makes_one_account(organisation: Organisation) -> None:
    (manager,) = managers(organisation, "een")
    invitation = people.invite(organisation, email="nieuw@example.org", role=EDITOR, by=manager)
    address = reverse("portal:invitation", args=[invitation.token])
    answers = together([partial(Client().post, address, ACCEPT) for _ in range(6)])
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(302) == 1
    assert set(codes) <= {302, 403, 409, 410}
    user = User.objects.get(email="nieuw@example.org")
    assert user.memberships.count() == 1
    assert AuditEntry.objects.filter(action="portal.joined").count() == 1


def test_two_invitations_of_one_new_person_make_one_account(organisation: Organisation) -> None:
    other = world.partnership("PO2502").organisation
    (one,), (two,) = managers(organisation, "een"), managers(other, "twee")
    invitations = [
        people.invite(organisation, email="nieuw@example.org", role=EDITOR, by=one),
        people.invite(other, email="nieuw@example.org", role=EDITOR, by=two),
    ]
    accept = partial(people.accept, name="N", password=world.PASSWORD, language="nl")
    done, refused = sorted_out(together([partial(accept, invitation) for invitation in invitations]))
    assert (len(done), len(refused)) == (1, 1)
    assert User.objects.filter(email="nieuw@example.org").count() == 1
    assert Invitation.objects.filter(accepted_at=None).count() == 1


def test_accepting_while_it_is_withdrawn_is_one_of_the_two(organisation: Organisation) -> None:
    (manager,) = managers(organisation, "een")
    invitation = people.invite(organisation, email="nieuw@example.org", role=SIGNATORY, by=manager)
    accept = partial(people.accept, invitation, name="N", password=world.PASSWORD, language="nl")
    withdraw = partial(people.withdraw, Invitation.objects.get(), by=manager)
    done, refused = sorted_out(together([accept, withdraw]))
    assert (len(done), len(refused)) == (1, 1)
    invitation.refresh_from_db()
    assert bool(invitation.accepted_at) != bool(invitation.withdrawn_at)
    assert User.objects.filter(email="nieuw@example.org").exists() is bool(invitation.accepted_at)

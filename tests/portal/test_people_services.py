"""Inviting, accepting, ending: who may, what is written, what a second click does."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from portal import clock, extension_points, outbox, people
from portal.models import AuditEntry, Invitation, MailMessage, Membership, Organisation, User
from portal.rights import ROLES_OF_KIND, Role
from portal.workflow import Blocked, Conflict, NotAllowed, StaleState
from tests import world

NEW = "nieuw@example.org"
EDITOR, SIGNATORY = Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY
LAST_MANAGER = "Dit is de laatste beheerder van de organisatie. Maak eerst iemand anders beheerder."
MANAGERS_ONLY = "Alleen een beheerder van de organisatie kan mensen uitnodigen of verwijderen."


@pytest.fixture
def invitation(organisation: Organisation, manager: User) -> Invitation:
    return people.invite(organisation, email=NEW, role=EDITOR, by=manager)


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def later(**wait: float) -> object:
    return clock.at(clock.now() + dt.timedelta(**wait))


def only(user: User) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


# --- inviting -----------------------------------------------------------------------------------------------


def test_invitation_holds_for_14_days_and_is_mailed_with_its_link(
    invitation: Invitation, manager: User
) -> None:
    assert (invitation.email, invitation.role, invitation.is_manager, invitation.invited_by) == (
        NEW, EDITOR, False, manager
    )  # fmt: skip
    assert invitation.expires_at - invitation.invited_at == dt.timedelta(days=14)
    assert actions() == ["portal.invited"]
    message = MailMessage.objects.get()
    assert (message.event, message.address, message.user) == ("portal/invited", NEW, None)
    assert f"/uitnodiging/{invitation.token}/" in outbox.rendered(message)[1]


def test_somebody_with_an_account_gets_the_invitation_as_a_message(
    organisation: Organisation, manager: User
) -> None:
    official = world.official()
    people.invite(organisation, email=official.email.upper(), role=EDITOR, by=manager)
    assert MailMessage.objects.get().user == official


def test_somebody_with_a_closed_account_gets_it_at_the_address(
    organisation: Organisation, manager: User
) -> None:
    official = world.official()
    User.objects.filter(pk=official.pk).update(is_active=False)
    people.invite(organisation, email=official.email, role=EDITOR, by=manager)
    assert MailMessage.objects.get().user is None


def test_second_click_sends_nothing_more(
    invitation: Invitation, organisation: Organisation, manager: User
) -> None:
    again = people.invite(organisation, email=f" {NEW.upper()} ", role=EDITOR, by=manager)
    assert again == invitation
    assert (Invitation.objects.count(), MailMessage.objects.count(), len(actions())) == (1, 1, 1)


def test_same_form_once_more_is_one_invitation_however_late(
    organisation: Organisation, manager: User
) -> None:
    invite = partial(people.invite, organisation, email=NEW, role=EDITOR, by=manager)
    first = invite(sent=world.sent())
    with later(days=2):
        assert invite(sent=world.sent()) == first
        assert MailMessage.objects.count() == 1
        with pytest.raises(Conflict):
            people.invite(organisation, email=NEW, role=SIGNATORY, by=manager, sent=world.sent("other words"))
        assert invite(sent=world.sent(key="another form")) == first
    assert MailMessage.objects.count() == 2


def test_inviting_again_later_renews_the_term_of_the_same_invitation(
    invitation: Invitation, organisation: Organisation, manager: User
) -> None:
    with later(days=20):
        again = people.invite(organisation, email=NEW, role=EDITOR, by=manager)
        assert again.is_open
    assert (again.pk, again.token) == (invitation.pk, invitation.token)
    assert again.expires_at == invitation.expires_at + dt.timedelta(days=20)
    assert (Invitation.objects.count(), MailMessage.objects.count()) == (1, 2)


def test_inviting_again_as_manager_changes_the_invitation(
    invitation: Invitation, organisation: Organisation, manager: User
) -> None:
    again = people.invite(organisation, email=NEW, role=EDITOR, is_manager=True, by=manager)
    assert (again.pk, again.is_manager) == (invitation.pk, True)


def test_another_role_is_another_invitation(
    invitation: Invitation, organisation: Organisation, manager: User
) -> None:
    people.invite(organisation, email=NEW, role=SIGNATORY, by=manager)
    assert Invitation.objects.count() == 2


def test_new_invitation_after_a_withdrawn_one_has_a_new_link(
    invitation: Invitation, organisation: Organisation, manager: User
) -> None:
    people.withdraw(invitation, by=manager)
    again = people.invite(organisation, email=NEW, role=EDITOR, by=manager)
    assert again.token != invitation.token


@pytest.mark.parametrize("role", sorted(set(Role) - set(ROLES_OF_KIND["partnership"])))
def test_role_of_another_kind_of_organisation_is_refused(
    organisation: Organisation, manager: User, role: Role
) -> None:
    with pytest.raises(Blocked) as error:
        people.invite(organisation, email=NEW, role=role, by=manager)
    assert error.value.messages == ["Deze rol bestaat niet in een organisatie van deze soort."]
    assert Invitation.objects.count() == 0


def test_role_somebody_has_is_refused_and_one_they_had_is_not(
    organisation: Organisation, manager: User, member: User
) -> None:
    with pytest.raises(Blocked) as error:
        people.invite(organisation, email=member.email, role=SIGNATORY, by=manager)
    assert error.value.messages == [f"{member.email} heeft deze rol al."]
    people.end_membership(only(member), by=manager)
    assert people.invite(organisation, email=member.email, role=SIGNATORY, by=manager).is_open


# --- who may ------------------------------------------------------------------------------------------------


def test_manager_and_administrator_may_and_nobody_else(
    organisation: Organisation, manager: User, member: User
) -> None:
    assert people.may_manage(manager, organisation)
    assert people.may_manage(world.administrator(), organisation)
    elsewhere = world.person(EDITOR, world.partnership("PO2502").organisation, name="elders", manager=True)
    for user in (member, elsewhere, world.reviewer()):
        assert not people.may_manage(user, organisation)
        with pytest.raises(NotAllowed) as error:
            people.invite(organisation, email=NEW, role=EDITOR, by=user)
        assert error.value.messages == [MANAGERS_ONLY]
    people.invite(organisation, email=NEW, role=EDITOR, by=world.administrator())
    assert AuditEntry.objects.get().actor_role == "administrator"


def test_every_step_asks_the_same_right(invitation: Invitation, member: User, manager: User) -> None:
    for refused in (
        lambda: people.resend(invitation, by=member),
        lambda: people.withdraw(invitation, by=member),
        lambda: people.end_membership(only(manager), by=member),
        lambda: people.set_manager(only(member), is_manager=True, by=member),
    ):
        with pytest.raises(NotAllowed, match="Alleen een beheerder"):
            refused()
    assert actions() == ["portal.invited"]


def test_manager_who_was_removed_meanwhile_does_nothing_more(
    organisation: Organisation, manager: User, member: User
) -> None:
    """The right is asked at the moment itself, not when the page was opened."""
    manager.active_memberships  # noqa: B018 - as a request does: read at its start
    people.set_manager(only(member), is_manager=True, by=manager)
    people.end_membership(only(manager), by=User.objects.get(pk=member.pk))
    with pytest.raises(NotAllowed):
        people.end_membership(only(member), by=manager)
    with pytest.raises(NotAllowed):
        people.invite(organisation, email=NEW, role=EDITOR, by=manager)


def test_manager_whose_account_was_closed_meanwhile_does_nothing_more(
    organisation: Organisation, manager: User
) -> None:
    manager.active_memberships  # noqa: B018
    User.objects.filter(pk=manager.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        people.invite(organisation, email=NEW, role=EDITOR, by=manager)


# --- sending again and withdrawing --------------------------------------------------------------------------


def test_sending_again_starts_the_term_anew_once(invitation: Invitation, manager: User) -> None:
    with later(days=3):
        people.resend(invitation, by=manager)
        people.resend(Invitation.objects.get(), by=manager)
        assert invitation.expires_at == clock.now() + dt.timedelta(days=14)
    assert actions() == ["portal.invited", "portal.invited"]
    assert MailMessage.objects.count() == 2


def test_expired_invitation_can_be_sent_again(invitation: Invitation, manager: User) -> None:
    with later(days=15):
        assert not invitation.is_open
        people.resend(invitation, by=manager)
        assert invitation.is_open


def test_withdrawing_twice_is_withdrawing_once(invitation: Invitation, manager: User) -> None:
    people.withdraw(invitation, by=manager)
    people.withdraw(Invitation.objects.get(), by=manager)
    assert actions() == ["portal.invited", "portal.invitation_withdrawn"]
    with pytest.raises(StaleState):
        people.resend(invitation, by=manager)


def test_accepted_invitation_can_be_neither_withdrawn_nor_sent_again(
    invitation: Invitation, manager: User
) -> None:
    people.accept(invitation, name="Nieuw", password=world.PASSWORD, language="nl")
    old = Invitation(pk=invitation.pk, organisation=invitation.organisation)
    for step in (people.withdraw, people.resend):
        with pytest.raises(StaleState) as error:
            step(old, by=manager)
        assert error.value.messages == ["Deze uitnodiging is al aangenomen of ingetrokken."]


# --- accepting ----------------------------------------------------------------------------------------------


def test_new_person_gets_an_account_and_the_role_and_the_inviter_hears(
    invitation: Invitation, manager: User, organisation: Organisation
) -> None:
    user = people.accept(invitation, name="  Nieuw Iemand ", password=world.PASSWORD, language="en")
    assert (user.email, user.name, user.language) == (NEW, "Nieuw Iemand", "en")
    assert user.check_password(world.PASSWORD)
    membership = only(user)
    assert (membership.organisation, membership.role, membership.is_manager) == (organisation, EDITOR, False)
    invitation.refresh_from_db()
    assert invitation.accepted_at == clock.now()
    message = MailMessage.objects.get(event="portal/joined")
    assert (message.user, message.context["person"]) == (manager, f"Nieuw Iemand <{NEW}>")


def test_inviter_whose_account_is_closed_is_not_told(invitation: Invitation, manager: User) -> None:
    User.objects.filter(pk=manager.pk).update(is_active=False)
    people.accept(Invitation.objects.get(), name="N", password=world.PASSWORD, language="nl")
    assert not MailMessage.objects.filter(event="portal/joined").exists()


@pytest.mark.parametrize(
    "password", ["kort", "elf tekens!", "1q2w3e4r5t6y", "123456789012", "nieuw@example.org"]
)
def test_weak_password_makes_no_account(invitation: Invitation, password: str) -> None:
    with pytest.raises(ValidationError):
        people.accept(invitation, name="N", password=password, language="nl")
    assert not User.objects.filter(email=NEW).exists()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize("end", ["withdrawn", "expired", "used"])
def test_invitation_that_is_over_makes_no_account(invitation: Invitation, manager: User, end: str) -> None:
    if end == "used":
        Invitation.objects.update(accepted_at=clock.now())
    if end == "withdrawn":
        people.withdraw(invitation, by=manager)
    with later(days=14 if end == "expired" else 0), pytest.raises(StaleState):
        people.accept(Invitation.objects.get(), name="N", password=world.PASSWORD, language="nl")
    assert not User.objects.filter(email=NEW).exists()


def test_withdrawn_while_the_page_was_open_makes_no_account(invitation: Invitation, manager: User) -> None:
    people.withdraw(Invitation.objects.get(), by=manager)
    with pytest.raises(StaleState) as error:
        people.accept(invitation, name="N", password=world.PASSWORD, language="nl")
    assert error.value.messages == ["Deze uitnodiging is al aangenomen of ingetrokken."]
    assert not User.objects.filter(email=NEW).exists()


def test_address_with_an_account_joins_by_signing_in(organisation: Organisation, manager: User) -> None:
    official = world.official()
    invitation = people.invite(organisation, email=official.email, role=EDITOR, is_manager=True, by=manager)
    with pytest.raises(StaleState, match="heeft al een account"):
        people.accept(invitation, name="N", password=world.PASSWORD, language="nl")
    membership = people.join(invitation, user=official)
    assert (membership.role, membership.is_manager) == (EDITOR, True)
    assert User.objects.get(pk=official.pk).organisation_ids() == [
        official.active_memberships[0].organisation_id, organisation.pk
    ]  # fmt: skip


def test_account_made_in_another_window_meanwhile_is_told(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user(NEW, world.PASSWORD, name="N")
    monkeypatch.setattr(people, "invited_person", lambda _invitation: None)
    with pytest.raises(StaleState, match="heeft al een account"):
        people.accept(invitation, name="N", password=world.PASSWORD, language="nl")
    assert Membership.objects.filter(user__email=NEW).count() == 0


def test_somebody_else_cannot_take_up_an_invitation(invitation: Invitation, member: User) -> None:
    with pytest.raises(NotAllowed) as error:
        people.join(invitation, user=member)
    assert error.value.messages == ["Deze uitnodiging is voor een ander e-mailadres."]


def test_joining_twice_is_one_membership(organisation: Organisation, manager: User) -> None:
    official = world.official()
    invitation = people.invite(organisation, email=official.email, role=EDITOR, by=manager)
    people.join(invitation, user=official)
    with pytest.raises(StaleState):
        people.join(invitation, user=official)
    assert Membership.objects.filter(user=official, organisation=organisation).count() == 1


@pytest.mark.parametrize("is_manager", [True, False])
def test_invitation_to_a_role_taken_up_meanwhile_only_adds_the_right_to_manage(
    organisation: Organisation, manager: User, is_manager: bool
) -> None:
    official = world.official()
    invitation = people.invite(
        organisation, email=official.email, role=EDITOR, is_manager=is_manager, by=manager
    )
    there = Membership.objects.create(user=official, organisation=organisation, role=EDITOR)
    assert people.join(invitation, user=official) == there
    there.refresh_from_db()
    assert there.is_manager is is_manager


# --- ending and managing ------------------------------------------------------------------------------------


def test_ending_a_membership_tells_the_person_and_stays_in_the_rows(manager: User, member: User) -> None:
    membership = only(member)
    people.end_membership(membership, by=manager)
    membership.refresh_from_db()
    assert membership.ended_at == clock.now()
    assert actions() == ["portal.membership_ended"]
    assert MailMessage.objects.get().user == member
    with pytest.raises(StaleState):
        people.end_membership(membership, by=manager)
    with pytest.raises(StaleState):
        people.set_manager(membership, is_manager=True, by=manager)
    assert actions() == ["portal.membership_ended"]


def test_last_manager_stays(organisation: Organisation, manager: User, member: User) -> None:
    for refused in (
        lambda: people.end_membership(only(manager), by=manager),
        lambda: people.set_manager(only(manager), is_manager=False, by=manager),
    ):
        with pytest.raises(Blocked) as error:
            refused()
        assert error.value.messages == [LAST_MANAGER]
    people.set_manager(only(member), is_manager=True, by=manager)
    people.end_membership(only(manager), by=manager)
    with pytest.raises(Blocked):
        people.end_membership(only(member), by=User.objects.get(pk=member.pk))


def test_manager_with_a_closed_account_does_not_count(manager: User, member: User) -> None:
    people.set_manager(only(member), is_manager=True, by=manager)
    User.objects.filter(pk=member.pk).update(is_active=False)
    with pytest.raises(Blocked):
        people.end_membership(only(manager), by=manager)


def test_administrator_may_leave_an_organisation_without_a_manager_but_not_their_own(
    organisation: Organisation, manager: User
) -> None:
    administrator = world.administrator()
    people.end_membership(only(manager), by=administrator)
    assert not Membership.objects.filter(organisation=organisation, ended_at=None).exists()
    Membership.objects.filter(user=administrator).update(is_manager=True)
    administrator = User.objects.get(pk=administrator.pk)
    with pytest.raises(Blocked):
        people.end_membership(only(administrator), by=administrator)


def test_right_to_manage_is_given_and_taken_once(manager: User, member: User) -> None:
    membership = only(member)
    for wanted in (True, True, False, False):
        people.set_manager(Membership.objects.get(pk=membership.pk), is_manager=wanted, by=manager)
        assert Membership.objects.get(pk=membership.pk).is_manager is wanted
    assert actions() == ["portal.made_manager", "portal.manager_ended"]


# --- closing an account -------------------------------------------------------------------------------------


def test_closing_and_opening_an_account(member: User) -> None:
    administrator = world.administrator()
    people.set_active(member, is_active=False, by=administrator, reason="  Uit dienst. ")
    assert not User.objects.get(pk=member.pk).is_active
    with pytest.raises(StaleState):
        people.set_active(member, is_active=False, by=administrator, reason="Nog eens.")
    people.set_active(member, is_active=True, by=administrator, reason="Vergissing.")
    assert [(row.action, row.reason) for row in AuditEntry.objects.order_by("pk")] == [
        ("portal.user_deactivated", "Uit dienst."), ("portal.user_activated", "Vergissing.")
    ]  # fmt: skip


def test_closing_an_account_is_refused_with_the_reason(member: User, manager: User) -> None:
    administrator = world.administrator()
    for by, user, reason, error in (
        (manager, member, "x", NotAllowed),
        (administrator, administrator, "x", Blocked),
        (administrator, member, "  ", Blocked),
    ):
        with pytest.raises(error):
            people.set_active(user, is_active=False, by=by, reason=reason)
    User.objects.filter(pk=administrator.pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="intussen gesloten"):
        people.set_active(member, is_active=False, by=administrator, reason="x")
    assert actions() == []


def test_apps_see_to_what_somebody_leaves_before_it_is_written(
    manager: User, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They get who leaves, what remains and by whom; the rights of all are still those of before."""
    seen: list[Any] = []

    def hook(user: User, remaining: list[Organisation], by: User) -> None:
        seen.append((user, remaining, by, len(User.objects.get(pk=user.pk).organisations)))

    monkeypatch.setattr(extension_points, "LEAVING", [hook])
    other = Organisation.objects.exclude(pk=only(member).organisation_id).filter(kind="municipality")[0]
    Membership.objects.create(user=member, organisation=other, role=Role.MUNICIPALITY_OFFICIAL)
    people.end_membership(member.memberships.get(organisation=only(manager).organisation), by=manager)
    administrator = world.administrator()
    people.set_active(member, is_active=False, by=administrator, reason="Uit dienst.")
    people.set_active(member, is_active=True, by=administrator, reason="Terug.")
    assert seen == [(member, [other], manager, 2), (member, [], administrator, 1)]


def test_hook_that_fails_leaves_everything_as_it_was(
    manager: User, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hook(*_args: Any) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(extension_points, "LEAVING", [hook])
    with pytest.raises(RuntimeError), transaction.atomic():
        people.end_membership(only(member), by=manager)
    assert only(member).ended_at is None

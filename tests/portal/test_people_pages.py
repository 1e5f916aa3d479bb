"""The pages about the people of an organisation, and taking up an invitation."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import clock, people
from portal.models import AuditEntry, Invitation, Membership, Organisation, User
from portal.rights import Role
from tests import world

SignIn = Callable[[User], Client]
NEW = "nieuw@example.org"
EDITOR = Role.PARTNERSHIP_EDITOR
ACCEPT = {"name": "Nieuw Iemand", "password1": world.PASSWORD, "password2": world.PASSWORD}


@pytest.fixture
def client(manager: User, signed_in: SignIn) -> Client:
    return signed_in(manager)


@pytest.fixture
def invitation(organisation: Organisation, manager: User) -> Invitation:
    return people.invite(organisation, email=NEW, role=EDITOR, by=manager)


def url(name: str, organisation: Organisation, *more: int) -> str:
    return reverse(f"portal:{name}", args=[organisation.pk, *more])


def link(invitation: Invitation) -> str:
    return reverse("portal:invitation", args=[invitation.token])


def only(user: User) -> Membership:
    return Membership.objects.get(user=user, ended_at=None)


def texts(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


# --- organisations ------------------------------------------------------------------------------------------


def test_who_has_one_organisation_goes_straight_to_its_people(
    client: Client, organisation: Organisation
) -> None:
    assert client.get(reverse("portal:organisations")).url == url("people", organisation)


def test_who_has_several_chooses_and_who_has_none_hears_what_to_do(
    member: User, signed_in: SignIn, organisation: Organisation
) -> None:
    other = world.partnership("PO2502").organisation
    Membership.objects.create(user=member, organisation=other, role=EDITOR)
    page = signed_in(member).get(reverse("portal:organisations"))
    assert set(page.context["page"]) == {organisation, other}
    Membership.objects.filter(user=member).update(ended_at=clock.now())
    page = signed_in(member).get(reverse("portal:organisations"))
    assert "U werkt nu voor geen enkele organisatie" in page.content.decode()


def test_administrator_finds_every_organisation(signed_in: SignIn) -> None:
    client = signed_in(world.administrator())
    page = client.get(reverse("portal:organisations"))
    assert page.context["page"].paginator.count == Organisation.objects.count() > 500
    assert 'aria-label="Bladeren"' in page.content.decode()
    found = client.get(reverse("portal:organisations"), {"q": " meppel "})
    assert "gemeente" in found.content.decode()
    assert [row.name for row in found.context["page"]] == list(
        Organisation.objects.filter(name__icontains="meppel").values_list("name", flat=True)
    )
    nothing = client.get(reverse("portal:organisations"), {"q": "\x00<b>xyzzy"})
    assert "0 organisaties." in nothing.content.decode()
    assert "&lt;b&gt;xyzzy" in nothing.content.decode()
    assert client.get(reverse("portal:organisations"), {"page": "999999"}).status_code == 200


def test_number_of_queries_of_the_lists_does_not_depend_on_the_rows(
    client: Client, signed_in: SignIn, organisation: Organisation, manager: User
) -> None:
    counts = []
    for size in (1, 3, 30):
        while Membership.objects.filter(organisation=organisation).count() < size:
            number = Membership.objects.count()
            world.person(EDITOR, organisation, name=f"m{number}")
            people.invite(organisation, email=f"n{number}@example.org", role=EDITOR, by=manager)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("people", organisation)).status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    administrator = signed_in(world.administrator())
    with CaptureQueriesContext(connection) as many:
        administrator.get(reverse("portal:organisations"))
    with CaptureQueriesContext(connection) as few:
        administrator.get(reverse("portal:organisations"), {"q": "Meppel"})
    assert len(many) == len(few)


# --- the list -----------------------------------------------------------------------------------------------


def test_manager_sees_members_and_open_invitations_with_what_can_be_done(
    client: Client, organisation: Organisation, member: User, invitation: Invitation
) -> None:
    html = client.get(url("people", organisation)).content.decode()
    for text in ("manager", member.email, NEW, "Iemand uitnodigen", "Opnieuw versturen", "Intrekken"):
        assert text in html
    assert "De link werkt tot 3 februari 2014 10.00.00 CET." in html
    with clock.at("2014-03-01T10:00"):
        assert "Verlopen sinds 3 februari 2014" in client.get(url("people", organisation)).content.decode()


def test_member_sees_who_works_here_and_nothing_to_change(
    member: User, signed_in: SignIn, organisation: Organisation, invitation: Invitation
) -> None:
    html = signed_in(member).get(url("people", organisation)).content.decode()
    assert invitation.invited_by is not None
    assert invitation.invited_by.email in html
    for text in (NEW, "Iemand uitnodigen", "Aanpassen"):
        assert text not in html


def test_organisation_without_people_says_so(organisation: Organisation, signed_in: SignIn) -> None:
    html = signed_in(world.administrator()).get(url("people", organisation)).content.decode()
    assert "Er doet nog niemand mee." in html
    assert "Er zijn geen open uitnodigingen." in html


# --- inviting -----------------------------------------------------------------------------------------------


def test_inviting_sends_the_mail_and_comes_back_to_the_list(
    client: Client, organisation: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    data = {"email": NEW, "role": EDITOR, "is_manager": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url("invite", organisation), data, follow=True)
    assert answer.redirect_chain == [(url("people", organisation), 302)]
    assert texts(answer) == [f"De uitnodiging is verstuurd naar {NEW}."]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.is_manager) == (NEW, EDITOR, True)
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert f"http://127.0.0.1:8000{link(invitation)}" in mail.outbox[0].body


def test_double_click_on_inviting_is_one_invitation_and_one_mail(
    client: Client, organisation: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post(url("invite", organisation), {"email": NEW, "role": EDITOR}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, {"email": ["Vul een e-mailadres in."], "role": ["Kies een rol."]}),
        (
            {"email": "geen adres", "role": EDITOR},
            {"email": ["Dit is geen e-mailadres. Typ een adres als naam@organisatie.nl."]},
        ),
        ({"email": NEW, "role": "reviewer"}, None),
        ({"email": f"{'x' * 400}@example.org", "role": EDITOR}, None),
    ],
)
def test_inviting_with_bad_input_keeps_what_was_typed(
    client: Client, organisation: Organisation, data: dict[str, str], errors: dict[str, list[str]] | None
) -> None:
    answer = client.post(url("invite", organisation), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == errors if errors else answer.context["form"].errors
    html = answer.content.decode()
    assert "<title>Fout: " in html
    assert f'value="{data["email"]}"' in html if "email" in data else True
    assert Invitation.objects.count() == 0


def test_inviting_somebody_who_has_the_role_is_told_with_409(
    client: Client, organisation: Organisation, member: User
) -> None:
    data = {"email": member.email, "role": Role.PARTNERSHIP_SIGNATORY}
    answer = client.post(url("invite", organisation), data)
    assert answer.status_code == 409
    assert f"{member.email} heeft deze rol al." in answer.content.decode()
    assert f'value="{member.email}"' in answer.content.decode()


def test_only_role_of_an_organisation_is_chosen_already(signed_in: SignIn) -> None:
    opr = Organisation.objects.filter(kind="opr").first()
    assert opr is not None
    page = signed_in(world.administrator()).get(url("invite", opr))
    assert re.search(r'value="opr_secretary"[^>]*checked', page.content.decode())


def test_member_may_look_but_not_invite_or_change(
    member: User, manager: User, signed_in: SignIn, organisation: Organisation, invitation: Invitation
) -> None:
    client = signed_in(member)
    for address in (
        url("invite", organisation),
        url("member", organisation, only(manager).pk),
        url("open_invitation", organisation, invitation.pk),
    ):
        for answer in (client.get(address), client.post(address, {"step": "withdraw"})):
            assert answer.status_code == 403
            assert "Alleen een beheerder van de organisatie kan" in answer.content.decode()
    assert Invitation.objects.get().is_open


def test_another_organisation_does_not_exist(client: Client, organisation: Organisation) -> None:
    other = world.partnership("PO2502").organisation
    theirs = only(world.editor("PO2502"))
    assert client.get(url("people", other)).status_code == 404
    assert client.post(url("invite", other), {"email": NEW, "role": EDITOR}).status_code == 404
    # A row of another organisation behind one's own address.
    assert client.post(url("member", organisation, theirs.pk), {"step": "end"}).status_code == 404
    assert Membership.objects.get(pk=theirs.pk).ended_at is None
    assert Client().get(url("people", organisation)).url.startswith("/account/login/?next=")


# --- open invitations ---------------------------------------------------------------------------------------


def test_sending_again_and_withdrawing(
    client: Client, organisation: Organisation, invitation: Invitation
) -> None:
    address = url("open_invitation", organisation, invitation.pk)
    with clock.at("2014-01-25T10:00"):
        answer = client.post(address, {"step": "resend"}, follow=True)
        assert texts(answer) == [f"De uitnodiging is opnieuw verstuurd naar {NEW}."]
        for _ in range(2):
            answer = client.post(address, {"step": "withdraw"}, follow=True)
            assert texts(answer) == [f"De uitnodiging aan {NEW} is ingetrokken."]
    assert Invitation.objects.get().withdrawn_at is not None
    assert [row.action for row in AuditEntry.objects.order_by("pk")] == [
        "portal.invited", "portal.invited", "portal.invitation_withdrawn"
    ]  # fmt: skip


def test_invitation_accepted_meanwhile_is_told_next_to_the_list(
    client: Client, organisation: Organisation, invitation: Invitation
) -> None:
    people.accept(invitation, name="N", password=world.PASSWORD, language="nl")
    answer = client.post(url("open_invitation", organisation, invitation.pk), {"step": "withdraw"})
    assert answer.status_code == 409
    assert "Deze uitnodiging is al aangenomen of ingetrokken." in answer.content.decode()
    assert "Deelnemers" in answer.content.decode()


def test_unknown_step_is_not_found_and_the_address_itself_leads_to_the_list(
    client: Client, organisation: Organisation, invitation: Invitation, manager: User
) -> None:
    address = url("open_invitation", organisation, invitation.pk)
    assert client.post(address, {"step": "dance"}).status_code == 404
    assert client.post(address).status_code == 404
    assert client.get(address).url == url("people", organisation)
    assert client.post(url("member", organisation, only(manager).pk), {"step": "dance"}).status_code == 404


# --- members ------------------------------------------------------------------------------------------------


def test_member_page_offers_the_other_right_and_the_end(
    client: Client, organisation: Organisation, member: User
) -> None:
    address = url("member", organisation, only(member).pk)
    assert 'value="manager"' in client.get(address).content.decode()
    answer = client.post(address, {"step": "manager"}, follow=True)
    assert texts(answer) == ["De rechten van member zijn aangepast."]
    assert 'value="no_manager"' in client.get(address).content.decode()
    client.post(address, {"step": "no_manager"})
    assert not only(member).is_manager
    answer = client.post(address, {"step": "end"}, follow=True)
    assert texts(answer)[-1] == "member is verwijderd uit de organisatie."


def test_removed_member_is_out_at_once_and_a_second_click_says_so(
    client: Client, organisation: Organisation, member: User, signed_in: SignIn
) -> None:
    theirs = signed_in(member)
    assert theirs.get(url("people", organisation)).status_code == 200
    address = url("member", organisation, only(member).pk)
    client.post(address, {"step": "end"})
    assert theirs.get(url("people", organisation)).status_code == 404
    assert "U werkt nu voor geen enkele organisatie" in theirs.get(reverse("portal:start")).content.decode()
    client.get(url("people", organisation))  # the first message is read
    for again in (client.post(address, {"step": "end"}, follow=True), client.get(address, follow=True)):
        assert texts(again) == ["member was al verwijderd uit de organisatie."]
    assert AuditEntry.objects.filter(action="portal.membership_ended").count() == 1


def test_last_manager_stays_and_reads_why(client: Client, organisation: Organisation, manager: User) -> None:
    answer = client.post(url("member", organisation, only(manager).pk), {"step": "end"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "<title>Fout: " in html
    assert "Dit is de laatste beheerder van de organisatie. Maak eerst iemand anders beheerder." in html
    assert only(manager).is_manager


def test_manager_who_leaves_comes_to_the_start_page(
    client: Client, organisation: Organisation, manager: User, member: User
) -> None:
    people.set_manager(only(member), is_manager=True, by=manager)
    answer = client.post(url("member", organisation, only(manager).pk), {"step": "end"})
    assert answer.url == reverse("portal:start")


# --- taking up an invitation --------------------------------------------------------------------------------


def test_new_person_makes_an_account_and_is_signed_in(
    invitation: Invitation, organisation: Organisation
) -> None:
    client = Client()
    page = client.get(link(invitation))
    assert page.status_code == 200
    assert f"U logt straks in met {NEW}." in page.content.decode()
    answer = client.post(link(invitation), ACCEPT, follow=True)
    assert answer.redirect_chain == [(reverse("portal:start"), 302)]
    assert texts(answer) == [f"Welkom. U werkt nu in het portaal voor {organisation}."]
    user = User.objects.get(email=NEW)
    assert (user.name, user.language, user.organisation_ids()) == ("Nieuw Iemand", "nl", [organisation.pk])
    # A second click, and the link in the mail once more, go on to the start page.
    assert client.post(link(invitation), ACCEPT).url == reverse("portal:start")
    assert client.get(link(invitation)).url == reverse("portal:start")
    assert User.objects.filter(email=NEW).count() == 1


def test_new_person_who_reads_english_gets_mail_in_english(invitation: Invitation) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    client.post(link(invitation), ACCEPT)
    assert User.objects.get(email=NEW).language == "en"


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ({"name": " "}, "name", "Vul uw naam in."),
        ({"password1": ""}, "password1", "Vul een wachtwoord in."),
        ({"password2": ""}, "password2", "Typ het wachtwoord nog een keer."),
        (
            {"password2": "iets anders dan dat"},
            "password2",
            "Dit is niet hetzelfde wachtwoord. Typ het twee keer gelijk.",
        ),
        ({"password1": "kort", "password2": "kort"}, "password1", None),
        ({"name": "x" * 201}, "name", None),
    ],
)
def test_account_with_bad_input_is_not_made(
    invitation: Invitation, change: dict[str, str], field: str, text: str | None
) -> None:
    answer = Client().post(link(invitation), ACCEPT | change)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert text is None or errors[field] == [text]
    assert world.PASSWORD not in answer.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_person_with_an_account_signs_in_first_and_then_accepts(
    organisation: Organisation, manager: User, signed_in: SignIn
) -> None:
    official = world.official()
    invitation = people.invite(organisation, email=official.email, role=EDITOR, by=manager)
    stranger = Client().get(link(invitation))
    assert f"{reverse('account_login')}?next={link(invitation)}" in stranger.content.decode()
    assert Client().post(link(invitation), ACCEPT).status_code == 403
    client = signed_in(official)
    assert "Uitnodiging aannemen" in client.get(link(invitation)).content.decode()
    assert client.post(link(invitation)).url == reverse("portal:start")
    assert organisation.pk in User.objects.get(pk=official.pk).organisation_ids()


def test_somebody_else_is_told_to_sign_out_first(
    invitation: Invitation, member: User, signed_in: SignIn
) -> None:
    client = signed_in(member)
    html = client.get(link(invitation)).content.decode()
    assert f"De uitnodiging is voor {NEW}, maar u bent ingelogd als {member.email}." in html
    assert client.post(link(invitation), ACCEPT).status_code == 403
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize(
    ("end", "text"),
    [
        ("withdraw", "De uitnodiging is ingetrokken."),
        ("expire", "De uitnodiging is verlopen op 3 februari 2014 10.00.00 CET."),
        ("accept", "De uitnodiging is al aangenomen."),
    ],
)
def test_link_that_does_not_work_any_more_says_why(
    invitation: Invitation, manager: User, end: str, text: str
) -> None:
    if end == "withdraw":
        people.withdraw(invitation, by=manager)
    if end == "accept":
        people.accept(invitation, name="N", password=world.PASSWORD, language="nl")
    with clock.at("2014-02-03T10:00" if end == "expire" else world.START):
        for answer in (Client().get(link(invitation)), Client().post(link(invitation), ACCEPT)):
            assert answer.status_code == 410
            assert text in answer.content.decode()


def test_link_nobody_sent_is_not_found(db: None) -> None:
    address = reverse("portal:invitation", args=["00000000-0000-4000-8000-000000000000"])
    assert Client().get(address).status_code == 404


def test_withdrawn_between_opening_and_sending_says_so(
    invitation: Invitation, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = people.accept

    def slow(invitation: Invitation, **values: Any) -> User:
        people.withdraw(Invitation.objects.get(), by=manager)
        return accept(invitation, **values)

    monkeypatch.setattr(people, "accept", slow)
    answer = Client().post(link(invitation), ACCEPT)
    assert answer.status_code == 410
    assert "De uitnodiging is ingetrokken." in answer.content.decode()


def test_account_made_between_opening_and_sending_leads_to_the_login_page(
    invitation: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = people.accept

    def slow(invitation: Invitation, **values: Any) -> User:
        User.objects.create_user(NEW, world.PASSWORD, name="N")
        return accept(invitation, **values)

    monkeypatch.setattr(people, "accept", slow)
    answer = Client().post(link(invitation), ACCEPT)
    assert answer.status_code == 409
    assert "Dit e-mailadres heeft al een account." in answer.content.decode()
    assert reverse("account_login") in answer.content.decode()


def test_joining_an_invitation_withdrawn_meanwhile_says_so(
    organisation: Organisation, manager: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    official = world.official()
    invitation = people.invite(organisation, email=official.email, role=EDITOR, by=manager)
    join = people.join

    def slow(invitation: Invitation, **values: Any) -> Membership:
        people.withdraw(Invitation.objects.get(), by=manager)
        return join(invitation, **values)

    monkeypatch.setattr(people, "join", slow)
    assert signed_in(official).post(link(invitation)).status_code == 410

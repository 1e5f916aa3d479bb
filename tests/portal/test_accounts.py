"""Signing in and out, and passwords: by e-mail address, with a brake on guessing, telling nobody who has an account."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal import people
from portal.models import User
from tests import world

LOGIN = "/account/login/"
NEW_PASSWORD = "nog een langer wachtwoord"
SAME_ANSWER = "Het e-mailadres of het wachtwoord klopt niet."


@pytest.fixture
def user(db: None) -> User:
    cache.clear()
    return world.editor()


def credentials(user: User, **more: str) -> dict[str, str]:
    return {"login": user.email, "password": world.PASSWORD, **more}


def is_signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


# --- signing in ---------------------------------------------------------------------------------------------


def test_passwords_are_kept_with_argon2() -> None:
    from portal import settings as real

    assert real.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_signing_in_by_address_leads_to_the_start_page(user: User) -> None:
    client = Client()
    answer = client.post(LOGIN, credentials(user, login=user.email.upper()))
    assert (answer.status_code, answer.url) == (302, reverse("portal:start"))
    assert is_signed_in(client)
    assert client.get(LOGIN).url == reverse("portal:start")


def test_signing_in_leads_to_the_page_that_was_asked_for(user: User) -> None:
    client = Client()
    asked = reverse("plans:dossiers") + "?q=a"
    answer = client.get(asked)
    assert answer.url == f"{LOGIN}?next=/plannen/%3Fq%3Da"
    page = client.get(answer.url)
    assert re.search(r'name="next"[^>]*value="/plannen/\?q=a"', page.content.decode())
    assert client.post(answer.url, credentials(user, next=asked)).url == asked


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil"],
)
def test_signing_in_never_leads_elsewhere(user: User, elsewhere: str) -> None:
    answer = Client().post(LOGIN, credentials(user, next=elsewhere))
    assert answer.url == reverse("portal:start")


@pytest.mark.parametrize("wrong", [{"password": "een verkeerd wachtwoord"}, {"login": "niemand@example.org"}])
def test_wrong_address_and_wrong_password_get_the_same_answer(user: User, wrong: dict[str, str]) -> None:
    client = Client()
    answer = client.post(LOGIN, credentials(user, **wrong))
    assert answer.status_code == 422
    assert [str(text) for text in answer.context["form"].non_field_errors()] == [SAME_ANSWER]
    html = answer.content.decode()
    assert "<title>Fout: " in html
    assert f'value="{credentials(user, **wrong)["login"]}"' in html
    assert world.PASSWORD not in html
    assert not is_signed_in(client)


def test_empty_login_form_names_both_fields(user: User) -> None:
    answer = Client().post(LOGIN, {})
    assert answer.context["form"].errors == {
        "login": ["Vul uw e-mailadres in."],
        "password": ["Vul een wachtwoord in."],
    }


def test_closed_account_is_told_and_stays_outside(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    answer = client.post(LOGIN, credentials(user), follow=True)
    assert "Dit account is gesloten" in answer.content.decode()
    assert not is_signed_in(client)


def test_session_of_an_account_that_is_closed_ends_at_once(user: User) -> None:
    client = Client()
    client.post(LOGIN, credentials(user))
    people.set_active(user, is_active=False, by=world.administrator(), reason="Uit dienst.")
    assert client.get(reverse("portal:start")).url.startswith(LOGIN)


def test_guessing_is_slowed_down_in_dutch(user: User) -> None:
    client = Client()
    for _ in range(6):
        answer = client.post(LOGIN, credentials(user, password="gok maar een eind weg"))
    assert "Er is te vaak een verkeerd wachtwoord gebruikt." in answer.content.decode()
    answer = client.post(LOGIN, credentials(user))
    assert answer.status_code == 422
    assert not is_signed_in(client)


def test_too_many_requests_get_a_page_in_dutch(user: User) -> None:
    client = Client()
    answers = [client.post(LOGIN, {"login": f"a{n}@example.org", "password": "x"}) for n in range(31)]
    assert [answer.status_code for answer in answers].count(429) >= 1
    html = answers[-1].content.decode()
    assert answers[-1].status_code == 429
    assert "<h1>Te veel pogingen</h1>" in html
    assert "Content-Security-Policy" in answers[-1].headers


def test_signing_in_needs_a_token(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(LOGIN, credentials(user))
    assert answer.status_code == 403
    assert "<h1>De pagina was verlopen</h1>" in answer.content.decode()


# --- signing out --------------------------------------------------------------------------------------------


def test_signing_out_asks_first_and_goes_by_post(user: User) -> None:
    client = Client()
    client.force_login(user)
    page = client.get(reverse("account_logout"))
    assert "Wilt u uitloggen?" in page.content.decode()
    assert is_signed_in(client)
    answer = client.post(reverse("account_logout"), follow=True)
    assert answer.redirect_chain == [(reverse("portal:front"), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["U bent uitgelogd."]
    assert not is_signed_in(client)


def test_signing_out_leads_on_within_the_portal_only(user: User) -> None:
    for asked, reached in (("/hulp/", "/hulp/"), ("https://evil.example/", "/")):
        client = Client()
        client.force_login(user)
        assert client.post(reverse("account_logout"), {"next": asked}).url == reached


# --- a forgotten password -----------------------------------------------------------------------------------


def link_in_mail() -> str:
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def ask(address: str) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": address}, follow=True)


def test_forgotten_password_is_set_by_the_link_in_the_mail(user: User) -> None:
    answer = ask(user.email.upper())
    assert answer.redirect_chain == [(reverse("account_reset_password_done"), 302)]
    assert [message.to for message in mail.outbox] == [[user.email]]
    assert mail.outbox[0].subject == "Nieuw wachtwoord voor het ondersteuningsplanportaal"
    client = Client()
    page = client.get(link_in_mail(), follow=True)
    assert "Nieuw wachtwoord instellen" in page.content.decode()
    action = page.redirect_chain[-1][0]
    wrong = client.post(action, {"password1": "kort", "password2": "kort"})
    assert wrong.status_code == 422
    done = client.post(action, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    assert "Uw wachtwoord is opgeslagen" in done.content.decode()
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)
    assert mail.outbox[-1].subject == "Uw wachtwoord is gewijzigd"
    again = Client().get(link_in_mail_of(0), follow=True)
    assert "Deze link werkt niet meer" in again.content.decode()


def link_in_mail_of(number: int) -> str:
    found = re.search(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[number].body)
    assert found
    return found[1]


def test_unknown_address_gets_the_same_page_and_a_mail_without_a_link(user: User) -> None:
    known, unknown = ask(user.email), ask("niemand@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content.count(b"Kijk in uw e-mail") == unknown.content.count(b"Kijk in uw e-mail") > 0
    assert mail.outbox[-1].to == ["niemand@example.org"]
    assert mail.outbox[-1].subject == "Er is geen account bij dit e-mailadres"
    assert "/key/" not in mail.outbox[-1].body


def test_closed_account_gets_no_link(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask(user.email)
    assert [message for message in mail.outbox if "/key/" in message.body] == []


def test_mail_server_that_is_away_does_not_tell_who_has_an_account(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_kwargs: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    for address in (user.email, "niemand@example.org"):
        assert ask(address).redirect_chain == [(reverse("account_reset_password_done"), 302)]


@pytest.mark.parametrize("address", ["", "geen adres"])
def test_asking_without_an_address_is_told(user: User, address: str) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": address})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["email"]
    assert mail.outbox == []


def test_made_up_link_does_not_work(user: User) -> None:
    page = Client().get(reverse("account_reset_password_from_key", args=["1", "abc-def"]))
    assert "Deze link werkt niet meer" in page.content.decode()


# --- another password ---------------------------------------------------------------------------------------


def test_changing_the_password_keeps_this_session_and_ends_the_others(user: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post(LOGIN, credentials(user))
    data = {"oldpassword": world.PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), data).status_code == 302
    assert is_signed_in(here)
    assert there.get(reverse("portal:start")).url.startswith(LOGIN)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([user.email], "Uw wachtwoord is gewijzigd")
    ]


def test_changing_the_password_with_the_wrong_one_is_told(user: User) -> None:
    client = Client()
    client.force_login(user)
    data = {"oldpassword": "niet dit", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    answer = client.post(reverse("account_change_password"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"oldpassword": ["Dit is niet uw huidige wachtwoord."]}


# --- what is not offered ------------------------------------------------------------------------------------


def test_nobody_signs_up_by_themselves(user: User) -> None:
    for answer in (Client().get(reverse("account_signup")), Client().post(reverse("account_signup"), {})):
        assert "Een account krijgt u door een uitnodiging" in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_set_password", "account_reauthenticate", "account_email_verification_sent"],
)
def test_other_pages_of_the_package_are_closed(user: User, name: str) -> None:
    client = Client()
    client.force_login(user)
    assert client.get(reverse(name)).status_code == 404


def test_account_itself_is_the_profile(user: User) -> None:
    client = Client()
    client.force_login(user)
    assert client.get("/account/").url == reverse("portal:profile")

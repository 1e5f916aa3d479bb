"""Dutch by default, English by choice, on the same page and in the mails; and one's own data."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import User
from tests import world

SET = "/taal/setlang/"
PROFILE = "/gegevens/"


@pytest.fixture
def client(member: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(member)


# --- language -----------------------------------------------------------------------------------------------


def test_page_is_dutch_whatever_the_browser_prefers(db: None) -> None:
    answer = Client().get("/hulp/", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="nl">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "nl"


def test_choosing_english_goes_on_on_the_same_page_and_is_remembered(db: None) -> None:
    client = Client()
    answer = client.post(SET, {"language": "en", "next": "/hulp/?a=b#c"})
    assert (answer.status_code, answer.url) == (302, "/hulp/?a=b#c")
    cookie = client.cookies["django_language"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["httponly"]) == (
        "en", 365 * 24 * 3600, "Lax", True
    )  # fmt: skip
    page = client.get("/hulp/")
    assert '<html lang="en">' in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.post(SET, {"language": "nl", "next": "/"})
    assert '<html lang="nl">' in client.get("/hulp/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1"]
)
def test_choosing_a_language_never_leads_elsewhere(db: None, elsewhere: str) -> None:
    answer = Client().post(SET, {"language": "en", "next": elsewhere}, headers={"referer": elsewhere})
    assert answer.url == "/"


def test_choice_of_somebody_signed_in_is_also_that_of_their_mails(client: Client, member: User) -> None:
    client.post(SET, {"language": "en", "next": "/start/"})
    assert User.objects.get(pk=member.pk).language == "en"


@pytest.mark.parametrize("language", ["", "de", "xx\x00", "nl' OR 1=1"])
def test_unknown_language_changes_nothing(client: Client, member: User, language: str) -> None:
    answer = client.post(SET, {"language": language, "next": "/start/"})
    assert answer.url == "/start/"
    assert User.objects.get(pk=member.pk).language == "nl"
    client.cookies["django_language"] = language.replace("\x00", "")
    assert '<html lang="nl">' in client.get("/start/").content.decode()


def test_choosing_goes_by_post_with_a_token(db: None) -> None:
    assert Client().get(SET).status_code == 405
    assert Client(enforce_csrf_checks=True).post(SET, {"language": "en"}).status_code == 403


def test_switch_on_a_page_names_the_page_itself(client: Client) -> None:
    html = client.get("/berichten/", {"page": "2", "q": '"><b>'}).content.decode()
    assert 'name="next" value="/berichten/?page=2&amp;q=%22%3E%3Cb%3E"' in html
    assert '<button type="submit" name="language" value="en" lang="en">English</button>' in html


# --- profile ------------------------------------------------------------------------------------------------


def test_profile_shows_roles_and_saves_name_and_language(client: Client, member: User) -> None:
    html = client.get(PROFILE).content.decode()
    assert member.email in html
    assert "indiener (tekenbevoegd)" in html
    answer = client.post(
        PROFILE, {"name": "  Nieuwe naam ", "language": "en", "row_version": "1"}, follow=True
    )
    assert answer.redirect_chain == [(PROFILE, 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Uw gegevens zijn opgeslagen."]
    member.refresh_from_db()
    assert (member.name, member.language) == ("Nieuwe naam", "en")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": " ", "language": "nl"}, "name"),
        ({"name": "x" * 201, "language": "nl"}, "name"),
        ({"name": "Jan\x00", "language": "nl"}, "name"),
        ({"name": "Jan", "language": "de"}, "language"),
        ({"name": "Jan"}, "language"),
    ],
)
def test_profile_with_bad_input_keeps_what_was_typed(
    client: Client, member: User, data: dict[str, str], field: str
) -> None:
    answer = client.post(PROFILE, data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    html = answer.content.decode()
    assert "<title>Fout: " in html
    # The header goes on with the name that is kept.
    assert '<a class="who" href="/gegevens/">member</a>' in html
    assert User.objects.get(pk=member.pk).name == "member"


def test_other_tab_is_told_and_keeps_both(client: Client, member: User) -> None:
    """Two tabs of one's own: whoever saves last hears of the first, and nothing of it is lost."""
    seen = {"row_version": client.get(PROFILE).context["form"]["row_version"].value()}
    assert client.post(PROFILE, {"name": "Eerste tab", "language": "nl", **seen}).status_code == 302
    answer = client.post(PROFILE, {"name": "member", "language": "en", **seen})
    assert answer.status_code == 409
    assert [(row.stored, row.yours) for row in answer.context["form"].both_texts] == [
        ("Eerste tab", "member"),
        ("Nederlands", "Engels"),
    ]
    member.refresh_from_db()
    assert (member.name, member.language) == ("Eerste tab", "nl")
    fresh = answer.context["form"]["row_version"].value()
    again = {"name": "Eerste tab", "language": "en", "row_version": fresh}
    assert client.post(PROFILE, again).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.language) == ("Eerste tab", "en")


def test_language_chosen_below_the_page_is_not_overwritten_by_an_older_tab(
    client: Client, member: User
) -> None:
    seen = client.get(PROFILE).context["form"]["row_version"].value()
    client.post(SET, {"language": "en"})
    answer = client.post(PROFILE, {"name": "Jan", "language": "nl", "row_version": seen})
    assert answer.status_code == 409
    member.refresh_from_db()
    assert (member.name, member.language) == ("member", "en")


def test_address_roles_and_rights_cannot_be_changed_here(client: Client, member: User) -> None:
    own = {"name": "Jan", "language": "nl", "row_version": "1"}
    data = {**own, "email": "ander@example.org", "is_active": "", "is_staff": "on"}
    client.post(PROFILE, data)
    after = User.objects.get(pk=member.pk)
    assert (after.name, after.email, after.is_active) == ("Jan", member.email, True)
    assert not after.is_staff


def test_profile_of_somebody_without_a_role_says_so(db: None, signed_in: Callable[[User], Client]) -> None:
    user = User.objects.create_user("los@example.org", world.PASSWORD, name="Los")
    html = signed_in(user).get(PROFILE).content.decode()
    assert "geen" in html
    assert Client().get(PROFILE).url == f"/account/login/?next={PROFILE}"

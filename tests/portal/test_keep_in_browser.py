"""What was typed comes back after signing in again, another language and an error; and stays with its writer."""

from typing import Any

import pytest
from django.conf import settings as real_settings
from django.contrib.sessions.models import Session

from portal.models import Organisation, User
from portal.rights import Role
from tests import world

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("parallel_db")]
NOTICE = "Wat u typte is teruggezet"


@pytest.fixture
def organisation() -> Organisation:
    return world.partnership().organisation


@pytest.fixture
def writer(organisation: Organisation) -> User:
    return world.person(Role.PARTNERSHIP_EDITOR, organisation, name="schrijver", manager=True)


def sign_in(page: Any, user: User) -> None:
    page.fill("#id_login", user.email)
    page.fill("#id_password", world.PASSWORD)
    page.click("main button[type=submit]")


@pytest.fixture
def form(page: Any, live_server: Any, writer: User, organisation: Organisation) -> Any:
    """The form to invite somebody, half filled in."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{live_server.url}/account/login/?next=/organisatie/{organisation.pk}/uitnodigen/")
    sign_in(page, writer)
    page.fill("#id_email", "half getypt")
    page.check("input[name=role] >> nth=1")
    page.check("#id_is_manager")
    yield page
    assert errors == []


def filled(page: Any) -> tuple[str, bool, bool]:
    return (
        page.input_value("#id_email"),
        page.is_checked("input[name=role] >> nth=1"),
        page.is_checked("#id_is_manager"),
    )


TYPED = ("half getypt", True, True)


def test_text_comes_back_after_signing_in_again(form: Any, writer: User) -> None:
    Session.objects.all().delete()
    form.click("main button[type=submit]")
    assert "U was niet meer ingelogd." in form.inner_text("main")
    form.fill("#id_login", writer.email)
    form.fill("#id_password", "een verkeerd wachtwoord")
    form.click("main button[type=submit]")
    sign_in(form, writer)
    form.wait_for_selector(".notice-warn")
    assert NOTICE in form.inner_text("main")
    assert filled(form) == TYPED
    # Once: the next visit is a fresh form.
    form.goto(form.url.replace("uitnodigen/", ""))
    form.click("text=Iemand uitnodigen")
    assert filled(form) == ("", False, False)


def test_text_of_one_person_is_not_shown_to_the_next(form: Any, organisation: Organisation) -> None:
    other = world.person(Role.PARTNERSHIP_EDITOR, organisation, name="ander", manager=True)
    Session.objects.all().delete()
    form.click("main button[type=submit]")
    sign_in(form, other)
    assert form.url.endswith("/uitnodigen/")
    assert filled(form) == ("", False, False)
    assert NOTICE not in form.inner_text("main")


def test_text_stays_when_the_language_changes(form: Any) -> None:
    form.click("form.language button")
    form.wait_for_selector("html[lang=en]")
    form.wait_for_selector(".notice-warn")
    assert filled(form) == TYPED
    form.click("main button[type=submit]")
    form.wait_for_selector(".error-summary")
    form.click("form.language button")
    form.wait_for_selector("html[lang=nl]")
    form.wait_for_selector(".notice-warn")
    assert filled(form) == TYPED


def test_text_comes_back_after_an_error_of_the_server(
    form: Any, monkeypatch: pytest.MonkeyPatch, live_server: Any
) -> None:
    from portal.views import people

    def break_down(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(people.InviteForm, "is_valid", break_down)
        form.click("main button[type=submit]")
        assert "Er ging iets mis" in form.inner_text("h1")
    form.go_back()
    form.wait_for_selector(".notice-warn")
    assert filled(form) == TYPED


def test_signing_in_again_elsewhere_does_not_spoil_the_form(form: Any, writer: User) -> None:
    Session.objects.all().delete()
    tab = form.context.new_page()
    tab.goto(form.url.split("/organisatie/")[0] + "/account/login/")
    sign_in(tab, writer)
    tab.close()
    form.fill("#id_email", "nieuw@example.org")
    form.click("main button[type=submit]")
    assert "De uitnodiging is verstuurd naar nieuw@example.org." in form.inner_text("main")
    assert real_settings.CSRF_COOKIE_HTTPONLY is False


def test_chapter_text_comes_back_in_the_editor_with_the_version_it_was_typed_on(
    page: Any, live_server: Any, writer: User
) -> None:
    plan = world.drafted()
    chapter = plan.chapters.first()
    assert chapter is not None
    page.goto(f"{live_server.url}/account/login/?next={chapter.get_absolute_url()}")
    sign_in(page, writer)
    page.click("[role=textbox]")
    page.keyboard.type("Zelf getypt. ")
    version = page.input_value("input[name=row_version]")
    page.click("form.language button")
    page.wait_for_selector("html[lang=en]")
    page.wait_for_selector(".notice-warn")
    assert "Zelf getypt." in page.inner_text("[role=textbox]")
    assert page.input_value("input[name=row_version]") == version
    page.click("main button[type=submit] >> nth=0")
    page.wait_for_selector(".notice-success")
    chapter.refresh_from_db()
    assert "Zelf getypt." in chapter.body

"""A place at a briefing of somebody who leaves, or whom the organiser signs off, goes to who waits."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from briefings import services
from briefings.models import Briefing, Registration
from briefings.services import position
from portal import clock, outbox, people, workflow
from portal.models import AuditEntry, MailMessage, Membership, Organisation, User
from portal.rights import Role
from tests import world
from tests.briefings.test_briefing_places import mails, save, states

Make = Callable[..., Briefing]
Sign = Callable[[User], Client]


def leave(user: User) -> None:
    """Somebody is removed from their only organisation by its manager."""
    (organisation,) = user.organisations
    manager = world.person(Role.MUNICIPALITY_SIGNATORY, organisation, manager=True)
    people.end_membership(user.memberships.get(ended_at=None), by=manager)


def close(user: User) -> None:
    people.set_active(user, is_active=False, by=world.administrator(), reason="Uit dienst.")


@pytest.mark.parametrize("how", [leave, close])
def test_place_of_who_leaves_goes_to_who_waits(
    briefing: Make, officials: list[User], how: Callable[[User], None]
) -> None:
    row = briefing(capacity=1)
    first, second, third = officials[:3]
    for user in (first, second, third):
        services.sign_up(row, by=user)
    how(first)
    assert states(row) == {first.email: "signed_off", second.email: "registered", third.email: "waiting"}
    assert mails("registered")[-1] == second.email
    (line,) = AuditEntry.objects.filter(action="guidance.place_released")
    assert line.actor != first
    assert mails("signed_off") == [first.email]


def test_mail_says_why_the_place_is_gone(briefing: Make, officials: list[User]) -> None:
    services.sign_up(briefing(), by=officials[0])
    leave(officials[0])
    message = MailMessage.objects.get(event="briefings/signed_off")
    _subject, text = outbox.rendered(message)
    assert "u werkt in het portaal niet meer voor een organisatie waarvoor deze bijeenkomst is" in text
    _subject, text = outbox.rendered(message, "en")
    assert "no longer work for an organisation" in text


def test_who_still_works_for_the_target_group_keeps_the_place(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    user = officials[0]
    made = services.sign_up(row, by=user)
    elsewhere = Organisation.objects.get(municipality__name="Assen")
    Membership.objects.create(user=user, organisation=elsewhere, role=Role.MUNICIPALITY_OFFICIAL)
    people.end_membership(
        user.memberships.get(organisation=made.organisation),
        by=world.person(Role.MUNICIPALITY_SIGNATORY, made.organisation, manager=True),  # type: ignore[arg-type]
    )
    assert states(row) == {user.email: "registered"}


def test_place_at_a_briefing_that_was_is_left_as_it_is(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    services.sign_up(row, by=officials[0])
    with clock.at("2014-05-15T09:00"):
        leave(officials[0])
    assert states(row) == {officials[0].email: "registered"}


def test_refused_to_leave_keeps_the_place(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    services.sign_up(row, by=officials[0])
    with pytest.raises(workflow.Refused):
        people.end_membership(officials[0].memberships.get(), by=officials[1])
    with pytest.raises(workflow.Refused):
        people.set_active(officials[0], is_active=False, by=world.administrator(), reason=" ")
    assert states(row) == {officials[0].email: "registered"}


def test_who_may_no_longer_come_waits_and_is_passed_by(briefing: Make, officials: list[User]) -> None:
    """The briefing was meant for others after they had begun to wait."""
    row = briefing(capacity=1, audience="everyone")
    first, second = officials[:2]
    partner = world.editor()
    made = [services.sign_up(row, by=user) for user in (first, partner, second)]
    Briefing.objects.filter(pk=row.pk).update(audience="municipalities")
    row.refresh_from_db()
    made[2].refresh_from_db()
    assert position(made[2]) == 1
    services.sign_off(Registration.objects.get(pk=made[0].pk), by=first)
    assert states(row) == {first.email: "signed_off", partner.email: "waiting", second.email: "registered"}


def test_organiser_signs_somebody_off(briefing: Make, officials: list[User], editor: Client) -> None:
    row = briefing(capacity=1)
    first, second = officials[:2]
    made = [services.sign_up(row, by=user) for user in (first, second)]
    attendance = reverse("briefings:attendance", args=[row.uuid])
    urls = [reverse("briefings:sign_somebody_off", args=[row.uuid, found.uuid]) for found in made]
    page = editor.get(attendance).content.decode()
    assert all(url in page for url in urls), "who waits can be signed off as well"
    form = editor.get(urls[0])
    assert first.name in form.content.decode()
    refused = editor.post(urls[0], {"reason": "", "row_version": made[0].row_version})
    assert refused.status_code == 422
    answer = editor.post(urls[0], {"reason": "U belde dat u ziek bent.", "row_version": made[0].row_version})
    assert (answer.status_code, answer.url) == (302, attendance)
    assert f"{first.name} is afgemeld en krijgt bericht." in editor.get(attendance).content.decode()
    assert states(row) == {first.email: "signed_off", second.email: "registered"}
    (line,) = AuditEntry.objects.filter(action="guidance.signed_off_by_organiser")
    assert (line.actor, line.reason) == (world.guidance_editor(), "U belde dat u ziek bent.")
    _subject, text = outbox.rendered(MailMessage.objects.get(event="briefings/signed_off"))
    assert "De organisator heeft u afgemeld voor ‘Aan tafel’." in text
    assert "U belde dat u ziek bent." in text
    # A second click finds that it was done, and changes nothing.
    editor.post(urls[0], {"reason": "U belde.", "row_version": made[0].row_version})
    assert AuditEntry.objects.filter(action="guidance.signed_off_by_organiser").count() == 1


def test_only_the_organiser_signs_others_off(briefing: Make, officials: list[User], client_of: Sign) -> None:
    row = briefing()
    made = services.sign_up(row, by=officials[0])
    url = reverse("briefings:sign_somebody_off", args=[row.uuid, made.uuid])
    for user in (officials[0], officials[1], world.reviewer()):
        assert client_of(user).post(url, {"reason": "Weg.", "row_version": 1}).status_code == 404
    with pytest.raises(workflow.Refused):
        services.sign_somebody_off(made, by=officials[1], reason="Weg.")
    assert states(row) == {officials[0].email: "registered"}


def test_registration_of_another_briefing_is_not_found(
    briefing: Make, officials: list[User], editor: Client
) -> None:
    made = services.sign_up(briefing(), by=officials[0])
    other = briefing(title="Een andere")
    assert editor.get(reverse("briefings:sign_somebody_off", args=[other.uuid, made.uuid])).status_code == 404


def test_nobody_is_signed_off_from_what_was_or_does_not_go_on(
    briefing: Make, officials: list[User], editor: Client
) -> None:
    row = briefing()
    made = services.sign_up(row, by=officials[0])
    attendance = reverse("briefings:attendance", args=[row.uuid])
    url = reverse("briefings:sign_somebody_off", args=[row.uuid, made.uuid])
    with clock.at("2014-05-15T09:00"):
        assert url not in editor.get(attendance).content.decode()
        assert editor.post(url, {"reason": "Weg.", "row_version": made.row_version}).status_code == 409
    services.call_off_briefing(row, by=world.guidance_editor(), reason="Ziek.")
    assert url not in editor.get(attendance).content.decode()
    with pytest.raises(workflow.Blocked, match="gaat niet door"):
        services.sign_off(Registration.objects.get(pk=made.pk), by=officials[0])


def test_whole_briefing_waits_once_for_a_mail_server_that_is_away(
    briefing: Make, officials: list[User], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """However many come, the page that calls it off waits for one time-out."""
    row = briefing(capacity=5)
    for user in officials:
        services.sign_up(row, by=user)
    MailMessage.objects.update(status="sent")
    settings.MAIL_DELIVERY = "immediate"
    settings.EMAIL_BACKEND = "tests.briefings.test_leaving.Away"
    Away.tries = 0
    with django_capture_on_commit_callbacks(execute=True):
        services.call_off_briefing(row, by=world.guidance_editor(), reason="Ziek.")
    assert Away.tries == 1
    told = MailMessage.objects.filter(event="briefings/briefing_cancelled")
    assert told.count() == len(officials)
    assert told.values("event_id").distinct().count() == 1


class Away:
    """A mail server that does not answer."""

    tries = 0

    def __init__(self, *_args: Any, **_more: Any) -> None:
        """As Django makes it."""

    def send_messages(self, _messages: Any) -> int:
        Away.tries += 1
        raise TimeoutError("timed out")


@pytest.mark.parametrize("count", [1, 3])
def test_leaving_costs_nothing_for_briefings_of_others(
    briefing: Make, officials: list[User], django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        services.sign_up(briefing(title=f"Van anderen {number}"), by=officials[1])
    with django_assert_num_queries(3):  # the question, and the savepoint around it
        services.release_places(officials[0], [], officials[1])


def test_changed_audience_is_saved_with_people_on_the_list(
    briefing: Make, officials: list[User], editor: Client
) -> None:
    row = briefing(capacity=1)
    for user in officials[:2]:
        services.sign_up(row, by=user)
    assert save(editor, row, audience="boards").status_code == 302
    assert states(row) == {officials[0].email: "registered", officials[1].email: "waiting"}

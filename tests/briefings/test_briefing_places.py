"""Places at a briefing: signing up and off, the waiting list, changes, reminders."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from briefings import services
from briefings.models import Briefing, Registration
from briefings.services import position
from portal import clock, workflow
from portal.models import AuditEntry, MailMessage, User
from portal.rights import Role
from register.models import Municipality
from tests import world

Make = Callable[..., Briefing]


def mails(event: str) -> list[str]:
    """Who got this message, in order."""
    rows = MailMessage.objects.filter(event=f"briefings/{event}").order_by("pk")
    return list(rows.values_list("address", flat=True))


def states(briefing: Briefing) -> dict[str, str]:
    return {row.user.email: row.state for row in briefing.registrations.select_related("user")}


def admin_data(browser: Client, briefing: Briefing, **changes: Any) -> dict[str, Any]:
    """What the form of the admin holds, with some fields changed."""
    page = browser.get(reverse("admin:briefings_briefing_change", args=[briefing.pk]))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    formset = page.context["inline_admin_formsets"][0].formset
    management = {
        f"{formset.prefix}-{name}": value for name, value in formset.management_form.initial.items()
    }
    return {**data, **management, **changes}


def save(browser: Client, briefing: Briefing, **changes: Any) -> Any:
    url = reverse("admin:briefings_briefing_change", args=[briefing.pk])
    return browser.post(url, admin_data(browser, briefing, **changes))


def test_full_it_has_a_waiting_list_that_moves_up_by_itself(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    first, second, third, fourth = officials
    made = [services.sign_up(row, by=user) for user in officials]
    assert [found.state for found in made] == ["registered", "registered", "waiting", "waiting"]
    assert [position(found) for found in made[2:]] == [1, 2]
    told = MailMessage.objects.filter(event="briefings/registered", user=fourth).get()
    assert (told.context["is_waiting"], told.context["position"]) == (True, 2)
    services.sign_off(made[0], by=first)
    assert states(row) == {
        first.email: "signed_off",
        second.email: "registered",
        third.email: "registered",
        fourth.email: "waiting",
    }
    assert mails("registered")[-1] == third.email
    assert MailMessage.objects.latest("pk").context["moved_up"] is True
    moved = AuditEntry.objects.get(action="guidance.moved_up")
    assert (moved.actor, moved.subject_id) == (first, str(made[2].pk))
    # Who signed off comes back at the end.
    again = services.sign_up(row, by=first)
    assert (again.state, position(again)) == ("waiting", 2)


def test_second_click_changes_nothing(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    made = services.sign_up(row, by=officials[0])
    assert services.sign_up(row, by=officials[0]) == made
    for _click in range(2):
        services.sign_off(made, by=officials[0])
    assert len(mails("registered")) == len(mails("signed_off")) == 1


def test_somebody_who_waits_signs_off_and_nobody_moves(briefing: Make, officials: list[User]) -> None:
    row = briefing(capacity=1)
    services.sign_up(row, by=officials[0])
    services.sign_off(services.sign_up(row, by=officials[1]), by=officials[1])
    assert list(states(row).values()) == ["registered", "signed_off"]


def test_other_target_group_is_told_why(briefing: Make) -> None:
    with pytest.raises(workflow.Blocked, match="Deze bijeenkomst is voor gemeenten"):
        services.sign_up(briefing(), by=world.editor())
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("audience", "comes"),
    [
        ("everyone", {"P", "M", "O", "R"}),
        ("boards", {"P"}),
        ("municipalities", {"M"}),
        ("both", {"P", "M"}),
        ("councils", {"O"}),
    ],
)
def test_for_whom_it_is(briefing: Make, audience: str, comes: set[str]) -> None:
    row = briefing(audience=audience, capacity=9)
    people = {"P": world.editor(), "M": world.official(), "O": world.opr_secretary(), "R": world.reviewer()}
    came = set()
    for name, user in people.items():
        try:
            services.sign_up(row, by=user)
        except workflow.Blocked:
            continue
        came.add(name)
    assert came == comes


def test_person_of_several_organisations_comes_for_one_of_the_target_group(briefing: Make) -> None:
    user = world.official()
    other = Municipality.objects.get(name="Aalten").organisation
    world.person(Role.MUNICIPALITY_OFFICIAL, other)
    user.memberships.create(organisation=other, role=Role.MUNICIPALITY_OFFICIAL)
    user.memberships.create(organisation=world.partnership().organisation, role=Role.PARTNERSHIP_EDITOR)
    row = briefing()
    browser = Client()
    browser.force_login(user)
    url = reverse("briefings:briefing_transition", args=[row.uuid, "sign_up"])
    choices = browser.get(url).context["form"].fields["organisation"].queryset
    assert sorted(choice.name for choice in choices) == ["Aalten", "Meppel"]
    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, {"organisation": other.pk}).status_code == 302
    assert Registration.objects.get().organisation == other


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("2014-05-10T12:00", "Aanmelden kon tot 10 mei 2014 12.00.00 CEST."),
        ("2014-05-14T13:30", "De bijeenkomst is al begonnen."),
    ],
)
def test_too_late_to_sign_up(briefing: Make, when: str, reason: str) -> None:
    row = briefing(closes_at=dt.datetime(2014, 5, 10, 12, 0, tzinfo=clock.AMSTERDAM))
    with clock.at(when), pytest.raises(workflow.Blocked) as refused:
        services.sign_up(row, by=world.official())
    assert reason in str(refused.value)


def test_called_off_everybody_hears_why(briefing: Make, officials: list[User]) -> None:
    row = briefing()
    for user in officials[:3]:
        services.sign_up(row, by=user)
    services.call_off_briefing(row, by=world.guidance_editor(), reason="De spreker is ziek.")
    assert mails("briefing_cancelled") == [user.email for user in officials[:3]]
    with pytest.raises(workflow.Blocked, match="gaat niet door"):
        services.sign_up(row, by=officials[3])
    with clock.at("2014-05-13T10:00"):
        assert services.send_reminders() == 0


def test_more_places_are_given_out_at_once(briefing: Make, officials: list[User], editor: Client) -> None:
    row = briefing(capacity=1)
    for user in officials:
        services.sign_up(row, by=user)
    assert save(editor, row, capacity="3").status_code == 302
    assert list(states(row).values()) == ["registered", "registered", "registered", "waiting"]
    assert mails("registered")[-2:] == [user.email for user in officials[1:3]]
    assert mails("briefing_changed") == []


def test_fewer_places_than_people_is_refused(briefing: Make, officials: list[User], editor: Client) -> None:
    row = briefing()
    for user in officials[:2]:
        services.sign_up(row, by=user)
    answer = save(editor, row, capacity="1", title="Andere titel")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Er zijn al 2 mensen aangemeld. Kies 2 of meer, of overleg eerst met wie er komen." in page
    assert "Andere titel" in page
    row.refresh_from_db()
    assert row.capacity == 2
    assert save(editor, row, capacity="2", title="Andere titel").status_code == 302


def test_another_time_or_place_is_told_to_who_comes(
    briefing: Make, officials: list[User], editor: Client
) -> None:
    row = briefing(capacity=1)
    for user in officials[:2]:
        services.sign_up(row, by=user)
    before = MailMessage.objects.latest("pk").context["sequence"]
    save(editor, row, title="Andere titel")
    assert mails("briefing_changed") == []
    save(editor, row, starts_at="14-5-2014 14:00", place="Theater, Meppel")
    assert mails("briefing_changed") == [user.email for user in officials[:2]]
    context = MailMessage.objects.latest("pk").context
    assert context["place"] == "Theater, Meppel"
    assert context["sequence"] > before
    row.refresh_from_db()
    assert row.starts_at == dt.datetime(2014, 5, 14, 12, 0, tzinfo=dt.UTC)


def test_reminder_comes_once_and_not_right_after_the_confirmation(
    briefing: Make, officials: list[User]
) -> None:
    row = briefing()
    services.sign_up(row, by=officials[0])
    with clock.at("2014-05-13T10:00"):
        services.sign_up(row, by=officials[1])
        services.sign_up(row, by=officials[2])
    with clock.at("2014-05-12T13:29"):
        assert services.send_reminders() == 0
    with clock.at("2014-05-12T13:30"):
        assert services.send_reminders() == 1
        assert services.send_reminders() == 0
    assert mails("reminder") == [officials[0].email]
    with clock.at("2014-05-14T13:30"):
        assert services.send_reminders() == 0


def test_address_of_the_video_briefing_is_for_who_comes(briefing: Make, officials: list[User]) -> None:
    secret = "https://video.example.org/kamer-17"
    row = briefing(capacity=1, video_url=secret)
    for user in officials[:2]:
        services.sign_up(row, by=user)
    urls = {message.user_id: message.context["video_url"] for message in MailMessage.objects.all()}
    assert urls == {officials[0].pk: secret, officials[1].pk: ""}
    shown = []
    for user in (*officials[:3], world.guidance_editor()):
        browser = Client()
        browser.force_login(user)
        shown.append(secret in browser.get(row.get_absolute_url()).content.decode())
    assert shown == [True, False, False, True]
    assert secret not in Client().get(row.get_absolute_url()).content.decode()

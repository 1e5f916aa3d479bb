"""Two people for one place, two workers for one digest, two clicks for one example."""

import datetime as dt
from functools import partial

import pytest

from guidance import services
from guidance.models import Example, Meeting, Registration, Subject
from guidance.services.meetings import position
from portal import clock, people
from portal.models import AuditEntry, MailMessage, User
from portal.rights import Role
from portal.workflow import NotAllowed, StaleState
from tests import world
from tests.parallel.together import sorted_out, together

pytestmark = pytest.mark.parallel


@pytest.fixture
def meeting() -> Meeting:
    row = world.meeting(audience="municipalities", capacity=1)
    return services.announce_meeting(row, by=world.guidance_editor())


@pytest.fixture
def officials() -> list[User]:
    return [world.official(name) for name in ("Meppel", "Aalten", "Almere", "Steenwijkerland")]


def test_last_place_goes_to_one_and_the_other_is_first_to_wait(
    meeting: Meeting, officials: list[User]
) -> None:
    pair = officials[:2]
    made, refused = sorted_out(together([partial(services.sign_up, meeting, by=user) for user in pair]))
    assert refused == []
    assert sorted(row.state for row in made) == ["registered", "waiting"]
    (waits,) = [row for row in made if row.state == "waiting"]
    assert position(waits) == 1
    told = MailMessage.objects.get(event="guidance/registered", user=waits.user)
    assert told.context["position"] == 1


def test_two_clicks_are_one_registration(meeting: Meeting, officials: list[User]) -> None:
    made, refused = sorted_out(
        together([partial(services.sign_up, meeting, by=officials[0]) for _click in range(4)])
    )
    assert refused == []
    assert len({row.pk for row in made}) == 1
    assert MailMessage.objects.filter(event="guidance/registered").count() == 1


def test_place_that_comes_free_is_given_once(meeting: Meeting, officials: list[User]) -> None:
    """One signs off while an editor gives out places and somebody new signs up."""
    first, *others = [services.sign_up(meeting, by=user) for user in officials[:3]]
    newcomer = officials[3]
    _made, refused = sorted_out(
        together(
            [
                partial(services.sign_off, first, by=first.user),
                partial(services.fill_places, Meeting.objects.get(), by=world.guidance_editor()),
                partial(services.sign_up, Meeting.objects.get(), by=newcomer),
            ]
        )
    )
    assert refused == []
    assert Registration.objects.get(state="registered") == others[0]
    waiting = Registration.objects.filter(state="waiting").order_by("queued_at", "pk")
    assert [row.user for row in waiting] == [officials[2], newcomer]
    assert AuditEntry.objects.filter(action="guidance.moved_up").count() == 1


def test_place_of_who_leaves_is_given_once(meeting: Meeting, officials: list[User]) -> None:
    """Removed by two managers at once, while they sign off themselves and a colleague signs up."""
    first, second, third = officials[:3]
    made = [services.sign_up(meeting, by=user) for user in (first, second, third)]
    (organisation,) = first.organisations
    managers = [
        world.person(Role.MUNICIPALITY_SIGNATORY, organisation, name=name, manager=True)
        for name in ("een", "ander")
    ]
    membership = first.memberships.get()
    done, refused = sorted_out(
        together(
            [
                *(partial(people.end_membership, membership, by=manager) for manager in managers),
                partial(services.sign_off, made[0], by=first),
                partial(services.sign_up, Meeting.objects.get(), by=managers[0]),
            ]
        )
    )
    # Who had lost the membership a moment before could not sign off any more, and need not.
    assert {type(row) for row in refused} <= {StaleState, NotAllowed}
    assert len(done) in {2, 3}
    membership.refresh_from_db()
    assert membership.ended_at is not None
    states = {row.user: row.state for row in Registration.objects.select_related("user")}
    assert states == {first: "signed_off", second: "registered", third: "waiting", managers[0]: "waiting"}
    assert AuditEntry.objects.filter(action="guidance.moved_up").count() == 1
    gone = AuditEntry.objects.filter(action__in=("guidance.signed_off", "guidance.place_released"))
    assert gone.count() == 1


def test_two_workers_send_a_digest_and_a_reminder_once(meeting: Meeting, officials: list[User]) -> None:
    subjects = list(Subject.objects.filter(key="jeugdhulp"))
    services.save_subscription(officials[0], subjects=subjects, frequency="daily")
    services.sign_up(meeting, by=officials[0])
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        example = services.draft_example(
            world.partnership().organisation, by=world.editor(), title="Samen", subjects=subjects
        )
        now = clock.now()
        Example.objects.filter(pk=example.pk).update(
            state="published", may_publish=True, submitted_at=now, published_at=now
        )
    with clock.at(meeting.starts_at - dt.timedelta(days=1)):
        for send in (services.send_digests, services.send_reminders):
            assert sum(sorted_out(together([send, send, send]))[0]) == 1
    events = MailMessage.objects.values_list("event", flat=True)
    assert sorted(events) == ["guidance/digest", "guidance/registered", "guidance/reminder"]


def test_two_clicks_begin_one_example() -> None:
    begin = partial(
        services.draft_example,
        world.partnership().organisation,
        by=world.editor(),
        title="Samen",
        sent=world.sent(),
    )
    made, refused = sorted_out(together([begin, begin, begin]))
    assert refused == []
    assert len({row.pk for row in made}) == Example.objects.count() == 1

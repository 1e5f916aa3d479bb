"""Two people for one place, two workers for one digest, two clicks for one example."""

import datetime as dt
from functools import partial

import pytest

from briefings import services as briefings
from briefings.models import Briefing, Registration
from briefings.services import position
from examples import services as examples
from examples.models import Example
from guidance.models import Subject
from portal import clock, people
from portal.models import AuditEntry, MailMessage, User
from portal.rights import Role
from portal.workflow import NotAllowed, StaleState
from tests import world
from tests.parallel.together import sorted_out, together

pytestmark = pytest.mark.parallel


@pytest.fixture
def briefing() -> Briefing:
    row = world.briefing(audience="municipalities", capacity=1)
    return briefings.announce_briefing(row, by=world.guidance_editor())


@pytest.fixture
def officials() -> list[User]:
    return [world.official(name) for name in ("Meppel", "Aalten", "Almere", "Steenwijkerland")]


def test_last_place_goes_to_one_and_the_other_is_first_to_wait(
    briefing: Briefing, officials: list[User]
) -> None:
    pair = officials[:2]
    made, refused = sorted_out(together([partial(briefings.sign_up, briefing, by=user) for user in pair]))
    assert refused == []
    assert sorted(row.state for row in made) == ["registered", "waiting"]
    (waits,) = [row for row in made if row.state == "waiting"]
    assert position(waits) == 1
    told = MailMessage.objects.get(event="briefings/registered", user=waits.user)
    assert told.context["position"] == 1


def test_two_clicks_are_one_registration(briefing: Briefing, officials: list[User]) -> None:
    made, refused = sorted_out(
        together([partial(briefings.sign_up, briefing, by=officials[0]) for _click in range(4)])
    )
    assert refused == []
    assert len({row.pk for row in made}) == 1
    assert MailMessage.objects.filter(event="briefings/registered").count() == 1


def test_place_that_comes_free_is_given_once(briefing: Briefing, officials: list[User]) -> None:
    """One signs off while an editor gives out places and somebody new signs up."""
    first, *others = [briefings.sign_up(briefing, by=user) for user in officials[:3]]
    newcomer = officials[3]
    _made, refused = sorted_out(
        together(
            [
                partial(briefings.sign_off, first, by=first.user),
                partial(briefings.fill_places, Briefing.objects.get(), by=world.guidance_editor()),
                partial(briefings.sign_up, Briefing.objects.get(), by=newcomer),
            ]
        )
    )
    assert refused == []
    assert Registration.objects.get(state="registered") == others[0]
    waiting = Registration.objects.filter(state="waiting").order_by("queued_at", "pk")
    assert [row.user for row in waiting] == [officials[2], newcomer]
    assert AuditEntry.objects.filter(action="guidance.moved_up").count() == 1


def test_place_of_who_leaves_is_given_once(briefing: Briefing, officials: list[User]) -> None:
    """Removed by two managers at once, while they sign off themselves and a colleague signs up."""
    first, second, third = officials[:3]
    made = [briefings.sign_up(briefing, by=user) for user in (first, second, third)]
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
                partial(briefings.sign_off, made[0], by=first),
                partial(briefings.sign_up, Briefing.objects.get(), by=managers[0]),
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


def test_two_workers_send_a_digest_and_a_reminder_once(briefing: Briefing, officials: list[User]) -> None:
    subjects = list(Subject.objects.filter(key="jeugdhulp"))
    examples.save_subscription(officials[0], subjects=subjects, frequency="daily")
    briefings.sign_up(briefing, by=officials[0])
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        example = examples.draft_example(
            world.partnership().organisation, by=world.editor(), title="Samen", subjects=subjects
        )
        now = clock.now()
        Example.objects.filter(pk=example.pk).update(
            state="published", may_publish=True, submitted_at=now, published_at=now
        )
    with clock.at(briefing.starts_at - dt.timedelta(days=1)):
        for send in (examples.send_digests, briefings.send_reminders):
            assert sum(sorted_out(together([send, send, send]))[0]) == 1
    events = MailMessage.objects.values_list("event", flat=True)
    assert sorted(events) == ["briefings/registered", "briefings/reminder", "examples/digest"]


def test_two_clicks_begin_one_example() -> None:
    begin = partial(
        examples.draft_example,
        world.partnership().organisation,
        by=world.editor(),
        title="Samen",
        sent=world.sent(),
    )
    made, refused = sorted_out(together([begin, begin, begin]))
    assert refused == []
    assert len({row.pk for row in made}) == Example.objects.count() == 1

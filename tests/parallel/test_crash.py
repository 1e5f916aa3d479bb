"""A crash between any two steps leaves all or nothing, and the next try does it once."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from briefings import services as briefings
from briefings.models import Registration
from consultations import services as talks
from disputes import services as disputes
from disputes.models import Dispute, DisputeRecord
from examples import services as examples
from examples.models import Example
from guidance.models import Subject
from plans import content as contents
from plans import services as plans
from plans.models import Adoption, Filing, PlanVersion
from portal import clock, outbox, workflow
from portal.models import AuditEntry, MailMessage
from portal.rights import Role
from tests import world
from tests.parallel.together import Crash, crashing_at, everything, together

pytestmark = pytest.mark.parallel
MOST = 600  # no step takes as many statements


def crash_everywhere(step: Callable[[], Any], done: Callable[[], bool]) -> int:
    """Crash before the first statement, the second, and so on, until the step has happened.

    After each crash nothing has changed, or (when only delivering the mail was left) everything has; the same request
    once more then changes nothing. Gives the number of crashes that left nothing.
    """
    start = everything()
    for number in range(1, MOST):
        try:
            with crashing_at(number):
                step()
        except Crash:
            assert not connection.in_atomic_block
            if not done():
                assert everything() == start, f"half-done after a crash before statement {number}"
                continue
        assert done()
        there = without_mail_status()
        with suppress(workflow.StaleState):
            step()
        assert without_mail_status() == there
        return number - 1
    raise AssertionError("it never got through")


def without_mail_status() -> dict[str, list[Any]]:
    """Everything, with of the messages only that they are there: delivering goes on."""
    rows = everything()
    rows["portal.MailMessage"] = [row[0] for row in rows["portal.MailMessage"]]
    return rows


def mails_once(event: str) -> None:
    """Everybody has one message of this event, and after the worker came by, one that was sent."""
    addresses = sorted(MailMessage.objects.filter(event=event).values_list("address", flat=True))
    assert addresses
    assert len(addresses) == len(set(addresses))
    with clock.at("2014-07-01T12:00"):
        outbox.deliver(limit=None)
    assert not MailMessage.objects.exclude(status="sent").exists()
    assert set(addresses) <= {address for message in mail.outbox for address in message.to}


def test_filing() -> None:
    plan = world.adopted()
    world.reviewer()
    by = world.signatory()
    crashes = crash_everywhere(
        lambda: plans.file_plan(world.reload(plan), by=by, seen=plan.row_version), Filing.objects.exists
    )
    assert crashes > 20
    filing = Filing.objects.get()
    assert world.reload(plan).state == "filed"
    assert AuditEntry.objects.filter(action="plans.filed").count() == 1
    assert plans.ensure_receipt(filing).size > 0
    for event in ("plans/filed", "plans/received", "plans/filed_notice"):
        mails_once(event)


def test_filing_crashes_at_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is gone at the very moment of the commit."""
    plan = world.adopted()
    by = world.signatory()
    start = everything()
    broken: list[str] = []

    def crash(self: BaseDatabaseWrapper) -> None:
        self.connection.close()
        broken.append("now")
        raise Crash("commit")

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "_commit", crash)
        (result,) = together([lambda: plans.file_plan(world.reload(plan), by=by)])
    assert broken
    assert isinstance(result, BaseException)
    assert everything() == start
    plans.file_plan(world.reload(plan), by=by, seen=plan.row_version)
    assert Filing.objects.count() == 1


def test_offering() -> None:
    plan = world.drafted()
    world.official()
    world.person(Role.PARTNERSHIP_EDITOR, contents.partnerships(plan)[0].organisation)
    by = world.editor()
    crashes = crash_everywhere(
        lambda: plans.offer(world.reload(plan), by=by, seen=plan.row_version), PlanVersion.objects.exists
    )
    assert crashes > 20
    plan = world.reload(plan)
    assert (plan.state, plan.offered_version) == ("offered", PlanVersion.objects.get())
    assert plan.consultations.count() == 7
    assert plan.overleggen.count() == 2
    assert AuditEntry.objects.filter(action="plans.offered").count() == 1
    mails_once("consultations/invited")
    mails_once("consultations/overleg_invited")


def test_adopting() -> None:
    plan = world.drafted()
    by = world.editor()
    crash_everywhere(
        lambda: plans.adopt(
            world.reload(plan), by=by, seen=plan.row_version, adopted_on=clock.today(), body="bestuur"
        ),
        Adoption.objects.exists,
    )
    plan = world.reload(plan)
    assert (plan.state, plan.adopted_version) == ("adopted", Adoption.objects.get().version)
    assert PlanVersion.objects.count() == 1


def test_recording_an_outcome_and_correcting_it() -> None:
    plan = world.offered()
    by = world.official()
    for number, name in enumerate(("agree", "disagree"), start=1):
        seen = world.consultation(plan).row_version
        crash_everywhere(
            lambda name=name, seen=seen: talks.record_outcome(
                world.consultation(plan),
                name=name,
                by=by,
                seen=seen,
                decided_on=clock.today(),
                remarks="Let op.",
            ),
            lambda number=number: world.consultation(plan).outcomes.count() == number,
        )
    row = world.consultation(plan)
    assert row.state == "not_agreed"
    assert [(outcome.kind, outcome.corrects_id) for outcome in row.outcomes.order_by("pk")] == [
        ("agreed", None),
        ("not_agreed", row.outcomes.order_by("pk")[0].pk),
    ]
    assert (
        AuditEntry.objects.filter(
            subject="consultations.Consultation", subject_id=str(row.pk), actor=by
        ).count()
        == 2
    )
    assert MailMessage.objects.filter(event="consultations/outcome", address=by.email).count() == 2


def test_a_dispute_from_lodging_to_advice() -> None:
    plan = world.offered()
    talks.record_outcome(
        world.consultation(plan),
        name="disagree",
        by=world.official(),
        decided_on=clock.today(),
        remarks="Nee.",
    )
    by, sent = world.editor(), world.sent()
    crash_everywhere(
        lambda: disputes.lodge(world.consultation(plan), by=by, grounds="Onenigheid.", sent=sent),
        lambda: Dispute.objects.exists(),
    )
    assert world.consultation(plan).state == "in_dispute"
    steps = [
        ("declare_admissible", world.committee_secretary(), "admissible", "in_dispute"),
        ("respond", world.official(), "responded", "in_dispute"),
        ("hold_hearing", world.committee_secretary(), "heard", "in_dispute"),
        ("advise", world.committee_secretary(), "advised", "not_agreed"),
        ("follow_up", world.editor(), "advised", "not_agreed"),
    ]
    for number, (name, person, state, talks_state) in enumerate(steps, start=2):
        seen = Dispute.objects.get().row_version
        crash_everywhere(
            lambda name=name, person=person, seen=seen: disputes.take_step(
                Dispute.objects.with_names().get(), name=name, by=person, seen=seen, reason=f"Stap {name}."
            ),
            lambda number=number: DisputeRecord.objects.count() == number,
        )
        assert Dispute.objects.get().state == state
        assert world.consultation(plan).state == talks_state
    lines = AuditEntry.objects.filter(subject="disputes.Dispute").values_list("action", flat=True)
    assert list(lines) == [
        "disputes.lodged",
        "disputes.admissible",
        "disputes.responded",
        "disputes.heard",
        "disputes.advised",
        "disputes.followed_up",
    ]


def test_signing_off_with_somebody_waiting() -> None:
    meeting = world.briefing(audience="municipalities", capacity=1)
    briefings.announce_briefing(meeting, by=world.guidance_editor())
    leaver, waiter = world.official(), world.official("Aalten")
    first = briefings.sign_up(meeting, by=leaver)
    second = briefings.sign_up(meeting, by=waiter)
    crashes = crash_everywhere(
        lambda: briefings.sign_off(Registration.objects.get(pk=first.pk), by=leaver),
        lambda: Registration.objects.get(pk=second.pk).state == "registered",
    )
    assert crashes > 10
    assert Registration.objects.get(pk=first.pk).state == "signed_off"
    assert MailMessage.objects.filter(event="briefings/registered", user=waiter).count() == 2


def test_publishing_an_example_and_sending_its_digest() -> None:
    by, reader, editor = world.editor(), world.official(), world.guidance_editor()
    subjects = Subject.objects.filter(key="jeugdhulp")
    examples.save_subscription(reader, subjects=subjects, frequency="daily")
    example = examples.draft_example(
        world.partnership().organisation,
        by=by,
        subjects=subjects,
        title="Samen",
        partners="Scholen.",
        place="Meppel",
        sectors="PO",
        reach="schools",
        done="Overleg.",
        result="Rust.",
        contact_name="A.",
        contact_email="a@example.org",
        may_publish=True,
    )
    examples.submit_example(example, by=by)
    seen = example.row_version
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        crash_everywhere(
            lambda: examples.decide_example(Example.objects.get(), name="publish", by=editor, seen=seen),
            lambda: Example.objects.get().state == "published",
        )
    with clock.at(clock.now() + dt.timedelta(days=2)):
        crash_everywhere(
            examples.send_digests, lambda: MailMessage.objects.filter(event="examples/digest").exists()
        )
    assert MailMessage.objects.filter(event="examples/digest").count() == 1

"""Two people at the same thing at the same moment: one wins, the other hears why, and nothing is lost or doubled."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from consultations import services as talks
from consultations.models import ConsentRequest, OverlegRecord
from consultations.services import procedures
from disputes import services as disputes
from disputes.models import Dispute, DisputeRecord
from plans import services as plans
from plans import standing
from plans.models import Adoption, Attachment, Chapter, Dossier, Filing, PlanVersion
from plans.services.keeping import changing, drifted
from portal import clock, workflow
from portal.models import AuditEntry, MailMessage, Organisation, StoredFile, User
from portal.rights import Role, acting_membership
from portal.workflow import Conflict
from tests import world
from tests.parallel.together import PATIENCE, sorted_out, together
from tests.plans.conftest import pdf

pytestmark = pytest.mark.parallel
BEFORE, DEADLINE = "2014-04-30T23:59:59", "2014-05-01T00:00:00"


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def moment(when: str, call: Callable[[], Any]) -> Any:
    """A call that is made at a moment of its own."""
    with clock.at(when):
        return call()


def second_signatory(plan: Dossier) -> User:
    return world.person(Role.PARTNERSHIP_SIGNATORY, plan.partnership.organisation, name="Tweede")


def doubled(event: str) -> list[str]:
    """The addresses that have a message of this event more than once."""
    counts = Counter(MailMessage.objects.filter(event=event).values_list("address", flat=True))
    assert counts
    return [address for address, number in counts.items() if number > 1]


def lines(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


# --- filing ------------------------------------------------------------------------------------------------


def test_twenty_filings_through_the_page_give_one() -> None:
    """Two signatories, ten clicks each, all at the same moment."""
    plan = world.adopted()
    world.reviewer()
    people = [world.signatory(), second_signatory(plan)]
    url = reverse("plans:transition", args=[plan.uuid, "file"])
    data = {"row_version": plan.row_version, "declaration": "on", "remark": "Alstublieft."}
    browsers = [
        (client(people[number % 2]), {**data, "step_key": f"key-{number % 2}"}) for number in range(20)
    ]
    answers, refused = sorted_out(together([partial(browser.post, url, form) for browser, form in browsers]))
    filing = Filing.objects.get()
    assert refused == []
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, filing.get_absolute_url())] * 20
    assert lines("plans.filed") == 1
    for event in ("plans/filed", "plans/received", "plans/filed_notice"):
        assert doubled(event) == []
    sent = Counter(
        address for message in mail.outbox for address in message.to if filing.reference in message.body
    )
    assert sent[people[0].email] == sent[people[1].email] == 1
    assert world.reload(plan).state == "filed"


def test_twenty_downloads_of_the_receipt_give_one_document() -> None:
    filing = world.filed()
    files = StoredFile.objects.count()
    url = reverse("plans:receipt_pdf", args=[filing.reference])
    browsers = [client(world.signatory()) for _ in range(20)]

    def download(browser: Client) -> bytes:
        return b"".join(browser.get(url))

    contents, _refused = sorted_out(together([partial(download, browser) for browser in browsers]))
    assert len(set(contents)) == 1
    filing.refresh_from_db()
    assert filing.receipt is not None
    assert filing.receipt.read() == contents[0]
    assert StoredFile.objects.count() == files + 1


def test_two_signatories_who_saw_the_same_page() -> None:
    plan = world.adopted()
    people = [world.signatory(), second_signatory(plan)]
    calls = [partial(plans.file_plan, world.reload(plan), by=by, seen=plan.row_version) for by in people]
    filings, refused = sorted_out(together(calls))
    assert refused == []
    assert {row.pk for row in filings} == {Filing.objects.get().pk}
    assert lines("plans.filed") == 1


def test_filing_while_it_is_adopted_again() -> None:
    """Whatever comes first: what was filed is one adopted version, and no filing points past its adoption."""
    plan = world.adopted()
    adopt = partial(plans.adopt, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    calls: list[Callable[[], Any]] = [
        partial(plans.file_plan, world.reload(plan), by=world.signatory(), seen=plan.row_version),
        partial(adopt, world.reload(plan), seen=plan.row_version),
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    for filing in Filing.objects.all():
        assert filing.adoption.version_id == filing.version_id


# --- withdrawing -------------------------------------------------------------------------------------------


def test_ten_clicks_withdraw_once() -> None:
    filing = world.filed()
    world.reviewer()
    calls = [
        partial(
            plans.withdraw,
            Filing.objects.get(),
            by=world.signatory(),
            seen=1,
            reason="Fout.",
            sent=world.sent(),
        )
        for _ in range(10)
    ]
    rows, refused = sorted_out(together(calls))
    assert refused == []
    assert {row.pk for row in rows} == {filing.pk}
    assert (lines("plans.withdrawn"), lines("plans.taken_back")) == (1, 1)
    assert doubled("plans/withdrawn") == doubled("plans/withdrawn_review") == []
    assert drifted() == {}


def test_withdrawing_while_it_is_taken_up() -> None:
    """Whoever is second hears of it; nobody waits for ever, and nothing is in review that was withdrawn."""
    filing = world.filed()
    calls: list[Callable[[], Any]] = [
        partial(plans.withdraw, Filing.objects.get(), by=world.signatory(), seen=1, reason="Fout."),
        partial(plans.take_up, Filing.objects.get(), by=world.reviewer(), seen=1),
    ]
    done, refused = sorted_out(together(calls))
    assert (len(done), [type(error) for error in refused]) == (1, [Conflict])
    filing.refresh_from_db()
    assert lines("plans.withdrawn") == (filing.state == "withdrawn")
    assert lines("plans.taken_up") == (filing.state == "in_review")
    assert drifted() == {}


@pytest.mark.parametrize("late", ["withdraw", "take_up"])
def test_withdrawing_at_the_deadline_while_it_is_taken_up(late: str) -> None:
    """One of the two is a moment before the deadline and the other on it; the state, the plan and the lines agree."""
    filing = world.filed()
    calls: dict[str, Callable[[], Any]] = {
        "withdraw": partial(
            plans.withdraw, Filing.objects.get(), by=world.signatory(), seen=1, reason="Fout."
        ),
        "take_up": partial(plans.take_up, Filing.objects.get(), by=world.reviewer(), seen=1),
    }
    when = {name: DEADLINE if name == late else BEFORE for name in calls}
    done, refused = sorted_out(together([partial(moment, when[name], call) for name, call in calls.items()]))
    filing.refresh_from_db()
    assert (len(done), len(refused)) == (1, 1)
    if late == "withdraw":  # whichever came first
        assert filing.state == "in_review"
        assert isinstance(refused[0], workflow.Blocked | workflow.StaleState)
    plan = world.reload(filing.dossier)
    assert (plan.state, plan.in_time) == (
        ("adopted", False) if filing.state == "withdrawn" else ("filed", True)
    )
    assert lines("plans.withdrawn") == (filing.state == "withdrawn")
    assert lines("plans.taken_up") == (filing.state == "in_review")
    assert drifted() == {}


def test_withdrawal_that_waits_until_the_deadline_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is the moment it is taken, not when it was asked: in case of doubt a plan in time stays so."""
    filing = world.filed()
    now = [clock.parse_moment(BEFORE)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    is_held = threading.Event()

    def hold() -> None:
        with changing(world.reload(filing.dossier)):
            is_held.set()
            time.sleep(0.5)  # the other one is waiting by now
            now[0] = clock.parse_moment(DEADLINE)

    def withdraw() -> None:
        assert is_held.wait(PATIENCE)
        plans.withdraw(Filing.objects.get(), by=world.signatory(), seen=1, reason="Fout.")

    _done, refused = sorted_out(together([hold, withdraw]))
    assert [type(error) for error in refused] == [workflow.Blocked]
    filing.refresh_from_db()
    assert (filing.state, filing.withdrawn_at, world.reload(filing.dossier).in_time) == (
        "received",
        None,
        True,
    )
    assert drifted() == {}


def test_withdrawing_while_another_signatory_files_what_is_filed() -> None:
    """From a page of before the filing: the answer is that filing, or a refusal; nothing is filed anew by it."""
    plan = world.adopted()
    seen = plan.row_version
    filing = plans.file_plan(plan, by=world.signatory(), seen=seen)
    other = second_signatory(plan)
    calls: list[Callable[[], Any]] = [
        partial(plans.withdraw, Filing.objects.get(), by=world.signatory(), seen=1, reason="Fout."),
        partial(plans.file_plan, world.reload(plan), by=other, seen=seen),
    ]
    done, refused = sorted_out(together(calls))
    assert {row.pk for row in done} == {filing.pk}
    assert {type(error) for error in refused} <= {Conflict, workflow.StaleState}
    filing.refresh_from_db()
    assert (filing.state, world.reload(plan).state, Filing.objects.count()) == ("withdrawn", "adopted", 1)
    assert drifted() == {}


def test_withdrawing_while_a_new_one_is_filed() -> None:
    """Both happen: the new one counts, whichever came first."""
    first = world.filed()
    plans.adopt(world.reload(first.dossier), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    calls: list[Callable[[], Any]] = [
        partial(plans.withdraw, Filing.objects.get(), by=world.signatory(), seen=1, reason="Fout."),
        partial(plans.file_plan, world.reload(first.dossier), by=second_signatory(first.dossier)),
    ]
    done, refused = sorted_out(together(calls))
    assert (len(done), refused) == (2, [])
    plan = world.reload(first.dossier)
    assert (plan.state, standing.of(plan).filing) == ("filed", Filing.objects.get(sequence=2))
    assert drifted() == {}


def test_reopening_while_a_new_one_is_filed() -> None:
    """Never both a reopened verdict and a filing that came in its place before it."""
    first = world.filed()
    plans.take_up(first, by=world.reviewer())
    plans.find_complete(first, by=world.reviewer(), reason="Goed.")
    plans.adopt(world.reload(first.dossier), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    calls: list[Callable[[], Any]] = [
        partial(plans.reconsider, Filing.objects.get(), by=world.reviewer(), reason="Toch."),
        partial(plans.file_plan, world.reload(first.dossier), by=world.signatory()),
    ]
    _done, refused = sorted_out(together(calls))
    assert {type(error) for error in refused} <= {workflow.Blocked}
    order = list(
        AuditEntry.objects.filter(action__in=["plans.reconsidered", "plans.filed"])
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert order in (["plans.filed", "plans.filed"], ["plans.filed", "plans.reconsidered", "plans.filed"])
    assert drifted() == {}


# --- writing -----------------------------------------------------------------------------------------------


def save(chapter: Chapter, by: User, text: str, seen: int) -> Chapter:
    body = f"<p>{text}</p>"
    return plans.save_chapter(chapter, by=by, seen=seen, title="Titel", body=body, status="busy")


def test_eight_writers_of_one_chapter_lose_nothing() -> None:
    plan = world.drafted()
    chapter = plan.chapters.select_related("dossier__partnership__organisation").first()
    assert chapter is not None
    seen = chapter.row_version
    people = [
        world.person(Role.PARTNERSHIP_EDITOR, plan.partnership.organisation, name=f"p{n}") for n in range(8)
    ]
    texts = [f"Tekst van {user.name}" for user in people]
    calls = [partial(save, chapter, user, text, seen) for user, text in zip(people, texts, strict=True)]
    results = together(calls)
    won, refused = sorted_out(results)
    assert len(won) == 1
    assert {type(error) for error in refused} == {Conflict}
    # Each of the others is shown what stands there now, and saves again from there.
    for text, user, result in zip(texts, people, results, strict=True):
        if isinstance(result, Conflict):
            assert result.current.body == won[0].body
            current = Chapter.objects.select_related("dossier__partnership__organisation").get(pk=chapter.pk)
            save(current, user, text, current.row_version)
    kept = chapter.revisions.filter(row_version__gt=seen).values_list("body", flat=True)
    assert sorted(kept) == sorted(f"<p>{text}</p>" for text in texts)
    assert Chapter.objects.get(pk=chapter.pk).row_version == seen + 8


def test_two_writers_through_the_page_see_both_texts() -> None:
    plan = world.drafted()
    chapter = plan.chapters.first()
    assert chapter is not None
    people = [world.editor(), world.signatory()]
    texts = ["De eerste tekst.", "De tweede tekst."]
    url = chapter.get_absolute_url()

    def post(browser: Client, text: str, seen: int) -> Any:
        data = {"title": "T", "body": f"<p>{text}</p>", "status": "busy", "row_version": seen}
        return browser.post(url, data)

    browsers = [client(user) for user in people]
    calls = [partial(post, *pair, chapter.row_version) for pair in zip(browsers, texts, strict=True)]
    answers, _refused = sorted_out(together(calls))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    place = [answer.status_code for answer in answers].index(409)
    html = answers[place].content.decode()
    assert all(text in html for text in texts)
    fresh = answers[place].context["form"]["row_version"].value()
    assert post(browsers[place], texts[place], fresh).status_code == 302
    kept = chapter.revisions.filter(row_version__gt=chapter.row_version).values_list("body", flat=True)
    assert sorted(kept) == [f"<p>{text}</p>" for text in texts]


def test_two_writers_of_the_budget() -> None:
    plan = world.drafted()
    calls = [
        partial(plans.save_budget, world.reload(plan), by=by, seen=plan.budget_version, rows=[])
        for by in (world.editor(), world.signatory())
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [type(error) for error in refused] == [Conflict]


def test_same_attachment_at_once_is_there_once() -> None:
    plan = world.drafted()
    add = partial(plans.add_attachment, content_type="application/pdf")
    calls = [partial(add, world.reload(plan), by=world.editor(), upload=pdf()) for _ in range(6)]
    rows, refused = sorted_out(together(calls))
    assert refused == []
    assert {row.pk for row in rows} == {Attachment.objects.get(dossier=plan).pk}
    assert lines("plans.attachment_added") == 1


def test_beginning_at_once_gives_every_chapter_once() -> None:
    plan = world.dossier()
    calls = [partial(plans.start, world.reload(plan), by=by) for by in (world.editor(), world.signatory())]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    assert plan.chapters.count() == 11


# --- freezing ----------------------------------------------------------------------------------------------


def test_offering_twice_at_once_gives_one_version() -> None:
    """The other person hears that somebody was faster; the second click of the same person gets the same version."""
    plan = world.drafted()
    people = [world.editor(), world.signatory()] * 3
    calls = [
        partial(plans.offer, world.reload(plan), by=by, seen=plan.row_version, sent=world.sent(key=by.email))
        for by in people
    ]
    versions, refused = sorted_out(together(calls))
    version = PlanVersion.objects.get()
    assert [row.pk for row in versions] == [version.pk] * 3
    assert [type(error) for error in refused] == [Conflict] * 3
    assert version.number == 1
    assert plan.consultations.count() == 7
    assert lines("plans.offered") == lines("plans.version_frozen") == 1
    assert lines("consultations.invited") == 7


def test_adopting_twice_at_once_gives_one_adoption() -> None:
    plan = world.drafted()
    adopt = partial(plans.adopt, adopted_on=clock.today(), body="bestuur")
    people = [world.editor(), world.signatory()] * 3
    calls = [
        partial(adopt, world.reload(plan), by=by, seen=plan.row_version, sent=world.sent(key=by.email))
        for by in people
    ]
    done, refused = sorted_out(together(calls))
    assert [row.pk for row in done] == [Adoption.objects.get().pk] * 3
    assert [type(error) for error in refused] == [Conflict] * 3
    assert PlanVersion.objects.count() == 1
    assert lines("plans.adopted") == 1


# --- consultations, consent and disputes -------------------------------------------------------------------


def record(plan: Dossier, name: str, by: User, seen: int, **values: Any) -> Any:
    return talks.record_outcome(
        world.consultation(plan),
        name=name,
        by=by,
        seen=seen,
        decided_on=clock.today(),
        remarks=f"Door {by}.",
        **values,
    )


@pytest.mark.parametrize("corrected", [False, True])
def test_two_officials_of_one_municipality(corrected: bool) -> None:
    """At first, and when both correct what stands there."""
    plan = world.offered()
    if corrected:
        record(plan, "agree", world.official(), 1)
    row = world.consultation(plan)
    before = row.outcomes.count()
    people = [world.official(), world.municipal_signatory()]
    names = ["agree_with_remarks", "disagree"]
    done, refused = sorted_out(
        together(
            [partial(record, plan, name, by, row.row_version) for name, by in zip(names, people, strict=True)]
        )
    )
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    row = world.consultation(plan)
    assert row.outcomes.count() == before + 1
    assert row.outcome == done[0]
    assert row.state == done[0].kind
    assert done[0].corrects_id == (row.outcomes.order_by("pk")[0].pk if corrected else None)


def test_municipality_and_partnership_record_at_once() -> None:
    plan = world.offered()
    calls = [
        partial(record, plan, "agree", world.official(), 1),
        partial(record, plan, "disagree_on_behalf", world.editor(), 1, evidence="Een brief."),
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert len(refused) == 1
    assert world.consultation(plan).outcomes.count() == 1


def test_consent_is_asked_once() -> None:
    plan = world.offered()
    world.opr_secretary()
    people = [world.editor(), world.signatory()] * 2
    done, refused = sorted_out(
        together([partial(talks.ask_consent, world.reload(plan), by=by) for by in people])
    )
    assert {row.pk for row in done} == {ConsentRequest.objects.get().pk}
    assert len(done) + len(refused) == 4
    assert lines("consultations.consent_asked") == 1
    assert doubled("consultations/consent_asked") == []


def test_opr_and_partnership_record_the_decision_at_once() -> None:
    plan = world.offered()
    talks.ask_consent(plan, by=world.editor())

    def decide(name: str, by: User) -> Any:
        request = ConsentRequest.objects.with_names().get()
        return talks.record_consent(
            request, name=name, by=by, seen=1, decided_on=clock.today(), remarks="Nee.", evidence="Een brief."
        )

    calls = [
        partial(decide, "refuse", world.opr_secretary()),
        partial(decide, "consent_on_behalf", world.editor()),
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == len(refused) == 1
    request = ConsentRequest.objects.with_names().get()
    assert request.decisions.get() == request.decision == done[0]


def test_both_sides_record_the_overleg_at_once() -> None:
    row = world.offered().overleggen.with_names().first()
    assert row is not None
    theirs = world.person(Role.PARTNERSHIP_EDITOR, row.counterpart.organisation)
    record_overleg = partial(talks.record_overleg, seen=1, held_on=clock.today(), present="allen")
    calls = [
        partial(
            record_overleg,
            row._meta.model.objects.with_names().get(pk=row.pk),
            by=by,
            summary=f"Door {by.email}",
        )
        for by in (world.editor(), theirs)
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    assert OverlegRecord.objects.count() == 1


def test_both_parties_lodge_a_dispute_at_once() -> None:
    plan = world.offered()
    record(plan, "disagree", world.official(), 1)
    people = [world.editor(), world.official()]
    calls = [partial(disputes.lodge, world.consultation(plan), by=by, grounds="Onenigheid.") for by in people]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert len(refused) == 1
    assert Dispute.objects.get() == done[0]
    assert DisputeRecord.objects.count() == 1
    assert world.consultation(plan).state == "in_dispute"
    assert lines("disputes.lodged") == lines("consultations.escalated") == 1


@pytest.mark.parametrize("first", [disputes, procedures], ids=["lodging first", "fixing first"])
def test_dispute_goes_to_the_committee_of_the_procedure_while_that_is_fixed(
    first: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is first stops half-way, having read what it goes by, while the other tries to come through."""
    plan = world.offered()
    record(plan, "disagree", world.official(), 1)
    talk = world.consultation(plan)
    other = Organisation.objects.create(kind="committee", key="committee-other", name="Andere commissie")
    by = world.editor()
    half_way, done = threading.Event(), threading.Event()

    def stop_half_way(*about: Any) -> Any:
        half_way.set()
        done.wait(2)  # the other is done by then, or waits for us
        return acting_membership(*about)

    def after_that(call: Callable[[], Any]) -> Any:
        assert half_way.wait(PATIENCE)
        try:
            return call()
        finally:
            done.set()

    monkeypatch.setattr(first, "acting_membership", stop_half_way)
    lodge = partial(disputes.lodge, talk, by=by, grounds="Onenigheid.")
    fix = partial(
        talks.fix_procedure,
        plan,
        by=by,
        municipalities=list(talk.procedure.municipalities.all()),
        procedure=talk.procedure,
        committee_id=other.pk,
    )
    calls = [lodge, partial(after_that, fix)] if first is disputes else [partial(after_that, lodge), fix]
    made, fixed = together(calls)
    dispute, now = Dispute.objects.get(), world.consultation(plan)
    assert made == dispute
    assert dispute.committee == now.procedure.committee
    if first is disputes:
        assert isinstance(fixed, workflow.Blocked)
        assert dispute.committee == world.committee()
    else:
        assert fixed == now.procedure
        assert dispute.committee == other


def test_committee_and_party_take_a_step_at_once() -> None:
    """The committee declares it admissible while the applicant withdraws: one of the two happened."""
    plan = world.offered()
    record(plan, "disagree", world.official(), 1)
    disputes.lodge(world.consultation(plan), by=world.editor(), grounds="Onenigheid.")

    def step(name: str, by: User) -> Any:
        return disputes.take_step(
            Dispute.objects.with_names().get(), name=name, by=by, seen=1, reason="Daarom."
        )

    calls = [
        partial(step, "declare_inadmissible", world.committee_secretary()),
        partial(step, "withdraw", world.editor()),
    ]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    assert Dispute.objects.get().state in {"inadmissible", "withdrawn"}
    assert world.consultation(plan).state == "not_agreed"
    assert lines("consultations.dispute_ended") == 1


# --- the inspectorate --------------------------------------------------------------------------------------


def test_two_reviewers_take_up_one_filing() -> None:
    filing = world.filed()
    inspectorate = world.reviewer().active_memberships[0].organisation
    people = [world.reviewer(), world.person(Role.REVIEWER, inspectorate, name="Tweede")]
    calls = [partial(plans.take_up, Filing.objects.get(pk=filing.pk), by=by, seen=1) for by in people]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    assert Filing.objects.get().reviewer in people
    assert lines("plans.taken_up") == 1


def test_two_reviewers_judge_at_once() -> None:
    filing = world.filed()
    by = world.reviewer()
    plans.take_up(filing, by=by)

    def judge(name: str, **values: Any) -> Any:
        row = Filing.objects.get()
        return getattr(plans, name)(row, by=by, seen=row.row_version, reason="Daarom.", **values)

    calls = [partial(judge, "find_complete"), partial(judge, "request_repair", due=clock.today())]
    done, refused = sorted_out(together(calls))
    assert len(done) == 1
    assert [isinstance(error, workflow.StaleState) for error in refused] == [True]
    assert lines("plans.found_complete") + lines("plans.repair_requested") == 1

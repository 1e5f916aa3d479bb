"""Filing: once however often it is asked, with everything that belongs to it, and which filing counts."""

import datetime as dt
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from plans import services, standing
from plans.models import Dossier, Filing, FilingRound
from portal import clock
from portal.models import AuditEntry, MailMessage
from portal.workflow import NotAllowed, StaleState
from tests import world

IN_TIME, LATE = "2014-04-30T23:59:59", "2014-05-01T00:00:00"


@pytest.fixture
def plan(db: None) -> Dossier:
    """An adopted plan about which nobody said anything yet."""
    return world.adopted(agree=False)


def file_again(plan: Dossier, moment: str) -> Filing:
    """Adopt once more and file, at a moment."""
    with clock.at(moment):
        if world.reload(plan).state != "adopted":
            services.adopt(
                world.reload(plan), by=world.editor(), adopted_on=world.day("2014-01-20"), body="bestuur"
            )
        return services.file_plan(world.reload(plan), by=world.signatory())


def ask_repair(filing: Filing) -> None:
    services.take_up(filing, by=world.reviewer())
    services.request_repair(filing, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-05-20"))


def test_filing_has_everything_the_receipt_needs(plan: Dossier) -> None:
    by = world.signatory()
    received = clock.parse_moment("2014-04-14T09:03:07")
    filing = services.file_plan(plan, by=by, remark=" Tot uw dienst. ", received_at=received)
    assert filing.reference == f"OP2014-{plan.partnership.organisation.key}-{plan.pk}-1"
    assert (filing.sequence, filing.state) == (1, "received")
    assert (filing.version, filing.adoption) == (plan.adopted_version, plan.adoptions.get())
    assert (filing.received_at, filing.deadline) == (received, plan.round.deadline)
    assert (filing.filed_by, filing.filed_by_name) == (by, f"{by.name} <{by.email}>")
    assert (filing.filed_for, filing.filed_for_name) == (
        plan.partnership.organisation,
        plan.partnership.display_name,
    )
    assert (filing.remark, filing.in_answer_to) == ("Tot uw dienst.", None)
    assert str(filing) == filing.reference
    assert (filing.is_timely, filing.late_by) == (True, None)
    assert [row["kind"] for row in filing.manifest()] == ["pdf", "json"]
    entry = AuditEntry.objects.get(action="plans.filed")
    assert entry.reason == "Tot uw dienst."
    assert entry.data == {
        "reference": filing.reference,
        "received_at": received.isoformat(),
        "version": 1,
        "sha256": filing.version.sha256,
    }


def test_double_click_retry_and_second_signatory_get_the_same_filing(plan: Dossier) -> None:
    seen = plan.row_version
    other = world.person("partnership_signatory", plan.partnership.organisation, name="Tweede")
    filings = [
        services.file_plan(world.reload(plan), by=by, seen=seen, sent=world.sent(key=key))
        for by, key in ((world.signatory(), "one"), (world.signatory(), "one"), (other, "another"))
    ]
    assert len(set(filings)) == Filing.objects.count() == 1
    assert AuditEntry.objects.filter(action="plans.filed").count() == 1
    assert MailMessage.objects.filter(event="plans/filed", address=world.editor().email).count() == 1


def test_from_another_form_the_filing_is_given_unless_a_remark_would_be_lost(plan: Dossier) -> None:
    again = partial(services.file_plan, by=world.signatory(), seen=plan.row_version)
    filing = again(world.reload(plan), remark="Met bijlage.")
    assert again(world.reload(plan)) == again(world.reload(plan), remark="Met bijlage. ") == filing
    with pytest.raises(StaleState, match="ingediend"):
        again(world.reload(plan), remark="Zonder bijlage.")
    assert Filing.objects.get() == filing


def test_only_a_signatory_files(plan: Dossier) -> None:
    filing = services.file_plan(plan, by=world.signatory())
    for by in (world.editor(), world.official(), world.reviewer(), world.signatory("PO2502")):
        with pytest.raises(NotAllowed):  # also when it was filed already
            services.file_plan(world.reload(plan), by=by)
    assert Filing.objects.get() == filing


def test_before_adoption_or_after_a_change_there_is_nothing_to_file(db: None) -> None:
    plan = world.offered()
    with pytest.raises(StaleState):
        services.file_plan(plan, by=world.signatory())
    services.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    with pytest.raises(StaleState):  # the page is older than the adoption
        services.file_plan(world.reload(plan), by=world.signatory(), seen=plan.row_version - 1)
    assert Filing.objects.count() == 0


def test_failure_halfway_leaves_nothing(plan: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plans.services.filing._tell", broken)
    mails = MailMessage.objects.count()
    with pytest.raises(RuntimeError):
        services.file_plan(plan, by=world.signatory())
    assert world.reload(plan).state == "adopted"
    assert (Filing.objects.count(), MailMessage.objects.count()) == (0, mails)
    assert not AuditEntry.objects.filter(action="plans.filed").exists()


def test_what_was_filed_cannot_be_changed(plan: Dossier) -> None:
    filing = services.file_plan(plan, by=world.signatory())
    for change in ({"received_at": clock.now()}, {"deadline": clock.now()}, {"remark": "Anders"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Filing.objects.filter(pk=filing.pk).update(**change)


def test_deadline_of_a_filing_stays_when_that_of_the_round_changes(plan: Dossier) -> None:
    filing = file_again(plan, IN_TIME)
    FilingRound.objects.filter(pk=plan.round_id).update(deadline=clock.parse_moment("2014-04-01T00:00"))
    filing.refresh_from_db()
    assert filing.is_timely
    assert file_again(plan, IN_TIME).late_by == dt.timedelta(days=29, hours=23, minutes=59, seconds=59)
    assert standing.fold(plan.filings.order_by("sequence")).current_filing == filing


@pytest.mark.parametrize(
    ("story", "counts"),
    [
        ("", None),
        ("timely", 1),
        ("late", 1),
        ("timely timely", 2),
        ("timely late", 1),
        ("late late", 2),
        ("timely repair late", 2),
        ("timely repair late late", 3),  # an answer that is improved is an answer too
        ("timely repair late repair late", 3),
        ("timely repair late complete late", 2),
        ("timely repair timely", 2),
        ("late repair late", 2),
        ("timely timely late repair-2 late", 4),  # repair asked of an earlier one than the last
    ],
)
def test_which_filing_counts(plan: Dossier, story: str, counts: int | None) -> None:
    filings: list[Filing] = []
    for step in story.split():
        if step in {"timely", "late"}:
            filings.append(file_again(plan, IN_TIME if step == "timely" else LATE))
        elif step == "complete":
            services.take_up(filings[-1], by=world.reviewer())
            services.find_complete(filings[-1], by=world.reviewer(), reason="Goed.")
        else:
            ask_repair(filings[1 if step == "repair-2" else -1])
    counting = standing.fold(plan.filings.order_by("sequence")).current_filing
    assert (counting.sequence if counting else None) == counts
    assert [row.reference[-2:] for row in filings] == [f"-{n + 1}" for n in range(len(filings))]


def test_answer_names_the_request_it_answers(plan: Dossier) -> None:
    first = file_again(plan, IN_TIME)
    ask_repair(first)
    answer = file_again(plan, LATE)
    assert answer.in_answer_to == first
    assert list(first.answers.all()) == [answer]
    assert "late" not in {row["code"] for row in answer.findings}
    mail = MailMessage.objects.get(
        event="plans/filed", address=world.editor().email, context__reference=answer.reference
    )
    assert mail.context["late"] is False


def test_request_is_open_until_a_later_one_is_complete() -> None:
    def rows(*states: str) -> list[Filing]:
        return [Filing(sequence=n, state=state) for n, state in enumerate(states, 1)]

    def open_one(*states: str) -> int | None:
        found = standing.open_request(rows(*states))
        return found.sequence if found else None

    assert open_one() is None
    assert open_one("received", "in_review") is None
    assert open_one("repair_requested", "received") == 1
    assert open_one("repair_requested", "repair_requested") == 2
    assert open_one("repair_requested", "complete", "received") is None
    assert open_one("complete", "repair_requested") == 2
    assert standing.fold([]).current_filing is None


def test_who_hears_of_a_filing(plan: Dossier) -> None:
    reviewer, official = world.reviewer(), world.official()
    stranger = world.official("Rotterdam")
    services.file_plan(plan, by=world.signatory())

    def told(event: str) -> set[str]:
        return set(MailMessage.objects.filter(event=event).values_list("address", flat=True))

    assert told("plans/filed") == {world.editor().email, world.signatory().email}
    assert told("plans/received") == {reviewer.email}
    assert official.email in told("plans/filed_notice")
    assert not told("plans/filed_notice") & {stranger.email, reviewer.email}


def test_receipt_is_made_once(plan: Dossier) -> None:
    filing = services.file_plan(plan, by=world.signatory())
    assert filing.receipt is None
    first = services.ensure_receipt(filing)
    assert services.ensure_receipt(Filing.objects.get(pk=filing.pk)) == first

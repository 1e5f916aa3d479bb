"""The steps of a dispute: rows, audit lines, the talks that open again, and nothing twice."""

import datetime as dt

import pytest

from consultations import services as consultations
from consultations.models import Procedure
from disputes import services
from disputes.models import Dispute
from plans import services as plans
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, MailMessage, Organisation
from portal.rights import OrganisationKind
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world
from tests.disputes.conftest import GROUNDS, advised, at_odds, lines, lodged, reload, step


def test_whole_life_with_advice(plan: Dossier, dispute: Dispute) -> None:
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "", case_number="106185")
    step(dispute, "respond", world.official(), "Ons verweer.")
    step(dispute, "plan_hearing", secretary, "10 uur, Utrecht", happened_on=dt.date(2014, 2, 3))
    assert reload(dispute).hearing_planned
    with clock.at("2014-02-03T15:00"):
        step(dispute, "hold_hearing", secretary, "Beide partijen waren er.")
    assert not reload(dispute).hearing_planned
    with clock.at("2014-02-20T15:00"):
        step(dispute, "advise", secretary, " Regel het samen. ", advice_number="106185 - 14.07")
        assert world.consultation(plan).state == "not_agreed"
        step(dispute, "follow_up", world.editor(), "Wij volgen het.")
        step(dispute, "follow_up", world.official(), "Wij ook.")
        step(dispute, "close", secretary, "")
    found = reload(dispute)
    assert (found.state, found.case_number, found.advice_number, found.advice_summary) == (
        "closed",
        "106185",
        "106185 - 14.07",
        "Regel het samen.",
    )
    assert (found.hearing_on, found.advised_on) == (dt.date(2014, 2, 3), dt.date(2014, 2, 20))
    assert [(row.step, row.organisation.kind, row.text) for row in found.records.all()] == [
        ("lodge", "partnership", GROUNDS),
        ("declare_admissible", "committee", ""),
        ("respond", "municipality", "Ons verweer."),
        ("plan_hearing", "committee", "10 uur, Utrecht"),
        ("hold_hearing", "committee", "Beide partijen waren er."),
        ("advise", "committee", "Regel het samen."),
        ("follow_up", "partnership", "Wij volgen het."),
        ("follow_up", "municipality", "Wij ook."),
        ("close", "committee", ""),
    ]
    assert lines(dispute) == [
        ("disputes.lodged", "", "lodged"),
        ("disputes.admissible", "lodged", "admissible"),
        ("disputes.responded", "admissible", "responded"),
        ("disputes.hearing_planned", "responded", "responded"),
        ("disputes.heard", "responded", "heard"),
        ("disputes.advised", "heard", "advised"),
        ("disputes.followed_up", "advised", "advised"),
        ("disputes.followed_up", "advised", "advised"),
        ("disputes.closed", "advised", "closed"),
    ]
    addresses = [person.email for person in (world.editor(), world.official(), secretary)]
    sent = MailMessage.objects.filter(event="disputes/step", address__in=addresses)
    assert sent.count() == 9 * 3


def test_new_outcome_after_the_advice(plan: Dossier, dispute: Dispute) -> None:
    advised(dispute)
    outcome = consultations.record_outcome(
        world.consultation(plan), name="agree", by=world.official(), decided_on=clock.today(), signatory="b&w"
    )
    assert world.consultation(plan).state == "agreed"
    assert outcome.corrects is not None
    assert outcome.corrects.kind == "not_agreed"


def test_second_dispute_waits_for_the_first_to_be_closed(plan: Dossier, dispute: Dispute) -> None:
    advised(dispute)
    with pytest.raises(Blocked) as refused:
        lodged(world.consultation(plan))
    assert refused.value.messages == [
        "Het vorige geschil heeft een advies, maar is nog niet afgesloten. De commissie sluit het eerst af."
    ]
    step(dispute, "close", world.committee_secretary(), "")
    second = lodged(world.consultation(plan))
    assert second != dispute
    assert world.consultation(plan).state == "in_dispute"


@pytest.mark.parametrize(
    ("name", "who", "state"),
    [
        ("declare_inadmissible", world.committee_secretary, "inadmissible"),
        ("settle", world.editor, "settled"),
        ("settle", world.committee_secretary, "settled"),
        ("withdraw", world.signatory, "withdrawn"),
    ],
)
def test_every_end_opens_the_talks_again(
    plan: Dossier, dispute: Dispute, name: str, who: object, state: str
) -> None:
    step(dispute, name, who(), "Daarom.")  # type: ignore[operator]
    assert reload(dispute).state == state
    assert world.consultation(plan).state == "not_agreed"
    assert lodged(world.consultation(plan)).state == "lodged"


@pytest.mark.parametrize("name", ["withdraw", "settle"])
def test_respondent_does_not_end_the_case_of_the_applicant(dispute: Dispute, name: str) -> None:
    with pytest.raises(NotAllowed):
        step(dispute, name, world.official())


def test_committee_is_the_one_the_procedure_names_at_that_moment(plan: Dossier) -> None:
    at_odds(plan)
    before = world.consultation(plan)
    other = Organisation.objects.create(
        kind=OrganisationKind.COMMITTEE, key="committee-other", name="Andere commissie"
    )
    Procedure.objects.filter(consultations=before).update(committee=other)
    assert lodged(before).committee == other


def test_response_waits_for_admissibility(dispute: Dispute) -> None:
    with pytest.raises(Blocked, match="nog niet beslist of het geschil ontvankelijk is"):
        step(dispute, "respond", world.official())


def test_response_received_outside_the_portal(dispute: Dispute) -> None:
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "")
    step(dispute, "record_response", secretary, "Per brief.", happened_on=dt.date(2014, 1, 17))
    assert reload(dispute).state == "responded"
    assert dispute.records.get(step="record_response").happened_on == dt.date(2014, 1, 17)


def test_step_without_its_reason_is_refused(dispute: Dispute) -> None:
    with pytest.raises(Blocked, match="Geef een reden"):
        step(dispute, "declare_inadmissible", world.committee_secretary(), "  ")
    assert dispute.records.count() == 1


@pytest.mark.parametrize(
    ("name", "date", "message"),
    [
        ("hold_hearing", "2014-01-21", "ligt in de toekomst"),
        ("advise", "2014-01-21", "ligt in de toekomst"),
        ("plan_hearing", "2014-01-19", "al voorbij"),
    ],
)
def test_impossible_dates_are_refused(dispute: Dispute, name: str, date: str, message: str) -> None:
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "")
    with pytest.raises(Blocked, match=message):
        step(dispute, name, secretary, happened_on=world.day(date))


def test_hearing_can_be_moved_and_both_dates_are_kept(dispute: Dispute) -> None:
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "")
    for date in (dt.date(2014, 2, 3), dt.date(2014, 2, 10)):
        step(dispute, "plan_hearing", secretary, "10 uur", happened_on=date)
    assert reload(dispute).hearing_on == dt.date(2014, 2, 10)
    planned = dispute.records.filter(step="plan_hearing").values_list("happened_on", flat=True)
    assert list(planned) == [dt.date(2014, 2, 3), dt.date(2014, 2, 10)]


def test_same_step_again_gives_one_record(dispute: Dispute) -> None:
    secretary = world.committee_secretary()
    seen = reload(dispute).row_version
    for _n in range(2):
        step(dispute, "declare_admissible", secretary, "", seen=seen, sent=world.sent())
    assert dispute.records.filter(step="declare_admissible").count() == 1
    advised_at = advised_after_admissible(dispute)
    for _n in range(2):
        step(
            dispute, "follow_up", world.editor(), "Wij volgen het.", seen=advised_at, sent=world.sent(key="2")
        )
    assert dispute.records.filter(step="follow_up").count() == 1
    assert AuditEntry.objects.filter(action="disputes.followed_up").count() == 1


def advised_after_admissible(dispute: Dispute) -> int:
    step(dispute, "advise", world.committee_secretary(), "Advies.")
    return reload(dispute).row_version


def test_other_words_on_a_stale_page_are_refused(dispute: Dispute) -> None:
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    seen = advised_after_admissible(dispute)
    step(dispute, "follow_up", world.editor(), "Wij volgen het.", seen=seen)
    with pytest.raises(StaleState):
        step(dispute, "follow_up", world.editor(), "Toch niet.", seen=seen)


def test_committee_keeps_its_case_when_a_new_procedure_names_none(plan: Dossier, dispute: Dispute) -> None:
    world.procedure(plan, committee=None)
    assert world.consultation(plan, "Hoogeveen").procedure.committee is None  # type: ignore[union-attr]
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    step(dispute, "advise", world.committee_secretary(), "Advies.")
    assert world.consultation(plan).state == "not_agreed"


def test_day_to_lodge_by_follows_the_procedure(plan: Dossier) -> None:
    consultation = world.consultation(plan)
    assert services.lodge_by(consultation) is None
    world.procedure(plan, dispute_days=14)
    assert services.lodge_by(world.consultation(plan)) is None
    assert services.lodge_by(at_odds(plan)) == dt.date(2014, 2, 3)


def test_filing_goes_on_during_a_dispute(plan: Dossier, dispute: Dispute) -> None:
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    filing = plans.file_plan(world.reload(plan), by=world.signatory())
    assert filing.is_timely
    assert reload(dispute).state == "lodged"

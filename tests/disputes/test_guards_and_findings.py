"""What holds lodging back, what the legal check says of disputes, and what waits for whom on the start page."""

import datetime as dt

import pytest

from consultations.models import Consultation
from disputes import guards, start_tasks, whats_next
from disputes.findings import dispute_rules
from disputes.models import Dispute
from plans.findings import Case
from plans.models import Dossier
from portal import clock
from portal.extension_points import Group
from portal.models import User
from tests import world
from tests.disputes.conftest import advised, lodged, reload, step


def test_guard_without_outcome(plan: Dossier) -> None:
    talks = world.consultation(plan)
    assert guards.consultation_ended_without_agreement(talks) == [
        "Een geschil kan pas als is vastgelegd dat er geen overeenstemming is."
    ]
    assert guards.no_dispute_under_way(talks) == []


def test_guards_after_talks_without_agreement(consultation: Consultation) -> None:
    assert guards.consultation_ended_without_agreement(consultation) == []
    assert guards.procedure_names_committee(consultation) == []
    assert guards.no_dispute_under_way(consultation) == []


def test_guards_while_a_dispute_is_under_way_give_one_reason(plan: Dossier, dispute: Dispute) -> None:
    talks = world.consultation(plan)
    assert guards.consultation_ended_without_agreement(talks) == []
    assert guards.no_dispute_under_way(talks) == ["Er loopt al een geschil over dit overleg."]


def test_guard_of_the_response(dispute: Dispute) -> None:
    assert guards.admissible_first(dispute) == [
        "De commissie heeft nog niet beslist of het geschil ontvankelijk is."
    ]
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    assert guards.admissible_first(reload(dispute)) == []


def codes(plan: Dossier) -> list[tuple[str, str]]:
    return [(row.code, str(row.message)) for row in dispute_rules(Case(world.reload(plan)))]


def test_findings_follow_the_dispute(plan: Dossier, consultation: Consultation) -> None:
    assert codes(plan) == []
    dispute = lodged(consultation)
    assert codes(plan) == [
        ("dispute_under_way", "Er loopt een geschil met Meppel. Indienen kan gewoon."),
    ]
    advised(dispute)
    missing = [("advice_not_followed_up", "Leg vast wat u doet met het advies in het geschil met Meppel.")]
    assert codes(plan) == missing
    step(dispute, "follow_up", world.official(), "Wij volgen het.")
    assert codes(plan) == missing
    step(dispute, "follow_up", world.signatory(), "Wij ook.")
    assert codes(plan) == []


def test_findings_say_nothing_of_a_withdrawn_dispute(plan: Dossier, dispute: Dispute) -> None:
    step(dispute, "withdraw", world.editor())
    assert codes(plan) == []


def tasks(user: User) -> list[tuple[str, str]]:
    return [(row.group, row.title) for row in start_tasks.tasks(User.objects.get(pk=user.pk))]


def test_start_page_says_whose_turn_it_is(dispute: Dispute) -> None:
    secretary, official, editor = world.committee_secretary(), world.official(), world.editor()
    waiting = "Geschil bij de commissie: {}"
    assert tasks(secretary) == [(Group.TODO, "Beslis of het geschil ontvankelijk is")]
    assert tasks(official) == tasks(editor) == [(Group.WAITING, waiting.format("aanhangig gemaakt"))]
    step(dispute, "declare_admissible", secretary, "")
    assert tasks(secretary) == [(Group.WAITING, "De andere partij kan verweer indienen")]
    assert tasks(official) == [(Group.TODO, "Dien uw verweer in")]
    assert tasks(editor) == [(Group.WAITING, waiting.format("ontvankelijk"))]
    step(dispute, "respond", official)
    assert tasks(secretary) == [(Group.TODO, "Houd de zitting of breng advies uit")]
    step(dispute, "plan_hearing", secretary, "10 uur", happened_on=dt.date(2014, 2, 3))
    assert tasks(secretary) == [(Group.WAITING, "De zitting is gepland")]
    with clock.at("2014-02-03T09:00"):
        assert tasks(secretary) == [(Group.TODO, "Houd de zitting of breng advies uit")]
        step(dispute, "hold_hearing", secretary)
        assert tasks(secretary) == [(Group.TODO, "Breng advies uit")]
        step(dispute, "advise", secretary)
    assert tasks(secretary) == [(Group.TODO, "Sluit het dossier als alles is gedaan")]
    assert tasks(official) == [(Group.TODO, "Leg vast wat u met het advies doet")]
    step(dispute, "follow_up", official)
    assert tasks(official) == [(Group.DONE, "Geschil: advies uitgebracht")]
    step(dispute, "close", secretary, "")
    assert tasks(secretary) == [(Group.DONE, "Geschil: afgesloten")]
    assert tasks(world.opr_secretary()) == []


def test_start_page_of_the_committee_when_the_response_is_overdue(
    plan: Dossier, consultation: Consultation
) -> None:
    world.procedure(plan, defence_days=7)
    dispute = lodged(world.consultation(plan))
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    assert tasks(world.committee_secretary()) == [(Group.WAITING, "De andere partij kan verweer indienen")]
    with clock.at("2014-01-28T09:00"):
        assert tasks(world.committee_secretary()) == [(Group.TODO, "Houd de zitting of breng advies uit")]


@pytest.fixture
def with_terms(plan: Dossier, consultation: Consultation) -> Dispute:
    world.procedure(plan, defence_days=14, advice_days=42)
    return lodged(world.consultation(plan))


def coming(dispute: Dispute) -> tuple[str, dt.date, bool] | None:
    found = whats_next.next_date(reload(dispute))
    return (found.what, found.date, found.overdue) if found else None


def test_next_date_follows_state_and_procedure(with_terms: Dispute) -> None:
    secretary = world.committee_secretary()
    assert coming(with_terms) == ("advies", dt.date(2014, 3, 3), False)
    step(with_terms, "declare_admissible", secretary, "")
    assert coming(with_terms) == ("verweer", dt.date(2014, 2, 3), False)
    with clock.at("2014-02-04T09:00"):
        assert coming(with_terms) == ("verweer", dt.date(2014, 2, 3), True)
        sentences = whats_next.sentences(whats_next.facts(reload(with_terms)))
        assert "Volgens de procedure was dat uiterlijk 3 februari 2014; het kan nog." in sentences[0]
    step(with_terms, "respond", world.official())
    step(with_terms, "plan_hearing", secretary, "10 uur", happened_on=dt.date(2014, 2, 10))
    assert coming(with_terms) == ("zitting", dt.date(2014, 2, 10), False)
    assert "De zitting is gepland op 10 februari 2014." in whats_next.sentences(
        whats_next.facts(reload(with_terms))
    )
    step(with_terms, "advise", secretary)
    assert coming(with_terms) is None


def test_next_date_is_unknown_when_the_procedure_has_no_terms(dispute: Dispute) -> None:
    assert coming(dispute) is None
    assert dispute.defence_due is None
    assert dispute.advice_due is None


def test_sentences_after_the_end(dispute: Dispute) -> None:
    step(dispute, "withdraw", world.editor())
    assert whats_next.sentences(whats_next.facts(reload(dispute))) == [
        "Dit geschil is ten einde.",
        "Het overleg is weer open: Meppel kan een nieuwe uitkomst van het OOGO vastleggen.",
    ]

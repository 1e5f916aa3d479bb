"""Recording what came out of the OOGO: the service."""

import pytest

from consultations import services
from consultations.models import Consultation, Outcome
from consultations.states import ConsultationState
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, MailMessage
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world
from tests.consultations.conftest import fresh, offer_again, outcome

OUTCOMES = [
    ("agree", "agreed"),
    ("agree_with_remarks", "agreed_with_remarks"),
    ("declare_intent", "intent_declared"),
    ("disagree", "not_agreed"),
]


@pytest.mark.parametrize(("name", "state"), OUTCOMES)
def test_outcome_of_the_municipality_is_kept_with_audit_and_mail(
    talks: Consultation, name: str, state: str
) -> None:
    MailMessage.objects.all().delete()
    made = outcome(talks, name, signatory=" A. Bakker ", remarks="Let op het vervoer.")
    row = fresh(talks)
    assert (row.state, row.outcome, row.row_version) == (state, made, 2)
    assert (made.kind, made.version, made.on_behalf, made.corrects) == (state, talks.version, False, None)
    assert (made.signatory, made.remarks) == ("A. Bakker", "Let op het vervoer.")
    entry = AuditEntry.objects.get(action=f"consultations.{state}")
    assert (entry.from_state, entry.to_state, entry.reason) == ("invited", state, "Let op het vervoer.")
    assert entry.organisation_name == "Meppel"
    assert entry.data == {
        "decided_on": "2014-01-20",
        "version": 1,
        "signatory": "A. Bakker",
        "on_behalf": False,
        "remarks": "Let op het vervoer.",
        "evidence": "",
        "document": "",
        "document_sha256": "",
        "corrects": None,
    }
    assert sorted(MailMessage.objects.values_list("event", "address")) == [
        ("consultations/outcome", world.official().email),
        ("consultations/outcome", world.editor().email),
    ]


@pytest.mark.parametrize(
    ("name", "state"),
    [*((f"{name}_on_behalf", state) for name, state in OUTCOMES), ("not_attended_on_behalf", "not_attended")],
)
def test_outcome_on_behalf_is_marked(talks: Consultation, name: str, state: str) -> None:
    made = outcome(talks, name, remarks="Zo is het.", evidence="Brief van 3 januari")
    assert (made.kind, made.on_behalf, made.evidence) == (state, True, "Brief van 3 januari")
    assert fresh(talks).state == state
    assert AuditEntry.objects.get(action=f"consultations.{state}_on_behalf").reason == "Zo is het."


def test_correction_keeps_the_former_entry(talks: Consultation) -> None:
    first = outcome(talks, "agree_on_behalf")
    second = outcome(talks, "disagree", remarks="Toch niet.")
    assert second.corrects == first
    assert list(Outcome.objects.filter(consultation=talks)) == [first, second]
    assert fresh(talks).outcome == second
    assert AuditEntry.objects.get(action="consultations.not_agreed").data["corrects"] == first.pk


def test_partnership_never_overwrites_the_municipality(talks: Consultation) -> None:
    made = outcome(talks, "agree")
    with pytest.raises(Blocked, match="De gemeente heeft de uitkomst zelf vastgelegd"):
        outcome(talks, "disagree_on_behalf", remarks="x")
    assert list(Outcome.objects.all()) == [made]


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("agree", {"decided_on": world.day("2014-01-21")}, "De datum ligt in de toekomst"),
        ("disagree", {"remarks": "  "}, "Leg uit waarover u het niet eens bent"),
        ("agree_with_remarks", {}, "Leg uit waarover u het niet eens bent"),
        ("agree_on_behalf", {"evidence": " "}, "Geef aan waaruit de uitkomst blijkt"),
    ],
)
def test_incomplete_outcome_is_refused_and_leaves_nothing(
    talks: Consultation, name: str, values: dict[str, object], reason: str
) -> None:
    with pytest.raises(Blocked, match=reason):
        outcome(talks, name, **values)
    assert Outcome.objects.count() == 0
    assert fresh(talks).state == ConsultationState.INVITED


def test_refused_step_leaves_no_outcome(talks: Consultation) -> None:
    with pytest.raises(NotAllowed):
        outcome(talks, "agree", by=world.editor())
    with pytest.raises(NotAllowed):
        outcome(talks, "agree", by=world.official("Hoogeveen"))
    with pytest.raises(StaleState):
        outcome(talks, "agree", seen=7)
    assert Outcome.objects.count() == 0
    assert AuditEntry.objects.filter(action="consultations.agreed").count() == 0


def test_second_click_gives_the_outcome_that_is_there(talks: Consultation) -> None:
    first = outcome(talks, "agree", seen=1, signatory="wethouder", sent=world.sent())
    MailMessage.objects.all().delete()
    assert outcome(talks, "agree", seen=1, signatory="wethouder", sent=world.sent()) == first
    assert Outcome.objects.count() == 1
    assert MailMessage.objects.count() == 0


@pytest.mark.parametrize("values", [{"signatory": "een ander"}, {"decided_on": world.day("2014-01-19")}])
def test_stale_with_another_content_is_refused(talks: Consultation, values: dict[str, object]) -> None:
    outcome(talks, "agree", seen=1, signatory="wethouder")
    with pytest.raises(StaleState, match="Iemand anders was u net voor"):
        outcome(talks, "agree", seen=1, **{"signatory": "wethouder", **values})
    assert Outcome.objects.count() == 1


def test_colleague_with_the_same_content_is_told(talks: Consultation) -> None:
    outcome(talks, "agree", seen=1)
    with pytest.raises(StaleState):
        outcome(talks, "agree", seen=1, by=world.municipal_signatory())


def test_same_content_later_on_purpose_makes_a_new_entry(talks: Consultation) -> None:
    first = outcome(talks, "agree")
    assert outcome(talks, "agree").corrects == first


def test_two_objects_read_at_the_same_moment_end_in_one_outcome(talks: Consultation) -> None:
    mine, theirs = fresh(talks), fresh(talks)
    services.record_outcome(mine, name="agree", by=world.official(), decided_on=clock.today())
    with pytest.raises(StaleState):
        services.record_outcome(
            theirs, name="disagree", by=world.official(), decided_on=clock.today(), remarks="x"
        )
    assert Outcome.objects.count() == 1


def test_date_before_the_offer_is_accepted_and_known(talks: Consultation) -> None:
    made = outcome(talks, "agree", decided_on=world.day("2014-01-19"))
    assert made.before_offer is True
    assert outcome(talks, "agree").before_offer is False


def test_new_version_keeps_the_outcome_and_asks_again(plan: Dossier, talks: Consultation) -> None:
    made = outcome(talks, "agree")
    with clock.at("2014-02-03T09:00"):
        offer_again(plan)
    row = fresh(talks)
    assert (row.state, row.outcome, row.version.number) == ("agreed", made, 2)
    assert made.version.number == 1
    assert list(row.offered.values_list("number", flat=True)) == [1, 2]
    assert AuditEntry.objects.filter(action="consultations.reinvited", subject_id=str(row.pk)).count() == 1


def test_out_of_scope_municipality_answers_only_by_correcting(plan: Dossier, talks: Consultation) -> None:
    Consultation.objects.filter(pk=talks.pk).update(in_scope=False)
    for name in ("agree", "agree_on_behalf"):
        with pytest.raises(Blocked, match="valt niet"):
            outcome(talks, name)
    Consultation.objects.filter(pk=talks.pk).update(in_scope=True)
    outcome(talks, "agree")
    Consultation.objects.filter(pk=talks.pk).update(in_scope=False)
    assert outcome(talks, "declare_intent").kind == "intent_declared"

"""What the inspectorate decides: each decision changes the state, is in the trail with its reason, and is told."""

import pytest
from django.utils import translation

from plans import services
from plans.models import Element, Filing
from portal import clock, outbox
from portal.models import AuditEntry, MailMessage
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world

REASON = "Omdat het zo is."
STEPS = {
    "take_up": ("in_review", "plans.taken_up", "plans/taken_up"),
    "request_repair": ("repair_requested", "plans.repair_requested", "plans/repair_requested"),
    "find_complete": ("complete", "plans.found_complete", "plans/found_complete"),
    "reconsider": ("in_review", "plans.reconsidered", "plans/reconsidered"),
}


@pytest.fixture
def filing(db: None) -> Filing:
    return world.filed(agree=False)


def decide(filing: Filing, name: str, **values: object) -> Filing:
    values = {"by": world.reviewer(), "reason": REASON, **values}
    if name == "request_repair":
        values.setdefault("due", world.day("2014-02-20"))
    result: Filing = getattr(services, name)(filing, **values)
    return result


@pytest.mark.parametrize(
    "names",
    [
        ["take_up"],
        ["take_up", "request_repair"],
        ["take_up", "find_complete"],
        ["take_up", "find_complete", "reconsider"],
        ["take_up", "request_repair", "reconsider", "find_complete"],
    ],
)
def test_decision_is_recorded_and_told(filing: Filing, names: list[str]) -> None:
    for name in names:
        before = filing.state
        decide(filing, name)
    state, action, event = STEPS[names[-1]]
    filing.refresh_from_db()
    assert (filing.state, filing.reviewer) == (state, world.reviewer())
    entry = AuditEntry.objects.get(action=action)
    assert (entry.from_state, entry.to_state, entry.reason) == (before, state, REASON)
    told = MailMessage.objects.filter(event=event)
    assert {row.address for row in told} == {world.editor().email, world.signatory().email}
    assert {row.context["reference"] for row in told} == {filing.reference}


def test_findings_of_a_repair_request_are_kept_per_element(filing: Filing) -> None:
    element = filing.dossier.elements()[5]
    decide(filing, "take_up")
    with translation.override("en"):
        decide(
            filing,
            "request_repair",
            element_findings=[(element, " Noem alles. "), (element, "  "), (None, "Ook dit.")],
        )
    rows = filing.repair_findings.all()
    assert [(row.element, row.text) for row in rows] == [(element, "Noem alles."), (None, "Ook dit.")]
    assert str(rows[0]) == "Noem alles."
    entry = AuditEntry.objects.get(action="plans.repair_requested")
    assert {row.audit_entry for row in rows} == {entry}
    assert entry.data == {
        "due": "2014-02-20",
        "findings": [{"element": element.key, "text": "Noem alles."}, {"element": "", "text": "Ook dit."}],
    }
    mail = MailMessage.objects.get(event="plans/repair_requested", address=world.editor().email)
    assert mail.context["findings"][0]["element"] == "PO f · Informatie aan ouders"
    assert "PO f · Informatie aan ouders: Noem alles." in outbox.rendered(mail, "nl")[1]


def test_second_request_keeps_the_first(filing: Filing) -> None:
    element = Element.objects.filter(sector="PO").first()
    decide(filing, "take_up")
    decide(filing, "request_repair", element_findings=[(element, "Eerst.")])
    decide(filing, "reconsider")
    decide(filing, "request_repair", due=world.day("2014-03-01"), element_findings=[(element, "Daarna.")])
    assert [row.text for row in filing.repair_findings.all()] == ["Eerst.", "Daarna."]
    assert filing.repair_due == world.day("2014-03-01")


@pytest.mark.parametrize("name", ["request_repair", "find_complete", "reconsider"])
def test_decision_without_a_reason_is_refused(filing: Filing, name: str) -> None:
    decide(filing, "take_up")
    if name == "reconsider":
        decide(filing, "find_complete")
    state = filing.state
    with pytest.raises(Blocked, match="Geef een reden"):
        decide(filing, name, reason="  ")
    filing.refresh_from_db()
    assert filing.state == state
    assert filing.repair_findings.count() == 0


def test_verdict_before_taking_up_and_by_others_is_refused(filing: Filing) -> None:
    for name in ("request_repair", "find_complete", "reconsider"):
        with pytest.raises(StaleState):
            decide(filing, name)
    for by in (world.signatory(), world.official(), world.administrator()):
        with pytest.raises(NotAllowed):
            decide(filing, "take_up", by=by)


def test_second_reviewer_is_told_that_somebody_was_faster(filing: Filing) -> None:
    stale = Filing.objects.get(pk=filing.pk)
    decide(filing, "take_up", seen=1)
    with pytest.raises(StaleState):
        decide(stale, "take_up", seen=1)
    assert AuditEntry.objects.filter(action="plans.taken_up").count() == 1


def test_enforcement_for_a_missing_plan(db: None) -> None:
    plan = world.drafted()
    with pytest.raises(Blocked):
        services.start_enforcement(plan, by=world.reviewer(), reason=REASON)
    with clock.at("2014-05-02T09:00"):
        services.start_enforcement(plan, by=world.reviewer(), reason=REASON)
        assert plan.enforcement_since == clock.parse_moment("2014-05-02T09:00")
        assert plan.state == "drafting"
        with pytest.raises(Blocked, match="De handhaving loopt al"):
            services.start_enforcement(plan, by=world.reviewer(), reason=REASON)
        # Nothing is closed to the partnership by it.
        services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=world.signatory())
        plan = world.reload(plan)
        services.end_enforcement(plan, by=world.reviewer(), reason=REASON)
    assert plan.enforcement_since is None
    for event in ("started", "ended"):
        assert AuditEntry.objects.get(action=f"plans.enforcement_{event}").reason == REASON
        told = MailMessage.objects.filter(event=f"plans/enforcement_{event}", address=world.editor().email)
        assert told.count() == 1

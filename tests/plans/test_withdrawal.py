"""Withdrawing a filing: until when, what stays, what everybody sees and hears, and how it goes on."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from plans import findings, overview, queue, services, standing
from plans.models import Dossier, Filing, FilingRound
from plans.standing import Timing
from portal import clock, outbox
from portal.models import AuditEntry, MailMessage, User
from portal.workflow import Blocked, NotAllowed, StaleState
from tests import world

REASON = "De verkeerde bijlage."
BEFORE, DEADLINE, AFTER = "2014-04-30T23:59:59", "2014-05-01T00:00:00", "2014-05-05T09:00"


@pytest.fixture
def filing(db: None) -> Filing:
    world.reviewer()
    return world.filed(agree=False)


def withdraw(filing: Filing, by: User | None = None, **values: object) -> Filing:
    return services.withdraw(
        Filing.objects.get(pk=filing.pk), by=by or world.signatory(), reason=REASON, **values
    )


# --- the step -----------------------------------------------------------------------------------------------------


def test_it_stays_readable_with_reason_and_what_was_frozen(filing: Filing) -> None:
    frozen = Filing.objects.values().get(pk=filing.pk)
    with clock.at(BEFORE):
        withdraw(filing)
    now = Filing.objects.values().get(pk=filing.pk)
    changed = {name for name in now if now[name] != frozen[name]}
    assert changed == {"state", "row_version", "withdrawn_at", "withdrawn_by_name", "withdrawal_reason"}
    by = world.signatory()
    assert (now["withdrawn_by_name"], now["withdrawal_reason"]) == (f"{by.name} <{by.email}>", REASON)
    entry = AuditEntry.objects.get(action="plans.withdrawn")
    assert (entry.from_state, entry.to_state, entry.reason) == ("received", "withdrawn", REASON)
    plan = world.dossier()
    assert (plan.state, AuditEntry.objects.get(action="plans.taken_back").to_state) == ("adopted", "adopted")


def test_only_before_the_deadline_and_only_by_a_signatory(filing: Filing) -> None:
    for by in (world.editor(), world.reviewer(), world.official(), world.signatory("PO2502")):
        with pytest.raises(NotAllowed):
            withdraw(filing, by)
    with clock.at(DEADLINE), pytest.raises(Blocked, match="De uiterste datum is voorbij"):
        withdraw(filing)
    with pytest.raises(Blocked, match="Geef een reden"):
        services.withdraw(filing, by=world.signatory(), reason=" ")
    with clock.at(BEFORE):
        assert withdraw(filing).state == "withdrawn"


def test_round_may_forbid_it(filing: Filing) -> None:
    FilingRound.objects.update(allows_withdrawal=False)
    with pytest.raises(Blocked, match="In deze ronde"):
        withdraw(filing)


def test_after_a_verdict_one_files_again_instead(filing: Filing) -> None:
    services.take_up(filing, by=world.reviewer())
    services.find_complete(filing, by=world.reviewer(), reason="Goed.")
    with pytest.raises(StaleState, match="compleet bevonden"):
        withdraw(filing)
    services.reconsider(filing, by=world.reviewer(), reason="Op verzoek.")
    assert withdraw(filing).state == "withdrawn"


@pytest.mark.parametrize("verdict", ["find_complete", "request_repair"])
def test_reopened_verdict_stands_no_longer_so_the_filing_may_be_withdrawn(
    filing: Filing, verdict: str, signed_in: Callable[[User], Client]
) -> None:
    """Both sides read it in what the step says; after the deadline it is closed as for any other filing."""
    by, url = world.reviewer(), reverse("plans:withdraw", args=[filing.reference])
    services.take_up(filing, by=by)
    due = {"due": clock.today()} if verdict == "request_repair" else {}
    getattr(services, verdict)(filing, by=by, reason="Oordeel.", **due)
    page = signed_in(world.signatory()).get(url).content.decode()
    assert "kan intrekken alleen als zij dat eerst heropent" in page
    reopen = reverse("admin:plans_filing_transition", args=[filing.pk, "reconsider"])
    page = signed_in(by).get(reopen).content.decode()
    assert "kan het samenwerkingsverband de indiening dan weer intrekken" in page
    services.reconsider(filing, by=by, reason="Op verzoek.")
    with clock.at(DEADLINE), pytest.raises(Blocked, match="De uiterste datum is voorbij"):
        withdraw(filing)
    assert withdraw(filing).state == "withdrawn"
    plan = world.dossier()
    assert (plan.state, plan.repair_due, standing.of(plan).filing) == ("adopted", None, None)


def test_double_click_is_one_withdrawal(filing: Filing) -> None:
    first, second = (withdraw(filing, seen=1, sent=world.sent()) for _ in range(2))
    assert first == second
    with pytest.raises(StaleState, match="ingetrokken"):  # the same words once more, from another form
        withdraw(filing, seen=1)
    assert AuditEntry.objects.filter(action="plans.withdrawn").count() == 1
    assert MailMessage.objects.filter(event="plans/withdrawn", address=world.editor().email).count() == 1
    other = world.person("partnership_signatory", filing.dossier.partnership.organisation, name="Tweede")
    with pytest.raises(StaleState, match="ingetrokken"):
        withdraw(filing, other)


def test_what_was_withdrawn_is_never_reviewed_nor_changed(filing: Filing) -> None:
    withdraw(filing)
    row = Filing.objects.get(pk=filing.pk)
    with pytest.raises(StaleState, match="ingetrokken"):
        services.take_up(row, by=world.reviewer())
    with pytest.raises(DatabaseError), transaction.atomic():
        Filing.objects.filter(pk=row.pk).update(remark="Anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()


# --- filing again -------------------------------------------------------------------------------------------------


def test_filing_again_gives_a_new_one_of_the_same_version(filing: Filing) -> None:
    withdraw(filing)
    plan = world.dossier()
    again = services.file_plan(plan, by=world.signatory(), seen=plan.row_version, sent=world.sent())
    assert (again.sequence, again.version_id, again.in_answer_to) == (2, filing.version_id, None)
    assert again.reference != filing.reference
    assert services.ensure_receipt(again) != services.ensure_receipt(Filing.objects.get(pk=filing.pk))
    assert services.file_plan(plan, by=world.signatory(), seen=1, sent=world.sent()) == again
    with pytest.raises(DatabaseError), transaction.atomic():  # one version is filed once at a time
        Filing.objects.filter(pk=filing.pk).update(state="received")


def test_old_page_to_file_does_not_give_the_withdrawn_filing(filing: Filing) -> None:
    withdraw(filing)
    with pytest.raises(StaleState):
        services.file_plan(world.dossier(), by=world.signatory(), seen=1)


def test_changed_plan_is_adopted_and_filed_anew(filing: Filing) -> None:
    withdraw(filing)
    services.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    again = services.file_plan(world.dossier(), by=world.signatory())
    assert again.version.number == filing.version.number + 1


def test_earlier_filing_counts_again_and_the_plan_stays_filed(filing: Filing) -> None:
    services.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    second = services.file_plan(world.dossier(), by=world.signatory())
    withdraw(second)
    plan = world.dossier()
    assert (plan.state, standing.of(plan).filing) == ("filed", filing)
    assert not AuditEntry.objects.filter(action="plans.taken_back").exists()


# --- what everybody sees and hears --------------------------------------------------------------------------------


def test_without_another_filing_the_plan_is_late_everywhere(filing: Filing) -> None:
    withdraw(filing)
    plan = world.dossier()
    with clock.at(AFTER):
        assert standing.of(plan).timing == Timing.MISSING
        row = next(row for row in overview.load(plan.round) if row.dossier == plan)
        assert row.tags("tijdig") == {"missing", "untimely"}
        assert (row.tags("oordeel"), row.tags("handhaving")) == ({"withdrawn"}, {"candidate"})
        assert "late" in {found.code for found in findings.check(findings.Case(plan))}
        assert overview.candidates([plan.round])[plan.round_id] == 152
        services.start_enforcement(plan, by=world.reviewer(), reason="Er is geen plan.")


def test_queue_no_longer_has_it(filing: Filing) -> None:
    services.take_up(filing, by=world.reviewer())
    withdraw(filing)
    assert [row.count for row in queue.sections(world.reviewer()) if row.key != "candidates"] == [0] * 4


def test_who_heard_that_it_was_filed_hears_that_it_is_withdrawn(filing: Filing) -> None:
    world.official()
    filed = {"filed": set(), "received": set(), "filed_notice": set()}
    for name in filed:
        filed[name] = set(MailMessage.objects.filter(event=f"plans/{name}").values_list("address", flat=True))
    withdraw(filing)
    for old, new in (
        ("filed", "withdrawn"),
        ("received", "withdrawn_review"),
        ("filed_notice", "withdrawn_notice"),
    ):
        told = MailMessage.objects.filter(event=f"plans/{new}")
        assert filed[old] <= set(told.values_list("address", flat=True)), new
        for language in ("nl", "en"):
            subject, text = outbox.rendered(told[0], language)
            assert "{" not in subject + text
    text = outbox.rendered(MailMessage.objects.filter(event="plans/withdrawn")[0], "nl")[1]
    assert REASON in text
    assert "Dien het plan opnieuw in bij de inspectie." in text
    assert "vóór 1 mei 2014 00.00.00 CEST" in text


def test_pages_mark_it(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    withdraw(filing)
    editor, reviewer = signed_in(world.editor()), signed_in(world.reviewer())
    receipt = filing.get_absolute_url()
    for page in (
        editor.get(receipt),
        reviewer.get(receipt),
        reviewer.get(reverse("admin:plans_dossier_change", args=[filing.dossier_id])),
    ):
        html = page.content.decode()
        assert "Deze indiening is ingetrokken en telt niet mee" in html
        assert REASON in html
    html = editor.get(filing.dossier.get_absolute_url()).content.decode()
    assert "Ingetrokken 20 januari 2014, er is geen indiening die telt" in html
    assert "Ingetrokken 20 januari 2014" in editor.get(filing.version.get_absolute_url()).content.decode()
    assert reviewer.get(filing.version.get_absolute_url()).status_code == 200


def test_receipt_as_pdf_is_marked_and_the_first_one_stays(filing: Filing) -> None:
    first = services.ensure_receipt(filing)
    withdraw(filing)
    row = Filing.objects.get(pk=filing.pk)
    marked = services.ensure_receipt(row)
    assert "Deze indiening is ingetrokken en telt niet mee." in marked.read().decode()
    assert REASON in marked.read().decode()
    assert (row.receipt, services.ensure_receipt(row)) == (first, marked)
    assert b"ingetrokken" not in first.read()


def test_page_asks_the_reason_and_says_until_when(
    filing: Filing, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(world.signatory())
    url = reverse("plans:withdraw", args=[filing.reference])
    assert url in client.get(filing.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    assert client.post(url, {"row_version": 1, "reason": ""}).status_code == 422
    with clock.at(DEADLINE):
        assert "De uiterste datum is voorbij" in client.get(url).content.decode()
        assert client.post(url, {"row_version": 1, "reason": REASON}).status_code == 409
        assert url not in client.get(filing.get_absolute_url()).content.decode()
    sent = {"row_version": 1, "step_key": "a-key", "reason": REASON}
    answers = [client.post(url, sent) for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, filing.get_absolute_url())] * 2
    assert url not in client.get(filing.get_absolute_url()).content.decode()
    plan = Dossier.objects.get(pk=filing.dossier_id)
    assert standing.of(plan).filing is None


def test_deadline_passes_while_the_form_is_open(filing: Filing, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(world.signatory())
    url = reverse("plans:withdraw", args=[filing.reference])
    with clock.at(BEFORE):
        form = client.get(url).context["form"]
    data = {"row_version": 1, "step_key": form["step_key"].value(), "reason": REASON}
    with clock.at(DEADLINE):
        answer = client.post(url, data)
    html = answer.content.decode()
    assert (answer.status_code, REASON in html, "De uiterste datum is voorbij" in html) == (409, True, True)
    filing.refresh_from_db()
    assert (filing.state, filing.withdrawn_at, world.dossier().in_time) == ("received", None, True)
    with clock.at(BEFORE):  # the key of a form that was refused is free: the clock may be put right
        assert client.post(url, data).status_code == 302
    with clock.at(DEADLINE):  # and a second click gets the answer of the first, also after the deadline
        assert client.post(url, data).status_code == 302
    assert AuditEntry.objects.filter(action="plans.withdrawn").count() == 1

"""The first page of the admin: what is to be done, the most urgent first."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans import services
from plans.models import Dossier, FilingRound
from portal import clock
from portal.extension_points import QueueSection
from portal.models import MailMessage, Organisation
from portal.rights import Role
from register.models import Partnership
from tests import world
from tests.admin.conftest import AFTER, Spring, page_of

pytestmark = pytest.mark.django_db


def sections(client: Client) -> dict[str, QueueSection]:
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 200
    return {row.key: row for row in answer.context["sections"]}


def test_empty_queue_says_so(reviewer: Client, administrator: Client) -> None:
    found = sections(reviewer)
    assert {key: row.count for key, row in found.items()} == {
        "received": 0,
        "in_review": 0,
        "repairs": 0,
        "candidates": 0,
        "enforced": 0,
    }
    html = reviewer.get(reverse("admin:index")).content.decode()
    assert all(row.empty in html for row in found.values())
    assert {key: row.count for key, row in sections(administrator).items()} == {"mail": 0}


def test_queue_lists_what_is_to_be_done(reviewer: Client, spring: Spring) -> None:
    with clock.at(AFTER):
        found = sections(reviewer)
    received = found["received"]
    assert [(row.url, row.late) for row in received.entries] == [
        (page_of(spring.timely.dossier), ""),
        (page_of(spring.late.dossier), "2 dagen 11 uur te laat"),
    ]
    assert [(row.url, row.note) for row in found["in_review"].entries] == [
        (page_of(spring.in_review.dossier), "bij u")
    ]
    assert [(row.url, row.note, row.late) for row in found["repairs"].entries] == [
        (page_of(spring.repair.dossier), "herstel uiterlijk 6 mei 2014", "")
    ]
    candidates = found["candidates"]
    assert candidates.count == 152 - 3
    assert candidates.entries[0].title == (
        "Ondersteuningsplan 2014: 149 samenwerkingsverbanden zonder plan of herstel op tijd"
    )
    shown = reviewer.get(candidates.entries[0].url)
    assert shown.status_code == 200


def test_queue_and_overview_agree_on_who_is_to_be_enforced(reviewer: Client, spring: Spring) -> None:
    with clock.at(AFTER):
        services.start_enforcement(spring.late.dossier, by=world.reviewer(), reason="Te laat.")
        found = sections(reviewer)
        shown = reviewer.get(found["candidates"].entries[0].url)
    assert found["candidates"].count == shown.context["number"] == 148
    assert [(row.url, row.note) for row in found["enforced"].entries] == [
        (page_of(spring.late.dossier), "sinds 5 mei 2014")
    ]


def test_who_has_no_dossier_row_is_a_candidate_too_as_long_as_in_force(
    reviewer: Client, spring: Spring
) -> None:
    Dossier.objects.filter(state="not_started").delete()
    Partnership.objects.filter(code="VO2502").update(valid_to=dt.date(2014, 1, 1))
    with clock.at(AFTER):
        found = sections(reviewer)["candidates"]
        assert found.count == reviewer.get(found.entries[0].url).context["number"] == 148


def test_round_in_which_everybody_was_in_time_is_no_work(reviewer: Client) -> None:
    Dossier.objects.all().delete()
    FilingRound.objects.update(for_all=False)
    with clock.at(AFTER):
        found = sections(reviewer)["candidates"]
    assert (found.count, found.entries) == (0, [])


def test_repair_over_its_term_is_marked_and_an_answered_one_is_gone(reviewer: Client, spring: Spring) -> None:
    with clock.at("2014-05-08T09:00"):
        assert sections(reviewer)["repairs"].entries[0].late == "termijn 2 dagen voorbij"
        plan = world.reload(spring.repair.dossier)
        services.adopt(plan, by=world.editor("PO2601"), adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=world.signatory("PO2601"))
        found = sections(reviewer)
    assert found["repairs"].count == 0
    assert found["received"].entries[-1].url == page_of(spring.repair.dossier)
    assert found["received"].entries[-1].late == ""  # an answer to a request for repair


def test_repair_over_its_term_is_to_be_enforced_before_the_deadline_of_the_round_too(
    reviewer: Client, spring: Spring
) -> None:
    with clock.at("2014-03-03T09:00"):
        assert sections(reviewer)["candidates"].count == 0
        services.reconsider(spring.repair, by=world.reviewer(), reason="Korter.")
        due = world.day("2014-03-01")
        services.request_repair(spring.repair, by=world.reviewer(), reason="Vul aan.", due=due)
        found = sections(reviewer)["candidates"]
        assert found.count == reviewer.get(found.entries[0].url).context["number"] == 1
        services.start_enforcement(world.reload(spring.repair.dossier), by=world.reviewer(), reason="Niets.")
        assert sections(reviewer)["candidates"].count == 0


def test_my_own_filings_come_first_and_a_later_filing_is_mentioned(reviewer: Client, spring: Spring) -> None:
    colleague = world.person(Role.REVIEWER, Organisation.objects.get(key="inspectorate"), "collega")
    services.take_up(spring.timely, by=colleague)
    plan = world.reload(spring.timely.dossier)
    services.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
    services.file_plan(world.reload(plan), by=world.signatory())
    notes = [row.note for row in sections(reviewer)["in_review"].entries]
    assert notes == ["bij u", "bij collega · er is ook een latere indiening"]


def test_long_lists_lead_to_the_rest(
    reviewer: Client, spring: Spring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plans.queue.SHOWN", 1)
    answer = reviewer.get(reverse("admin:index"))
    section = next(row for row in answer.context["sections"] if row.key == "received")
    assert (section.count, len(section.entries)) == (2, 1)
    assert section.more_url in answer.content.decode()
    rest = reviewer.get(section.more_url)
    assert [row.pk for row in rest.context["cl"].result_list] == [spring.late.pk, spring.timely.pk]


def test_number_of_queries_of_the_queue_does_not_depend_on_the_rows(reviewer: Client) -> None:
    def queries() -> int:
        with clock.at(AFTER), CaptureQueriesContext(connection) as found:
            assert reviewer.get(reverse("admin:index")).status_code == 200
        return len(found)

    world.filed("PO2203", agree=False)
    one = queries()
    world.filed("PO2601", agree=False)
    with clock.at("2014-05-03T11:15"):
        world.filed("PO2502", agree=False)
    assert queries() == one


def test_administrator_sees_mail_that_failed(administrator: Client) -> None:
    message = MailMessage.objects.create(
        event="plans/taken_up", address="weg@example.org", status="failed", error="SMTP 550", attempts=1
    )
    found = sections(administrator)["mail"]
    url = reverse("admin:portal_mailmessage_change", args=[message.pk])
    assert [(row.title, row.url, row.note) for row in found.entries] == [("weg@example.org", url, "SMTP 550")]

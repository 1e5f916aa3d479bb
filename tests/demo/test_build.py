"""The demo has every stage, dates in the spring of 2014, and people who can sign in."""

import io
import json
from collections import Counter

import pytest
from django.contrib.auth.hashers import is_password_usable
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from consultations.models import ConsentRequest, Consultation
from demo import accounts, build, people, texts
from demo.stories import STORIES
from disputes.models import Dispute
from plans.findings import Case, check
from plans.models import Attachment, Chapter, Dossier, Filing, PlanVersion
from portal import clock, start_page
from portal.extension_points import Group
from portal.models import AuditEntry, MailMessage, Membership, User
from portal.rights import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
PEOPLE = [pytest.param(account.email, id=account.email) for account in accounts.ACCOUNTS]


def dossier(key: str) -> Dossier:
    return Dossier.objects.with_names().get(partnership__organisation__key=key)


def findings(key: str) -> set[str]:
    plan = dossier(key)
    return {finding.code for finding in check(Case(plan, plan.adopted_version or plan.offered_version))}


def consultation_states(key: str) -> dict[str, str]:
    rows = Consultation.objects.filter(dossier=dossier(key))
    return {row.municipality.name: row.state for row in rows.select_related("municipality")}


def test_build_every_state_of_a_dossier_is_there() -> None:
    states = Counter(Dossier.objects.values_list("state", flat=True))
    assert states == {"not_started": 114, "drafting": 7, "offered": 17, "adopted": 3, "filed": 11}
    assert sum(states.values()) == 152


def test_build_every_state_of_a_filing_is_there_and_none_is_late() -> None:
    latest = [
        Filing.objects.filter(dossier=plan).order_by("sequence").last()
        for plan in Dossier.objects.filter(state="filed")
    ]
    assert Counter(row.state for row in latest if row) == {
        "received": 4,
        "in_review": 2,
        "repair_requested": 2,
        "complete": 3,
    }
    assert all(row.is_timely for row in Filing.objects.all())


def test_build_every_state_of_a_consultation_is_there() -> None:
    assert set(Consultation.objects.values_list("state", flat=True)) == {
        "invited",
        "in_talks",
        "agreed",
        "agreed_with_remarks",
        "intent_declared",
        "not_agreed",
        "not_attended",
        "in_dispute",
    }


def test_build_every_state_of_the_consent_is_there() -> None:
    assert set(ConsentRequest.objects.values_list("state", flat=True)) == {
        "asked",
        "consented",
        "consented_with_conditions",
        "refused",
        "no_decision",
    }


def test_build_disputes_are_at_every_stage() -> None:
    states = dict(
        Dispute.objects.values_list("consultation__dossier__partnership__organisation__key", "state")
    )
    assert states == {
        "PO2304": "lodged",
        "PO2203": "admissible",
        "PO2510": "responded",
        "VO2601": "heard",
        "PO3101": "advised",
        "PO2604": "settled",
    }
    advised = Dispute.objects.get(state="advised")
    assert advised.records.filter(step="follow_up").exists()


def test_build_refiled_plans_answer_the_request_for_repair() -> None:
    for key, state in (("PO2402", "received"), ("VO2807", "complete")):
        first, second = Filing.objects.filter(dossier=dossier(key)).order_by("sequence")
        assert (first.state, second.state) == ("repair_requested", state)
        assert second.in_answer_to == first
        assert second.version != first.version


def test_build_split_single_large_and_national_partnerships_are_there() -> None:
    parts = Consultation.objects.filter(dossier=dossier("PO2203")).exclude(part="")
    assert sorted(row.municipality.name for row in parts) == ["Staphorst", "Zwartewaterland"]
    assert list(consultation_states("PO2303")) == ["Deventer"]
    assert len(consultation_states("PO2101")) == 24
    assert dossier("PO-national").partnership.is_national
    assert len(consultation_states("PO-national")) == 6


def test_build_rotterdam_meets_four_of_its_five_partnerships() -> None:
    rows = Consultation.objects.filter(municipality__name="Rotterdam").exclude(
        dossier__partnership__code=None
    )
    assert sorted(row.dossier.partnership.code or "" for row in rows) == [
        "PO2803",
        "PO2806",
        "PO2808",
        "VO2810",
    ]
    assert dossier("VO2812").state == "drafting"


def test_build_all_agreed_leaves_only_the_adoption_to_do() -> None:
    assert findings("PO2812") == {"not_adopted"}
    assert findings("PO2701") == set()


def test_build_council_asked_after_1_february_is_flagged() -> None:
    assert "opr_asked_late" in findings("VO2708")
    assert "opr_refused" in findings("PO3003")


def test_build_absent_municipality_is_recorded_on_behalf_with_evidence() -> None:
    outcome = Consultation.objects.get(dossier=dossier("PO2101"), municipality__name="Vlieland").outcome
    assert outcome is not None
    assert (outcome.on_behalf, outcome.evidence) == (True, texts.EVIDENCE)
    assert not Membership.objects.filter(organisation__name="Vlieland").exists()


def test_build_everything_happens_between_october_and_the_visit() -> None:
    first, last = clock.parse_moment("2013-10-01T00:00"), clock.parse_moment("2014-04-14T09:00")
    for moments in (
        AuditEntry.objects.values_list("at", flat=True),
        MailMessage.objects.values_list("created_at", flat=True),
        PlanVersion.objects.values_list("frozen_at", flat=True),
        Filing.objects.values_list("received_at", flat=True),
        User.objects.values_list("date_joined", flat=True),
    ):
        assert first <= min(moments)
        assert max(moments) <= last


def test_build_audit_trail_is_written_in_the_order_of_the_calendar() -> None:
    moments = list(AuditEntry.objects.order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_build_nobody_works_in_the_weekend() -> None:
    assert [(s.key, day) for s in STORIES for day in s.days() if day.weekday() >= 5] == []


def test_build_every_text_is_marked_as_an_example() -> None:
    bodies = Chapter.objects.exclude(body="").values_list("body", flat=True)
    assert len(bodies) > 300
    assert [body for body in bodies if not body.startswith(texts.MARK)] == []
    assert {row.name.split()[0] for row in Attachment.objects.all()} == {"Voorbeeld"}


def test_build_texts_name_no_partnership_as_their_writer() -> None:
    names = {plan.partnership.name for plan in Dossier.objects.with_names() if plan.partnership.name}
    words = json.dumps([texts.TEXTS, texts.FREE_CHAPTER, texts.DISPUTE, texts.REMARKS], ensure_ascii=False)
    assert [name for name in names if name in words] == []


def test_build_people_have_example_addresses() -> None:
    assert {email.split("@")[1] for email in User.objects.values_list("email", flat=True)} == {"example.org"}


def test_build_budgets_are_plausible() -> None:
    for version in PlanVersion.objects.all():
        lines = version.content["budget"]["lines"]
        for year, _label in version.content["budget"]["years"]:
            income = sum(row["amounts"].get(str(year), 0) for row in lines if row["kind"] == "income")
            costs = sum(row["amounts"].get(str(year), 0) for row in lines if row["kind"] == "expenditure")
            assert income > 3_000_000_00
            assert income % 100 == costs % 100 == 0
            assert abs(income - costs) < income * 0.05


def test_build_chapters_are_written_by_two_over_the_weeks() -> None:
    chapters = dossier("PO2203").chapters.all()
    days = {row.updated_at.date() for row in chapters if row.updated_at}
    assert len(days) == len(chapters)
    assert {row.updated_by for row in chapters} == {people.editor("PO2203"), people.signatory("PO2203")}


def test_build_one_account_per_role_is_told() -> None:
    assert {account.role for account in accounts.ACCOUNTS} == set(Role)
    for account in accounts.ACCOUNTS:
        user = people.person(account.email)
        assert account.role in {row.role for row in user.active_memberships}


@pytest.mark.parametrize("email", PEOPLE)
def test_account_signs_in_and_finds_a_start_page(email: str) -> None:
    client = Client()
    answer = client.post(reverse("account_login"), {"login": email, "password": people.PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("portal:start"))
    page = client.get(reverse("portal:start"))
    assert page.status_code == 200
    assert "Dit is een demonstratie" in page.content.decode()


@pytest.mark.parametrize(
    "email",
    [
        account.email
        for account in accounts.ACCOUNTS
        if account.role not in {Role.ADMINISTRATOR, Role.PARTNERSHIP_ADVISER}
    ],
)
def test_account_has_something_to_do(email: str) -> None:
    groups = dict(start_page.groups(people.person(email)))
    assert groups[Group.TODO]


def test_adviser_has_nothing_to_do_and_much_to_read() -> None:
    groups = dict(start_page.groups(people.person(people.address(Role.PARTNERSHIP_ADVISER, people.ADVISED))))
    assert Group.TODO not in groups
    assert {task.title for task in groups[Group.WAITING]} >= {
        "Het samenwerkingsverband overlegt over het concept",
    }


def test_official_of_two_municipalities_hears_for_both() -> None:
    user = people.official("Hoogeveen")
    assert user == people.official("De Wolden")
    assert {row.organisation.name for row in user.active_memberships} == {"De Wolden", "Hoogeveen"}


def test_command_run_again_changes_nothing_and_tells_the_accounts() -> None:
    before = AuditEntry.objects.count(), User.objects.count()
    out, err = io.StringIO(), io.StringIO()
    call_command("build_demo", stdout=out, stderr=err)
    assert (AuditEntry.objects.count(), User.objects.count()) == before
    assert "already" in err.getvalue()
    assert [account.email for account in accounts.ACCOUNTS if account.email not in out.getvalue()] == []
    assert people.PASSWORD in out.getvalue()


def test_command_on_a_demo_left_half_way_refuses() -> None:
    User.objects.filter(email=people.ADMINISTRATOR).update(password="!")  # accounts are opened last
    assert not build.is_built()
    with pytest.raises(CommandError, match="half-way"):
        call_command("build_demo", stdout=io.StringIO(), stderr=io.StringIO())


def test_build_says_what_it_does(built: list[str]) -> None:
    assert [line.split(":")[0].strip() for line in built] == [
        "October 2013",
        "November 2013",
        "December 2013",
        "January 2014",
        "February 2014",
        "March 2014",
        "April 2014",
    ]
    assert all(is_password_usable(user.password) for user in User.objects.all())

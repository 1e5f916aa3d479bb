"""Organisations, accounts, mail and the register in the admin."""

import json
import re
import smtplib

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import BudgetHeading, Filing
from plans.services import drafting
from plans.services.drafting import BudgetRow
from portal import audit, extension_points, outbox, people
from portal.models import AuditEntry, MailMessage, Organisation, User
from portal.rights import Role
from portal.workflow import Blocked, NotAllowed
from tests import world
from tests.plans.conftest import pdf

pytestmark = pytest.mark.django_db


def change(obj: Organisation) -> str:
    return reverse("admin:portal_organisation_change", args=[obj.pk])


def seen(client: Client, obj: Organisation) -> str:
    return str(client.get(change(obj)).context["adminform"].form["seen"].value())


# --- organisations -------------------------------------------------------------------------------------------


def test_new_organisation_is_a_committee(administrator: Client) -> None:
    data = {"key": "committee-noord", "name": "Commissie Noord", "contact_email": "noord@example.org"}
    answer = administrator.post(reverse("admin:portal_organisation_add"), {**data, "kind": "inspectorate"})
    assert answer.status_code == 302
    added = Organisation.objects.get(key="committee-noord")
    assert (added.kind, added.name) == ("committee", "Commissie Noord")
    line = AuditEntry.objects.get(action="portal.reference_added")
    assert (line.subject_text, line.organisation) == (
        "Commissie Noord",
        Organisation.objects.get(key="operator"),
    )
    again = administrator.post(reverse("admin:portal_organisation_add"), data)
    assert again.status_code == 422


def test_general_address_changes_and_what_the_register_says_does_not(administrator: Client) -> None:
    organisation = world.partnership().organisation
    name = organisation.name
    data = {"contact_email": "post@example.org", "name": "Anders", "kind": "inspectorate", "key": "x"}
    page = administrator.get(change(organisation)).content.decode()
    assert reverse("portal:people", args=[organisation.pk]) in page
    answer = administrator.post(
        change(organisation), {**data, "seen": seen(administrator, organisation), "_continue": ""}
    )
    assert answer["Location"] == change(organisation)
    organisation.refresh_from_db()
    assert (organisation.contact_email, organisation.name, organisation.kind) == (
        "post@example.org",
        name,
        "partnership",
    )
    assert AuditEntry.objects.get(action="portal.reference_changed").data == {
        "changed": {"contact_email": ["", "post@example.org"]}
    }


def test_bad_address_is_refused(administrator: Client) -> None:
    organisation = world.committee()
    data = {"contact_email": "geen adres", "name": "Naam", "seen": seen(administrator, organisation)}
    answer = administrator.post(change(organisation), data)
    assert answer.status_code == 422
    assert "geen adres" in answer.content.decode()


def test_name_of_a_committee_can_be_corrected(administrator: Client) -> None:
    organisation = world.committee()
    data = {"contact_email": "", "name": "Betere naam", "seen": seen(administrator, organisation)}
    assert administrator.post(change(organisation), data).status_code == 302
    assert Organisation.objects.get(pk=organisation.pk).name == "Betere naam"


# --- accounts ------------------------------------------------------------------------------------------------


def activity(user: User) -> str:
    return reverse("admin:portal_user_activity", args=[user.pk])


def test_account_is_closed_with_a_reason_and_opened_again(administrator: Client) -> None:
    user = world.editor()
    client = Client()
    client.force_login(user)
    assert client.get(reverse("portal:start")).status_code == 200
    assert "Account sluiten" in administrator.get(activity(user)).content.decode()
    data = {"step": "deactivate", "reason": "Uit dienst."}
    for _click in range(2):
        answer = administrator.post(activity(user), data)
        assert answer["Location"] == reverse("admin:portal_user_change", args=[user.pk])
    assert User.objects.get(pk=user.pk).is_active is False
    assert client.get(reverse("portal:start")).status_code == 302
    line = AuditEntry.objects.get(action="portal.user_deactivated")
    assert (line.reason, line.actor, line.data) == (
        "Uit dienst.",
        world.administrator(),
        {"person": user.email},
    )
    assert "Account heropenen" in administrator.get(activity(user)).content.decode()
    administrator.post(activity(user), {"step": "activate", "reason": "Terug."})
    assert User.objects.get(pk=user.pk).is_active is True
    assert AuditEntry.objects.get(action="portal.user_activated").reason == "Terug."


def test_account_is_not_closed_without_a_reason_or_ones_own(administrator: Client) -> None:
    user, me = world.editor(), world.administrator()
    answer = administrator.post(activity(user), {"step": "deactivate", "reason": " "})
    assert answer.status_code == 422
    answer = administrator.post(activity(me), {"step": "deactivate", "reason": "Weg."})
    assert answer.status_code == 409
    assert "U kunt uw eigen account niet sluiten." in answer.content.decode()
    assert "Weg." in answer.content.decode()
    assert not User.objects.filter(is_active=False).exists()


def test_reviewer_cannot_close_accounts(reviewer: Client) -> None:
    user = world.editor()
    assert reviewer.post(activity(user), {"step": "deactivate", "reason": "x"}).status_code == 403
    assert reviewer.get("/beheer/portal/user/999999/account/").status_code == 404
    assert User.objects.get(pk=user.pk).is_active is True


def test_service_of_accounts_asks_right_reason_and_an_open_account() -> None:
    user, by = world.editor(), world.administrator()
    with pytest.raises(NotAllowed):
        people.set_active(user, is_active=False, by=world.reviewer(), reason="x")
    with pytest.raises(Blocked):
        people.set_active(user, is_active=False, by=by, reason=" ")
    User.objects.filter(pk=by.pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="intussen gesloten"):
        people.set_active(user, is_active=False, by=by, reason="x")


def test_people_are_found_with_their_roles(administrator: Client) -> None:
    user = world.editor()
    page = administrator.get(reverse("admin:portal_user_changelist"), {"q": user.email})
    assert [row.pk for row in page.context["cl"].result_list] == [user.pk]
    html = administrator.get(reverse("admin:portal_user_change", args=[user.pk])).content.decode()
    assert str(Role.PARTNERSHIP_EDITOR.label) in html
    assert activity(user) in html
    assert 'alt="True"' not in html
    members = administrator.get(reverse("admin:portal_membership_changelist"), {"ended_at__isempty": "1"})
    assert user.pk in {row.user_id for row in members.context["cl"].result_list}


# --- mail ----------------------------------------------------------------------------------------------------


@pytest.fixture
def failed() -> MailMessage:
    filing: Filing = world.filed(agree=False)
    message = MailMessage.objects.filter(event="plans/filed").first()
    assert message is not None
    assert filing.reference in message.context["reference"]
    MailMessage.objects.filter(pk=message.pk).update(status="failed", attempts=6, error="SMTP 550")
    mail.outbox.clear()
    return message


def retry(client: Client, *rows: MailMessage) -> str:
    data = {
        "action": "retry_now",
        "index": "0",
        "select_across": "0",
        "_selected_action": [r.pk for r in rows],
    }
    answer = client.post(reverse("admin:portal_mailmessage_changelist"), data, follow=True)
    return answer.content.decode()


def test_failed_mail_is_tried_again_now(
    administrator: Client, failed: MailMessage, django_capture_on_commit_callbacks: object
) -> None:
    assert (
        "Mislukte berichten nu opnieuw proberen"
        in administrator.get(reverse("admin:portal_mailmessage_changelist")).content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        html = retry(administrator, failed)
    assert "1 bericht is opnieuw aangeboden." in html
    failed.refresh_from_db()
    assert (failed.status, failed.error, failed.attempts) == ("sent", "", 6)
    assert failed.address in {row.to[0] for row in mail.outbox}
    assert AuditEntry.objects.get(action="portal.mail_retried").subject_id == str(failed.pk)


def test_mail_that_fails_again_keeps_its_new_error(
    administrator: Client,
    failed: MailMessage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def refuse(*_args: object) -> None:
        raise smtplib.SMTPServerDisconnected("weg")

    monkeypatch.setattr("portal.outbox.EmailMessage.send", refuse)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        retry(administrator, failed)
    failed.refresh_from_db()
    assert (failed.status, failed.error) == ("failed", "SMTPServerDisconnected: weg")


def test_retry_leaves_sent_mail_alone_and_the_worker_its_work(
    administrator: Client, failed: MailMessage, settings: object
) -> None:
    settings.MAIL_DELIVERY = "worker"  # type: ignore[attr-defined]
    MailMessage.objects.exclude(pk=failed.pk).update(status="sent")
    other = MailMessage.objects.exclude(pk=failed.pk).first()
    assert other is not None
    assert "was er geen dat is mislukt" in retry(administrator, other)
    assert "1 bericht is opnieuw aangeboden." in retry(administrator, failed, other)
    assert AuditEntry.objects.filter(action="portal.mail_retried").count() == 1
    assert failed.pk in outbox.due().values_list("pk", flat=True)
    MailMessage.objects.filter(pk=failed.pk).update(status="sent")
    assert outbox.retry([failed], by=world.administrator()) == 0


def test_reviewer_cannot_retry_mail(reviewer: Client, failed: MailMessage) -> None:
    assert (
        reviewer.post(reverse("admin:portal_mailmessage_changelist"), {"action": "retry_now"}).status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        outbox.retry([failed], by=world.reviewer())


# --- register and audit trail --------------------------------------------------------------------------------


def test_partnership_is_found_in_every_spelling_and_shows_its_area(reviewer: Client) -> None:
    url = reverse("admin:register_partnership_changelist")
    for query in ("PO2203", "po 22-03", "PO 22.03"):
        found = [row.code for row in reviewer.get(url, {"q": query}).context["cl"].result_list]
        assert found == ["PO2203"], query
    page = reverse("admin:register_partnership_change", args=[world.partnership().pk])
    html = reviewer.get(page).content.decode()
    assert "Meppel" in html
    assert "alleen postcodes 7951, 7955" in html


def test_audit_line_shows_who_what_and_the_data(reviewer: Client) -> None:
    world.filed(agree=False)
    line = AuditEntry.objects.get(action="plans.filed")
    html = reviewer.get(reverse("admin:portal_auditentry_change", args=[line.pk])).content.decode()
    for words in ("Plan ingediend", world.signatory().email, "indiener (tekenbevoegd)", line.data["sha256"]):
        assert words in html, words
    assert re.search(r"dossier.*vastgesteld.*ingediend", html, re.DOTALL | re.IGNORECASE)
    assert "plans.Dossier" not in html
    url = reverse("admin:portal_auditentry_changelist")
    found = reviewer.get(url, {"q": "signatory", "subject": "plans.Dossier"}).context["cl"].result_list
    assert [row.pk for row in found] == [line.pk]
    AuditEntry.objects.create(
        action="oud.iets", actor_role="weg", subject="x", subject_id="1", subject_text="x", from_state="oud"
    )
    old = AuditEntry.objects.get(action="oud.iets")
    html = reviewer.get(reverse("admin:portal_auditentry_change", args=[old.pk])).content.decode()
    html += reviewer.get(url, {"subject": "x"}).content.decode()
    assert "Oud.iets" in html
    assert "weg" in html


def in_progress() -> list[AuditEntry]:
    """Every step in the working copy, each with a word or an amount that nobody was offered."""
    plan, by = world.drafted(), world.editor()
    chapter = services.add_chapter(plan, by=by, title="Over de nachtegaal")
    services.save_chapter(
        chapter, by=by, seen=1, title="Nachtegaal", body="<p>Een nachtegaal.</p>", status="busy"
    )
    services.remove_chapter(chapter, by=by, seen=2)
    services.restore_chapter(chapter, by=by)
    heading = BudgetHeading.objects.get(key="lo_personeel")
    rows = [BudgetRow(heading, "Nachtegaal", {plan.years()[0][0]: 987_654_32})]
    for seen, lines in ((plan.budget_version, rows), (plan.budget_version + 1, [])):
        services.save_budget(plan, by=by, seen=seen, rows=lines)
    attachment = services.add_attachment(
        plan, by=by, upload=pdf("nachtegaal.pdf"), content_type="application/pdf"
    )
    services.remove_attachment(attachment, by=by)
    services.save_details(
        plan,
        by=by,
        seen=plan.row_version,
        title="Plan nachtegaal",
        period_start=plan.period_start,
        period_end=plan.period_end,
        budget_years="school",
    )
    return [row for row in AuditEntry.objects.filter(dossier=plan.uuid) if row.data]


@pytest.mark.parametrize("who", ["reviewer", "administrator"])
def test_audit_line_of_a_draft_shows_no_draft(request: pytest.FixtureRequest, who: str) -> None:
    lines = in_progress()
    kept = json.dumps([row.data for row in lines])
    assert all(word in kept for word in ("Een nachtegaal.", "98765432", "nachtegaal.pdf", "Plan nachtegaal"))
    client: Client = request.getfixturevalue(who)
    urls = [reverse("admin:portal_auditentry_change", args=[row.pk]) for row in lines]
    for url in urls:
        html = client.get(url).content.decode()
        assert "alleen wie eraan schrijft mag ze zien" in html, url
    urls += [url.replace("/change/", "/history/") for url in urls]
    changelist = reverse("admin:portal_auditentry_changelist")
    assert list(client.get(changelist, {"q": "nachtegaal"}).context["cl"].result_list) == []
    plan = world.dossier()
    urls += [
        changelist,
        *(reverse(f"admin:plans_dossier_{page}", args=[plan.pk]) for page in ("change", "history")),
    ]
    for url in urls:
        text = client.get(url).content.decode().lower()
        assert not re.search("nachtegaal|98765432|987.654", text), url


@pytest.mark.parametrize(
    "query",
    ["data__icontains", "data__body__contains", "data", "data__has_key", "data__before__0__icontains"],
)
def test_nobody_guesses_a_draft_by_filtering_on_it(reviewer: Client, query: str) -> None:
    """A filter made by hand would tell, letter by letter, what stands in it."""
    in_progress()
    url = reverse("admin:portal_auditentry_changelist")
    assert reviewer.get(url, {query: "nachtegaal"}).status_code == 400
    assert reviewer.get(url, {"subject": "plans.Dossier"}).context["cl"].result_count > 5


@pytest.mark.parametrize(
    ("page", "lookup"),
    [
        ("portal_user", "password__startswith"),
        ("portal_mailmessage", "context__icontains"),
        ("portal_membership", "user__password__startswith"),
        ("portal_auditentry", "actor__password__startswith"),
    ],
)
def test_nobody_guesses_a_secret_by_filtering_on_it(administrator: Client, page: str, lookup: str) -> None:
    assert administrator.get(reverse(f"admin:{page}_changelist"), {lookup: "a"}).status_code == 400


def test_every_step_in_the_working_copy_is_known_as_a_draft() -> None:
    """A step nobody listed is refused, so it cannot show anything."""
    assert (
        {"plans.chapter_removed", "plans.budget_saved"}
        <= extension_points.DRAFTING
        <= set(extension_points.AUDIT_ACTIONS)
    )
    plan = world.drafted()
    with pytest.raises(audit.UnknownAction), transaction.atomic():
        drafting._record("plans.version_frozen", plan, world.editor(), title="Nachtegaal")


def test_list_with_a_filter_nobody_made_leads_back_to_the_list(administrator: Client) -> None:
    url = reverse("admin:portal_user_changelist")
    answer = administrator.get(url, {"is_active__exact": "abc"})
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?e=1")

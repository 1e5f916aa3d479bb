"""The reviewer's decisions: what changes, what is recorded, who hears of it, and what is refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from plans import services
from plans.models import Dossier, Filing, RepairFinding
from portal import clock, outbox
from portal.models import AuditEntry, MailMessage, Organisation, User
from portal.rights import Role
from tests import world
from tests.admin.conftest import AFTER, enforce, page_of, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing(db: None) -> Filing:
    return world.filed(agree=False)


@pytest.fixture
def taken(filing: Filing) -> Filing:
    services.take_up(filing, by=world.reviewer())
    return filing


def lines(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def told(event: str) -> list[str]:
    """Who was sent a message of this kind."""
    return sorted(MailMessage.objects.filter(event=event).values_list("address", flat=True))


def staff() -> list[str]:
    return sorted([world.editor().email, world.signatory().email])


def repair_data(filing: Filing, **values: str) -> dict[str, str]:
    return {
        "row_version": str(filing.row_version),
        "due": "1-3-2014",
        "reason": "Twee onderdelen zijn te kort.",
        **values,
    }


def element_fields(filing: Filing) -> list[str]:
    return [f"element_{row.pk}" for row in filing.dossier.elements()]


# --- each decision, with its effects -------------------------------------------------------------------------


def test_taking_up_makes_me_the_reviewer_and_tells_the_partnership(reviewer: Client, filing: Filing) -> None:
    assert "In behandeling nemen" in reviewer.get(step(filing, "take_up")).content.decode()
    answer = reviewer.post(step(filing, "take_up"), {"row_version": filing.row_version})
    assert (answer.status_code, answer["Location"]) == (302, page_of(filing.dossier))
    filing.refresh_from_db()
    assert (filing.state, filing.reviewer) == ("in_review", world.reviewer())
    line = lines("plans.taken_up")[0]
    assert (line.actor, line.actor_role, line.from_state, line.to_state) == (
        world.reviewer(),
        Role.REVIEWER,
        "received",
        "in_review",
    )
    assert told("plans/taken_up") == staff()


def test_repair_keeps_a_finding_per_element_with_text(reviewer: Client, taken: Filing) -> None:
    first, second, *_rest = element_fields(taken)
    data = repair_data(taken, **{first: "Beschrijf de basisondersteuning.", second: "   "})
    answer = reviewer.post(step(taken, "request_repair"), data)
    assert answer.status_code == 302
    taken.refresh_from_db()
    assert (taken.state, taken.repair_due) == ("repair_requested", world.day("2014-03-01"))
    found = RepairFinding.objects.get()
    assert (f"element_{found.element_id}", found.text) == (first, "Beschrijf de basisondersteuning.")
    line = lines("plans.repair_requested")[0]
    assert (line.reason, line.data["due"]) == ("Twee onderdelen zijn te kort.", "2014-03-01")
    assert found.audit_entry == line
    assert told("plans/repair_requested") == staff()
    for message in MailMessage.objects.filter(event="plans/repair_requested"):
        assert "Beschrijf de basisondersteuning." in outbox.rendered(message)[1]
    shown = reviewer.get(page_of(taken.dossier)).content.decode()
    assert "Twee onderdelen zijn te kort." in shown
    assert "Beschrijf de basisondersteuning." in shown


def test_repair_form_shows_what_the_check_finds_about_an_element(
    reviewer: Client, signed_in: Callable[[User], Client]
) -> None:
    plan = world.drafted()
    chapter = plan.chapters.select_related("element").first()
    assert chapter is not None
    services.save_chapter(
        chapter, by=world.editor(), seen=chapter.row_version, title=chapter.title, body="", status="todo"
    )
    services.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    filing = services.file_plan(world.reload(plan), by=world.signatory())
    services.take_up(filing, by=world.reviewer())
    form = reviewer.get(step(filing, "request_repair")).context["form"]
    hints = {name: str(form.fields[name].help_text) for name in element_fields(filing)}
    assert [name for name, hint in hints.items() if "heeft nog geen tekst" in hint] == [
        f"element_{chapter.element_id}"
    ]


@pytest.mark.parametrize(
    ("name", "state", "action", "event"),
    [
        ("find_complete", "complete", "plans.found_complete", "plans/found_complete"),
        ("reconsider", "in_review", "plans.reconsidered", "plans/reconsidered"),
    ],
)
def test_verdict_and_reopening_it(
    reviewer: Client, taken: Filing, name: str, state: str, action: str, event: str
) -> None:
    if name == "reconsider":
        services.find_complete(taken, by=world.reviewer(), reason="Alles is er.")
    data = {"row_version": taken.row_version, "reason": "Nader bekeken."}
    assert reviewer.post(step(taken, name), data).status_code == 302
    taken.refresh_from_db()
    assert taken.state == state
    assert [row.reason for row in lines(action)] == ["Nader bekeken."]
    assert told(event) == staff()


def test_enforcement_starts_after_the_deadline_and_ends_with_a_reason(reviewer: Client) -> None:
    dossier = world.dossier()
    world.editor()
    with clock.at(AFTER):
        data = {"row_version": dossier.row_version, "reason": "Niets ontvangen."}
        assert reviewer.post(enforce(dossier, "start_enforcement"), data).status_code == 302
        dossier.refresh_from_db()
        assert dossier.enforcement_since == clock.now()
        assert "Handhaving loopt sinds" in reviewer.get(page_of(dossier)).content.decode()
        data = {"row_version": dossier.row_version, "reason": "Plan ontvangen."}
        assert reviewer.post(enforce(dossier, "end_enforcement"), data).status_code == 302
    dossier.refresh_from_db()
    assert dossier.enforcement_since is None
    assert [row.reason for row in lines("plans.enforcement_started")] == ["Niets ontvangen."]
    assert [row.reason for row in lines("plans.enforcement_ended")] == ["Plan ontvangen."]
    assert told("plans/enforcement_started") == told("plans/enforcement_ended") == [world.editor().email]


def test_enforcement_is_held_back_when_a_plan_was_in_time_even_if_its_repair_came_later(
    reviewer: Client, taken: Filing
) -> None:
    services.request_repair(taken, by=world.reviewer(), reason="Te kort.", due=world.day("2014-06-01"))
    with clock.at("2014-05-20T10:00"):
        plan = world.reload(taken.dossier)
        services.adopt(plan, by=world.editor(), adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.reload(plan), by=world.signatory())
        plan = world.reload(plan)
        data = {"row_version": plan.row_version, "reason": "Te laat."}
        answer = reviewer.post(enforce(plan, "start_enforcement"), data)
        page = reviewer.get(enforce(plan, "start_enforcement")).content.decode()
    assert answer.status_code == 409
    assert "Te laat." in answer.content.decode()
    assert "Dit kan nu nog niet" in page
    assert world.reload(plan).enforcement_since is None


def test_dossier_of_who_has_not_begun_is_made_when_it_is_asked_for(reviewer: Client) -> None:
    partnership = world.partnership("PO2502")
    round_ = world.first_round()
    Dossier.objects.all().delete()
    shown = reviewer.get(f"/beheer/plans/dossier/openen/{round_.pk}/{partnership.pk}/")
    assert "is nog niet begonnen" in shown.content.decode()
    assert Dossier.objects.count() == 0
    for _click in range(2):
        answer = reviewer.post(f"/beheer/plans/dossier/openen/{round_.pk}/{partnership.pk}/")
        assert answer["Location"] == page_of(Dossier.objects.get())
    assert Dossier.objects.get().state == "not_started"


def test_opening_a_dossier_is_for_reviewers(administrator: Client) -> None:
    Dossier.objects.all().delete()
    url = f"/beheer/plans/dossier/openen/{world.first_round().pk}/{world.partnership().pk}/"
    assert administrator.post(url).status_code == 403
    assert Dossier.objects.count() == 0


# --- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"due": "19-1-2014"}, "Deze datum is voorbij."),
        ({"due": "31-2-2014"}, "Typ een datum als dag-maand-jaar"),
        ({"due": ""}, "Vul in wanneer het herstel uiterlijk binnen moet zijn."),
        ({"reason": "  "}, "Schrijf op waarom u een herstelopdracht geeft."),
    ],
)
def test_repair_with_bad_input_keeps_everything_typed(
    reviewer: Client, taken: Filing, values: dict[str, str], message: str
) -> None:
    field = element_fields(taken)[2]
    answer = reviewer.post(
        step(taken, "request_repair"), repair_data(taken, **{field: "Plaatsing?", **values})
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout: " in html
    assert message in html
    assert "Plaatsing?" in html
    taken.refresh_from_db()
    assert (taken.state, RepairFinding.objects.count(), told("plans/repair_requested")) == (
        "in_review",
        0,
        [],
    )


def test_repair_due_today_is_allowed(reviewer: Client, taken: Filing) -> None:
    assert (
        reviewer.post(step(taken, "request_repair"), repair_data(taken, due="20-1-2014")).status_code == 302
    )


def test_second_reviewer_gets_409_with_what_they_typed(
    reviewer: Client, taken: Filing, signed_in: Callable[[User], Client]
) -> None:
    colleague = world.person(Role.REVIEWER, Organisation.objects.get(key="inspectorate"), "collega")
    data = {"row_version": taken.row_version, "reason": "Alles is er."}
    assert reviewer.post(step(taken, "find_complete"), data).status_code == 302
    field = element_fields(taken)[0]
    late = repair_data(taken, **{field: "Mijn bevinding", "reason": "Mijn reden"})
    answer = signed_in(colleague).post(step(taken, "request_repair"), late)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "de status is nu ‘compleet bevonden’" in html
    assert "Mijn bevinding" in html
    assert "Mijn reden" in html
    taken.refresh_from_db()
    assert (taken.state, RepairFinding.objects.count()) == ("complete", 0)


def test_stale_form_is_refused_and_the_next_try_goes_through(reviewer: Client, taken: Filing) -> None:
    data = {"row_version": taken.row_version - 1, "reason": "Alles is er."}
    answer = reviewer.post(step(taken, "find_complete"), data)
    assert answer.status_code == 409
    assert "Iemand anders was u net voor." in answer.content.decode()
    data["row_version"] = answer.context["form"]["row_version"].value()
    assert reviewer.post(step(taken, "find_complete"), data).status_code == 302


@pytest.mark.parametrize("name", ["take_up", "request_repair", "find_complete"])
def test_double_click_takes_the_decision_once(reviewer: Client, filing: Filing, name: str) -> None:
    if name != "take_up":
        services.take_up(filing, by=world.reviewer())
    events = {"take_up": "taken_up", "request_repair": "repair_requested", "find_complete": "found_complete"}
    data = repair_data(filing, **{element_fields(filing)[0]: "Basisondersteuning."})
    data["step_key"] = "k"
    answers = [reviewer.post(step(filing, name), data) for _click in range(2)]
    assert [row.status_code for row in answers] == [302, 302]
    state = {"take_up": "in_review", "request_repair": "repair_requested", "find_complete": "complete"}[name]
    filing.refresh_from_db()
    assert (filing.state, filing.row_version) == (state, int(data["row_version"]) + 1)
    assert AuditEntry.objects.filter(subject="plans.Filing", to_state=state).count() == 1
    assert told(f"plans/{events[name]}") == staff()
    assert RepairFinding.objects.count() == (1 if name == "request_repair" else 0)


def test_same_decision_with_another_reason_is_not_a_double_click(reviewer: Client, taken: Filing) -> None:
    data = {"row_version": taken.row_version, "reason": "Alles is er.", "step_key": "k"}
    assert reviewer.post(step(taken, "find_complete"), data).status_code == 302
    answer = reviewer.post(step(taken, "find_complete"), {**data, "reason": "Iets anders."})
    assert answer.status_code == 409
    assert [row.reason for row in lines("plans.found_complete")] == ["Alles is er."]


@pytest.mark.parametrize("name", ["take_up", "find_complete", "request_repair", "reconsider"])
def test_wrong_role_cannot_decide(filing: Filing, signed_in: Callable[[User], Client], name: str) -> None:
    before = (filing.state, AuditEntry.objects.count())
    for role, user in world.everyone().items():
        if role == Role.REVIEWER:
            continue
        answer = signed_in(user).post(step(filing, name), repair_data(filing))
        assert answer.status_code == 403, role
    answer = signed_in(world.administrator()).post(step(filing, name), repair_data(filing))
    assert "hoort niet bij uw rol" in answer.content.decode()
    filing.refresh_from_db()
    assert (filing.state, AuditEntry.objects.count()) == before


def test_steps_of_the_partnership_and_unknown_steps_are_404(reviewer: Client, filing: Filing) -> None:
    for name in ("file", "adopt", "offer", "bestaat-niet"):
        assert reviewer.get(enforce(filing.dossier, name)).status_code == 404, name
    assert reviewer.get(step(filing, "start_enforcement")).status_code == 404


def test_buttons_of_the_inspectorate_lead_into_the_admin(reviewer: Client, filing: Filing) -> None:
    html = reviewer.get(page_of(filing.dossier)).content.decode()
    assert step(filing, "take_up") in html
    assert enforce(filing.dossier, "start_enforcement") in html
    assert reviewer.get(f"/beheer/plans/filing/{filing.pk}/change/")["Location"] == (
        f"{page_of(filing.dossier)}#indiening-1"
    )

"""The engine: what may happen, what holds it back, who was first, and what is written down."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from consultations.models import ConsentRequest
from plans import services as plans
from plans.models import Dossier
from plans.states import DossierState
from portal import clock, workflow
from portal.models import AuditEntry
from tests import world

DOSSIER = "plans.Dossier"


@pytest.fixture
def dossier(db: None) -> Dossier:
    return world.dossier()


def names(found: list[workflow.Action]) -> list[str]:
    return [action.transition.name for action in found]


# --- the tables ---------------------------------------------------------------------------------------------


def test_find_gives_the_row_and_refuses_an_unknown_name() -> None:
    assert workflow.find(DOSSIER, "start").target == DossierState.DRAFTING
    with pytest.raises(LookupError, match=r"plans\.Dossier has no transition dance"):
        workflow.find(DOSSIER, "dance")


def test_rows_that_make_something_new_are_kept_apart_from_those_that_move() -> None:
    assert [row.name for row in workflow.creations_on(DOSSIER)] == ["ask_consent"]
    assert "ask_consent" not in workflow.transitions_of("consultations.ConsentRequest")
    assert workflow.find("consultations.ConsentRequest", "ask_consent").on == DOSSIER


# --- perform ------------------------------------------------------------------------------------------------


def test_perform_changes_state_and_version_and_writes_one_line(dossier: Dossier) -> None:
    editor = world.editor()
    before = dossier.row_version
    with transaction.atomic():
        entry = workflow.perform(dossier, "start", by=editor, data={"why": "test"})
    assert (dossier.state, dossier.row_version) == (DossierState.DRAFTING, before + 1)
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.DRAFTING
    assert AuditEntry.objects.get() == entry
    assert {
        "action": entry.action,
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "organisation": entry.organisation,
        "organisation_name": entry.organisation_name,
        "dossier": entry.dossier,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "from_state": entry.from_state,
        "to_state": entry.to_state,
        "data": entry.data,
    } == {
        "action": "plans.started",
        "actor": editor,
        "actor_name": f"{editor.name} <{editor.email}>",
        "actor_role": "partnership_editor",
        "organisation": dossier.partnership.organisation,
        "organisation_name": dossier.partnership.organisation.name,
        "dossier": dossier.uuid,
        "subject": DOSSIER,
        "subject_id": str(dossier.pk),
        "from_state": "not_started",
        "to_state": "drafting",
        "data": {"why": "test"},
    }


def test_perform_sets_the_fields_that_go_with_the_state(dossier: Dossier) -> None:
    with transaction.atomic():
        workflow.perform(dossier, "start", by=world.editor(), fields={"title": "Samen sterk"})
    assert dossier.title == "Samen sterk"
    assert Dossier.objects.get(pk=dossier.pk).title == "Samen sterk"


def test_perform_with_a_version_that_is_not_the_present_one_is_stale(dossier: Dossier) -> None:
    with transaction.atomic(), pytest.raises(workflow.StaleState) as error:
        workflow.perform(dossier, "start", by=world.editor(), seen=dossier.row_version + 1)
    assert error.value.messages == [
        "Iemand anders was u net voor. Bekijk de huidige stand en probeer het zo nodig opnieuw."
    ]
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.NOT_STARTED
    assert AuditEntry.objects.count() == 0


def test_perform_on_a_row_somebody_moved_meanwhile_is_stale(dossier: Dossier) -> None:
    old = Dossier.objects.with_names().get(pk=dossier.pk)
    plans.start(dossier, by=world.editor())
    with transaction.atomic(), pytest.raises(workflow.StaleState):
        workflow.perform(old, "start", by=world.editor())
    assert AuditEntry.objects.filter(action="plans.started").count() == 1


def test_perform_in_a_state_that_is_no_source_says_which_state(dossier: Dossier) -> None:
    plans.start(dossier, by=world.editor())
    with transaction.atomic(), pytest.raises(workflow.StaleState) as error:
        workflow.perform(dossier, "start", by=world.editor())
    row = workflow.find(DOSSIER, "start")
    assert error.value.messages == [
        f"‘{row.label}’ kan niet (meer): de status is nu ‘{dossier.get_state_display()}’."
    ]


def test_perform_by_somebody_without_the_right_says_so_whatever_the_state(dossier: Dossier) -> None:
    stranger = world.editor("PO2502")
    with transaction.atomic(), pytest.raises(workflow.NotAllowed, match="hoort niet bij uw rol"):
        workflow.perform(dossier, "start", by=stranger)
    plans.start(dossier, by=world.editor())
    with transaction.atomic(), pytest.raises(workflow.NotAllowed):
        workflow.perform(dossier, "start", by=stranger)
    assert Dossier.objects.get(pk=dossier.pk).row_version == dossier.row_version


def test_perform_held_back_by_a_guard_gives_its_reasons(dossier: Dossier) -> None:
    dossier = plans.start(dossier, by=world.editor())
    expected = workflow.blockers(workflow.find(DOSSIER, "offer"), dossier)
    assert expected
    with transaction.atomic(), pytest.raises(workflow.Blocked) as error:
        workflow.perform(dossier, "offer", by=world.editor())
    assert error.value.messages == expected
    assert str(error.value) == " ".join(expected)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_perform_without_the_reason_that_is_asked_is_blocked(db: None, reason: str) -> None:
    filing = world.filed()
    plans.take_up(filing, by=world.reviewer())
    with transaction.atomic(), pytest.raises(workflow.Blocked) as error:
        workflow.perform(filing, "find_complete", by=world.reviewer(), reason=reason)
    assert error.value.messages == ["Geef een reden: die komt in het dossier te staan."]
    with transaction.atomic():
        entry = workflow.perform(filing, "find_complete", by=world.reviewer(), reason="  Alles is er.  ")
    assert entry.reason == "Alles is er."


def test_perform_of_a_row_without_target_keeps_the_state_and_counts_the_version(db: None) -> None:
    dossier = world.dossier()
    with clock.at("2014-05-02T10:00"), transaction.atomic():
        entry = workflow.perform(dossier, "start_enforcement", by=world.reviewer(), reason="Geen plan.")
    assert (entry.from_state, entry.to_state) == ("not_started", "not_started")
    assert (dossier.state, dossier.row_version) == ("not_started", 2)


def test_a_transaction_that_fails_afterwards_leaves_nothing(dossier: Dossier) -> None:
    def start_and_stumble() -> None:
        with transaction.atomic():
            workflow.perform(dossier, "start", by=world.editor())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start_and_stumble()
    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.NOT_STARTED
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_perform_and_create_outside_a_transaction_are_programming_errors() -> None:
    dossier = Dossier(state=DossierState.NOT_STARTED)
    row = workflow.find("consultations.ConsentRequest", "ask_consent")
    with pytest.raises(RuntimeError, match="belongs in a transaction"):
        workflow.perform(dossier, "start", by=None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="belongs in a transaction"):
        workflow.create(row, dossier, ConsentRequest(), by=None)  # type: ignore[arg-type]


# --- create -------------------------------------------------------------------------------------------------


def test_create_asks_right_and_guards_of_what_it_is_made_on(dossier: Dossier) -> None:
    row = workflow.find("consultations.ConsentRequest", "ask_consent")
    with transaction.atomic(), pytest.raises(workflow.NotAllowed):
        workflow.create(row, dossier, ConsentRequest(), by=world.editor("PO2502"))
    with transaction.atomic(), pytest.raises(workflow.Blocked):
        workflow.create(row, dossier, ConsentRequest(), by=world.editor())
    assert ConsentRequest.objects.count() == 0


def test_create_saves_the_new_subject_with_its_line(db: None) -> None:
    plan = world.offered()
    row = workflow.find("consultations.ConsentRequest", "ask_consent")
    secretary = world.opr_secretary()
    request = ConsentRequest(
        dossier=plan,
        version=plan.versions.latest("number"),
        opr=secretary.active_memberships[0].organisation,
        asked_on=clock.today(),
        asked_by=world.editor(),
    )
    before = AuditEntry.objects.count()
    with transaction.atomic():
        made = workflow.create(row, plan, request, by=world.editor(), reason="  Graag. ")
    entry = AuditEntry.objects.latest("pk")
    assert AuditEntry.objects.count() == before + 1
    assert made.state == "asked"
    assert (entry.action, entry.subject_id, entry.from_state, entry.to_state, entry.reason) == (
        row.audit, str(made.pk), "", "asked", "Graag."
    )  # fmt: skip


# --- buttons ------------------------------------------------------------------------------------------------


def test_actions_are_those_of_the_state_and_the_person_in_table_order(dossier: Dossier) -> None:
    editor = world.editor()
    assert names(list(workflow.actions(dossier, editor))) == ["start", "ask_consent"]
    assert names(list(workflow.actions(dossier, editor, created=False))) == ["start"]
    assert names(list(workflow.actions(dossier, world.editor("PO2502")))) == []
    plan = world.drafted()
    assert names(list(workflow.actions(plan, editor))) == ["offer", "adopt", "ask_consent"]


def test_action_that_is_held_back_is_there_with_its_reasons(dossier: Dossier) -> None:
    action = next(a for a in workflow.actions(dossier, world.editor()) if a.transition.name == "ask_consent")
    assert action.blockers == workflow.blockers(action.transition, dossier)
    assert action.blockers
    assert action.url == dossier.get_action_url(action.transition)


def test_quiet_rows_have_no_button(db: None) -> None:
    plan = world.offered()
    row = world.consultation(plan)
    assert workflow.find("consultations.Consultation", "start_talks").quiet
    assert "start_talks" not in names(list(workflow.actions(row, world.editor())))
    assert "start_talks" not in names(list(workflow.actions(row, world.official())))


def test_actions_read_the_memberships_once(dossier: Dossier) -> None:
    editor = world.editor()
    list(workflow.actions(dossier, editor))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = names(list(workflow.actions(dossier, editor, created=False)))
    assert found == ["start"]
    assert [row["sql"] for row in queries if "portal_membership" in row["sql"]] == []

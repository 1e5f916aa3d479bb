"""The audit trail: only known actions, only with their decision, and never changed afterwards."""

import uuid
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from portal import append_only, audit, extension_points, people
from portal.models import AuditEntry, Organisation, User
from portal.rights import Role
from portal.templatetags.portal import action_label
from tests import world


@pytest.fixture
def entry(manager: User) -> AuditEntry:
    with transaction.atomic():
        return audit.record(
            "portal.made_manager",
            manager.active_memberships[0],
            by=manager,
            membership=manager.active_memberships[0],
        )


# --- writing ------------------------------------------------------------------------------------------------


def test_unknown_action_is_a_programming_error(manager: User) -> None:
    with pytest.raises(audit.UnknownAction, match=r"portal\.danced"):
        audit.record("portal.danced", manager, by=manager)
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_line_outside_a_transaction_is_a_programming_error() -> None:
    user = User(pk=1, email="x@example.org")
    with pytest.raises(RuntimeError, match="belongs in the transaction"):
        audit.record("portal.joined", user, by=user)
    assert AuditEntry.objects.count() == 0


def test_line_keeps_the_names_as_they_were(
    entry: AuditEntry, manager: User, organisation: Organisation
) -> None:
    former = organisation.name
    User.objects.filter(pk=manager.pk).update(name="Iemand anders")
    Organisation.objects.filter(pk=organisation.pk).update(name="Andere naam")
    entry.refresh_from_db()
    assert entry.actor_name == f"manager <{manager.email}>"
    assert entry.organisation_name == former
    assert str(entry) == "2014-01-20 09:00:00 portal.made_manager"


def test_line_by_nobody_has_no_name(organisation: Organisation) -> None:
    with transaction.atomic():
        entry = audit.record("portal.invited", organisation, by=None)
    assert (entry.actor, entry.actor_name, entry.actor_role, entry.organisation, entry.organisation_name) == (
        None, "", "", None, ""
    )  # fmt: skip
    assert (entry.dossier, entry.data, entry.reason) == (None, {}, "")


def test_lines_of_one_request_share_an_id_and_others_do_not(organisation: Organisation) -> None:
    asked = uuid.uuid4()
    with audit.request(asked):
        inside = [audit.record("portal.invited", organisation, by=None) for _ in range(2)]
    outside = [audit.record("portal.invited", organisation, by=None) for _ in range(2)]
    assert [row.request_id for row in inside] == [asked, asked]
    assert len({asked, *(row.request_id for row in outside)}) == 3


def test_every_action_has_a_label_and_those_of_the_tables_say_what_was_done() -> None:
    found = extension_points.AUDIT_ACTIONS
    assert found["portal.invited"] == "persoon uitgenodigd"
    for row in extension_points.TRANSITIONS:
        assert found[row.audit] == row.done
    assert [action for action, label in found.items() if not str(label).strip()] == []
    assert action_label(AuditEntry(action="portal.invited")) == "persoon uitgenodigd"
    assert action_label(AuditEntry(action="gone.action")) == "gone.action"


# --- never changed --------------------------------------------------------------------------------------------

CHANGES: dict[str, Callable[[AuditEntry], object]] = {
    "save": lambda row: row.save(),
    "update": lambda row: AuditEntry.objects.filter(pk=row.pk).update(reason="mooier"),
    "bulk_update": lambda row: AuditEntry.objects.bulk_update([row], ["reason"]),
    "delete of the row": lambda row: row.delete(),
    "delete of the set": lambda row: AuditEntry.objects.filter(pk=row.pk).delete(),
    "raw update": lambda row: sql("UPDATE portal_auditentry SET reason = 'mooier' WHERE id = %s", row.pk),
    "raw delete": lambda row: sql("DELETE FROM portal_auditentry WHERE id = %s", row.pk),
    "raw change of the moment": lambda row: sql("UPDATE portal_auditentry SET at = at WHERE id = %s", row.pk),
}


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize("change", CHANGES)
def test_database_refuses_to_change_a_line(entry: AuditEntry, change: str) -> None:
    entry.reason = "mooier"
    with pytest.raises(DatabaseError, match="portal_auditentry is append-only"), transaction.atomic():
        CHANGES[change](entry)
    assert AuditEntry.objects.get(pk=entry.pk).reason == ""


def test_new_lines_go_on_after_a_refusal(entry: AuditEntry, organisation: Organisation) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    with transaction.atomic():
        audit.record("portal.invited", organisation, by=None)
    assert AuditEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_trigger_on_some_columns_guards_those_and_every_row() -> None:
    """Taken off and put on again, as a migration does: first nothing is refused, then only the named column."""
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE portal_keepsake (id integer, kept text, free text)")
    try:
        operation = append_only.append_only("portal_keepsake", ("kept",))
        sql("INSERT INTO portal_keepsake VALUES (1, 'a', 'b')")
        with connection.schema_editor() as editor:
            operation.code(None, editor)
        sql("UPDATE portal_keepsake SET free = 'c'")
        for statement in ("UPDATE portal_keepsake SET kept = 'c'", "DELETE FROM portal_keepsake"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                sql(statement)
        with connection.schema_editor() as editor:
            operation.reverse_code(None, editor)
        sql("UPDATE portal_keepsake SET kept = 'd'")
        sql("DELETE FROM portal_keepsake")
    finally:
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE portal_keepsake")


# --- what is written about people ------------------------------------------------------------------------------


def test_inviting_and_joining_are_two_lines_with_who_and_for_whom(
    manager: User, organisation: Organisation
) -> None:
    invitation = people.invite(
        organisation, email="nieuw@example.org", role=Role.PARTNERSHIP_EDITOR, by=manager
    )
    user = people.accept(invitation, name="Nieuw Iemand", password=world.PASSWORD, language="nl")
    invited, joined = AuditEntry.objects.order_by("pk")
    assert (invited.action, invited.actor, invited.organisation, invited.data) == (
        "portal.invited", manager, organisation,
        {"person": "nieuw@example.org", "role": "partnership_editor", "is_manager": False},
    )  # fmt: skip
    assert (joined.action, joined.actor, joined.actor_role, joined.organisation) == (
        "portal.joined", user, "partnership_editor", organisation
    )  # fmt: skip

"""How every model is read, written out: a model that is not here fails, and so does one that is read otherwise."""

from typing import Any

import pytest
from django.apps import apps

from portal.extension_points import PERMISSIONS
from portal.parties import HasParties, PartyQuerySet
from portal.rights import READERS, Role
from tests.test_access_matrix import SUBJECTS

# The rows somebody sees follow from the parties and the right to read (`portal.parties`).
BY_PARTIES = {
    *("plans.Dossier", "plans.PlanVersion", "plans.Filing"),
    *("consultations.Procedure", "consultations.Consultation", "consultations.Overleg"),
    *("consultations.ConsentRequest", "disputes.Dispute", "experiments.Experiment", "examples.Example"),
}
# Part of another row, and the field with it: who reads that one, reads the part on its page.
PARTS = {
    "plans.Chapter": "dossier",
    "plans.ChapterRevision": "chapter",
    "plans.BudgetLine": "dossier",
    "plans.BudgetAmount": "line",
    "plans.Attachment": "dossier",
    "plans.Adoption": "dossier",
    "plans.VersionAttachment": "version",
    "plans.RepairFinding": "filing",
    "consultations.Meeting": "consultations",
    "consultations.Outcome": "consultation",
    "consultations.OverlegRecord": "overleg",
    "consultations.ConsentDecision": "request",
    "disputes.DisputeRecord": "dispute",
    "experiments.ExperimentReport": "experiment",
    "examples.ExampleAttachment": "example",
}
# For oneself, or for the people of an organisation; a test of each stands with its pages.
ONES_OWN = {
    *("portal.User", "portal.Organisation", "portal.Membership", "portal.Invitation", "portal.MailMessage"),
    *("guidance.CalendarFeed", "examples.Subscription", "briefings.Registration"),
}
# No page shows them but that of the row they hang on, or the admin.
BEHIND = {"portal.AuditEntry", "portal.StoredFile", "portal.TakenStep", "guidance.LinkCheck"}
# The register, the law and what was published: nothing in them is of one party.
FOR_EVERYBODY = {
    *("register.Partnership", "register.Municipality", "register.Area", "register.MunicipalityChange"),
    *("plans.LawVersion", "plans.Element", "plans.BudgetHeading", "plans.FilingRound", "plans.Milestone"),
    *("guidance.Party", "guidance.Subject", "guidance.Document", "guidance.DocumentVersion"),
    *("guidance.CommitteePage", "guidance.AgendaAction", "guidance.AgendaDate", "courses.Offer"),
    *("experiments.ExperimentCall", "briefings.Briefing", "briefings.BriefingDocument"),
}
KINDS = (BY_PARTIES, set(PARTS), ONES_OWN, BEHIND, FOR_EVERYBODY)
# Django's own and those of libraries.
THEIRS = {"account", "admin", "auth", "axes", "contenttypes", "sessions"}
OURS = [model for model in apps.get_models() if model._meta.app_label not in THEIRS]


def test_every_model_is_of_one_kind() -> None:
    labels = [model._meta.label for model in OURS]
    assert sorted(label for kind in KINDS for label in kind) == sorted(labels)


def test_models_read_by_parties_say_so_and_no_others() -> None:
    read = {
        model._meta.label for model in OURS if issubclass(model, HasParties) and hasattr(model, "READING")
    }
    assert read == BY_PARTIES
    for label in BY_PARTIES:
        assert isinstance(apps.get_model(label)._default_manager.all(), PartyQuerySet), label


@pytest.mark.parametrize(("label", "field"), PARTS.items(), ids=PARTS)
def test_part_leads_to_a_row_with_parties(label: str, field: str) -> None:
    model: Any = apps.get_model(label)
    for _step in range(4):
        model = model._meta.get_field(PARTS[model._meta.label]).related_model
        if model._meta.label in BY_PARTIES:
            return
    pytest.fail(f"{label}.{field} leads to nothing with parties")


def test_steps_are_taken_on_rows_with_parties_or_ones_own() -> None:
    assert set(SUBJECTS) <= BY_PARTIES | ONES_OWN | FOR_EVERYBODY


def test_adviser_reads_everything_of_a_partnership_and_holds_no_other_right() -> None:
    """Whatever the partnership reads, its adviser reads; whatever anybody does, an adviser does not."""
    reading = {apps.get_model(label).READING for label in BY_PARTIES}
    for name, row in PERMISSIONS.items():
        parties = {party for role, party in row.grants if role == Role.PARTNERSHIP_EDITOR}
        advised = {party for role, party in row.grants if role == Role.PARTNERSHIP_ADVISER}
        if name in reading | {"portal.view_organisation", "guidance.view_agenda"}:
            assert advised == parties, name
        elif name != "briefings.join_briefing":  # for everybody who signs in, for oneself
            assert advised == set(), name
    assert {*READERS} - {Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY} == {Role.PARTNERSHIP_ADVISER}

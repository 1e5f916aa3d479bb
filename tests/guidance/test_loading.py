"""The facts of the werkagenda: loaded once, repeated without harm, never over what an editor wrote."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from guidance import loading
from guidance.models import AgendaAction, AgendaDate, CommitteePage, Document, DocumentVersion, Party, Subject
from plans.models import Element

pytestmark = pytest.mark.django_db


def test_six_promises_of_five_parties() -> None:
    actions = list(AgendaAction.objects.all())
    assert [row.key for row in actions] == [
        "model_procedure",
        "committee",
        "guide",
        "examples",
        "meetings",
        "experiments",
    ]
    for row in actions:
        assert set(row.parties.values_list("key", flat=True)) == {"po-raad", "vo-raad", "vng", "vws", "ocw"}
        assert row.source


def test_model_procedure_has_the_versions_of_2013_and_february_2014() -> None:
    versions = DocumentVersion.objects.filter(document__key="modelprocedure-oogo")
    assert [row.label for row in versions] == ["februari 2014", "2013"]
    assert "arbitrage" in versions[0].changes
    assert not any(row.file for row in versions)  # its text is not ours to invent


def test_committee_has_its_rules_since_march_2014() -> None:
    page = CommitteePage.objects.get()
    assert (page.organisation.key, page.seat, str(page.rules_since)) == (
        "committee-oogo",
        "Utrecht",
        "2014-03-01",
    )
    assert page.rules is not None
    assert page.rules.kind == Document.Kind.RULES


def test_every_element_of_a_plan_is_a_subject() -> None:
    keys = set(Element.objects.values_list("key", flat=True))
    assert set(Subject.objects.filter(kind="element").values_list("key", flat=True)) == keys


def test_no_partnership_is_named_as_an_experiment() -> None:
    text = AgendaAction.objects.get(key="experiments").description
    assert "niet bekend" in text


def test_texts_have_their_english() -> None:
    data = json.loads(loading.DATA.read_text(encoding="utf-8"))
    for kind in ("subjects", "documents", "committees", "actions", "dates"):
        for row in data[kind]:
            for name in (
                "title",
                "name",
                "summary",
                "description",
                "result",
                "subject",
                "who",
                "outcome",
                "changes",
            ):
                if row.get(name):
                    assert row.get(f"{name}_en"), (kind, row, name)


def test_loading_again_adds_nothing_and_keeps_what_an_editor_wrote() -> None:
    AgendaAction.objects.filter(key="meetings").update(is_done=True, title="Anders")
    Document.objects.get(key="de-verbinding").issuers.clear()
    numbers = [model.objects.count() for model in (Party, Subject, Document, DocumentVersion, AgendaDate)]
    assert loading.load() == 0
    call_command("load_guidance", verbosity=0)
    assert [
        model.objects.count() for model in (Party, Subject, Document, DocumentVersion, AgendaDate)
    ] == numbers
    assert AgendaAction.objects.get(key="meetings").title == "Anders"
    assert not Document.objects.get(key="de-verbinding").issuers.exists()


def test_command_says_how_much_it_added(capsys: pytest.CaptureFixture[str]) -> None:
    AgendaDate.objects.all().delete()
    call_command("load_guidance")
    assert capsys.readouterr().out == "13 rows about the introduction added\n"


def test_period_that_ends_before_it_begins_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError):
        AgendaAction.objects.filter(key="examples").update(planned_to="2012-01-01")

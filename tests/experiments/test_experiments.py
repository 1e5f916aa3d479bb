"""Experiments: applying, the decision of the ministry, reports, and where one sees who takes part."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from briefings.states import RegistrationState
from examples import services as examples
from examples.models import Example
from experiments import services
from experiments.models import Experiment, ExperimentCall
from portal import clock, workflow
from portal.models import AuditEntry, MailMessage, User
from register.models import Partnership
from tests import world

Sign = Callable[[User], Client]
PAGE = reverse("experiments:experiments")


@pytest.fixture
def call(db: None) -> ExperimentCall:
    return ExperimentCall.objects.get(key="2013")


@pytest.fixture
def apply(call: ExperimentCall) -> Callable[..., Experiment]:
    def make(code: str = "PO2203", **values: Any) -> Experiment:
        texts = {"plan": "Eén loket.", "motivation": "Om te leren.", **values}
        return services.apply_for_experiment(
            world.partnership(code).organisation, call=call, by=world.editor(code), **texts
        )

    return make


Apply = Callable[..., Experiment]


def decide(row: Experiment, name: str = "select", reason: str = "Een duidelijk plan.") -> Experiment:
    return services.decide_experiment(
        row, name=name, by=world.guidance_editor(), reason=reason, decided_on=clock.today()
    )


def select(codes: list[str], call: ExperimentCall) -> None:
    """Let partnerships take part, written straight into the table."""
    Experiment.objects.bulk_create(
        Experiment(
            call=call,
            organisation_id=row.organisation_id,
            state="selected",
            applied_by=world.editor(),
            decided_on=clock.today(),
        )
        for row in Partnership.objects.filter(code__in=codes)
    )


def step(row: Experiment, name: str) -> str:
    return reverse("experiments:experiment_transition", args=[row.uuid, name])


def test_call_of_2013_is_a_fact_that_editors_may_change(call: ExperimentCall) -> None:
    assert (call.school_year, call.places, call.year_label) == (2013, 5, "2013/14")
    call.places = 7
    call.save()
    call_command("load_guidance", verbosity=0)
    assert ExperimentCall.objects.get().places == 7
    assert not Experiment.objects.exists(), "which partnerships they were is not known"


def test_empty_shelves_say_how_they_are_filled(client: Client, db: None) -> None:
    page = client.get(PAGE).content.decode()
    assert "0 gekozen, van ongeveer 5" in page
    assert "Er is hier nog geen keuze vastgelegd." in page
    assert "Er zijn nog geen lessen gepubliceerd." in page
    ExperimentCall.objects.all().delete()
    assert "Er is geen oproep voor experimenten." in client.get(PAGE).content.decode()


def test_second_click_and_second_person_find_the_application(apply: Apply) -> None:
    world.guidance_editor()  # who hears of it
    first = apply(sent=world.sent())
    assert apply(sent=world.sent()) == first
    with pytest.raises(workflow.StaleState, match="is al aangemeld voor Experimenteren"):
        apply(plan="Iets anders.")
    services.take_back_experiment(first, by=world.signatory())
    assert apply(plan="Iets anders.") != first
    assert AuditEntry.objects.filter(action="guidance.experiment_applied").count() == 2
    events = MailMessage.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == [
        "experiments/experiment_applied",
        "experiments/experiment_taken_back",
        "experiments/experiment_applied",
    ]


def test_after_closing_it_is_accepted_and_marked(apply: Apply, call: ExperimentCall, client_of: Sign) -> None:
    call.apply_until = dt.date(2014, 1, 20)
    call.save()
    assert not apply().is_late
    with clock.at("2014-01-21T00:00"):
        url = reverse("experiments:apply", args=["2013", world.partnership("PO2502").organisation_id])
        page = client_of(world.editor("PO2502")).get(url).content.decode()
        assert "Aanmelden kon tot en met 20 januari 2014. U kunt zich nog aanmelden" in page
        late = apply("PO2502")
    assert late.is_late
    assert "na de sluiting" in client_of(world.guidance_editor()).get(PAGE).content.decode()


def test_number_of_a_pupil_is_refused_and_the_text_kept(client_of: Sign, call: ExperimentCall) -> None:
    url = reverse("experiments:apply", args=["2013", world.partnership().organisation_id])
    answer = client_of(world.editor()).post(
        url, {"row_version": 1, "plan": "Voor 123456782.", "motivation": "Leren."}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "In uw tekst staat 123456782" in page
    assert "Voor 123456782.</textarea>" in page
    assert not Experiment.objects.exists()


def test_decision_has_a_reason_and_a_day_and_can_be_revised(apply: Apply, client_of: Sign) -> None:
    row, browser = apply(), client_of(world.guidance_editor())
    data = {"row_version": row.row_version, "reason": "Goed plan.", "decided_on": "21-1-2014"}
    answer = browser.post(step(row, "select"), data)
    assert answer.status_code == 422
    assert "De datum ligt in de toekomst." in answer.content.decode()
    answer = browser.post(step(row, "select"), {**data, "decided_on": "20-1-2014", "reason": ""})
    assert "Schrijf op waarom." in answer.content.decode()
    assert browser.post(step(row, "select"), {**data, "decided_on": "20-1-2014"}).status_code == 302
    message = MailMessage.objects.filter(event="experiments/experiment_decided").get()
    assert (message.user, message.context["is_selected"]) == (world.editor(), True)
    row.refresh_from_db()
    decide(row, "pass_over", "Te weinig plaatsen.")
    assert (row.state, row.decision) == ("not_selected", "Te weinig plaatsen.")


def test_nobody_else_decides(apply: Apply, client_of: Sign) -> None:
    row = apply()
    for user, answer in (
        (world.editor(), 403),
        (world.reviewer(), 403),
        (world.editor("PO2502"), 404),
        (world.official(), 404),
    ):
        data = {"row_version": row.row_version, "reason": "Ja.", "decided_on": "20-1-2014"}
        assert client_of(user).post(step(row, "select"), data).status_code == answer
    with pytest.raises(workflow.NotAllowed):
        services.decide_experiment(
            row, name="select", by=world.reviewer(), reason="Ja.", decided_on=clock.today()
        )


def test_more_than_agreed_is_said_and_not_held_back(
    apply: Apply, call: ExperimentCall, client: Client
) -> None:
    call.places = 1
    call.save()
    for code in ("PO2203", "PO2502"):
        decide(apply(code))
    page = client.get(PAGE).content.decode()
    assert "2 gekozen, van ongeveer 1" in page
    assert "meer dan afgesproken" in page


def test_reports_add_up_and_become_an_example(apply: Apply) -> None:
    row, by = decide(apply()), world.editor()
    with pytest.raises(workflow.Blocked, match="Doe eerst verslag"):
        examples.share_lessons(row, by=by)
    report = {"by": by, "done": "Het loket is open.", "lessons": "Begin klein.", "sent": world.sent()}
    for _click in range(2):
        services.report_experiment(row, **report)
    services.report_experiment(row, by=by, done="Tweede loket.", lessons="Bel eerst.")
    assert row.reports.count() == 2
    example = examples.share_lessons(row, by=by)
    assert examples.share_lessons(row, by=by) == example
    Example.objects.filter(pk=example.pk).update(state="submitted", submitted_at=clock.now())
    assert examples.share_lessons(row, by=by) == example, "it is with the editors"
    assert (example.organisation, example.experiment) == (row.organisation, row)
    assert (example.done, example.result) == (
        "Het loket is open.\n\nTweede loket.",
        "Begin klein.\n\nBel eerst.",
    )


def test_who_sees_an_application(apply: Apply, client: Client, client_of: Sign) -> None:
    row = apply()
    people = {
        world.editor(): 200,
        world.guidance_editor(): 200,
        world.reviewer(): 200,
        world.editor("PO2502"): 404,
        world.official(): 404,
    }
    for user, answer in people.items():
        assert client_of(user).get(row.get_absolute_url()).status_code == answer
    assert client.get(row.get_absolute_url()).status_code == 302
    assert "Eén loket" not in client.get(PAGE).content.decode()
    sheet = client_of(world.editor("PO2502")).get(reverse("experiments:experiments_csv")).content
    assert len(list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))) == 1


def test_editor_finds_what_waits(apply: Apply, editor: Client) -> None:
    row = apply()
    assert "Er wacht 1 aanmelding voor een experiment" in editor.get(reverse("portal:start")).content.decode()
    assert row.get_absolute_url() in editor.get(reverse("admin:index")).content.decode()


def test_marked_in_the_register_and_in_the_overview(apply: Apply, client_of: Sign) -> None:
    decide(apply())
    apply("PO2502")
    inspector = client_of(world.reviewer())
    register = reverse("admin:register_partnership_changelist")
    assert "experiment in 2013/14" in inspector.get(f"{register}?q=PO2203").content.decode()
    assert "experiment in" not in inspector.get(f"{register}?q=PO2502").content.decode()
    own = reverse("admin:register_partnership_change", args=[world.partnership().pk])
    assert "experiment in 2013/14" in inspector.get(own).content.decode()
    sheet = inspector.get(f"{reverse('admin:plans_overview_csv')}?experiment=yes").content
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig")), delimiter=";"))
    assert [(row["Code"], row["Experiment"]) for row in rows] == [("PO2203", "2013/14")]


@pytest.mark.parametrize("name", ["admin:register_partnership_changelist", "admin:plans_overview"])
def test_marks_cost_the_same_for_all(client_of: Sign, call: ExperimentCall, name: str) -> None:
    inspector = client_of(world.reviewer())
    codes = list(Partnership.objects.exclude(code=None).order_by("code").values_list("code", flat=True))
    counts, taken = [], 0
    inspector.get(reverse(name))
    for number in (0, 1, 3, 50):
        select(codes[taken:number], call)
        taken = number
        with CaptureQueriesContext(connection) as found:
            assert inspector.get(reverse(name)).status_code == 200
        counts.append(len(found))
    assert len(set(counts)) == 1, counts


def test_page_costs_the_same_for_all(client_of: Sign, call: ExperimentCall) -> None:
    editor = client_of(world.guidance_editor())
    codes = list(Partnership.objects.exclude(code=None).order_by("code").values_list("code", flat=True))
    counts, taken = [], 0
    editor.get(PAGE)
    for number in (1, 3, 50):
        select(codes[taken:number], call)
        taken = number
        with CaptureQueriesContext(connection) as found:
            editor.get(PAGE)
        counts.append(len(found))
    assert len(set(counts)) == 1, counts


def test_published_lessons_stand_on_the_page(apply: Apply, client: Client) -> None:
    row, by = decide(apply()), world.editor()
    services.report_experiment(row, by=by, done="Het loket is open.", lessons="Begin klein.")
    example = examples.share_lessons(row, by=by)
    assert example.title not in client.get(PAGE).content.decode()
    Example.objects.filter(pk=example.pk).update(
        state="published", may_publish=True, published_at=clock.now(), submitted_at=clock.now()
    )
    assert example.title in client.get(PAGE).content.decode()


def test_page_to_apply_says_that_it_was_done(apply: Apply, call: ExperimentCall, client_of: Sign) -> None:
    row, browser = apply(), client_of(world.editor())
    url = reverse("experiments:apply", args=[call.key, row.organisation.pk])
    told = "Dit samenwerkingsverband is al aangemeld voor"
    page = browser.get(url).content.decode()
    assert told in page
    assert "<textarea" not in page
    assert f'href="{row.get_absolute_url()}"' in page, "from there one goes to what was sent"
    services.take_back_experiment(row, by=world.editor())
    assert told not in browser.get(url).content.decode()


def test_decision_from_before_the_application_is_accepted_and_marked(apply: Apply, client_of: Sign) -> None:
    row = apply()
    browser = client_of(world.guidance_editor())
    url = reverse("experiments:experiment_transition", args=[row.uuid, "select"])
    answer = browser.post(url, {"row_version": 1, "reason": "Goed plan.", "decided_on": "19-1-2014"})
    assert answer.status_code == 302
    assert "van voor de aanmelding" in browser.get(row.get_absolute_url()).content.decode()
    row.refresh_from_db()
    row.decided_on = clock.today()
    row.save(update_fields=["decided_on"])
    assert "van voor de aanmelding" not in browser.get(row.get_absolute_url()).content.decode()


def test_applying_is_another_word_than_signing_up_in_english(apply: Apply) -> None:
    with translation.override("en"):
        assert str(apply().get_state_display()) == "applied"
        assert str(RegistrationState.REGISTERED.label) == "signed up"

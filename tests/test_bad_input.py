"""Bad input through the pages: a clear message, nothing lost, nothing half-done, no server error.

`SHOWN` names, for each line of what we promise about bad input, the tests that show it; they live with what they test.
Below it come the tests that go over all pages at once.
"""

import itertools
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse

from plans.models import Chapter
from portal.models import AuditEntry, MailMessage
from tests import stage as stages
from tests import world
from tests.addresses import address
from tests.parallel.together import everything
from tests.stage import Stage
from tests.test_access_matrix import EXPECTED, WHO

SHOWN: dict[str, list[str]] = {
    "register rows that contradict each other": [
        "register.test_loading:test_contradiction_is_refused_with_row_and_reason",
        "register.test_loading:test_all_problems_are_told_at_once",
    ],
    "a plan period longer than four school years or not starting on 1 August": [
        "plans.test_views_details:test_wrong_details_are_refused_and_kept",
    ],
    "text with scripts": [
        "plans.test_views_chapters:test_script_is_taken_out",
        "plans.test_views_versions:test_text_in_a_comparison_is_escaped",
        "plans.test_pdf:test_scripts_and_entities_are_text",
    ],
    "a million characters in a chapter": [
        "plans.test_views_chapters:test_a_million_characters_are_refused_and_kept",
    ],
    "amounts like 1.234,56 and -5, and 1e9 and abc": [
        "portal.test_fields:test_money_reads_what_people_type",
        "portal.test_fields:test_money_refuses_what_is_no_amount",
        "plans.test_views_budget:test_wrong_amounts_are_shown_at_their_cells_with_everything_kept",
    ],
    "attachments that are empty, huge, encrypted or mislabelled": [
        "plans.test_views_attachments:test_bad_files_are_refused_with_the_reason",
        "portal.test_uploads:test_empty_file_is_refused",
        "portal.test_uploads:test_huge_file_is_refused",
        "portal.test_uploads:test_encrypted_pdf_is_refused",
        "portal.test_uploads:test_mislabelled_files_are_refused",
    ],
    "attachments with a path in the name or the same name twice": [
        "plans.test_views_attachments:test_names_are_cleaned",
        "plans.test_views_attachments:test_same_name_with_other_content_is_refused",
        "plans.test_views_attachments:test_same_file_twice_changes_nothing",
    ],
    "outcomes dated in the future or before the offer": [
        "consultations.test_outcomes:test_incomplete_outcome_is_refused_and_leaves_nothing",
        "consultations.test_outcomes:test_date_before_the_offer_is_accepted_and_known",
    ],
    "an outcome for another municipality": [
        "test_bad_input:test_outcome_for_another_municipality_is_not_found",
    ],
    "a stale form": [
        "plans.test_views_steps:test_stale_form_is_refused_and_goes_through_the_second_time",
        "plans.test_views_chapters:test_second_writer_sees_both_texts_and_chooses",
        "consultations.test_outcomes:test_stale_with_another_content_is_refused",
    ],
    "a POST by the wrong role or for the wrong organisation": [
        "test_access_matrix:test_own_organisation",
        "test_access_matrix:test_another_organisation",
        "test_transition_matrix:test_own_organisation",
        "test_transition_matrix:test_other_organisation",
    ],
    "a POST in the wrong state": [
        "plans.test_views_steps:test_filing_before_adoption_is_held_back",
        "plans.test_views_steps:test_starting_twice",
        "test_transition_matrix:test_own_organisation",
    ],
    "a POST twice": [
        "plans.test_views_steps:test_double_click_retry_and_second_signatory_give_one_filing",
        "consultations.test_outcomes:test_second_click_gives_the_outcome_that_is_there",
        "parallel.test_writers:test_twenty_filings_through_the_page_give_one",
        "parallel.test_writers:test_offering_twice_at_once_gives_one_version",
    ],
}  # fmt: skip


@pytest.mark.parametrize("promise", SHOWN)
def test_promise_has_its_tests(promise: str) -> None:
    for name in SHOWN[promise]:
        module, test = name.split(":")
        assert callable(getattr(import_module(f"tests.{module}"), test)), name


def test_outcome_for_another_municipality_is_not_found(db: None) -> None:
    """An official has nothing to say about a neighbour's consultation, in the same plan."""
    plan = world.offered()
    neighbour = world.consultation(plan, "Hoogeveen")
    client = Client()
    client.force_login(world.official("Meppel"))
    before = everything()
    data = {"row_version": neighbour.row_version, "decided_on": "20-1-2014", "remarks": "Wij ook."}
    for name in ("agree", "disagree", "agree_on_behalf"):
        url = reverse("consultations:transition", args=[neighbour.uuid, name])
        assert client.post(url, data).status_code == 404
    after = everything()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}
    # The same data for its own municipality goes through, so it was not the data.
    own = world.consultation(plan, "Meppel")
    url = reverse("consultations:transition", args=[own.uuid, "agree"])
    assert client.post(url, {**data, "row_version": own.row_version}).status_code == 302


# --- every form of every page, with what nobody should send --------------------------------------------------

NASTY = (
    "\x00",
    "a" * 1_000_000,
    "9" * 30,
    "-1",
    "1e9",
    "NaN",
    "١٢٣",
    "31-2-2014",
    "1-1-0001",
    "31-12-9999",
    "💥 \u202e ",
    "<script>alert(1)</script>",
    "' OR 1=1; --",
    "../../etc/passwd",
    "\r\nBcc: iedereen@example.org",
    "%s %(x)s {0} {{ x }}",
)
# What a page may answer: done, or a refusal that says why.
GRACEFUL = {200, 302, 400, 403, 404, 409, 413, 422}


KEYS = ("q", "pagina", "sorteer", "toon", "tekst", "p", "o", "e", "next", "round", "ronde", "all", "_popup")


def pages_for(method: str, *statuses: int) -> dict[str, str]:
    """Every page that answers somebody with one of these, with the first role it does."""
    found: dict[str, str] = {}
    for name, answers in EXPECTED.items():
        for role, status in zip(WHO, answers["own", method], strict=True):
            if status in statuses and role != stages.NO_ROLE:
                found.setdefault(name, role)
    return found


FORMS = pages_for("POST", 409, 422)
READABLE = pages_for("GET", 200)


@pytest.fixture
def stage(db: None) -> Stage:
    return stages.own()


def field_names(response: Any) -> set[str]:
    """The names of all fields of the forms on a page."""
    names: set[str] = set()
    for form in filter(None, [response.context.get("form"), response.context.get("adminform")]):
        fields = getattr(form, "form", form)
        names |= {field.html_name for field in fields}
    return names


def browser(stage: Stage, role: str) -> Client:
    found = Client(raise_request_exception=False)
    if role in stage.people:
        found.force_login(stage.people[role])
    return found


def counts() -> tuple[int, int]:
    return AuditEntry.objects.count(), MailMessage.objects.count()


def test_there_are_forms_and_pages_to_try() -> None:
    assert len(FORMS) > 25
    assert len(READABLE) > 100


@pytest.mark.parametrize("name", FORMS)
def test_nasty_values_in_every_form(stage: Stage, name: str) -> None:
    """In all fields at once, and in the version of the row alone."""
    client, url = browser(stage, FORMS[name]), address(name, stage)
    page = client.get(url)
    names = (
        field_names(page) if page.status_code == 200 and page.context else {"row_version", "budget_version"}
    )
    ways = {frozenset(names), frozenset({"row_version", "budget_version"})}
    broken = []
    for value in NASTY:
        for data in (dict.fromkeys(fields, value) for fields in ways):
            before = counts()
            with transaction.atomic():
                answer = client.post(url, data)
                if answer.status_code not in GRACEFUL:
                    broken.append((value[:30], answer.status_code))
                elif answer.status_code >= 400 and counts() != before:
                    broken.append((value[:30], "refused, but something was written"))
                transaction.set_rollback(True)
    assert broken == []


class Noticing(QueryDict):
    """A query string that knows whether somebody looked into it."""

    looked = False

    def __getattribute__(self, name: str) -> Any:
        Noticing.looked = True
        return super().__getattribute__(name)

    def __getitem__(self, key: str) -> Any:
        Noticing.looked = True
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        Noticing.looked = True
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        Noticing.looked = True
        return super().__iter__()

    def __len__(self) -> int:
        Noticing.looked = True
        return super().__len__()


@pytest.fixture
def noticing(monkeypatch: pytest.MonkeyPatch) -> type[Noticing]:
    """Every request has such a query string."""

    def given(request: WSGIRequest) -> Noticing:
        before = Noticing.looked
        found = Noticing(request.META.get("QUERY_STRING", ""))
        Noticing.looked = before  # making it is not looking, nor does it undo a look
        return found

    monkeypatch.setattr(WSGIRequest, "GET", property(given))
    return Noticing


def test_a_look_at_the_address_is_noticed(noticing: type[Noticing], rf: RequestFactory) -> None:
    looks: list[Callable[[Any], Any]] = [
        lambda found: found["q"],
        lambda found: found.get("q"),
        lambda found: found.getlist("q"),
        lambda found: "q" in found,
        lambda found: [*found],
        lambda found: dict(found),
        lambda found: found.urlencode(),
        lambda found: found.copy(),
        bool,
        len,
    ]
    for look in looks:
        noticing.looked = False
        query = rf.get("/", {"q": "x"}).GET
        assert not noticing.looked
        look(query)
        assert noticing.looked
        assert rf.get("/", {"q": "x"}).GET is not query
        assert noticing.looked, "what is passed on later undoes no look"


@pytest.mark.parametrize("name", READABLE)
def test_nasty_values_in_every_address(stage: Stage, noticing: type[Noticing], name: str) -> None:
    """What pages read from the query string: searching, sorting, leafing, an earlier text.

    A page that looks at none of it is asked once: its answer cannot depend on what stands there.
    """
    client, url = browser(stage, READABLE[name]), address(name, stage)
    broken = []
    for value in (value for value in NASTY if len(value) < 100):
        noticing.looked = False
        answer = client.get(url, dict.fromkeys(KEYS, value))
        if answer.status_code not in GRACEFUL:
            broken.append((value, answer.status_code))
        if answer.streaming:
            b"".join(answer)
        if not noticing.looked:
            break
    assert broken == []


def test_script_typed_anywhere_is_shown_as_text(stage: Stage) -> None:
    """Names and texts of people come back escaped on every page that shows them."""
    mark = "<script>alert('pas op')</script>"
    stage.people[stages.E].name = mark
    stage.people[stages.E].save(update_fields=["name"])
    Chapter.objects.filter(pk=stage.free_chapter.pk).update(title=mark)
    type(stage.dossier).objects.filter(pk=stage.dossier.pk).update(title=mark)
    shown = 0
    for name, role in itertools.product(EXPECTED, (stages.E, stages.R)):
        if EXPECTED[name]["own", "GET"][WHO.index(role)] != 200:
            continue
        answer = browser(stage, role).get(address(name, stage))
        if answer.get("Content-Type", "").startswith("text/html"):
            html = answer.content.decode()
            shown += "&lt;script&gt;alert(" in html
            assert mark not in html, name
    assert shown > 10

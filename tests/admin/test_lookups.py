"""What a list of the admin answers of what its address asks: the filters on the page, and nothing else.

Whoever may ask a list more than it shows reads along, one letter a request: in drafts of others, hashes and secrets.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.models import User
from tests import world

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

# Every list with the parameters that its filters put in an address. A list or a filter that is not here fails.
OFFERED: dict[str, set[str]] = {
    "guidance.AgendaAction": {"is_done__exact", "is_done__isnull", "audience__exact", "audience__isnull"},
    "guidance.AgendaDate": set(),
    "guidance.CommitteePage": set(),
    "guidance.Document": {
        *("kind__exact", "kind__isnull", "audience__exact", "audience__isnull"),
        *("language__exact", "language__isnull", "is_public__exact", "is_public__isnull"),
    },
    "examples.Example": {
        "stand",
        *("sectors__exact", "sectors__isnull", "reach__exact", "reach__isnull"),
        *("province", "province__isnull"),
    },
    "experiments.Experiment": {"call__id__exact", "call__isnull", "is_late__exact", "is_late__isnull"},
    "experiments.ExperimentCall": set(),
    "guidance.LinkCheck": set(),
    "briefings.Briefing": {"audience__exact", "audience__isnull"},
    "courses.Offer": {"is_public__exact", "is_public__isnull"},
    "guidance.Party": set(),
    "guidance.Subject": {"kind__exact", "kind__isnull"},
    "plans.BudgetHeading": {"kind__exact", "kind__isnull", "sector__exact", "sector__isnull"},
    "plans.Dossier": set(),
    "plans.Filing": {
        "state__exact",
        *("dossier__round__id__exact", "dossier__round__isnull"),
        *("dossier__partnership__sector__exact", "dossier__partnership__sector__isnull"),
    },
    "plans.FilingRound": set(),
    "plans.LawVersion": set(),
    "portal.AuditEntry": {"subject"},
    "portal.MailMessage": {"status__exact", "status__isnull"},
    "portal.Membership": {"role__exact", "role__isnull", "ended_at__isempty"},
    "portal.Organisation": {"kind__exact", "kind__isnull"},
    "portal.User": {"is_active__exact", "is_active__isnull"},
    "register.Area": {
        *("partnership__sector__exact", "partnership__sector__isnull"),
        *("coverage__exact", "coverage__isnull", "valid_to__isempty"),
    },
    "register.Municipality": {"province", "province__isnull"},
    "register.MunicipalityChange": set(),
    "register.Partnership": {"sector__exact", "sector__isnull", "scope__exact", "scope__isnull"},
}
LOOKUPS = ("", "__exact", "__startswith", "__contains", "__regex", "__gt", "__in", "__isnull", "__isempty")
DEPTH = 4


def lists() -> dict[str, Any]:
    """Every list of the admin, by the model it lists."""
    return {row._meta.label: page for row, page in admin.site._registry.items()}


def paths(model: Any, depth: int = DEPTH, before: str = "") -> Iterator[str]:
    """Every way from a model to a field, forwards and backwards over at most so many tables."""
    for field in model._meta.get_fields():
        yield f"{before}{field.name}"
        if field.is_relation and depth > 1:
            yield from paths(field.related_model, depth - 1, f"{before}{field.name}__")


def test_lists_and_their_filters_are_all_known(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert {label: set(page.offered_lookups(request)) for label, page in lists().items()} == OFFERED


@pytest.mark.parametrize("label", sorted(OFFERED))
def test_a_list_answers_no_other_path_to_any_field(
    label: str, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, request = lists()[label], rf.get("/")
    offered = page.offered_lookups(request)
    monkeypatch.setattr(type(page), "offered_lookups", lambda *_args: offered)  # made once, not 8,000 times
    asked = {f"{path}{lookup}" for path in paths(page.model) for lookup in LOOKUPS}
    assert f"{page.opts.pk.name}__startswith" in asked
    assert {name for name in asked if page.lookup_allowed(name, "a", request)} <= OFFERED[label]


@pytest.mark.parametrize("label", sorted(set(OFFERED) - {"plans.Dossier"}))
def test_a_list_refuses_what_it_does_not_offer(label: str) -> None:
    client = Client()
    page = lists()[label]
    client.force_login(world.reviewer() if label.startswith(("plans", "register")) else world.administrator())
    url = reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")
    assert client.get(url).status_code == 200
    asked = [f"{path}__startswith" for path in paths(page.model, depth=2)]
    assert {name: client.get(url, {name: "a"}).status_code for name in asked} == dict.fromkeys(asked, 400)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("plans_filing", "dossier__round__dossiers__chapters__body__startswith"),
        ("plans_filing", "dossier__round__dossiers__chapters__updated_by__password__startswith"),
        ("plans_filing", "dossier__partnership__organisation__invitations__seed__startswith"),
        ("plans_filing", "dossier__partnership__sector__exact__startswith"),
        ("register_area", "partnership__sector__in"),
        ("register_partnership", "organisation__memberships__user__password__startswith"),
    ],
)
def test_a_reviewer_reads_no_letter_of_what_others_write(reviewer: Client, name: str, asked: str) -> None:
    world.drafted("PO2502")
    world.filed(agree=False)
    assert reviewer.get(reverse(f"admin:{name}_changelist"), {asked: "<p>Zo"}).status_code == 400


def test_filters_on_the_page_still_work(reviewer: Client) -> None:
    filing = world.filed(agree=False)
    url = reverse("admin:plans_filing_changelist")
    page = reviewer.get(url)
    links = [
        choice["query_string"]
        for spec in page.context["cl"].filter_specs
        for choice in spec.choices(page.context["cl"])
    ]
    assert len(links) >= 8
    assert {reviewer.get(url + link).status_code for link in links} == {200}
    found = reviewer.get(url, {"dossier__round__id__exact": filing.dossier.round_id})
    assert [row.pk for row in found.context["cl"].result_list] == [filing.pk]


def test_former_address_of_a_list_leads_on_with_the_filters_it_still_has(signed_in: SignIn) -> None:
    """A filter of then may have another name by now; with it the list would only say that it was a bad request."""
    browser = signed_in(world.guidance_editor())
    asked = "?sectors__exact=PO&state__exact=published&q=overleg"
    page = browser.get(f"/beheer/guidance/example/{asked}", follow=True)
    new = reverse("admin:examples_example_changelist")
    assert page.redirect_chain == [(f"{new}?sectors__exact=PO&q=overleg", 302)]
    assert page.status_code == 200
    assert "Een filter van dit adres bestaat niet meer" in page.content.decode()
    page = browser.get("/beheer/guidance/example/?sectors__exact=PO&o=1", follow=True)
    assert page.redirect_chain == [(f"{new}?sectors__exact=PO&o=1", 301)]
    assert "bestaat niet meer" not in page.content.decode()
    assert browser.get(f"{new}?state__exact=published").status_code == 400  # nobody was sent here

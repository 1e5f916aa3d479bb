"""The steps of a dispute: who may, what is asked, bad input, and nothing twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disputes.models import Dispute
from plans.models import Dossier
from portal.models import AuditEntry, User
from portal.rights import Role
from tests import world
from tests.disputes.conftest import at_odds, lodged, outsiders, reload, seen, step
from tests.plans.conftest import pdf

SignIn = Callable[[User], Client]


def url(dispute: Dispute, action: str) -> str:
    return f"/geschillen/{dispute.uuid}/actie/{action}/"


COMMITTEE = {
    "declare_admissible",
    "declare_inadmissible",
    "record_response",
    "plan_hearing",
    "hold_hearing",
} | {
    "advise",
    "close",
}
RIGHTS = {
    Role.PARTNERSHIP_EDITOR: {"follow_up", "settle", "withdraw"},
    Role.PARTNERSHIP_SIGNATORY: {"follow_up", "settle", "withdraw"},
    Role.MUNICIPALITY_OFFICIAL: {"respond", "follow_up"},
    Role.MUNICIPALITY_SIGNATORY: {"respond", "follow_up"},
    Role.COMMITTEE_SECRETARY: COMMITTEE | {"settle"},
}
STEPS = COMMITTEE | {"respond", "follow_up", "settle", "withdraw"}


@pytest.mark.parametrize("role", list(RIGHTS))
def test_steps_are_for_the_right_role(dispute: Dispute, signed_in: SignIn, role: str) -> None:
    client = signed_in(world.everyone()[role])
    allowed = {name for name in STEPS if client.get(url(dispute, name)).status_code == 200}
    assert allowed == RIGHTS[Role(role)]
    for name in STEPS - allowed:
        answer = client.post(url(dispute, name), seen(dispute, reason="X"))
        assert answer.status_code == 403
        assert "hoort niet bij uw rol" in answer.content.decode()
    assert dispute.records.count() == 1


def test_steps_of_others_and_unknown_steps_are_not_found(dispute: Dispute, signed_in: SignIn) -> None:
    for person in outsiders():
        assert signed_in(person).post(url(dispute, "settle"), seen(dispute, reason="X")).status_code == 404
    for name in ("lodge", "escalate", "delete"):
        assert signed_in(world.editor()).get(url(dispute, name)).status_code == 404
    assert dispute.records.count() == 1


def test_committee_takes_a_dispute_to_the_advice_through_the_forms(
    dispute: Dispute, signed_in: SignIn
) -> None:
    committee, official = signed_in(world.committee_secretary()), signed_in(world.official())
    walk: list[tuple[Client, str, dict[str, Any]]] = [
        (committee, "declare_admissible", {"case_number": "106185"}),
        (official, "respond", {"reason": "Ons verweer.", "document": pdf("verweer.pdf")}),
        (committee, "plan_hearing", {"reason": "10 uur, Utrecht", "happened_on": "3-2-2014"}),
        (committee, "hold_hearing", {"reason": "Iedereen was er.", "happened_on": "20-1-2014"}),
        (
            committee,
            "advise",
            {
                "reason": "Regel het samen.",
                "happened_on": "20-1-2014",
                "advice_number": "106185 - 14.07",
                "case_number": "106185",
                "document": pdf("advies.pdf"),
            },
        ),
        (signed_in(world.editor()), "follow_up", {"reason": "Wij volgen het."}),
        (committee, "close", {}),
    ]
    for client, name, data in walk:
        assert client.get(url(dispute, name)).status_code == 200
        answer = client.post(url(dispute, name), seen(dispute, **data))
        assert (answer.status_code, name) == (302, name)
        assert answer.url == dispute.get_absolute_url()
    found = reload(dispute)
    assert (found.state, found.case_number, found.advice_number) == ("closed", "106185", "106185 - 14.07")
    html = official.get(dispute.get_absolute_url()).content.decode()
    for words in ("Regel het samen.", "106185 - 14.07", "verweer.pdf", "advies.pdf", "Wij volgen het."):
        assert words in html, words
    assert html.count("Nog niets vastgelegd.") == 1


def test_response_received_by_post_and_inadmissible_and_ends_through_the_forms(
    plan: Dossier, dispute: Dispute, signed_in: SignIn
) -> None:
    committee = signed_in(world.committee_secretary())
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    data = {"reason": "Per brief.", "happened_on": "17-1-2014"}
    assert committee.post(url(dispute, "record_response"), seen(dispute, **data)).status_code == 302
    data = {"reason": "Samen geregeld.", "happened_on": "20-1-2014"}
    assert signed_in(world.editor()).post(url(dispute, "settle"), seen(dispute, **data)).status_code == 302
    second = lodged(world.consultation(plan))
    answer = signed_in(world.editor()).post(url(second, "withdraw"), seen(second, reason="Toch niet."))
    assert answer.status_code == 302
    third = lodged(world.consultation(plan))
    data = {"reason": "Te laat.", "case_number": "7"}
    assert committee.post(url(third, "declare_inadmissible"), seen(third, **data)).status_code == 302
    assert list(Dispute.objects.order_by("pk").values_list("state", "case_number")) == [
        ("settled", ""),
        ("withdrawn", ""),
        ("inadmissible", "7"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "fields"),
    [
        ("hold_hearing", {"happened_on": "21-1-2014", "reason": "X"}, ["happened_on"]),
        ("hold_hearing", {"happened_on": "31-2-2014", "reason": ""}, ["happened_on", "reason"]),
        ("plan_hearing", {"happened_on": "19-1-2014", "reason": "X"}, ["happened_on"]),
        ("advise", {"happened_on": "", "reason": "  ", "advice_number": "9" * 61}, None),
        ("record_response", {"happened_on": "morgen", "reason": "X"}, ["happened_on"]),
        ("settle", {"happened_on": "21-1-2014", "reason": "X"}, ["happened_on"]),
    ],
)
def test_bad_input_is_refused_at_the_field_and_kept(
    dispute: Dispute, signed_in: SignIn, name: str, data: dict[str, str], fields: list[str] | None
) -> None:
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    client = signed_in(world.committee_secretary())
    answer = client.post(url(dispute, name), seen(dispute, **data))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == (fields or ["happened_on", "advice_number", "reason"])
    assert "<title>Fout: " in html
    assert f'value="{data["happened_on"]}"' in html or not data["happened_on"]
    assert dispute.records.count() == 2


def test_missing_words_have_their_own_message(dispute: Dispute, signed_in: SignIn) -> None:
    answer = signed_in(world.editor()).post(url(dispute, "withdraw"), seen(dispute))
    assert answer.context["form"].errors == {"reason": ["Schrijf op waarom u het geschil intrekt."]}


def test_case_number_is_filled_in_already(dispute: Dispute, signed_in: SignIn) -> None:
    step(dispute, "declare_admissible", world.committee_secretary(), "", case_number="106185")
    page = signed_in(world.committee_secretary()).get(url(dispute, "advise"))
    assert page.context["form"]["case_number"].value() == "106185"
    assert list(page.context["form"].fields) == [
        "case_number",
        "happened_on",
        "advice_number",
        "reason",
        "document",
        "row_version",
        "step_key",
    ]


def test_double_click_takes_a_step_once(dispute: Dispute, signed_in: SignIn) -> None:
    step(dispute, "declare_admissible", world.committee_secretary(), "")
    client, data = signed_in(world.official()), seen(dispute, reason="Ons verweer.", step_key="k")
    answers = [client.post(url(dispute, "respond"), data) for _n in range(2)]
    assert [answer.url for answer in answers] == [dispute.get_absolute_url()] * 2
    assert dispute.records.filter(step="respond").count() == 1
    assert AuditEntry.objects.filter(action="disputes.responded").count() == 1


def test_step_in_the_wrong_state_keeps_the_text(dispute: Dispute, signed_in: SignIn) -> None:
    client = signed_in(world.committee_secretary())
    data = seen(dispute, reason="Bewaar <mij>", happened_on="20-1-2014")
    answer = client.post(url(dispute, "advise"), data)
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [
        "‘Advies uitbrengen’ kan niet (meer): de status is nu ‘aanhangig gemaakt’."
    ]
    assert "Bewaar &lt;mij&gt;" in answer.content.decode()
    page = client.get(url(dispute, "advise"))
    assert page.context["blockers"] == answer.context["form"].non_field_errors()


def test_response_page_says_that_it_waits_for_the_committee(dispute: Dispute, signed_in: SignIn) -> None:
    page = signed_in(world.official()).get(url(dispute, "respond"))
    assert page.context["blockers"] == ["De commissie heeft nog niet beslist of het geschil ontvankelijk is."]


def test_stale_page_shows_what_was_typed_and_can_be_sent_again(dispute: Dispute, signed_in: SignIn) -> None:
    secretary = world.committee_secretary()
    step(dispute, "declare_admissible", secretary, "")
    data = seen(dispute, reason="11 uur", happened_on="4-2-2014")
    step(dispute, "plan_hearing", secretary, "10 uur", happened_on=world.day("2014-02-03"))
    client = signed_in(secretary)
    answer = client.post(url(dispute, "plan_hearing"), data)
    assert answer.status_code == 409
    again = {**data, "row_version": answer.context["form"]["row_version"].value()}
    assert client.post(url(dispute, "plan_hearing"), again).status_code == 302
    assert reload(dispute).hearing_on == world.day("2014-02-04")


def test_dispute_with_another_municipality_is_not_of_this_one(plan: Dossier, signed_in: SignIn) -> None:
    other = lodged(at_odds(plan, "Hoogeveen"))
    client = signed_in(world.official("Meppel"))
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.post(url(other, "settle"), seen(other, reason="X")).status_code == 404


def test_pages_ask_to_sign_in(dispute: Dispute, client: Client) -> None:
    for path in (
        f"/overleg/{dispute.consultation.uuid}/geschil/",
        url(dispute, "settle"),
        dispute.get_absolute_url(),
        "/geschillen/",
        "/geschillen/csv/",
        f"/geschillen/{dispute.uuid}/bundel/",
        f"/geschillen/{dispute.uuid}/stukken/1/",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/login/"), path

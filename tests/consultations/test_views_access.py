"""Who gets which page: 200 for the parties, 404 for others, 403 for the wrong role, login for strangers."""

from collections.abc import Callable

import pytest
from django.test import Client

from consultations.models import ConsentRequest, Consultation, Overleg
from plans.models import Dossier
from portal.models import User
from tests import world
from tests.consultations.conftest import meet, page

SignIn = Callable[[User], Client]
PEOPLE: dict[str, Callable[[], User]] = {
    "editor": world.editor,
    "signatory": world.signatory,
    "official": world.official,
    "municipal signatory": world.municipal_signatory,
    "counterpart": lambda: world.editor("VO2203"),
    "opr": world.opr_secretary,
    "other editor": lambda: world.editor("PO2502"),
    "other official": lambda: world.official("Zwolle"),
    "other opr": lambda: world.opr_secretary("PO2502"),
    "committee": world.committee_secretary,
    "reviewer": world.reviewer,
    "administrator": world.administrator,
}
OWN, TOWN = {"editor", "signatory"}, {"official", "municipal signatory"}


def addresses(plan: Dossier, consent: ConsentRequest) -> dict[str, tuple[str, set[str]]]:
    """Every page, with who finds it."""
    talks = world.consultation(plan)
    overleg = Overleg.objects.get(dossier=plan, counterpart__code="VO2203")
    procedure = talks.procedure
    assert procedure is not None
    meeting = meet([talks])
    return {
        "list": (page("consultations"), set(PEOPLE)),
        "list csv": (page("consultations_csv"), set(PEOPLE)),
        "matrix": (page("matrix", plan.uuid), OWN),
        "matrix csv": (page("matrix_csv", plan.uuid), OWN),
        "procedures": (page("procedure", plan.uuid), OWN),
        "procedure": (page("change_procedure", plan.uuid, procedure.uuid), OWN),
        "meeting": (page("new_meeting", plan.uuid), OWN),
        "meeting with": (page("new_meeting_with", talks.uuid), OWN | TOWN),
        "change meeting": (page("change_meeting", meeting.pk), OWN | TOWN),
        "consultation": (page("consultation", talks.uuid), OWN | TOWN),
        "overleg": (page("overleg", overleg.uuid), OWN | {"counterpart"}),
        "hold": (page("overleg_transition", overleg.uuid, "hold"), OWN | {"counterpart"}),
        "ask": (page("ask_consent", plan.uuid), OWN),
        "consent": (page("consent", consent.uuid), OWN | {"opr"}),
    }


@pytest.mark.parametrize("who", PEOPLE)
def test_pages_are_found_by_the_parties_alone(
    consent: ConsentRequest, plan: Dossier, signed_in: SignIn, who: str
) -> None:
    client = signed_in(PEOPLE[who]())
    found = {name: client.get(url).status_code for name, (url, _who) in addresses(plan, consent).items()}
    expected = {
        name: 200 if who in readers else 404 for name, (_url, readers) in addresses(plan, consent).items()
    }
    assert found == expected


def test_strangers_go_to_the_login(consent: ConsentRequest, plan: Dossier, client: Client) -> None:
    steps = {
        "outcome": (page("transition", world.consultation(plan).uuid, "agree"), set()),
        "decision": (page("consent_transition", consent.uuid, "consent"), set()),
        "document": (page("document", "uitkomst", 1), set()),
    }
    for url, _who in (addresses(plan, consent) | steps).values():
        answer = client.get(url)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={url}")


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("official", "agree", 200),
        ("municipal signatory", "disagree", 200),
        ("editor", "agree", 403),
        ("editor", "agree_on_behalf", 200),
        ("signatory", "not_attended_on_behalf", 200),
        ("official", "agree_on_behalf", 403),
        ("other official", "agree", 404),
        ("other editor", "agree_on_behalf", 404),
        ("counterpart", "agree_on_behalf", 404),
        ("committee", "agree", 404),
        ("official", "escalate", 404),
        ("official", "start_talks", 404),
        ("editor", "end_dispute", 404),
        ("official", "vernietig", 404),
    ],
)
def test_steps_of_a_consultation(
    plan: Dossier, talks: Consultation, signed_in: SignIn, who: str, action: str, status: int
) -> None:
    client = signed_in(PEOPLE[who]())
    url = page("transition", talks.uuid, action)
    answer = client.get(url)
    assert answer.status_code == status
    if status != 200:
        post = client.post(url, {"row_version": 1, "decided_on": "20-1-2014", "evidence": "x"})
        assert post.status_code == status
        talks.refresh_from_db()
        assert talks.state == "invited"
    if status == 403:
        assert "Deze handeling hoort niet bij uw rol" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("opr", "consent", 200),
        ("opr", "refuse", 200),
        ("opr", "consent_on_behalf", 403),
        ("editor", "consent_on_behalf", 200),
        ("editor", "consent", 403),
        ("other opr", "consent", 404),
        ("official", "consent", 404),
        ("opr", "ask_consent", 404),
    ],
)
def test_steps_of_a_consent(
    consent: ConsentRequest, signed_in: SignIn, who: str, action: str, status: int
) -> None:
    url = page("consent_transition", consent.uuid, action)
    assert signed_in(PEOPLE[who]()).get(url).status_code == status


def test_procedure_of_another_partnership_is_not_found(plan: Dossier, signed_in: SignIn) -> None:
    procedure = world.consultation(plan).procedure
    assert procedure is not None
    other = world.offered("PO2502")
    url = page("change_procedure", other.uuid, procedure.uuid)
    assert signed_in(world.editor("PO2502")).get(url).status_code == 404


def test_meeting_of_more_municipalities_is_changed_by_the_partnership(
    plan: Dossier, talks: Consultation, editor: Client, official: Client
) -> None:
    meeting = meet([talks, world.consultation(plan, "Hoogeveen")])
    url = page("change_meeting", meeting.pk)
    assert editor.get(url).status_code == 200
    for answer in (official.get(url), official.post(url, {})):
        assert answer.status_code == 403
        assert "Deze bijeenkomst was met meer gemeenten." in answer.content.decode()
        assert talks.get_absolute_url() in answer.content.decode()

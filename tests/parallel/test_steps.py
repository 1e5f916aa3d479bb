"""The same thing twice at one moment: two editors lose nothing, and a double click is answered once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from consultations import services as talks
from consultations.models import ConsentDecision, ConsentRequest, Meeting, Outcome, OverlegRecord, Procedure
from disputes import services as disputes
from disputes.models import Dispute, DisputeRecord
from plans import services as plans
from plans.models import Adoption, Dossier, Filing, PlanVersion
from portal import clock, steps
from portal.models import AuditEntry, MailMessage, TakenStep, User
from portal.rights import Role
from portal.workflow import Conflict
from register.models import Municipality, Partnership
from tests import world
from tests.parallel.together import sorted_out, together

pytestmark = [pytest.mark.parallel, pytest.mark.usefixtures("parallel_db")]
PAIRS = 40
TODAY = "20-1-2014"
SAVED, REFUSED = 302, 409


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def national() -> tuple[Dossier, list[User]]:
    own = Partnership.objects.get(scope="national", sector="PO")
    plan = plans.dossier_of(own, world.first_round())
    people = [world.person(Role.PARTNERSHIP_EDITOR, own.organisation, name=f"e{n}") for n in range(2)]
    plans.start(plan, by=people[0])
    return plan, people


def test_two_editors_of_the_partners_lose_nothing() -> None:
    """Forty pairs who saw the same page: whoever is told that it is saved finds it saved, by both or by one."""
    plan, people = national()
    url = reverse("plans:partners", args=[plan.uuid])
    browsers = [client(user) for user in people]
    places = list(Municipality.objects.order_by("pk")[: 2 * PAIRS].values_list("pk", flat=True))
    lost, both = 0, 0
    for pair in range(PAIRS):
        seen = world.reload(plan).row_version
        chosen = [[places[2 * pair]], [places[2 * pair + 1]]]
        calls = [
            partial(
                browser.post, url, {"municipalities": row, "row_version": seen, "step_key": f"{pair} {n}"}
            )
            for n, (browser, row) in enumerate(zip(browsers, chosen, strict=True))
        ]
        answers, _refused = sorted_out(together(calls))
        saved = [row for row, answer in zip(chosen, answers, strict=True) if answer.status_code == SAVED]
        stored = list(world.reload(plan).chosen_municipalities.values_list("pk", flat=True))
        both += len(saved) == 2
        lost += [stored] != saved
        assert sorted(answer.status_code for answer in answers) == [SAVED, REFUSED]
    assert (both, lost) == (0, 0)
    assert AuditEntry.objects.filter(action="plans.scope_chosen").count() == PAIRS


def test_two_tabs_of_ones_own_data_lose_nothing() -> None:
    user = world.editor()
    url = reverse("portal:profile")
    browsers = [client(user), client(user)]
    for turn in range(10):
        seen = User.objects.get(pk=user.pk).row_version
        names = [f"Eerste {turn}", f"Tweede {turn}"]
        calls = [
            partial(browser.post, url, {"name": name, "language": "nl", "row_version": seen})
            for browser, name in zip(browsers, names, strict=True)
        ]
        answers, _refused = sorted_out(together(calls))
        saved = [name for name, row in zip(names, answers, strict=True) if row.status_code == SAVED]
        assert saved == [User.objects.get(pk=user.pk).name]


# --- a double click on everything that is put on record -------------------------------------------------------------


def offering() -> tuple[User, str, dict[str, Any]]:
    plan = world.drafted()
    return world.editor(), plan_step(plan, "offer"), {"row_version": plan.row_version}


def plan_step(plan: Dossier, name: str) -> str:
    return reverse("plans:transition", args=[plan.uuid, name])


def adopting() -> tuple[User, str, dict[str, Any]]:
    plan = world.offered()
    data = {"row_version": plan.row_version, "adopted_on": TODAY, "body": "bestuur"}
    return world.editor(), plan_step(plan, "adopt"), data


def filing() -> tuple[User, str, dict[str, Any]]:
    plan = world.adopted()
    return world.signatory(), plan_step(plan, "file"), {"row_version": plan.row_version, "declaration": "on"}


def outcome() -> tuple[User, str, dict[str, Any]]:
    row = world.consultation(world.offered())
    url = reverse("consultations:transition", args=[row.uuid, "disagree"])
    return world.official(), url, {"row_version": 1, "decided_on": TODAY, "remarks": "Nee."}


def overleg() -> tuple[User, str, dict[str, Any]]:
    row = world.offered().overleggen.first()
    assert row is not None
    url = reverse("consultations:overleg_transition", args=[row.uuid, "hold"])
    return world.editor(), url, {"row_version": 1, "held_on": TODAY, "present": "allen", "summary": "Alles."}


def asking() -> tuple[User, str, dict[str, Any]]:
    plan = world.offered()
    world.opr_secretary()
    url = reverse("consultations:ask_consent", args=[plan.uuid])
    return world.editor(), url, {"row_version": plan.row_version, "asked_on": TODAY}


def consent() -> tuple[User, str, dict[str, Any]]:
    row = talks.ask_consent(world.offered(), by=world.editor())
    url = reverse("consultations:consent_transition", args=[row.uuid, "refuse"])
    return world.opr_secretary(), url, {"row_version": 1, "decided_on": TODAY, "remarks": "Nee."}


def meeting() -> tuple[User, str, dict[str, Any]]:
    row = world.consultation(world.offered())
    url = reverse("consultations:new_meeting_with", args=[row.uuid])
    data = {"held_on": TODAY, "place": "Hier", "present": "allen", "subjects": "Alles."}
    return world.official(), url, data


def procedure() -> tuple[User, str, dict[str, Any]]:
    plan = world.offered()
    chosen = Municipality.objects.filter(name="Meppel").values_list("pk", flat=True)
    data = {"municipalities": list(chosen), "basis": "own", "fixed_on": TODAY}
    return world.editor(), reverse("consultations:procedure", args=[plan.uuid]), data


def at_odds() -> Any:
    plan = world.offered()
    world.procedure(plan)
    row = world.consultation(plan)
    talks.record_outcome(row, name="disagree", by=world.official(), decided_on=clock.today(), remarks="Nee.")
    return world.consultation(plan)


def lodging() -> tuple[User, str, dict[str, Any]]:
    row = at_odds()
    data = {"row_version": row.row_version, "grounds": "Onenigheid."}
    return world.editor(), reverse("disputes:lodge", args=[row.uuid]), data


def dispute_step() -> tuple[User, str, dict[str, Any]]:
    row = disputes.lodge(at_odds(), by=world.editor(), grounds="Onenigheid.")
    url = reverse("disputes:transition", args=[row.uuid, "withdraw"])
    return world.editor(), url, {"row_version": 1, "reason": "Opgelost."}


def taking_up() -> tuple[User, str, dict[str, Any]]:
    row = world.filed()
    url = reverse("admin:plans_filing_transition", args=[row.pk, "take_up"])
    return world.reviewer(), url, {"row_version": 1}


Case = Callable[[], tuple[User, str, dict[str, Any]]]
CASES: list[tuple[Case, Any, str]] = [
    (offering, PlanVersion, "plans.offered"),
    (adopting, Adoption, "plans.adopted"),
    (filing, Filing, "plans.filed"),
    (outcome, Outcome, "consultations.not_agreed"),
    (overleg, OverlegRecord, "consultations.overleg_held"),
    (asking, ConsentRequest, "consultations.consent_asked"),
    (consent, ConsentDecision, "consultations.refused"),
    (meeting, Meeting, "consultations.meeting_recorded"),
    (procedure, Procedure, "consultations.procedure_fixed"),
    (lodging, Dispute, "disputes.lodged"),
    (dispute_step, DisputeRecord, "disputes.withdrawn"),
    (taking_up, Filing, "plans.taken_up"),
]


@pytest.mark.parametrize(
    ("case", "model", "action"), CASES, ids=lambda value: getattr(value, "__name__", None)
)
def test_double_click_is_answered_once(case: Case, model: Any, action: str) -> None:
    """Four at one moment and one later get the same answer; there is one row, one line and one mail to each."""
    by, url, data = case()
    rows, mails = model.objects.count(), MailMessage.objects.count()
    lines = AuditEntry.objects.filter(action=action).count()
    sent = {**data, "step_key": "the-key-of-this-form"}
    browsers = [client(by) for _n in range(5)]
    answers, refused = sorted_out(together([partial(row.post, url, sent) for row in browsers[:4]]))
    first_mails = MailMessage.objects.count() - mails
    answers.append(browsers[4].post(url, sent))
    assert refused == []
    assert [answer.status_code for answer in answers] == [SAVED] * 5, answers[0].content.decode()[:2000]
    assert len({answer.url for answer in answers}) == 1
    assert AuditEntry.objects.filter(action=action).count() == lines + 1
    assert model.objects.count() == rows + (action != "plans.taken_up")
    assert MailMessage.objects.count() - mails == first_mails
    doubled = MailMessage.objects.values_list("event", "address", "context__path")
    assert len(doubled[mails:]) == len(set(doubled[mails:]))
    taken = TakenStep.objects.get()
    assert apps.get_model(taken.led_to)._base_manager.filter(pk=taken.led_to_id).exists()


def test_two_workers_with_one_key_and_other_words() -> None:
    """One of them is taken; the other is refused, and not told that it was saved."""
    row, official = world.consultation(world.offered()), world.official()

    def record(words: str) -> Outcome:
        return talks.record_outcome(
            world.consultation(row.dossier),
            name="disagree",
            by=official,
            decided_on=clock.today(),
            remarks=words,
            sent=steps.Sent("one key", words),
        )

    done, refused = sorted_out(together([partial(record, words) for words in ("Nee.", "Nooit.")]))
    assert len(done) == 1
    assert [type(error) for error in refused] == [Conflict]
    assert Outcome.objects.get().remarks == done[0].remarks

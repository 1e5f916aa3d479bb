"""What the start page says about overleg and consent, per role, and in how many queries."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations import services, start_tasks
from consultations.models import ConsentRequest, Consultation
from plans import services as plans
from plans.models import Dossier
from portal import clock
from portal.extension_points import Group, Task
from portal.models import User
from tests import world
from tests.consultations.conftest import decide, offer_again, outcome, page


def tasks(user: User) -> list[Task]:
    return list(start_tasks.tasks(User.objects.get(pk=user.pk)))


def lines(user: User) -> list[tuple[str, str]]:
    return [(str(row.group), str(row.title)) for row in tasks(user)]


def test_municipality_reacts_waits_and_is_done(plan: Dossier, talks: Consultation) -> None:
    world.procedure(plan, response_days=10)
    (task,) = tasks(world.official())
    assert (task.group, task.due, task.overdue) == (Group.TODO, world.day("2014-01-30"), False)
    assert (task.url, task.organisation) == (talks.get_absolute_url(), f"Meppel · {plan}")
    with clock.at("2014-01-31T09:00"):
        assert tasks(world.official())[0].overdue is True
    outcome(talks, "disagree", remarks="Nee.")
    assert lines(world.official()) == [("done", "Uitkomst van het overleg: geen overeenstemming")]
    Consultation.objects.filter(pk=talks.pk).update(state="in_dispute")
    assert lines(world.official()) == [("waiting", "Uitkomst van het overleg: geschil aanhangig")]


def test_partnership_from_offer_to_filing(db: None) -> None:
    plan, editor = world.drafted(), world.editor()
    assert lines(editor) == []
    plans.offer(plan, by=editor)
    plan = world.reload(plan)
    assert lines(editor) == [
        ("todo", "Leg de OOGO-procedure vast die u met de gemeenten hebt afgesproken"),
        ("waiting", "7 van 7 gemeenten hebben nog geen uitkomst"),
        ("todo", "Overleg met 2 samenwerkingsverbanden van de andere sector"),
        ("todo", "Vraag de OPR om instemming"),
    ]
    ask = tasks(editor)[-1]
    assert (ask.due, ask.url) == (world.day("2014-02-01"), page("ask_consent", plan.uuid))
    world.procedure(plan)
    world.agree_all(plan)
    assert lines(editor) == [
        ("done", "Alle gemeenten hebben een uitkomst"),
        ("done", "Besluit van de OPR: ingestemd"),
    ]
    plans.adopt(world.reload(plan), by=editor, adopted_on=clock.today(), body="alv")
    plans.file_plan(world.reload(plan), by=world.signatory())
    assert lines(editor) == []


def test_dossier_without_partners_has_only_the_opr(plan: Dossier) -> None:
    plan.consultations.update(in_scope=False)
    plan.overleggen.update(in_scope=False)
    assert lines(world.editor()) == [("todo", "Vraag de OPR om instemming")]


def test_partnership_waits_for_the_opr(consent: ConsentRequest) -> None:
    waiting = tasks(world.editor())[-1]
    assert (waiting.group, waiting.title) == (Group.WAITING, "De OPR moet nog besluiten")
    assert waiting.due == world.day("2014-02-17")
    decide(consent, "refuse", remarks="Nee.")
    refused = tasks(world.editor())[-1]
    assert (refused.group, refused.title) == (Group.TODO, "Besluit van de OPR: instemming onthouden")
    assert refused.note == "Pas het plan aan of ga in gesprek met de OPR. Indienen kan wel."


def test_counterpart_and_opr(consent: ConsentRequest) -> None:
    plan = consent.dossier
    counterpart, secretary = world.editor("VO2203"), world.opr_secretary()
    assert lines(counterpart) == [
        ("todo", f"Overleg over het plan van {plan.partnership.display_name}"),
    ]
    (task,) = tasks(secretary)
    assert (task.group, task.title, task.due) == (
        Group.TODO,
        "Leg het besluit over de instemming vast",
        world.day("2014-02-17"),
    )
    decide(consent, "consent")
    assert lines(secretary) == [("done", "Uw besluit: ingestemd")]
    services.ask_consent(offer_again(plan), by=world.editor())
    assert lines(secretary) == [("todo", "Leg het besluit over de instemming vast")]


def test_later_round_has_no_term_for_the_opr(consent: ConsentRequest) -> None:
    rounds = type(consent.dossier.round).objects
    rounds.filter(pk=consent.dossier.round_id).update(is_first_plan=False)
    assert tasks(world.opr_secretary())[0].due is None
    assert tasks(world.editor())[-1].due is None


def test_number_of_queries_does_not_grow(plan: Dossier) -> None:
    def count(make: Callable[[], User]) -> int:
        user = make()
        assert user.active_memberships
        with CaptureQueriesContext(connection) as queries:
            list(start_tasks.tasks(user))
        return len(queries)

    people = (world.official, world.editor, world.opr_secretary, lambda: world.editor("VO2203"))
    before = [count(make) for make in people]
    assert before == [1, 2, 1, 2]
    world.offered("VO2305")
    world.offered("VO2203")
    assert [count(make) for make in people] == before

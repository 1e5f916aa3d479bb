"""How a plan stands: every combination in a table, kept in the transaction, and in the same words everywhere."""

import datetime as dt
import html
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from plans import pdf, services, standing
from plans.models import Dossier, Filing
from plans.next_steps import Party
from plans.services.keeping import drifted
from plans.standing import Enforcement, Timing
from portal import clock, outbox
from portal.models import MailMessage
from tests import world

JANUARY, IN_TIME, LATE = "2014-01-20T10:00", "2014-04-30T23:59:59", "2014-05-02T10:00"
AFTER_REPAIR = "2014-05-21T00:00"
DUE = dt.date(2014, 5, 20)


# --- building a story ---------------------------------------------------------------------------------------------


def file_again(plan: Dossier) -> Filing:
    """Adopt once more when that is needed, and file."""
    plan = world.reload(plan)
    if plan.state != "adopted":
        services.adopt(plan, by=world.editor(), adopted_on=world.day("2014-01-20"), body="bestuur")
    return services.file_plan(world.reload(plan), by=world.signatory())


def tell(plan: Dossier, story: str) -> Dossier:
    """Let happen what a story says, word by word; a number after a dash is the filing it is about, else the last."""
    moments = {"timely": IN_TIME, "late": LATE}
    for step in story.split():
        name, _dash, number = step.partition("-")
        filings = list(plan.filings.order_by("sequence"))
        about = filings[int(number) - 1 if number else -1] if filings else None
        with clock.at(moments.get(name, JANUARY)):
            if name in moments:
                file_again(plan)
            else:
                happen(name, world.reload(plan), about)
    return world.reload(plan)


def happen(name: str, plan: Dossier, filing: Filing | None) -> None:
    by: dict[str, Any] = {"by": world.reviewer(), "reason": "Daarom."}
    if name == "offer":
        services.offer(plan, by=world.editor())
    elif name == "adopt":
        services.adopt(plan, by=world.editor(), adopted_on=world.day("2014-01-20"), body="bestuur")
    elif name == "repair":
        services.take_up(filing, by=world.reviewer())
        services.request_repair(filing, due=DUE, **by)
    elif name == "complete":
        services.take_up(filing, by=world.reviewer())
        services.find_complete(filing, **by)
    elif name == "withdraw":
        services.withdraw(filing, by=world.signatory(), reason="Daarom.")
    else:
        getattr(services, name)(filing, **by)


# --- the table ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stands:
    """What is expected: the number of the filing that counts, and the rest of the value."""

    counts: int | None
    timing: Timing
    step: str
    party: Party
    due: dt.date | None = None
    repair: int | None = None
    enforcement: Enforcement = Enforcement.NONE


LAST_DAY = dt.date(2014, 4, 30)
P, S, I, N = Party.PARTNERSHIP, Party.SIGNATORY, Party.INSPECTORATE, Party.NOBODY  # noqa: E741
TIMELY, TOO_LATE, MISSING, OPEN = Timing.TIMELY, Timing.LATE, Timing.MISSING, Timing.OPEN
CANDIDATE = Enforcement.CANDIDATE
DAY, NIGHT = JANUARY, "2014-05-05T09:00"

# An adopted plan, what happened to it, and the moment somebody looks.
TABLE: list[tuple[str, str, Stands]] = [
    ("", DAY, Stands(None, OPEN, "file", S, LAST_DAY)),
    ("", NIGHT, Stands(None, MISSING, "file", S, LAST_DAY, enforcement=CANDIDATE)),
    ("offer", NIGHT, Stands(None, MISSING, "consult", P, LAST_DAY, enforcement=CANDIDATE)),
    ("timely", DAY, Stands(1, TIMELY, "received", I)),
    ("timely", NIGHT, Stands(1, TIMELY, "received", I)),
    ("timely take_up", NIGHT, Stands(1, TIMELY, "in_review", I)),
    ("timely complete", NIGHT, Stands(1, TIMELY, "complete", N)),
    ("timely complete reconsider", NIGHT, Stands(1, TIMELY, "in_review", I)),
    ("timely offer", DAY, Stands(1, TIMELY, "consult", P, LAST_DAY)),
    ("timely offer", NIGHT, Stands(1, TIMELY, "consult", P)),
    ("timely adopt", NIGHT, Stands(1, TIMELY, "file", S)),
    ("timely timely", NIGHT, Stands(2, TIMELY, "received", I)),
    ("timely late", NIGHT, Stands(1, TIMELY, "received", I)),
    ("late", NIGHT, Stands(1, TOO_LATE, "received", I, enforcement=CANDIDATE)),
    ("late late", NIGHT, Stands(2, TOO_LATE, "received", I, enforcement=CANDIDATE)),
    ("late complete", NIGHT, Stands(1, TOO_LATE, "complete", N)),
    ("timely repair", NIGHT, Stands(1, TIMELY, "repair", P, DUE, 1)),
    ("timely repair offer", NIGHT, Stands(1, TIMELY, "consult", P, DUE, 1)),
    ("timely repair adopt", NIGHT, Stands(1, TIMELY, "file", S, DUE, 1)),
    ("timely repair reconsider", NIGHT, Stands(1, TIMELY, "in_review", I)),
    ("timely repair late", NIGHT, Stands(2, TIMELY, "received", I)),
    ("timely repair late late", NIGHT, Stands(3, TIMELY, "received", I)),
    ("timely repair late repair", NIGHT, Stands(2, TIMELY, "repair", P, DUE, 2)),
    ("timely repair late complete", NIGHT, Stands(2, TIMELY, "complete", N)),
    ("timely repair", AFTER_REPAIR, Stands(1, TIMELY, "repair", P, DUE, 1, CANDIDATE)),
    ("timely repair offer", AFTER_REPAIR, Stands(1, TIMELY, "consult", P, DUE, 1, CANDIDATE)),
    ("timely repair reconsider", AFTER_REPAIR, Stands(1, TIMELY, "in_review", I)),
    ("timely repair late", AFTER_REPAIR, Stands(2, TIMELY, "received", I)),
    ("timely repair late repair", AFTER_REPAIR, Stands(2, TIMELY, "repair", P, DUE, 2, CANDIDATE)),
    ("timely timely repair-1", AFTER_REPAIR, Stands(2, TIMELY, "repair", P, DUE, 1, CANDIDATE)),
    ("timely withdraw", DAY, Stands(None, OPEN, "file_again", S, LAST_DAY)),
    ("timely withdraw", NIGHT, Stands(None, MISSING, "file_again", S, LAST_DAY, enforcement=CANDIDATE)),
    ("timely withdraw offer", DAY, Stands(None, OPEN, "consult", P, LAST_DAY)),
    ("timely withdraw timely", NIGHT, Stands(2, TIMELY, "received", I)),
    ("timely withdraw late", NIGHT, Stands(2, TOO_LATE, "received", I, enforcement=CANDIDATE)),
    ("timely withdraw timely withdraw", DAY, Stands(None, OPEN, "file_again", S, LAST_DAY)),
    ("timely timely withdraw", NIGHT, Stands(1, TIMELY, "received", I)),
    ("timely timely withdraw-1", NIGHT, Stands(2, TIMELY, "received", I)),
    ("timely timely withdraw-2 withdraw-1", DAY, Stands(None, OPEN, "file_again", S, LAST_DAY)),
    ("timely offer withdraw", DAY, Stands(None, OPEN, "consult", P, LAST_DAY)),
    ("timely repair timely withdraw", DAY, Stands(1, TIMELY, "repair", P, DUE, 1)),
    ("timely take_up withdraw", DAY, Stands(None, OPEN, "file_again", S, LAST_DAY)),
    ("late repair", NIGHT, Stands(1, TOO_LATE, "repair", P, DUE, 1, CANDIDATE)),
    ("late repair late", NIGHT, Stands(2, TOO_LATE, "received", I, enforcement=CANDIDATE)),
    ("timely timely repair-1", NIGHT, Stands(2, TIMELY, "repair", P, DUE, 1)),
    ("timely timely repair-1 complete", NIGHT, Stands(2, TIMELY, "complete", N)),
]


def value_of(plan: Dossier) -> Stands:
    found = standing.of(Dossier.objects.with_standing().get(pk=plan.pk))
    return Stands(
        found.filing.sequence if found.filing else None,
        found.timing,
        found.step.code,
        found.step.party,
        found.step.due,
        found.repair.sequence if found.repair else None,
        found.enforcement,
    )


@pytest.mark.parametrize(("story", "moment", "expected"), TABLE)
def test_every_combination(db: None, story: str, moment: str, expected: Stands) -> None:
    plan = tell(world.adopted(agree=False), story)
    with clock.at(moment):
        assert value_of(plan) == expected
        assert drifted() == {}


def test_one_read_gives_everything(db: None, django_assert_num_queries: Any) -> None:
    pk = tell(world.adopted(agree=False), "timely repair").pk
    with django_assert_num_queries(1):
        found = standing.of(Dossier.objects.with_standing().get(pk=pk))
        assert (found.step.code, found.headline) == ("repair", "Ingediend 30 april 2014, op tijd")


def test_who_has_not_begun(db: None) -> None:
    found = standing.Standing(world.first_round())
    assert (found.step.code, found.step.due, found.step.overdue) == ("start", LAST_DAY, False)
    assert (found.filing, found.timing, found.headline) == (None, OPEN, "Termijn loopt nog")
    with clock.at(NIGHT):
        found = standing.Standing(world.first_round())
        assert (found.timing, found.enforcement, found.step.overdue) == (MISSING, CANDIDATE, True)


# --- kept without drift -------------------------------------------------------------------------------------------


def test_what_was_written_by_hand_is_found_and_put_right(db: None) -> None:
    plan = tell(world.adopted(agree=False), "timely repair")
    call_command("check_standing", stdout=StringIO())
    Dossier.objects.filter(pk=plan.pk).update(current_filing=None, in_time=False)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_standing", stdout=out)
    assert f"dossier {plan.pk} ({plan.uuid}): current_filing, in_time" in out.getvalue()
    call_command("check_standing", repair=True, stdout=StringIO())
    assert drifted() == {}
    assert value_of(plan).counts == 1


def test_failing_step_keeps_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = world.adopted(agree=False)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plans.services.filing._tell", broken)
    with pytest.raises(RuntimeError):
        services.file_plan(plan, by=world.signatory())
    assert value_of(plan).counts is None
    assert drifted() == {}


def test_migration_fills_what_the_filings_say(db: None) -> None:
    tell(world.adopted(agree=False), "timely repair late")
    tell_other = world.adopted("PO2601", agree=False)
    with clock.at(LATE):
        services.file_plan(tell_other, by=world.signatory("PO2601"))
    Dossier.objects.update(
        current_filing=None, review_state="", repair_asked=None, repair_due=None, in_time=False
    )
    assert len(drifted()) == 2
    migration = import_module("plans.migrations.0007_standing_of_filings")
    migration.fill(apps, None)
    assert drifted() == {}


# --- the same words everywhere ------------------------------------------------------------------------------------


def pages(plan: Dossier) -> dict[str, str]:
    """What everybody sees of a plan, as text, by page."""
    signatory, reviewer = Client(), Client()
    signatory.force_login(world.signatory())
    reviewer.force_login(world.reviewer())

    def read(client: Client, url: str) -> str:
        answer = client.get(url)
        assert answer.status_code == 200, url
        return html.unescape(answer.content.decode())

    overview = f"?q={plan.partnership.code}"
    return {
        "start": read(signatory, reverse("portal:start")),
        "list": read(signatory, reverse("plans:dossiers")),
        "dossier": read(signatory, plan.get_absolute_url()),
        "overview": read(reviewer, reverse("admin:plans_overview") + overview),
        "csv": read(reviewer, reverse("admin:plans_overview_csv") + overview),
        "admin": read(reviewer, reverse("admin:plans_dossier_change", args=[plan.pk])),
    }


@pytest.mark.parametrize(
    "story", ["", "offer", "timely", "timely complete", "timely repair", "timely withdraw", "late"]
)
@pytest.mark.parametrize("moment", [DAY, NIGHT, AFTER_REPAIR])
def test_every_page_says_the_same_next_step(db: None, story: str, moment: str) -> None:
    plan = tell(world.adopted(agree=False), story)
    with clock.at(moment):
        found = standing.of(plan)
        for name, text in pages(plan).items():
            assert found.step.title() in text, name
            if found.shown and name in {"list", "dossier", "admin"}:
                assert found.headline in text, name


def test_how_late_is_said_alike(db: None) -> None:
    plan = tell(world.adopted(agree=False), "late")
    words = "1 dag 10 uur te laat"
    reviewer = Client()
    reviewer.force_login(world.reviewer())
    with clock.at(NIGHT):
        found = pages(plan) | {
            "queue": reviewer.get(reverse("admin:index")).content.decode(),
            "filings": reviewer.get(reverse("admin:plans_filing_changelist")).content.decode(),
            "receipt": reviewer.get(plan.filings.get().get_absolute_url()).content.decode(),
            "pdf": strip_tags(pdf.receipt_html(plan.filings.get())),
            "mail": outbox.rendered(MailMessage.objects.filter(event="plans/filed")[0], "nl")[1],
        }
    del found["start"], found["csv"]  # they say when it was due, and how late in a column of its own
    assert [name for name, text in found.items() if words not in text] == []


def test_what_mails_say_of_the_next_step_is_what_the_page_says(db: None) -> None:
    plan, client = world.adopted(agree=False), Client()
    client.force_login(world.editor())
    for story, event in (("timely", "filed"), ("take_up", "taken_up"), ("repair", "repair_requested")):
        if story == "repair":
            filing = plan.filings.get()
            services.request_repair(filing, by=world.reviewer(), reason="Vul aan.", due=DUE)
        else:
            plan = tell(plan, story)
        step = standing.of(world.reload(plan)).step
        mail = MailMessage.objects.filter(event=f"plans/{event}", address=world.editor().email).latest("pk")
        text = outbox.rendered(mail, "nl")[1]
        page = html.unescape(client.get(plan.get_absolute_url()).content.decode())
        for words in (step.title(), step.note()):
            assert words in text, event
            assert words in page, event

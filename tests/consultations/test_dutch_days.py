"""Terms and dates of the OOGO, the overleg and the consent count in Dutch days."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import formats

from consultations import agenda_days, dates, findings, services
from consultations.form_fields import PastDateField
from consultations.models import ConsentRequest, Consultation, Outcome, Procedure
from consultations.step_forms import AskConsentForm, OutcomeForm
from guidance import own_agenda
from guidance.extension_points import Standing
from plans import services as plans
from plans.models import PlanVersion
from portal import clock, workflow
from portal.models import MailMessage, User
from portal.workflow import Blocked
from tests import world
from tests.consultations.conftest import decide, meet, outcome
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)


@around_midnight
def test_outcome_of_the_day_of_the_offer_is_not_before_it(moment: dt.datetime, day: dt.date) -> None:
    version = PlanVersion(frozen_at=moment)
    assert not Outcome(decided_on=day, version=version).before_offer
    assert Outcome(decided_on=day - ONE, version=version).before_offer


@around_midnight
def test_term_to_respond_counts_from_the_day_of_the_invitation(moment: dt.datetime, day: dt.date) -> None:
    row = Consultation(invited_at=moment, procedure=Procedure(response_days=14))
    assert row.respond_by == day + 14 * ONE
    row.procedure = Procedure(response_days=0)
    assert row.respond_by == day


@around_midnight
def test_day_that_has_come(moment: dt.datetime, day: dt.date) -> None:
    field = PastDateField()
    with clock.at(moment):
        assert field.clean(str(day)) == day
        with pytest.raises(ValidationError, match="in de toekomst"):
            field.clean(str(day + ONE))


@around_midnight
def test_form_of_an_outcome_names_the_day_of_the_concept(moment: dt.datetime, day: dt.date) -> None:
    row = Consultation(state="invited", version=PlanVersion(frozen_at=moment))
    agree = workflow.find("consultations.Consultation", "agree")
    form = OutcomeForm(obj=row, transition=agree, user=User())
    assert f"Het concept is van {formats.date_format(day, 'j F Y')};" in form.fields["decided_on"].help_text


@around_midnight
def test_statutory_date_is_kept_on_the_day_itself(moment: dt.datetime, day: dt.date) -> None:
    last = SimpleNamespace(state="refused")
    with clock.at(moment):
        assert dates._kept(None, day) == dates.Kept.AHEAD
        assert dates._kept(None, day - ONE) == dates.Kept.MISSED
        assert dates._after_refusal(last, day) == dates.Kept.AHEAD
        assert dates._after_refusal(last, day - ONE) == dates.Kept.PASSED


@around_midnight
def test_finding_comes_when_the_day_is_over(moment: dt.datetime, day: dt.date) -> None:
    def codes(shift: int) -> set[str]:
        """What is found when every term ended so many days before today."""
        end = day - shift * ONE
        ask = SimpleNamespace(key="opr_asked", date=end, article="")
        ruling = SimpleNamespace(key="opr_ruling", date=end, article="")
        milestones = SimpleNamespace(all=lambda: [ask, ruling])
        case = SimpleNamespace(dossier=SimpleNamespace(round=SimpleNamespace(milestones=milestones)))
        waits = SimpleNamespace(state="asked", decided_on=None, asked_on=end - 28 * ONE)
        found = [
            *findings._first_plan_dates(case, [], {}),
            *findings._first_plan_dates(case, [waits], {}),
            *findings._refusal_dates(end - 14 * ONE, ruling, {"article": ""}),
        ]
        return {row.code for row in found}

    with clock.at(moment):
        assert codes(0) == set()
        assert codes(1) == {
            "opr_asked_late",
            "opr_decided_late",
            "opr_dispute_term_passed",
            "opr_ruling_term_passed",
        }


def test_agenda_ends_with_the_last_day_of_the_plan_period(db: None) -> None:
    plan = world.dossier()
    ids = [plan.partnership.organisation_id]
    last = plan.round.last_end
    with clock.at(f"{last}T23:30"):
        assert list(agenda_days.days(ids)) != []
    with clock.at(f"{last + ONE}T00:30"):
        assert list(agenda_days.days(ids)) == []


@around_a_few_midnights
def test_offering_late_in_the_evening(db: None, moment: dt.datetime, day: dt.date) -> None:
    """The mail, the agenda and the page of the municipality name one day to respond, two weeks after the Dutch day."""
    plan = world.drafted()
    official = world.official()
    with clock.at(moment - 9 * ONE):
        plans.offer(plan, by=world.editor())
        world.procedure(plan, response_days=14)
    with clock.at(moment):
        plans.offer(world.reload(plan), by=world.editor())
    row = world.consultation(plan)
    due = day + 14 * ONE
    assert row.respond_by == due
    told = MailMessage.objects.filter(event="consultations/invited", user=official).latest("pk")
    assert told.context["respond_by"] == due.isoformat()
    for shift, standing in ((0, Standing.OPEN), (1, Standing.LATE)):
        with clock.at(clock.later(moment, (14 + shift) * ONE)):
            (item,) = (
                item
                for item in own_agenda.items(list(official.organisation_ids()))
                if item.key.startswith("respond-")
            )
            assert (item.date, item.standing) == (due, standing)
    with clock.at(moment):
        assert not outcome(row, decided_on=day).before_offer
        assert outcome(row, "disagree", decided_on=day - ONE, remarks="Nee.").before_offer


@around_a_few_midnights
def test_services_take_today_and_refuse_tomorrow(db: None, moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        plan = world.offered()
        row = world.consultation(plan)
        overleg = plan.overleggen.with_names()[0]
        tomorrow = day + ONE
        with pytest.raises(Blocked):
            outcome(row, decided_on=tomorrow)
        with pytest.raises(Blocked):
            meet([row], held_on=tomorrow)
        with pytest.raises(Blocked):
            services.record_overleg(overleg, by=world.editor(), held_on=tomorrow, present="a", summary="b")
        with pytest.raises(Blocked):
            services.ask_consent(plan, by=world.editor(), asked_on=tomorrow)
        assert outcome(row, decided_on=day).decided_on == day
        assert meet([row], held_on=day).held_on == day
        record = services.record_overleg(overleg, by=world.editor(), held_on=day, present="a", summary="b")
        assert record.held_on == day


@around_a_few_midnights
def test_consent_is_asked_on_the_dutch_day(db: None, moment: dt.datetime, day: dt.date) -> None:
    """And four weeks run from there, to the end of the last day."""
    with clock.at(moment):
        plan = world.offered()
        ask = workflow.find("consultations.ConsentRequest", "ask_consent")
        form = AskConsentForm(obj=plan, transition=ask, user=world.editor())
        assert form["asked_on"].value() == f"{day.day}-{day.month}-{day.year}"
        services.ask_consent(plan, by=world.editor())
        request = ConsentRequest.objects.with_names().get(dossier=plan)
        assert (request.asked_on, request.decide_by) == (day, day + 28 * ONE)
        with pytest.raises(Blocked):
            decide(request, decided_on=day + ONE)
        assert decide(request, decided_on=day).decided_on == day

"""Days of experiments are Dutch days."""

import datetime as dt

import pytest

from experiments import services
from experiments.models import Experiment, ExperimentCall, ExperimentReport
from portal import clock
from portal.models import Organisation
from tests import world
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)


@around_midnight
def test_decision_of_the_day_of_the_application_is_not_before_it(moment: dt.datetime, day: dt.date) -> None:
    assert not Experiment(applied_at=moment, decided_on=day).is_decided_before_application
    assert Experiment(applied_at=moment, decided_on=day - ONE).is_decided_before_application


@around_midnight
def test_last_day_to_apply_is_a_whole_day(moment: dt.datetime, day: dt.date) -> None:
    with clock.at(moment):
        assert not ExperimentCall(apply_until=day).has_closed
        assert ExperimentCall(apply_until=day - ONE).has_closed


@around_midnight
def test_report_is_called_by_its_day(moment: dt.datetime, day: dt.date) -> None:
    call = ExperimentCall(school_year=2013)
    experiment = Experiment(call=call, organisation=Organisation(name="Samen"))
    assert str(ExperimentReport(experiment=experiment, reported_at=moment)).endswith(f" {day:%d-%m-%Y}")


@around_a_few_midnights
def test_applying_and_deciding_late_in_the_evening(db: None, moment: dt.datetime, day: dt.date) -> None:
    call = ExperimentCall.objects.get(key="2013")
    texts = {"plan": "Eén loket.", "motivation": "Om te leren."}
    for until, code, is_late in ((day, "PO2203", False), (day - ONE, "PO2001", True)):
        ExperimentCall.objects.update(apply_until=until)
        call.refresh_from_db()
        with clock.at(moment):
            row = services.apply_for_experiment(
                world.partnership(code).organisation, call=call, by=world.editor(code), **texts
            )
        assert row.is_late == is_late
    with clock.at(moment):
        decide = {"name": "select", "by": world.guidance_editor(), "reason": "Goed."}
        with pytest.raises(Exception, match="toekomst"):
            services.decide_experiment(row, decided_on=day + ONE, **decide)
        assert services.decide_experiment(row, decided_on=day, **decide).decided_on == day

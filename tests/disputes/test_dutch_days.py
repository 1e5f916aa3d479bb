"""A dispute is lodged on a Dutch day, and its terms for defence and advice count from that day."""

import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import formats

from consultations.models import Consultation, Procedure
from disputes import bundle, services, whats_next
from disputes.forms import PastDateMixin, PlanHearingForm
from disputes.models import Dispute
from disputes.start_tasks import _before_the_hearing
from disputes.states import DisputeState
from plans.models import PlanVersion
from portal import clock
from portal.extension_points import Group
from portal.workflow import Blocked
from register.models import Municipality
from tests import world
from tests.disputes.conftest import GROUNDS, at_odds, reload, step
from tests.midnight import around_a_few_midnights, around_midnight

ONE = dt.timedelta(days=1)


def in_words(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")


@around_midnight
def test_terms_count_from_the_day_it_was_lodged(moment: dt.datetime, day: dt.date) -> None:
    procedure = Procedure(defence_days=21, advice_days=42)
    dispute = Dispute(lodged_at=moment, consultation=Consultation(procedure=procedure))
    assert dispute.lodged_on == day
    assert dispute.defence_due == day + 21 * ONE
    assert dispute.advice_due == day + 42 * ONE


@around_midnight
def test_name_of_the_bundle_has_the_day_it_was_lodged(moment: dt.datetime, day: dt.date) -> None:
    about = Consultation(municipality=Municipality(code="GM0119"))
    dispute = Dispute(lodged_at=moment, consultation=about, version=PlanVersion(number=2))
    assert bundle.name(dispute) == f"geschil-{day:%Y%m%d}-GM0119-versie-2.zip"


@around_midnight
def test_term_is_over_when_its_day_is(moment: dt.datetime, day: dt.date) -> None:
    procedure = Procedure(defence_days=0, advice_days=0)
    dispute = Dispute(
        lodged_at=moment, consultation=Consultation(procedure=procedure), state=DisputeState.ADMISSIBLE
    )
    for shift, overdue in ((0, False), (1, True)):
        with clock.at(clock.later(moment, shift * ONE)):
            for state, what in ((DisputeState.ADMISSIBLE, "verweer"), (DisputeState.HEARD, "advies")):
                dispute.state = state
                coming = whats_next.next_date(dispute)
                assert coming == whats_next.NextDate(what, day, overdue)
            assert ("was dat uiterlijk" in whats_next._defence({"defence_due": str(day)})) == overdue


@around_midnight
def test_day_of_a_step_is_today_or_earlier_and_of_a_plan_today_or_later(
    moment: dt.datetime, day: dt.date
) -> None:
    def past(value: dt.date) -> dt.date:
        return PastDateMixin.clean_happened_on(SimpleNamespace(cleaned_data={"happened_on": value}))

    def planned(value: dt.date) -> dt.date:
        return PlanHearingForm.clean_happened_on(SimpleNamespace(cleaned_data={"happened_on": value}))

    with clock.at(moment):
        assert past(day) == planned(day) == day
        services._check_day("advise", day)
        services._check_day("plan_hearing", day)
        for refused, clean, name, wrong in (
            (ValidationError, past, "advise", day + ONE),
            (ValidationError, planned, "plan_hearing", day - ONE),
        ):
            with pytest.raises(refused):
                clean(wrong)
            with pytest.raises(Blocked):
                services._check_day(name, wrong)


@around_midnight
def test_committee_waits_until_the_day_of_the_hearing(moment: dt.datetime, day: dt.date) -> None:
    dispute = Dispute(lodged_at=moment, consultation=Consultation(), state=DisputeState.RESPONDED)
    with clock.at(moment):
        for shift, group in ((0, Group.TODO), (1, Group.WAITING)):
            dispute.hearing_on = day + shift * ONE
            assert _before_the_hearing(dispute)[0] == group


@around_a_few_midnights
def test_lodging_late_in_the_evening(db: None, client: Client, moment: dt.datetime, day: dt.date) -> None:
    """One day on the page, in the list, in its CSV and in the file of papers."""
    secretary = world.committee_secretary()
    with clock.at(moment - 9 * ONE):
        plan = world.offered()
        world.procedure(plan, defence_days=21, advice_days=42)
    with clock.at(moment):
        consultation = at_odds(plan)
        dispute = services.lodge(consultation, by=world.editor(), grounds=GROUNDS)
        step(dispute, "declare_admissible", secretary, "")
        client.force_login(secretary)
        page = client.get(dispute.get_absolute_url()).content.decode()
        shown = client.get("/geschillen/").content.decode()
        answer = client.get("/geschillen/csv/")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    defence, advice = day + 21 * ONE, day + 42 * ONE
    assert row["Voorgelegd"] == f"{day:%d-%m-%Y}"
    assert (row["Verweer uiterlijk"], row["Advies uiterlijk"]) == (
        f"{defence:%d-%m-%Y}",
        f"{advice:%d-%m-%Y}",
    )
    assert answer.headers["Content-Disposition"] == f'attachment; filename="geschillen-{day}.csv"'
    assert f"<td>{in_words(day)}</td>" in shown
    assert in_words(defence) in shown
    for text in (in_words(defence), in_words(advice), f"{in_words(day)} {clock.local(moment):%H}.30.00 CE"):
        assert text in page
    assert {row.happened_on for row in reload(dispute).records.all()} == {day}
    assert whats_next.facts(dispute)["defence_due"] == str(defence)

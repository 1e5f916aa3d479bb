"""The statutory dates and the progress figure."""

from consultations import services
from consultations.charts import legend, progress_chart, tally
from consultations.dates import statutory_dates
from consultations.models import ConsentRequest
from consultations.states import ConsultationState
from plans.models import Dossier, Milestone
from portal import clock
from tests import world
from tests.consultations.conftest import decide


def dates(plan: Dossier) -> list[tuple[str, str]]:
    """The day and how it stands, per statutory date."""
    requests = list(ConsentRequest.objects.filter(dossier=plan).select_related("decision", "dossier__round"))
    return [
        (row.day.isoformat() if row.day else "", str(row.kept))
        for row in statutory_dates(world.reload(plan), requests)
    ]


def test_nothing_asked_yet(plan: Dossier) -> None:
    assert dates(plan) == [("2014-02-01", "ahead"), ("", "ahead"), ("", "ahead"), ("2014-04-15", "ahead")]
    with clock.at("2014-02-02T09:00"):
        assert dates(plan)[0] == ("2014-02-01", "missed")


def test_asked_in_time_and_too_late(plan: Dossier) -> None:
    with clock.at("2014-02-03T09:00"):
        services.ask_consent(plan, by=world.editor())
        assert dates(plan)[:2] == [("2014-02-01", "missed"), ("2014-03-03", "ahead")]
    with clock.at("2014-03-04T09:00"):
        assert dates(plan)[1] == ("2014-03-03", "missed")


def test_refusal_starts_two_weeks(consent: ConsentRequest) -> None:
    decide(consent, "refuse", remarks="Nee.")
    assert dates(consent.dossier) == [
        ("2014-02-01", "met"),
        ("2014-02-17", "met"),
        ("2014-02-03", "ahead"),
        ("2014-04-15", "ahead"),
    ]
    with clock.at("2014-04-16T09:00"):
        assert dates(consent.dossier)[2:] == [("2014-02-03", "passed"), ("2014-04-15", "passed")]


def test_no_decision_is_no_decision_in_time(consent: ConsentRequest) -> None:
    decide(consent, "no_decision", remarks="Niet gehaald.")
    assert dates(consent.dossier)[1] == ("2014-02-17", "ahead")
    with clock.at("2014-02-18T09:00"):
        rows = statutory_dates(world.reload(consent.dossier), [fresh(consent)])
        assert (str(rows[1].kept), rows[1].note) == ("missed", "nog geen besluit")
    with clock.at("2014-04-16T09:00"):
        assert dates(consent.dossier)[3] == ("2014-04-15", "passed")


def test_consent_makes_the_dispute_dates_unneeded(consent: ConsentRequest) -> None:
    with clock.at("2014-02-20T09:00"):
        decide(consent, "consent", decided_on=world.day("2014-02-20"))
    rows = statutory_dates(world.reload(consent.dossier), [fresh(consent)])
    assert [str(row.kept) for row in rows] == ["met", "missed", "not_needed", "not_needed"]
    assert [row.tone for row in rows] == ["done", "warning", "todo", "todo"]
    assert rows[1].note == "besloten 20 februari 2014"


def fresh(consent: ConsentRequest) -> ConsentRequest:
    return ConsentRequest.objects.with_names().get(pk=consent.pk)


def test_later_plan_has_no_dates(plan: Dossier) -> None:
    Milestone.objects.filter(key="opr_ruling").delete()
    assert len(dates(plan)) == 3
    Milestone.objects.filter(key="opr_asked").delete()
    assert dates(plan) == []


def test_chart_has_a_piece_per_state_and_the_words() -> None:
    rows = tally(["agreed", "invited", "agreed", "in_dispute"])
    assert rows == [
        (ConsultationState.AGREED, 2),
        (ConsultationState.INVITED, 1),
        (ConsultationState.IN_DISPUTE, 1),
    ]
    svg = progress_chart(rows)
    assert svg.count("<rect") == 3
    assert 'aria-label="Stand van het overleg: 2 overeenstemming, 1 uitgenodigd, 1 geschil aanhangig"' in svg
    assert "style" not in svg
    assert [(label, n) for _mark, label, n in legend(rows)] == [
        ("overeenstemming", 2),
        ("uitgenodigd", 1),
        ("geschil aanhangig", 1),
    ]
    assert progress_chart([]) == ""

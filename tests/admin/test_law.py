"""Rounds, law versions and budget headings: added and changed without code, with an audit line, never unsound."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans import services
from plans.models import BudgetHeading, Dossier, Element, FilingRound, LawVersion
from portal import clock
from portal.models import AuditEntry
from tests import world

pytestmark = pytest.mark.django_db
ADD = "/beheer/plans/filinground/add/"


def milestones(*rows: dict[str, str], initial: int = 0) -> dict[str, str]:
    """The fields of the milestones, as the page sends them."""
    data = {
        "milestones-TOTAL_FORMS": str(len(rows)),
        "milestones-INITIAL_FORMS": str(initial),
    }
    for number, row in enumerate(rows):
        data |= {f"milestones-{number}-{name}": value for name, value in row.items()}
    return data


def round_data(**values: str) -> dict[str, str]:
    return {
        "name": "Ondersteuningsplan 2018",
        "law_version": str(world.first_round().law_version_id),
        "plan_start": "1-8-2018",
        "deadline": "30-4-2018",
        "deadline_article": "WPO 18a lid 10",
        "for_all": "on",
        **milestones(),
        **values,
    }


def change_url(obj: Any) -> str:
    return reverse(f"admin:plans_{obj._meta.model_name}_change", args=[obj.pk])


def as_shown(client: Client, obj: Any) -> dict[str, str]:
    """The page of a row as a browser would send it back unchanged."""
    context = client.get(change_url(obj)).context
    forms = [context["adminform"].form]
    data: dict[str, str] = {}
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        data |= {
            formset.management_form.add_prefix(k): str(v) for k, v in formset.management_form.initial.items()
        }
        forms += formset.forms
    for form in forms:
        for field in form:
            value = field.field.prepare_value(field.value()) if field.value() is not None else ""
            if value is True:
                data[field.html_name] = "on"
            elif value is not False:
                data[field.html_name] = str(getattr(value, "pk", value))
    return data


def lines() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action__startswith="portal.reference").order_by("pk"))


# --- rounds --------------------------------------------------------------------------------------------------


def test_later_round_is_added_without_code_and_a_dossier_begins_in_it(administrator: Client) -> None:
    data = round_data(
        **milestones(
            {"date": "1-2-2018", "title": "Voorstel bij de OPR", "key": "opr_asked"},
            {"date": "30-4-2018", "title": "Laatste dag"},
            {"date": "", "title": ""},
        )
    )
    answer = administrator.post(ADD, data)
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:plans_filinground_changelist"))
    added = FilingRound.objects.get(name="Ondersteuningsplan 2018")
    assert added.deadline == dt.datetime(2018, 5, 1, tzinfo=clock.AMSTERDAM)
    assert added.deadline_text == "uiterlijk 30 april 2018 om 23.59 uur"
    assert list(added.milestones.values_list("key", "date")) == [
        ("opr_asked", dt.date(2018, 2, 1)),
        ("laatste_dag", dt.date(2018, 4, 30)),
    ]
    assert added.dossiers.filter(state="not_started").count() == 152
    line = lines()[0]
    assert (line.action, line.subject_id, line.actor) == (
        "portal.reference_added",
        str(added.pk),
        world.administrator(),
    )
    assert line.data["changed"]["plan_start"] == ["", "2018-08-01"]
    assert [row["changed"]["title"][1] for row in line.data["rows"]] == ["Voorstel bij de OPR", "Laatste dag"]
    with clock.at("2018-01-15T10:00"):
        dossier = world.reload(services.dossier_of(world.partnership(), added))
        services.start(dossier, by=world.editor())
    assert (dossier.period_start, dossier.period_end) == (dt.date(2018, 8, 1), dt.date(2022, 7, 31))
    assert dossier.chapters.count() == 10  # without the extra element of the first plan


def test_off_cycle_round_is_for_who_begins(administrator: Client) -> None:
    data = round_data(name="Tussentijds 2016", plan_start="1-8-2016", deadline="30-4-2016")
    del data["for_all"]
    assert administrator.post(ADD, data).status_code == 302
    added = FilingRound.objects.get(name="Tussentijds 2016")
    assert added.dossiers.count() == 0
    with clock.at("2016-01-15T10:00"):
        services.start(services.dossier_of(world.partnership(), added), by=world.editor())
    assert added.dossiers.get().title == "Ondersteuningsplan 2016-2020"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"plan_start": "2-8-2018"}, "Een planperiode begint op 1 augustus. Kies 1-8-2018."),
        ({"plan_start": "1-8-9998"}, "Kies een jaar van 2014 tot en met 2100."),
        ({"plan_start": "1-8-9998", "for_all": ""}, "Kies een jaar van 2014 tot en met 2100."),
        ({"plan_start": "1-8-2101"}, "Kies een jaar van 2014 tot en met 2100."),
        ({"plan_start": "2-8-2013"}, "Kies een jaar van 2014 tot en met 2100."),
        ({"deadline": "1-8-2018"}, "De uiterste datum ligt na het begin van de planperiode."),
        ({"deadline": "31-4-2018"}, "Typ een datum als dag-maand-jaar"),
        ({"deadline": ""}, "Vul de laatste dag in om op tijd in te dienen."),
        ({"name": "Ondersteuningsplan 2014"}, "bestaat al"),
        ({"name": ""}, "Vul dit in, of kies iets."),
        ({"law_version": "999999"}, "Selecteer een geldige keuze"),
        (
            milestones(
                {"date": "1-2-2018", "title": "Een", "key": "dag"},
                {"date": "2-2-2018", "title": "Twee", "key": "dag"},
            ),
            "dubbele",
        ),
        (
            milestones({"date": "1-2-2018", "title": "Dag"}, {"date": "2-2-2018", "title": "Dag"}),
            "dubbele",
        ),
        (milestones({"date": "gisteren", "title": "Dag"}), "Typ een datum als dag-maand-jaar"),
    ],
)
def test_round_with_bad_input_keeps_what_was_typed(
    administrator: Client, values: dict[str, str], message: str
) -> None:
    answer = administrator.post(ADD, round_data(deadline_article="Dit typte ik", **values))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fout: " in html
    assert message in html.split("<h1>")[0]  # in the summary
    assert "Dit typte ik" in html
    assert FilingRound.objects.count() == 1
    assert lines() == []


@pytest.mark.parametrize("year", [2014, 2100])
def test_first_and_last_year_a_round_may_start_in(administrator: Client, year: int) -> None:
    data = round_data(plan_start=f"1-8-{year}", deadline=f"30-4-{year}")
    assert administrator.post(ADD, data).status_code == 302
    assert administrator.get("/start/").status_code == 200


def test_wrong_year_is_told_next_to_the_field(administrator: Client) -> None:
    form = administrator.post(ADD, round_data(plan_start="1-8-9998")).context["adminform"].form
    assert form.errors == {"plan_start": ["Kies een jaar van 2014 tot en met 2100."]}


def test_last_day_before_the_start_is_the_latest_deadline(administrator: Client) -> None:
    assert administrator.post(ADD, round_data(deadline="31-7-2018")).status_code == 302


def test_changed_deadline_leaves_a_line_and_filings_keep_theirs(administrator: Client) -> None:
    filing = world.filed(agree=False)
    round_ = world.first_round()
    before = filing.deadline
    data = as_shown(administrator, round_) | {"deadline": "31-5-2014"}
    assert administrator.post(change_url(round_), data).status_code == 302
    round_.refresh_from_db()
    filing.refresh_from_db()
    assert round_.deadline == dt.datetime(2014, 6, 1, tzinfo=clock.AMSTERDAM)
    assert filing.deadline == before
    line = lines()[0]
    assert (line.action, line.data) == (
        "portal.reference_changed",
        {"changed": {"deadline": ["2014-04-30T22:00:00+00:00", "2014-06-01T00:00:00+02:00"]}},
    )
    history = administrator.get(reverse("admin:plans_filinground_history", args=[round_.pk]))
    assert "Gegeven gewijzigd" in history.content.decode()
    assert "2014-06-01T00:00:00+02:00" in history.content.decode()


def test_saving_without_a_change_leaves_no_line_and_the_minute_of_a_deadline(administrator: Client) -> None:
    round_ = world.first_round()
    noon = dt.datetime(2014, 4, 30, 12, tzinfo=clock.AMSTERDAM)
    FilingRound.objects.filter(pk=round_.pk).update(deadline=noon)
    assert administrator.post(change_url(round_), as_shown(administrator, round_)).status_code == 302
    round_.refresh_from_db()
    assert round_.deadline == noon
    assert lines() == []
    history = administrator.get(reverse("admin:plans_filinground_history", args=[round_.pk]))
    assert "Er is nog niets gewijzigd." in history.content.decode()


def test_start_of_a_round_moves_with_its_dossiers_until_somebody_begins(administrator: Client) -> None:
    administrator.post(ADD, round_data())
    added = FilingRound.objects.get(name="Ondersteuningsplan 2018")
    data = as_shown(administrator, added) | {"plan_start": "1-8-2019"}
    assert administrator.post(change_url(added), data).status_code == 302
    assert set(added.dossiers.values_list("title", "period_start")) == {
        ("Ondersteuningsplan 2019-2023", dt.date(2019, 8, 1))
    }
    services.start(services.dossier_of(world.partnership(), added), by=world.editor())
    other = LawVersion.objects.create(key="2020", name="Later", valid_from=dt.date(2020, 1, 1))
    data = as_shown(administrator, added) | {
        "plan_start": "1-8-2020",
        "is_first_plan": "on",
        "law_version": str(other.pk),
        "name": "Andere naam",
    }
    assert administrator.post(change_url(added), data).status_code == 302
    added.refresh_from_db()
    assert (added.plan_start, added.is_first_plan, added.law_version, added.name) == (
        dt.date(2019, 8, 1),
        False,
        world.first_round().law_version,
        "Andere naam",
    )


def test_second_administrator_gets_409_with_what_they_typed_and_what_is_stored(administrator: Client) -> None:
    round_ = world.first_round()
    mine = as_shown(administrator, round_) | {"deadline_article": "Mijn artikel"}
    other = LawVersion.objects.create(key="2020", name="Wet van 2020", valid_from=dt.date(2020, 1, 1))
    theirs = as_shown(administrator, round_) | {
        "deadline_article": "Hun artikel",
        "law_version": str(other.pk),
        "deadline": "29-4-2014",
    }
    assert administrator.post(change_url(round_), theirs).status_code == 302
    answer = administrator.post(change_url(round_), mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd." in html
    assert "‘Hun artikel’" in html
    assert "‘Wet van 2020’" in html
    assert "‘29-4-2014’" in html
    assert 'value="Mijn artikel"' in html
    again = mine | {"seen": answer.context["adminform"].form["seen"].value()}
    assert administrator.post(change_url(round_), again).status_code == 302
    assert [row.data["changed"]["deadline_article"] for row in lines()][1] == ["Hun artikel", "Mijn artikel"]


def test_change_of_a_milestone_counts_as_a_change_of_its_round(administrator: Client) -> None:
    round_ = world.first_round()
    mine = as_shown(administrator, round_)
    theirs = as_shown(administrator, round_) | {"milestones-0-title": "Andere titel"}
    assert administrator.post(change_url(round_), theirs).status_code == 302
    assert lines()[0].data["rows"][0]["changed"] == {"title": ["Gebiedsindeling van kracht", "Andere titel"]}
    answer = administrator.post(change_url(round_), mine)
    assert answer.status_code == 409
    assert "Nu opgeslagen" not in answer.content.decode()


def test_double_click_makes_one_round(administrator: Client) -> None:
    answers = [administrator.post(ADD, round_data()).status_code for _click in range(2)]
    assert answers == [302, 422]
    assert FilingRound.objects.count() == 2
    assert Dossier.objects.count() == 2 * 152


# --- law versions and elements -------------------------------------------------------------------------------


def element(**values: str) -> dict[str, str]:
    row = {
        "sector": "PO",
        "letter": "a",
        "position": "1",
        "title": "Nieuw onderdeel",
        "article": "Art. 1",
        "explanation": "Uitleg.",
        **values,
    }
    return {f"elements-0-{name}": value for name, value in row.items()}


def test_law_version_is_added_with_its_elements(administrator: Client) -> None:
    data = {
        "name": "Wet van 2020",
        "key": "2020",
        "valid_from": "1-1-2020",
        "elements-TOTAL_FORMS": "1",
        "elements-INITIAL_FORMS": "0",
        **element(),
    }
    assert administrator.post(reverse("admin:plans_lawversion_add"), data).status_code == 302
    added = Element.objects.get(law_version__key="2020")
    assert (added.key, added.title, added.sector) == ("nieuw_onderdeel", "Nieuw onderdeel", "PO")
    bad = data | {"key": "2021"} | element(position="x", sector="XX", explanation="")
    answer = administrator.post(reverse("admin:plans_lawversion_add"), bad)
    assert answer.status_code == 422
    assert not LawVersion.objects.filter(key="2021").exists()


def test_elements_in_use_keep_what_frozen_plans_are_checked_by(administrator: Client) -> None:
    law = world.first_round().law_version
    assert administrator.get(change_url(law)).context["in_use"] is False
    world.drafted()
    page = administrator.get(change_url(law))
    assert "Onder deze wetsversie zijn al plannen begonnen." in page.content.decode()
    number = law.elements.count()
    data = as_shown(administrator, law)
    data |= {
        "elements-TOTAL_FORMS": str(number + 1),
        "elements-0-key": "anders",
        "elements-0-sector": "VO",
        "elements-0-needs_budget": "on",
        "elements-0-title": "Betere titel",
        f"elements-{number}-sector": "PO",
        f"elements-{number}-position": "99",
        f"elements-{number}-title": "Erbij",
        f"elements-{number}-article": "Art. 2",
        f"elements-{number}-explanation": "Uitleg",
    }
    first = law.elements.first()
    assert first is not None
    assert administrator.post(change_url(law), data).status_code == 302
    after = Element.objects.get(pk=first.pk)
    assert (after.key, after.sector, after.needs_budget, after.title) == (
        first.key,
        first.sector,
        first.needs_budget,
        "Betere titel",
    )
    assert law.elements.count() == number


# --- headings ------------------------------------------------------------------------------------------------


def test_heading_is_added_and_an_existing_one_keeps_its_kind(administrator: Client) -> None:
    data = {"name": "Nieuwe post", "key": "nieuw", "position": "90"}
    add = reverse("admin:plans_budgetheading_add")
    answer = administrator.post(add, data)
    assert answer.status_code == 422
    assert "Kies baten of lasten." in answer.content.decode()
    assert administrator.post(add, data | {"kind": "income"}).status_code == 302
    heading = BudgetHeading.objects.get(key="nieuw")
    changed = as_shown(administrator, heading) | {"kind": "expenditure", "key": "x", "name": "Andere naam"}
    assert administrator.post(change_url(heading), changed).status_code == 302
    heading.refresh_from_db()
    assert (heading.name, heading.kind, heading.key) == ("Andere naam", "income", "nieuw")


def test_reviewer_reads_reference_data_and_changes_nothing(reviewer: Client) -> None:
    round_ = world.first_round()
    html = reviewer.get(change_url(round_)).content.decode()
    assert "alleen om te bekijken" in html
    assert 'name="_save"' not in html
    assert reviewer.post(ADD, round_data()).status_code == 403
    assert reviewer.post(change_url(round_), round_data()).status_code == 403
    assert FilingRound.objects.count() == 1

"""The agenda of a partnership and of a municipality: on three days of the spring of 2014, as page, CSV and calendar."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import services as talks
from disputes import services as disputes
from guidance import own_agenda, services
from guidance.extension_points import AgendaItem, Standing
from guidance.models import CalendarFeed
from plans import services as plans
from plans.models import Dossier
from portal import clock
from portal.models import AuditEntry, Membership, User
from portal.rights import Role
from register.models import Municipality, Partnership
from tests import world

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("guidance:own_agenda"), reverse("guidance:own_agenda_file")
TERMS = {
    "response_days": 42,
    "invitation_days": 14,
    "dispute_days": 30,
    "defence_days": 21,
    "advice_days": 28,
}


def agenda(user: User) -> dict[str, tuple[str, str]]:
    """The days by the name of their key (without the row): the date and how it stands."""
    found = own_agenda.items(list(own_agenda.organisations(User.objects.get(pk=user.pk))))
    return {re.sub(r"-\d+$", "", row.key): (row.date.isoformat(), row.standing.value) for row in found}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def offered(db: None) -> Dossier:
    """Offered on 20 January, with a procedure that has all terms."""
    plan = world.offered()
    world.procedure(plan, **TERMS)
    return world.reload(plan)


def test_partnership_that_has_not_begun(db: None) -> None:
    found = agenda(world.editor())
    assert found["adopt"] == found["file"] == ("2014-04-30", "planned")
    assert found["ask"] == ("2014-04-02", "planned")
    assert "offer" not in found  # nobody agreed on a term to count back with
    with clock.at("2014-05-01T00:00"):
        found = agenda(world.editor())
    assert found["adopt"][1] == found["file"][1] == found["ask"][1] == "late"


def test_terms_of_a_procedure_that_was_replaced_do_not_count(offered: Dossier) -> None:
    world.procedure(offered, **{**TERMS, "response_days": 21})
    assert agenda(world.editor())["offer"][0] == "2014-04-09"


def test_partnership_on_three_days_of_the_spring(offered: Dossier) -> None:
    user = world.editor()
    january = agenda(user)
    assert january["offer"] == ("2014-03-19", "done")
    assert january["invite"] == ("2014-04-16", "planned")
    assert january["dispute"] == ("2014-04-02", "planned")
    assert january["ask"] == ("2014-04-02", "planned")
    with clock.at("2014-04-14T09:00"):
        april = agenda(user)
        assert april["ask"][1] == "late"
        assert april["dispute"][1] == "passed"
        talks.ask_consent(world.reload(offered), by=user)
        plans.adopt(world.reload(offered), by=world.signatory(), adopted_on=clock.today(), body="bestuur")
        april = agenda(user)
        assert (april["ask"][1], april["adopt"][1], april["file"][1]) == ("done", "done", "planned")
        assert april["decide"] == ("2014-05-12", "planned")
    with clock.at("2014-05-01T09:00"):
        assert agenda(user)["file"][1] == "late"
        plans.file_plan(world.reload(offered), by=world.signatory())
        assert agenda(user)["file"][1] == "done"


def test_repair_has_its_day(offered: Dossier) -> None:
    plans.adopt(world.reload(offered), by=world.signatory(), adopted_on=clock.today(), body="bestuur")
    filing = plans.file_plan(world.reload(offered), by=world.signatory())
    plans.take_up(filing, by=world.reviewer())
    due = dt.date(2014, 2, 10)
    plans.request_repair(filing, by=world.reviewer(), reason="Mist iets.", due=due, element_findings=[])
    assert agenda(world.editor())["repair"] == ("2014-02-10", "planned")
    with clock.at("2014-02-11T09:00"):
        assert agenda(world.editor())["repair"][1] == "late"


def test_municipality_responds_within_the_term(offered: Dossier) -> None:
    user = world.official()
    assert agenda(user)["respond"] == ("2014-03-03", "planned")
    with clock.at("2014-03-04T09:00"):
        assert agenda(user)["respond"][1] == "late"
        talks.record_outcome(
            world.consultation(offered), name="disagree", by=user, decided_on=clock.today(), remarks="Nee."
        )
        assert agenda(user)["respond"][1] == "done"
        assert agenda(user)["lodge"] == ("2014-04-03", "planned")
        assert agenda(world.editor())["lodge"] == ("2014-04-03", "planned")


def test_dispute_has_its_days_for_both_parties(offered: Dossier) -> None:
    with clock.at("2014-03-04T09:00"):
        talks.record_outcome(
            world.consultation(offered),
            name="disagree",
            by=world.official(),
            decided_on=clock.today(),
            remarks="Nee.",
        )
        dispute = disputes.lodge(
            world.consultation(offered), by=world.editor(), grounds="Geen afspraak over vervoer."
        )
        municipality, partnership = agenda(world.official()), agenda(world.editor())
        assert municipality["defence"] == ("2014-03-25", "planned")
        assert municipality["advice"] == partnership["advice"] == ("2014-04-01", "planned")
        assert "defence" not in partnership
        assert "lodge" not in partnership
        disputes.take_step(
            dispute, name="declare_admissible", by=world.committee_secretary(), case_number="14-01"
        )
        dispute.refresh_from_db()
        disputes.Dispute.objects.filter(pk=dispute.pk).update(hearing_on=dt.date(2014, 3, 28))
        assert agenda(world.official())["hearing"] == ("2014-03-28", "planned")


def test_municipality_sees_the_milestones_that_concern_it(db: None) -> None:
    municipality = {row.title for row in own_agenda.items(list(own_agenda.organisations(world.official())))}
    partnership = {row.title for row in own_agenda.items(list(own_agenda.organisations(world.editor())))}
    assert "Begin van de planperiode en van de zorgplicht" in municipality & partnership
    assert "Voorstel uiterlijk bij de ondersteuningsplanraad" in partnership - municipality
    assert "Laatste dag om op tijd in te dienen" in municipality & partnership


def test_page_filters_by_organisation_and_standing(offered: Dossier) -> None:
    user = world.editor()
    other = world.partnership("VO2203").organisation
    Membership.objects.create(user=user, organisation=other, role=Role.PARTNERSHIP_EDITOR)
    client = client_of(user)
    everything = client.get(PAGE).context["rows"]
    mine = client.get(PAGE, {"voor": other.pk}).context["rows"]
    assert {item.organisation_id for item, _name in mine} == {other.pk}
    assert len(mine) < len(everything)
    done = client.get(PAGE, {"toon": "done"}).context["rows"]
    assert done
    assert {item.standing for item, _name in done} == {Standing.DONE}
    assert len(client.get(PAGE, {"toon": "x", "voor": "x"}).context["rows"]) == len(everything)
    assert client.get(PAGE, {"voor": world.partnership("PO2502").organisation.pk}).context["chosen"] is None
    rows = csv.DictReader(
        io.StringIO(client.get(reverse("guidance:own_agenda_csv")).content.decode("utf-8-sig")), delimiter=";"
    )
    assert len(list(rows)) == len(everything)


def test_who_works_for_neither_is_shown_the_way(db: None) -> None:
    html = client_of(world.reviewer()).get(PAGE).content.decode()
    assert "U werkt niet voor een samenwerkingsverband of gemeente." in html
    assert "BEGIN:VEVENT" not in client_of(world.reviewer()).get(FILE).content.decode()


# --- the calendar ---------------------------------------------------------------------------------------------


def read(content: bytes) -> list[dict[str, str]]:
    """The entries of a calendar, read line by line as RFC 5545 says and by nothing that wrote it."""
    text = content.decode("utf-8")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    entries: list[dict[str, str]] = []
    where: list[str] = []
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n"):
        name, _colon, value = line.partition(":")
        if name == "BEGIN":
            where.append(value)
            if value == "VEVENT":
                entries.append({})
        elif name == "END":
            assert where.pop() == value
        elif where and where[-1] == "VEVENT":
            entries[-1][name] = re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
        elif where and where[-1] == "VALARM":
            entries[-1][f"ALARM {name}"] = value
    assert where == []
    return entries


def test_file_says_what_the_page_says(offered: Dossier) -> None:
    client = client_of(world.editor())
    answer = client.get(FILE)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entries = read(answer.content)
    rows = client.get(PAGE).context["rows"]
    assert [row["DTSTART;VALUE=DATE"] for row in entries] == [f"{item.date:%Y%m%d}" for item, _name in rows]
    assert len({row["UID"] for row in entries}) == len(entries)
    by_key = {row["UID"].split("@")[0].rsplit("-", 2)[0]: row for row in entries}
    filing = by_key["file"]
    assert filing["SUMMARY"] == "Laatste dag om op tijd in te dienen"
    assert filing["DTEND;VALUE=DATE"] == "20140501"
    assert filing["URL"] == f"http://testserver{offered.get_absolute_url()}"
    assert filing["ALARM TRIGGER"] == "-P14D"
    assert "Ondersteuningsplan 2014" in filing["DESCRIPTION"]
    assert by_key["offer"]["SUMMARY"].endswith("(gedaan)")
    assert "ALARM TRIGGER" not in by_key["offer"]
    assert "ALARM TRIGGER" not in by_key["milestone"]


def test_days_stay_the_same_day_on_both_sides_of_summer_time(offered: Dossier) -> None:
    """Days have no time of day, so no zone can move them: 30 March 2014 is the change."""
    for day in (dt.date(2014, 3, 29), dt.date(2014, 3, 30), dt.date(2014, 3, 31)):
        filing_round = offered.round
        milestone = filing_round.milestones.get(key="committee_rules")
        milestone.date = day
        milestone.save()
        dates = [row["DTSTART;VALUE=DATE"] for row in read(client_of(world.editor()).get(FILE).content)]
        assert f"{day:%Y%m%d}" in dates


def test_address_is_read_without_signing_in_and_can_be_withdrawn(offered: Dossier, client: Client) -> None:
    user = world.editor()
    own = client_of(user)
    assert own.post(reverse("guidance:open_feed")).status_code == 302
    url = own.get(PAGE).context["feed_url"].removeprefix("http://testserver")
    answer = client.get(url)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert read(answer.content) == [
        {**row, "DTSTAMP": found["DTSTAMP"]}
        for row, found in zip(read(own.get(FILE).content), read(answer.content), strict=True)
    ]
    assert own.post(reverse("guidance:close_feed")).status_code == 302
    gone = client.get(url)
    assert gone.status_code == 410
    assert "Dit agenda-adres is ingetrokken." in gone.content.decode()
    assert own.get(PAGE).context["feed"] is None
    assert client.get(reverse("guidance:feed", args=["x" * 43])).status_code == 404
    lines = AuditEntry.objects.filter(action__startswith="guidance.feed").order_by("pk")
    assert [row.action for row in lines] == ["guidance.feed_opened", "guidance.feed_closed"]
    token = CalendarFeed.objects.get().token
    assert not any(token in f"{row.subject_text}{row.data}" for row in lines)


def test_new_address_takes_the_place_of_the_one_the_page_showed() -> None:
    user = world.editor()
    first = services.open_feed(user)
    assert services.open_feed(user) == first  # a second click
    second = services.open_feed(user, instead_of=first.seed.hex)
    assert second.token != first.token
    assert services.open_feed(user, instead_of=first.seed.hex) == second  # a second click on the old page
    assert [row.closed_at is None for row in CalendarFeed.objects.order_by("pk")] == [False, True]
    assert services.close_feed(user)
    assert not services.close_feed(user)


def test_address_of_somebody_who_left_says_nothing(client: Client) -> None:
    user = world.editor()
    feed = services.open_feed(user)
    url = reverse("guidance:feed", args=[feed.token])
    user.memberships.update(ended_at=clock.now())
    assert read(client.get(url).content) == []
    user.is_active = False
    user.save()
    assert client.get(url).status_code == 410


def test_address_speaks_the_language_of_its_owner(client: Client) -> None:
    user = world.editor()
    user.language = "en"
    user.save()
    text = client.get(reverse("guidance:feed", args=[services.open_feed(user).token])).content.decode()
    assert "Last day to file on time" in text
    assert "Laatste dag" not in text


def many(user: User, rows: list[Partnership] | list[Municipality], role: str) -> None:
    Membership.objects.bulk_create(
        Membership(user=user, organisation_id=row.organisation_id, role=role) for row in rows
    )


@pytest.mark.parametrize("role", [Role.PARTNERSHIP_EDITOR, Role.MUNICIPALITY_OFFICIAL])
def test_queries_do_not_grow_with_the_organisations(offered: Dossier, role: str) -> None:
    is_staff = role == Role.PARTNERSHIP_EDITOR
    user = world.editor() if is_staff else world.official()
    known = list(user.memberships.values_list("organisation_id", flat=True))
    model = Partnership if is_staff else Municipality
    rows = list(model.objects.exclude(organisation__in=known))
    client = client_of(user)

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    numbers = []
    for part in ([], rows[:2], rows[2:100]):
        many(user, part, role)
        numbers.append((count(PAGE), count(FILE)))
    assert len(set(numbers)) == 1, numbers


def test_standing_follows_the_clock() -> None:
    def standing(done: bool | None, day: dt.date) -> Standing:
        return AgendaItem(key="x", organisation_id=1, date=day, title="x", done=done).standing

    today = clock.today()
    yesterday = today - dt.timedelta(1)
    assert [standing(done, day) for done in (True, False, None) for day in (yesterday, today)] == [
        Standing.DONE,
        Standing.DONE,
        Standing.LATE,
        Standing.OPEN,
        Standing.PASSED,
        Standing.OPEN,
    ]

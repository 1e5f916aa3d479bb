"""Lists and overviews: the same number of queries with one row, with three and with the whole register."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from consultations import services as talks
from consultations.models import Consultation
from consultations.selectors import filing_audience
from disputes import services as disputes
from plans import overview
from plans import services as plans
from plans.admin.columns import columns
from plans.models import Dossier, Filing, FilingRound
from portal import clock
from portal.models import Membership, User
from portal.rights import Role, holders
from portal.workflow import find
from register.models import Municipality, Partnership
from tests import world


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def queries(user: User, url: str) -> int:
    """How many queries a page takes the second time somebody opens it."""
    browser = client(User.objects.get(pk=user.pk))
    assert browser.get(url).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as found:
        response = browser.get(url)
        if response.streaming:
            b"".join(response)
    return len(found)


def works_for(user: User, rows: list[Partnership] | list[Municipality], role: str) -> None:
    """Give somebody a role in the organisation of each row, in one go."""
    known = set(user.memberships.values_list("organisation_id", flat=True))
    Membership.objects.bulk_create(
        Membership(user=user, organisation_id=row.organisation_id, role=role)
        for row in rows
        if row.organisation_id not in known
    )


def copies(plan: Dossier, others: list[Dossier]) -> None:
    """Let other dossiers stand where this one stands: the same version, and a consultation with Meppel each.

    Written straight into the tables: the services would take minutes for the whole register.
    """
    row = world.consultation(plan)
    Dossier.objects.filter(pk__in=[other.pk for other in others]).update(
        state="offered", offered_version=plan.offered_version
    )
    Consultation.objects.bulk_create(
        Consultation(
            dossier=other,
            municipality=row.municipality,
            version=row.version,
            state=row.state,
            procedure=row.procedure,
        )
        for other in others
    )


@pytest.fixture
def plan(db: None) -> Dossier:
    return world.offered()


@pytest.fixture
def others(plan: Dossier) -> list[Dossier]:
    """The dossiers of all other partnerships of the register."""
    rows = list(Dossier.objects.filter(round=world.first_round()).exclude(pk=plan.pk))
    assert len(rows) == 151
    return rows


def grow(plan: Dossier, others: list[Dossier], measure: Callable[[], int]) -> list[int]:
    """The measure with one row, three rows and all of them."""
    numbers = [measure()]
    for part in (others[:2], others[2:]):
        copies(plan, part)
        numbers.append(measure())
    return numbers


@pytest.mark.parametrize(
    "name", ["consultations:consultations", "consultations:consultations_csv", "portal:start"]
)
def test_municipality_with_one_plan_and_with_all(plan: Dossier, others: list[Dossier], name: str) -> None:
    user = world.official()
    numbers = grow(plan, others, lambda: queries(user, reverse(name)))
    assert len(set(numbers)) == 1, numbers


@pytest.mark.parametrize("name", ["plans:dossiers", "consultations:consultations", "portal:start"])
def test_person_who_works_for_all_partnerships(plan: Dossier, others: list[Dossier], name: str) -> None:
    user = world.editor()
    numbers = [queries(user, reverse(name))]
    rows = list(Partnership.objects.exclude(pk=plan.partnership_id))
    for part, theirs in ((others[:2], rows[:2]), (others[2:], rows)):
        copies(plan, part)
        works_for(user, theirs, Role.PARTNERSHIP_EDITOR)
        numbers.append(queries(user, reverse(name)))
    assert len(set(numbers)) == 1, numbers


def test_person_who_belongs_to_many_organisations(db: None) -> None:
    user = world.official()
    user.memberships.update(is_manager=True)
    rows = list(Municipality.objects.exclude(name="Meppel"))
    works_for(user, rows[:1], Role.MUNICIPALITY_OFFICIAL)  # with one organisation the list leads to its page
    numbers = [queries(user, reverse("portal:organisations"))]
    for part in (rows[:3], rows):
        works_for(user, part, Role.MUNICIPALITY_OFFICIAL)
        numbers.append(queries(user, reverse("portal:organisations")))
    assert len(set(numbers)) == 1, numbers


def test_people_of_an_organisation(db: None) -> None:
    by = world.editor()
    organisation = world.partnership().organisation
    by.memberships.update(is_manager=True)
    url = reverse("portal:people", args=[organisation.pk])
    numbers = [queries(by, url)]
    for last in (3, 60):
        for number in range(last):
            world.person(Role.PARTNERSHIP_EDITOR, organisation, name=f"p{number}")
        numbers.append(queries(by, url))
    assert len(set(numbers)) == 1, numbers


@pytest.mark.parametrize("name", ["consultations:matrix", "consultations:matrix_csv", "plans:dossier"])
def test_plan_with_few_and_with_many_municipalities(plan: Dossier, name: str) -> None:
    url, user = reverse(name, args=[plan.uuid]), world.editor()
    row = world.consultation(plan)
    plan.consultations.exclude(pk=row.pk).delete() if not plan.versions.exists() else None
    numbers = [queries(user, url)]
    rows = Municipality.objects.exclude(pk__in=plan.consultations.values("municipality"))
    for part in (rows[:2], rows[2:]):
        Consultation.objects.bulk_create(
            Consultation(
                dossier=plan,
                municipality=other,
                version=row.version,
                state=row.state,
                procedure=row.procedure,
            )
            for other in list(part)
        )
        numbers.append(queries(user, url))
    assert len(set(numbers)) == 1, numbers


def dispute_with(plan: Dossier, name: str) -> None:
    row = world.consultation(plan, name)
    by = world.official(name)
    talks.record_outcome(row, name="disagree", by=by, decided_on=clock.today(), remarks="Nee.")
    disputes.lodge(world.consultation(plan, name), by=by, grounds=f"Over {name}.")


@pytest.mark.parametrize("name", ["disputes:disputes", "disputes:export", "portal:start"])
@pytest.mark.parametrize("who", ["committee", "partnership"])
def test_one_dispute_and_seven(plan: Dossier, name: str, who: str) -> None:
    user = world.committee_secretary() if who == "committee" else world.editor()
    names = [row.municipality.name for row in plan.consultations.select_related("municipality")]
    dispute_with(plan, names[0])
    numbers = [queries(user, reverse(name))]
    for part in (names[1:3], names[3:]):
        for municipality in part:
            dispute_with(plan, municipality)
        numbers.append(queries(user, reverse(name)))
    assert len(set(numbers)) == 1, numbers


@pytest.mark.parametrize(
    "name",
    [
        "admin:index",
        "admin:plans_overview",
        "admin:plans_overview_csv",
        "admin:plans_filing_changelist",
        "portal:start",
    ],
)
def test_inspectorate_with_few_filings_and_with_many(db: None, name: str) -> None:
    """The overview has all 152 partnerships from the start; what grows is how far they are."""
    user = world.reviewer()
    filings = [world.filed("PO2203", agree=False)]
    numbers = [queries(user, reverse(name))]
    for codes in (("PO2502", "VO2203"), ("PO2305", "VO2305", "VO2502")):
        for code in codes:
            filings.append(world.filed(code, agree=False))
        numbers.append(queries(user, reverse(name)))
    assert Filing.objects.count() == len(filings) == 6
    assert len(set(numbers)) == 1, numbers


def test_overview_with_no_dossier_and_with_all(db: None) -> None:
    user = world.reviewer()
    url = reverse("admin:plans_overview")
    Dossier.objects.all().delete()
    numbers = [queries(user, url)]
    some = FilingRound.objects.get(is_first_plan=True)
    for code in ("PO2203", "PO2502", "VO2203"):
        plans.dossier_of(world.partnership(code), some)
    numbers.append(queries(user, url))
    plans.open_round(some)
    assert Dossier.objects.count() == 152
    numbers.append(queries(user, url))
    assert len(set(numbers)) == 1, numbers


@pytest.mark.parametrize("model", ["partnership", "municipality", "area", "municipalitychange"])
def test_register_in_the_admin(db: None, model: str) -> None:
    """A search for one row and the whole list."""
    user = world.administrator()
    url = reverse(f"admin:register_{model}_changelist")
    one, everything = queries(user, f"{url}?q=Meppel"), queries(user, url)
    assert everything <= one + 1, (one, everything)  # without a search Django counts once more


def test_messages_and_timeline(plan: Dossier) -> None:
    user = world.editor()
    urls = [reverse("portal:messages"), reverse("plans:timeline", args=[plan.uuid]), reverse("portal:start")]
    dispute_with(plan, "Meppel")
    before = [queries(user, url) for url in urls]
    for name in ("Hoogeveen", "Staphorst", "Westerveld"):
        dispute_with(plan, name)
    assert [queries(user, url) for url in urls] == before


def test_who_hears_of_a_filing_is_read_at_once(plan: Dossier) -> None:
    """However many municipalities there are, and with a procedure for each."""
    permission, party, rows = filing_audience(plan)
    with CaptureQueriesContext(connection) as found:
        held = holders(permission, rows, party)
    assert len(held[Role.MUNICIPALITY_OFFICIAL] or ()) == plan.consultations.count() > 1
    assert len(found) == 1


@pytest.mark.parametrize("name", ["plans:dossier", "plans:check", "file"])
def test_texts_of_the_chapters_are_read_once(db: None, name: str) -> None:
    """They are the largest thing in the tables; content, findings and buttons all ask them."""
    plan = world.adopted(agree=False)
    url = (
        plan.get_action_url(find("plans.Dossier", name))
        if name == "file"
        else reverse(name, args=[plan.uuid])
    )
    browser = client(world.signatory())
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    assert sum('"plans_chapter"."body"' in row["sql"] for row in found) == 1


def test_overview_puts_into_words_once_what_its_rows_have_in_common(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.adopted(agree=False)
    rows = overview.load(world.first_round())
    said: list[str] = []
    gettext = translation._trans.gettext
    monkeypatch.setattr(translation._trans, "gettext", lambda text: said.append(text) or gettext(text))
    for column in columns():
        assert [column.html(row) for row in rows]
    assert len(said) < len(rows)

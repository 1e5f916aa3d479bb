"""What holds a step back, and with which words."""

import pytest

from plans import guards, services
from plans.models import Chapter, Dossier, Filing
from portal import clock
from portal.workflow import Blocked
from register.models import Municipality, Partnership
from tests import world

AFTER = "2014-05-02T09:00"
MISSED = [
    "Handhaving kan alleen als er na de uiterste datum geen plan is dat op tijd was, "
    "of als een hersteltermijn voorbij is zonder nieuwe indiening."
]


@pytest.mark.parametrize("body", ["", "<p>&nbsp;</p>", "<ul><li></li></ul>"])
def test_concept_without_words_has_no_text(plan: Dossier, body: str) -> None:
    assert guards.concept_has_text(plan) == []
    Chapter.objects.filter(dossier=plan).update(body=body)
    assert guards.concept_has_text(plan) == [
        "Het plan heeft nog geen tekst. Schrijf eerst ten minste één hoofdstuk."
    ]


def test_scope_is_known_once_municipalities_are_chosen(db: None) -> None:
    partnership = Partnership.objects.filter(scope=Partnership.Scope.NATIONAL).first()
    assert partnership is not None
    national = services.dossier_of(partnership, world.first_round())
    assert guards.scope_is_known(national) == [
        "Er is geen gemeente om mee te overleggen. Kies eerst de gemeenten bij ‘Overlegpartners’."
    ]
    national.chosen_municipalities.add(Municipality.objects.get(name="Meppel"))
    assert guards.scope_is_known(national) == []
    assert guards.scope_is_known(world.dossier()) == []


def test_deadline_is_missed_without_any_timely_plan(db: None) -> None:
    plan = world.dossier()
    assert guards.plan_or_repair_missed(plan) == MISSED
    with clock.at("2014-05-01T00:00"):
        assert guards.plan_or_repair_missed(plan) == []


def test_deadline_is_missed_by_a_late_plan_only(db: None) -> None:
    late = world.adopted(agree=False)
    with clock.at(AFTER):
        services.file_plan(late, by=world.signatory())
        assert guards.plan_or_repair_missed(world.reload(late)) == []


def test_deadline_is_not_missed_by_a_timely_plan(db: None) -> None:
    filing = world.filed(agree=False)
    with clock.at(AFTER):
        assert guards.plan_or_repair_missed(filing.dossier) == MISSED


def test_repair_is_missed_the_day_after_its_term(db: None) -> None:
    filing = world.filed(agree=False)
    services.take_up(filing, by=world.reviewer())
    services.request_repair(filing, by=world.reviewer(), reason="Vul aan.", due=world.day("2014-05-20"))
    with clock.at("2014-05-20T23:59:59"):
        assert guards.plan_or_repair_missed(world.dossier()) == MISSED
    with clock.at("2014-05-21T00:00"):
        assert guards.plan_or_repair_missed(world.dossier()) == []
        services.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
        services.file_plan(world.dossier(), by=world.signatory())
        assert guards.plan_or_repair_missed(world.dossier()) == MISSED


def test_superseded_filing_is_not_reopened(db: None) -> None:
    first = world.filed(agree=False)
    services.take_up(first, by=world.reviewer())
    services.find_complete(first, by=world.reviewer(), reason="Goed.")
    assert guards.not_superseded(first) == []
    services.adopt(world.dossier(), by=world.editor(), adopted_on=clock.today(), body="bestuur")
    second = services.file_plan(world.dossier(), by=world.signatory())
    reasons = [f"In plaats van deze indiening geldt nu {second.reference}. Geef daarover een oordeel."]
    assert guards.not_superseded(Filing.objects.get(pk=first.pk)) == reasons
    with pytest.raises(Blocked, match=second.reference):  # also for who read the dossier before
        services.reconsider(first, by=world.reviewer(), reason="Toch niet.")
    assert guards.not_superseded(second) == []


def test_enforcement_starts_once_and_ends_once(db: None) -> None:
    plan = world.dossier()
    assert guards.no_enforcement_yet(plan) == []
    assert guards.enforcement_is_running(plan) == ["Er loopt geen handhaving."]
    plan.enforcement_since = clock.now()
    assert guards.no_enforcement_yet(plan) == ["De handhaving loopt al."]
    assert guards.enforcement_is_running(plan) == []

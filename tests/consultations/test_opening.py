"""What an offer sets in motion, and who may read which version."""

from datetime import datetime

import pytest

from consultations import services
from consultations.models import Consultation, Overleg
from consultations.selectors import filing_audience
from plans import services as plans
from plans.models import Dossier, PlanVersion
from portal import clock
from portal.models import AuditEntry, MailMessage, Membership, User
from portal.rights import holders
from register.models import Area, Municipality, Partnership
from tests import world
from tests.consultations.conftest import fresh, meet, offer_again, outcome

NAMES = ["De Wolden", "Hoogeveen", "Meppel", "Staphorst", "Steenwijkerland", "Westerveld", "Zwartewaterland"]


def reads(user: User, version: PlanVersion) -> bool:
    return PlanVersion.objects.visible_to(user).filter(pk=version.pk).exists()


def test_offer_invites_every_municipality_and_overlapping_partnership(db: None) -> None:
    official, counterpart = world.official(), world.editor("VO2203")
    plan = world.drafted()
    plans.offer(plan, by=world.editor())
    rows = Consultation.objects.filter(dossier=plan)
    assert [(row.municipality.name, row.state, row.in_scope) for row in rows] == [
        (name, "invited", True) for name in NAMES
    ]
    assert {row.part for row in rows} == {"", "alleen postcodes 7951, 7955", "alleen postcodes 8064"}
    assert sorted(row.counterpart.code or "" for row in plan.overleggen.all()) == ["VO2203", "VO2305"]
    assert AuditEntry.objects.filter(action="consultations.invited").count() == 7
    assert AuditEntry.objects.filter(action="consultations.overleg_invited").count() == 2
    mails = MailMessage.objects.filter(event__startswith="consultations/")
    assert sorted(mails.values_list("event", "address")) == [
        ("consultations/invited", official.email),
        ("consultations/overleg_invited", counterpart.email),
    ]
    invited = mails.get(event="consultations/invited").context
    assert invited["path"] == world.consultation(plan).get_absolute_url()
    assert (invited["municipality"], invited["version"], invited["again"]) == ("Meppel", 1, False)


def test_offer_follows_the_procedure_fixed_before(db: None) -> None:
    plan = world.drafted()
    meppel = Municipality.objects.get(name="Meppel")
    former = services.fix_procedure(
        plan, by=world.editor(), municipalities=[meppel], basis="own", fixed_on=world.day("2013-06-01")
    )
    latest = services.fix_procedure(
        plan,
        by=world.editor(),
        municipalities=[meppel],
        basis="model",
        fixed_on=world.day("2013-12-01"),
        response_days=28,
    )
    plans.offer(plan, by=world.editor())
    assert former.pk != latest.pk
    row = world.consultation(plan)
    assert row.procedure == latest
    assert row.respond_by == world.day("2014-02-17")
    assert world.consultation(plan, "Hoogeveen").procedure is None
    assert world.consultation(plan, "Hoogeveen").respond_by is None


def test_second_offer_invites_again_and_keeps_what_was_said(plan: Dossier, talks: Consultation) -> None:
    made = outcome(talks, "agree")
    MailMessage.objects.all().delete()
    with clock.at("2014-02-03T09:00"):
        offer_again(plan)
    row = fresh(talks)
    assert (row.state, row.outcome, row.version.number, row.row_version) == ("agreed", made, 2, 3)
    assert row.invited_at == datetime.fromisoformat("2014-02-03T09:00+01:00")
    assert Consultation.objects.filter(dossier=plan).count() == 7
    assert AuditEntry.objects.filter(action="consultations.reinvited").count() == 7
    assert AuditEntry.objects.filter(action="consultations.overleg_reinvited").count() == 2
    mail = MailMessage.objects.get(event="consultations/invited", address=world.official().email)
    assert (mail.context["again"], mail.context["outcome"]) == (True, "agreed")


def test_municipality_and_partnership_out_of_the_area_are_marked_once(plan: Dossier) -> None:
    own = Area.objects.filter(partnership=plan.partnership)
    own.filter(municipality__name="Zwartewaterland").delete()
    own.filter(municipality__name="Staphorst").delete()
    plan = offer_again(plan)
    gone = Consultation.objects.filter(dossier=plan, in_scope=False)
    assert [row.municipality.name for row in gone] == ["Staphorst", "Zwartewaterland"]
    assert [row.version.number for row in gone] == [1, 1]
    assert AuditEntry.objects.filter(action="consultations.out_of_scope").count() == 2
    lost = Overleg.objects.filter(dossier=plan, in_scope=False)
    assert AuditEntry.objects.filter(action="consultations.overleg_out_of_scope").count() == lost.count()
    offer_again_count = AuditEntry.objects.filter(action="consultations.out_of_scope").count()
    Dossier.objects.filter(pk=plan.pk).update(title="Nog eens")
    plans.offer(world.reload(plan), by=world.editor())
    assert AuditEntry.objects.filter(action="consultations.out_of_scope").count() == offer_again_count


def test_counterpart_out_of_the_choice_is_marked(db: None) -> None:
    national = (
        Partnership.objects.filter(scope="national", sector="PO").select_related("organisation").first()
    )
    assert national is not None
    by = world.person("partnership_editor", national.organisation)
    plan = plans.dossier_of(national, world.first_round())
    plans.start(plan, by=by)
    chosen = Municipality.objects.filter(name__in=["Meppel", "Hoogeveen"])
    others = [world.partnership("VO2203"), world.partnership("VO2305")]
    plans.choose_partners(plan, by=by, municipalities=list(chosen), partnerships=others)
    chapter = plan.chapters.first()
    assert chapter is not None
    plans.save_chapter(
        chapter, by=by, seen=chapter.row_version, title=chapter.title, body="<p>Zo.</p>", status="done"
    )
    plans.offer(world.reload(plan), by=by)
    assert plan.consultations.count() == 2
    plans.choose_partners(world.reload(plan), by=by, municipalities=list(chosen), partnerships=others[:1])
    plans.offer(world.reload(plan), by=by)
    assert [
        (row.counterpart.code, row.in_scope) for row in plan.overleggen.order_by("counterpart__code")
    ] == [
        ("VO2203", True),
        ("VO2305", False),
    ]
    assert AuditEntry.objects.filter(action="consultations.overleg_out_of_scope").count() == 1


def test_each_reads_exactly_the_versions_put_to_them(plan: Dossier) -> None:
    readers = {
        "official": world.official(),
        "other official": world.official("Zwolle"),
        "counterpart": world.editor("VO2203"),
        "other partnership": world.editor("PO2502"),
        "opr": world.opr_secretary(),
        "other opr": world.opr_secretary("PO2502"),
        "committee": world.committee_secretary(),
    }

    def who_reads(number: int) -> list[str]:
        version = plan.versions.get(number=number)
        return [name for name, user in readers.items() if reads(user, version)]

    assert who_reads(1) == ["official", "counterpart"]
    plan = offer_again(plan)
    assert who_reads(1) == ["official", "counterpart"]
    assert who_reads(2) == ["official", "counterpart"]
    services.ask_consent(plan, by=world.editor())
    assert who_reads(1) == ["official", "counterpart"]
    assert who_reads(2) == ["official", "counterpart", "opr"]
    chapter = plan.chapters.last()
    assert chapter is not None
    plans.save_chapter(
        chapter,
        by=world.editor(),
        seen=chapter.row_version,
        title=chapter.title,
        body="<p>Slot.</p>",
        status="done",
    )
    plans.adopt(world.reload(plan), by=world.editor(), adopted_on=clock.today(), body="alv")
    assert who_reads(3) == []


def test_municipality_that_left_the_area_still_reads_its_version(plan: Dossier) -> None:
    Area.objects.filter(partnership=plan.partnership, municipality__name="Meppel").delete()
    plan = offer_again(plan)
    meppel = world.official()
    assert reads(meppel, plan.versions.get(number=1)) is True
    assert reads(meppel, plan.versions.get(number=2)) is False


def test_visible_rows_are_not_doubled(plan: Dossier, talks: Consultation) -> None:
    meet([talks])
    meet([talks], subjects="Vervoer")
    outcome(talks)
    both = world.person("municipality_official", talks.municipality.organisation, name="dubbel")
    world.person("partnership_editor", plan.partnership.organisation, name="anders")
    Membership.objects.create(
        user=both, organisation=plan.partnership.organisation, role="partnership_editor"
    )
    both = User.objects.get(pk=both.pk)
    assert Consultation.objects.visible_to(both).count() == 7
    assert Overleg.objects.visible_to(both).count() == 2


@pytest.mark.parametrize("who", ["committee_secretary", "reviewer", "opr_secretary", "administrator"])
def test_others_see_no_consultations(plan: Dossier, who: str) -> None:
    user = getattr(world, who)()
    assert Consultation.objects.visible_to(user).count() == 0
    assert Overleg.objects.visible_to(user).count() == 0


def test_filing_is_told_to_the_municipalities(plan: Dossier) -> None:
    permission, party, rows = filing_audience(plan)
    assert sorted(row.municipality.name for row in rows) == NAMES
    assert list(holders(permission, rows, party)) == ["municipality_official", "municipality_signatory"]

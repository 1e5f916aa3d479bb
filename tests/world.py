"""A small world for the tests, built through the same services as real use.

Everything happens on real register data: PO2203 has seven municipalities (two of them split) and two VO partners.
"""

import datetime as dt
from typing import Any

from briefings.models import Briefing
from consultations import services as consultations
from consultations.models import Consultation
from plans import services as plans
from plans.models import BudgetHeading, Dossier, Filing, FilingRound
from plans.services.drafting import BudgetRow
from portal import clock, steps
from portal.models import Membership, Organisation, User
from portal.rights import Role
from register.models import Municipality, Partnership
from tests.copies import copied

PASSWORD = "een lang wachtwoord"
START = "2014-01-20T10:00"


@copied
def person(role: str, organisation: Organisation, name: str = "", manager: bool = False) -> User:
    """A person with one role; the same one when asked again."""
    email = f"{name or role}.{organisation.pk}@example.org".lower().replace("_", "-")
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name or str(Role(role).label))
    Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, ended_at=None, defaults={"is_manager": manager}
    )
    return User.objects.get(pk=user.pk)


def partnership(code: str = "PO2203") -> Partnership:
    return Partnership.objects.select_related("organisation").get(code=code)


def editor(code: str = "PO2203") -> User:
    return person(Role.PARTNERSHIP_EDITOR, partnership(code).organisation)


def signatory(code: str = "PO2203") -> User:
    return person(Role.PARTNERSHIP_SIGNATORY, partnership(code).organisation)


def adviser(code: str = "PO2203") -> User:
    return person(Role.PARTNERSHIP_ADVISER, partnership(code).organisation)


def official(name: str = "Meppel") -> User:
    return person(Role.MUNICIPALITY_OFFICIAL, Municipality.objects.get(name=name).organisation)


def municipal_signatory(name: str = "Meppel") -> User:
    return person(Role.MUNICIPALITY_SIGNATORY, Municipality.objects.get(name=name).organisation)


def opr_secretary(code: str = "PO2203") -> User:
    return person(Role.OPR_SECRETARY, Organisation.objects.get(kind="opr", of=partnership(code).organisation))


def committee() -> Organisation:
    return Organisation.objects.get(key="committee-oogo")


def committee_secretary() -> User:
    return person(Role.COMMITTEE_SECRETARY, committee())


def reviewer() -> User:
    return person(Role.REVIEWER, Organisation.objects.get(key="inspectorate"))


def administrator() -> User:
    return person(Role.ADMINISTRATOR, Organisation.objects.get(key="operator"))


def guidance_editor() -> User:
    return person(Role.GUIDANCE_EDITOR, Organisation.objects.get(key="editors"))


@copied
def everyone(code: str = "PO2203", municipality: str = "Meppel") -> dict[str, User]:
    """One person per role, around one partnership and one of its municipalities."""
    return {
        Role.PARTNERSHIP_EDITOR: editor(code),
        Role.PARTNERSHIP_SIGNATORY: signatory(code),
        Role.PARTNERSHIP_ADVISER: adviser(code),
        Role.MUNICIPALITY_OFFICIAL: official(municipality),
        Role.MUNICIPALITY_SIGNATORY: municipal_signatory(municipality),
        Role.OPR_SECRETARY: opr_secretary(code),
        Role.COMMITTEE_SECRETARY: committee_secretary(),
        Role.REVIEWER: reviewer(),
        Role.ADMINISTRATOR: administrator(),
        Role.GUIDANCE_EDITOR: guidance_editor(),
    }


def first_round() -> FilingRound:
    return FilingRound.objects.get(is_first_plan=True)


@copied
def dossier(code: str = "PO2203") -> Dossier:
    """The dossier of a partnership, not started."""
    return plans.dossier_of(partnership(code), first_round())


@copied
def drafted(code: str = "PO2203") -> Dossier:
    """A dossier with a text in every chapter and a budget."""
    plan = dossier(code)
    by = editor(code)
    plans.start(plan, by=by)
    for chapter in plan.chapters.all():
        plans.save_chapter(
            chapter,
            by=by,
            seen=chapter.row_version,
            title=chapter.title,
            body=f"<p>Zo regelen wij: {chapter.title.lower()}.</p>",
            status="done",
        )
    rows = [
        BudgetRow(heading, "", {year: 100_000_00 + year for year, _label in plan.years()})
        for heading in BudgetHeading.objects.filter(key__in=["lo_personeel", "arrangementen"])
    ]
    plans.save_budget(plan, by=by, seen=plan.budget_version, rows=rows)
    return reload(plan)


@copied
def offered(code: str = "PO2203") -> Dossier:
    """A dossier whose concept is offered, with a procedure for every municipality."""
    plan = drafted(code)
    plans.offer(plan, by=editor(code))
    procedure(plan)
    return reload(plan)


def procedure(plan: Dossier, **values: Any) -> Any:
    """The model procedure with all municipalities of the dossier."""
    municipalities = [row.municipality for row in plan.consultations.select_related("municipality")]
    return consultations.fix_procedure(
        plan,
        by=editor(plan.partnership.code or ""),
        municipalities=municipalities,
        **{"basis": "model", "fixed_on": clock.today(), "committee": committee(), **values},
    )


def consultation(plan: Dossier, municipality: str = "Meppel") -> Consultation:
    return Consultation.objects.with_names().get(dossier=plan, municipality__name=municipality)


def agree_all(plan: Dossier) -> None:
    """Every municipality records agreement, every partnership is consulted and the OPR consents."""
    code = plan.partnership.code or ""
    for row in Consultation.objects.with_names().filter(dossier=plan):
        consultations.record_outcome(
            row,
            name="agree",
            by=official(row.municipality.name),
            decided_on=clock.today(),
            signatory="wethouder",
        )
    for overleg in plan.overleggen.with_names():
        consultations.record_overleg(
            overleg, by=editor(code), held_on=clock.today(), present="besturen", summary="Afgestemd."
        )
    request = consultations.ask_consent(plan, by=editor(code))
    consultations.record_consent(request, name="consent", by=opr_secretary(code), decided_on=clock.today())


@copied
def adopted(code: str = "PO2203", agree: bool = True) -> Dossier:
    """A dossier that is adopted, with all agreed or with nothing said yet."""
    plan = offered(code)
    if agree:
        agree_all(plan)
    plans.adopt(plan, by=editor(code), adopted_on=clock.today(), body="algemene ledenvergadering")
    return reload(plan)


@copied
def filed(code: str = "PO2203", agree: bool = True) -> Filing:
    """A filing that has been received."""
    plan = adopted(code, agree)
    return plans.file_plan(plan, by=signatory(code))


def reload(plan: Dossier) -> Dossier:
    return Dossier.objects.with_names().get(pk=plan.pk)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def briefing(**values: Any) -> Briefing:
    """A briefing for everybody, a month from now, in preparation."""
    starts_at = values.pop("starts_at", clock.now() + dt.timedelta(days=30))
    return Briefing.objects.create(
        **{
            "title": "Aan tafel",
            "programme": "Gesprek.",
            "audience": "everyone",
            "starts_at": starts_at,
            "ends_at": starts_at + dt.timedelta(hours=2),
            "place": "Meppel",
            "capacity": 20,
            **values,
        }
    )


def sent(words: str = "", key: str = "a key") -> steps.Sent:
    """A request with a key, as the form of a page sends it."""
    return steps.Sent(key, words)

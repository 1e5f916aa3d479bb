"""One partnership with everything on it, built through the services: for the tests that walk over all pages.

Every text somebody types holds the word of the stage, so that a page that shows too much can be caught.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from briefings import services as briefings
from briefings.models import Briefing, BriefingDocument, Registration
from consultations import services as talks
from consultations.models import ConsentRequest, Consultation, Meeting, Overleg, Procedure
from courses.models import Offer
from disputes import services as disputes
from disputes.models import Dispute
from examples import services as examples
from examples.models import Example, ExampleAttachment, Subscription
from experiments import services as experiments
from experiments.models import Experiment, ExperimentCall, ExperimentReport
from guidance import services as guidance
from guidance.models import CalendarFeed, Document, DocumentVersion, LinkCheck, Subject
from plans import services as plans
from plans.models import Attachment, BudgetHeading, Chapter, Dossier, Filing
from plans.services.drafting import BudgetRow
from portal import clock, people
from portal.files import store
from portal.models import Invitation, MailMessage, Membership, Organisation, User
from portal.rights import Role
from register.models import Municipality
from tests import world
from tests.copies import copied
from tests.plans.conftest import pdf, pdf_bytes

E, S, D = "partnership editor", "partnership signatory", "partnership adviser"
M, T = "municipal official", "municipal signatory"
O, C, R, A = "OPR secretary", "committee secretary", "reviewer", "administrator"  # noqa: E741
X = "editor of the counterpart"
G = "guidance editor"
NOBODY, NO_ROLE = "not signed in", "signed in without a role"


@dataclass
class Stage:
    """A dossier in review, and again under way, with everything that can hang on it."""

    word: str
    code: str
    people: dict[str, User]
    dossier: Dossier
    chapter: Chapter
    free_chapter: Chapter
    attachment: Attachment
    procedure: Procedure
    meeting: Meeting
    consultation: Consultation  # in dispute
    agreed: Consultation
    overleg: Overleg
    consent: ConsentRequest
    dispute: Dispute
    filing: Filing
    invitation: Invitation
    member: Membership  # somebody else in the partnership's own organisation
    message: MailMessage
    model_text: DocumentVersion  # of the library, which everybody may read
    feed: CalendarFeed  # of the partnership editor
    offer: Offer
    link_check: LinkCheck
    example: Example  # of the partnership, which the editors asked something about
    example_file: ExampleAttachment
    briefing: Briefing  # announced, for municipalities
    briefing_file: BriefingDocument
    registration: Registration  # of the municipal official
    experiment: Experiment  # of the partnership, selected
    report: ExperimentReport
    subscription: Subscription  # of the partnership editor

    @property
    def organisation(self) -> Organisation:
        return self.dossier.partnership.organisation


def _committee(key: str) -> Organisation:
    values = {"kind": "committee", "name": f"Commissie {key}"}
    found, _made = Organisation.objects.get_or_create(key=key, defaults=values)
    return found


def _write(plan: Dossier, by: User, word: str) -> tuple[Chapter, Attachment]:
    for chapter in plan.chapters.all():
        body = f"<p>Tekst van {word} over {chapter.title.lower()}.</p>"
        plans.save_chapter(
            chapter,
            by=by,
            seen=chapter.row_version,
            title=f"{chapter.title} {word}",
            body=body,
            status="done",
        )
    rows = [
        BudgetRow(heading, f"Regel {word}", {year: 1_000_00 + year for year, _label in plan.years()})
        for heading in BudgetHeading.objects.filter(key__in=["lo_personeel", "arrangementen"])
    ]
    plans.save_budget(plan, by=by, seen=plan.budget_version, rows=rows)
    free = plans.add_chapter(plan, by=by, title=f"Vrij {word}")
    plans.save_details(
        plan,
        by=by,
        seen=plan.row_version,
        title=f"Plan {word}",
        period_start=plan.period_start,
        period_end=plan.period_end,
        budget_years="school",
    )
    upload = pdf(f"bijlage-{word}.pdf", word)
    attachment = plans.add_attachment(
        plan, by=by, upload=upload, content_type="application/pdf", description=f"Over {word}"
    )
    return free, attachment


def _talk(
    plan: Dossier, who: dict[str, User], committee: Organisation, word: str, name: str
) -> dict[str, Any]:
    document = {
        "document": store(pdf_bytes(f"besluit {word}"), "application/pdf"),
        "document_name": f"{word}.pdf",
    }
    today = clock.today()
    procedure = world.procedure(
        plan,
        committee=committee,
        chair=f"Voorzitter {word}",
        remarks=f"Afspraak {word}",
        response_days=20,
        **document,
    )
    first = world.consultation(plan, name)
    rest = list(Consultation.objects.with_names().filter(dossier=plan).exclude(pk=first.pk))
    meeting = talks.record_meeting(
        [first],
        by=who[M],
        held_on=today,
        place=f"Zaal {word}",
        present=f"Mevrouw {word}",
        subjects=f"Onderwerp {word}",
        minutes=document["document"],
        minutes_name=document["document_name"],
    )
    outcome: dict[str, Any] = {"decided_on": today, "remarks": f"Opmerking {word}", **document}
    talks.record_outcome(world.consultation(plan, name), name="disagree", by=who[M], **outcome)
    talks.record_outcome(rest[0], name="agree_on_behalf", by=who[E], evidence=f"Brief {word}", **outcome)
    overleg = plan.overleggen.with_names().first()
    assert overleg is not None
    talks.record_overleg(
        overleg, by=who[E], held_on=today, present=f"De heer {word}", summary=f"Verslag {word}", **document
    )
    consent = talks.ask_consent(world.reload(plan), by=who[E])
    talks.record_consent(consent, name="refuse", by=who[O], **outcome)
    dispute = disputes.lodge(world.consultation(plan, name), by=who[E], grounds=f"Gronden {word}", **document)
    disputes.take_step(dispute, name="declare_admissible", by=who[C], case_number=f"zaak-{word}")
    return {
        "procedure": procedure,
        "meeting": meeting,
        "consultation": world.consultation(plan, name),
        "agreed": rest[0],
        "overleg": overleg,
        "consent": consent,
        "dispute": dispute,
    }


@copied
def build(code: str, municipality: str, word: str, committee_key: str) -> Stage:
    """A stage around a partnership and one of its municipalities, at the clock of the caller."""
    organisation = world.partnership(code).organisation
    official_of = Municipality.objects.get(name=municipality).organisation
    committee = _committee(committee_key)
    who = {
        E: world.person(Role.PARTNERSHIP_EDITOR, organisation, name=f"opsteller-{word}", manager=True),
        S: world.person(Role.PARTNERSHIP_SIGNATORY, organisation, name=f"indiener-{word}"),
        D: world.person(Role.PARTNERSHIP_ADVISER, organisation, name=f"adviseur-{word}"),
        M: world.person(Role.MUNICIPALITY_OFFICIAL, official_of, name=f"ambtenaar-{word}"),
        T: world.person(Role.MUNICIPALITY_SIGNATORY, official_of, name=f"college-{word}"),
        O: world.person(
            Role.OPR_SECRETARY, Organisation.objects.get(kind="opr", of=organisation), name=f"opr-{word}"
        ),
        C: world.person(Role.COMMITTEE_SECRETARY, committee, name=f"commissie-{word}"),
        R: world.reviewer(),
        A: world.administrator(),
        G: world.guidance_editor(),
    }
    plan = plans.start(world.dossier(code), by=who[E])
    free, attachment = _write(plan, who[E], word)
    plan = world.reload(plan)
    plans.offer(plan, by=who[E])
    plan = world.reload(plan)
    rows = _talk(plan, who, committee, word, municipality)
    counterpart = rows["overleg"].counterpart.organisation
    who[X] = world.person(Role.PARTNERSHIP_EDITOR, counterpart, name=f"buur-{word}")
    document = {
        "document": store(pdf_bytes(f"besluit {word}"), "application/pdf"),
        "document_name": f"{word}.pdf",
    }
    plans.adopt(plan, by=who[S], adopted_on=clock.today(), body=f"bestuur {word}", **document)
    filing = plans.file_plan(world.reload(plan), by=who[S], remark=f"Opmerking {word}")
    element = plan.elements().first()
    plans.take_up(filing, by=who[R])
    plans.request_repair(
        filing,
        by=who[R],
        reason=f"Herstel {word}",
        due=clock.today(),
        element_findings=[(element, f"Mist {word}")],
    )
    chapter = plan.chapters.first()
    assert chapter is not None
    plans.save_chapter(
        chapter,
        by=who[E],
        seen=chapter.row_version,
        title=f"Later {word}",
        body=f"<p>Hersteld {word}.</p>",
        status="done",
    )
    plans.offer(world.reload(plan), by=who[E])
    invitation = people.invite(
        organisation,
        email=f"nieuw-{word}@example.org",
        role=Role.PARTNERSHIP_EDITOR,
        by=who[E],
        is_manager=False,
    )
    return Stage(
        word=word,
        code=code,
        people=who,
        dossier=world.reload(plan),
        chapter=chapter,
        free_chapter=free,
        attachment=attachment,
        filing=filing,
        invitation=invitation,
        member=Membership.objects.get(user=who[S]),
        message=MailMessage.objects.filter(user=who[E]).latest("pk"),
        model_text=_model_text(),
        feed=guidance.open_feed(who[E]),
        **_example(organisation, who, word),
        **_briefing(who, word),
        **_experiment(organisation, who, word),
        **_offer(),
        **rows,
    )


def _model_text() -> DocumentVersion:
    """A version of the model procedure with its text; one for all stages."""
    file = store(pdf_bytes("model"), "application/pdf")
    version, _made = DocumentVersion.objects.get_or_create(
        document=Document.objects.get(key="modelprocedure-oogo"),
        position=9,
        defaults={"label": "met tekst", "file": file, "file_name": "modelprocedure.pdf"},
    )
    return version


def _example(organisation: Organisation, who: dict[str, User], word: str) -> dict[str, Any]:
    subjects = list(Subject.objects.filter(key="jeugdhulp"))
    example = examples.draft_example(
        organisation,
        by=who[E],
        subjects=subjects,
        title=f"Voorbeeld {word}",
        partners=f"Scholen {word}",
        place=f"Stad {word}",
        province="Drenthe",
        sectors="PO",
        reach="schools",
        done=f"Gedaan {word}",
        result=f"Gevolg {word}",
        contact_name=f"Mevrouw {word}",
        contact_email=f"{word}@example.org",
        may_publish=True,
    )
    file = store(pdf_bytes(f"voorbeeld {word}"), "application/pdf")
    examples.add_attachment(example, by=who[E], document=file, document_name=f"{word}.pdf")
    examples.submit_example(example, by=who[E])
    examples.decide_example(example, name="ask_back", by=who[G], reason=f"Vraag {word}")
    return {
        "example": example,
        "example_file": example.attachments.get(),
        "subscription": examples.save_subscription(who[E], subjects=subjects, frequency="weekly"),
    }


def _briefing(who: dict[str, User], word: str) -> dict[str, Any]:
    """A briefing for municipalities; one for all stages."""
    briefing = Briefing.objects.filter(title="Bijeenkomst").first()
    if briefing is None:
        briefing = world.briefing(title="Bijeenkomst", audience="municipalities", place="Utrecht")
        briefings.announce_briefing(briefing, by=who[G])
    file = store(pdf_bytes("stuk"), "application/pdf")
    document, _made = BriefingDocument.objects.get_or_create(
        briefing=briefing, title="Stuk", defaults={"file": file, "file_name": "stuk.pdf"}
    )
    registration = briefings.sign_up(briefing, by=who[M], remark=f"Opmerking {word}")
    return {"briefing": briefing, "briefing_file": document, "registration": registration}


def _experiment(organisation: Organisation, who: dict[str, User], word: str) -> dict[str, Any]:
    experiment = experiments.apply_for_experiment(
        organisation,
        call=ExperimentCall.objects.get(key="2013"),
        by=who[E],
        plan=f"Proef {word}",
        motivation=f"Reden {word}",
    )
    experiments.decide_experiment(
        experiment, name="select", by=who[G], reason=f"Besluit {word}", decided_on=clock.today()
    )
    file = store(pdf_bytes(f"verslag {word}"), "application/pdf")
    report = experiments.report_experiment(
        experiment,
        by=who[E],
        done=f"Proefles {word}",
        lessons=f"Les {word}",
        document=file,
        document_name="v.pdf",
    )
    return {"experiment": experiment, "report": report}


def _offer() -> dict[str, Any]:
    """A course with a link that does not work; one for all stages."""
    url = "https://www.voorbeeld.nl/cursus"
    offer, _made = Offer.objects.get_or_create(url=url, defaults={"provider": "AVS", "title": "Cursus"})
    check, _made = LinkCheck.objects.get_or_create(
        url=url,
        defaults={"checked_at": clock.now(), "failing_since": clock.now(), "problem": "antwoordt met 404"},
    )
    return {"offer": offer, "link_check": check}


def own() -> Stage:
    return build("PO2203", "Meppel", "kanariegeel", "committee-oogo")


def other() -> Stage:
    """A partnership elsewhere, with none of its organisations in common with the first but the inspectorate."""
    return build("PO2502", "Aalten", "flamingoroze", "committee-elsewhere")


@contextmanager
def january() -> Iterator[None]:
    """The clock of all tests, for what lives longer than one test."""
    with clock.at(world.START):
        yield

"""The steps of a story that other parties take: municipalities, other partnerships, the OPR and the committee."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from consultations import services as consultations
from consultations.models import ConsentRequest, Consultation, Overleg
from demo import documents, people, texts
from demo.story import ALL, NOT_ATTENDED, Story
from demo.story import Dispute as Case
from disputes import services as disputes
from disputes.models import Dispute
from guidance.models import Document, DocumentVersion
from plans.models import Dossier
from portal import clock
from portal.models import Organisation, User
from portal.rights import OrganisationKind

Action = tuple[str, str, Callable[[], Any]]
LETTER = "Voorbeeldbrief van het college"
MINUTES = "Voorbeeldverslag van het overleg"
OWN_TERMS = {
    "basis": "own",
    "differences": "Voorbeeld: eigen termijnen voor de uitnodiging, de reactie en een geschil.",
    "invitation_days": 14,
    "response_days": 42,
    "dispute_days": 42,
    "defence_days": 21,
    "advice_days": 42,
}


def rows(story: Story) -> list[Consultation]:
    """The consultations of the first plan of a story, by name of the municipality."""
    found = Consultation.objects.with_names().filter(
        dossier__partnership__organisation__key=story.key, dossier__round__is_first_plan=True
    )
    return list(found)


def row(story: Story, municipality: str) -> Consultation:
    """The consultation with one municipality."""
    return next(found for found in rows(story) if found.municipality.name == municipality)


def fix_procedure(story: Story, plan: Dossier) -> None:
    """The model procedure, or (where it comes to a dispute, and here and there) one of their own with terms."""
    own = story.dispute or sum(story.key.encode()) % 4 == 0
    consultations.fix_procedure(
        plan,
        by=people.editor(story.key),
        municipalities=[found.municipality for found in rows(story)],
        fixed_on=clock.today(),
        committee=Organisation.objects.get(kind=OrganisationKind.COMMITTEE),
        model_version=DocumentVersion.objects.filter(
            document__kind=Document.Kind.MODEL, label="2013"
        ).first(),
        **(OWN_TERMS if own else {"basis": "model"}),
    )


def meet(story: Story) -> None:
    """Record a meeting with all municipalities, or with those named; who does not use the portal is not there."""
    met = [
        found
        for found in rows(story)
        if found.municipality.name not in story.absent
        and (ALL in story.met or found.municipality.name in story.met)
    ]
    consultations.record_meeting(
        met,
        by=people.editor(story.key),
        held_on=clock.today(),
        place=f"Gemeentehuis van {met[0].municipality.name}",
        present="Wethouders onderwijs, twee bestuurders en de coördinator van het samenwerkingsverband (voorbeeld)",
        subjects=texts.SUBJECTS,
        minutes=documents.keep(MINUTES),
        minutes_name=f"{MINUTES}.pdf",
    )


def consult_partnerships(story: Story) -> None:
    """Record the overleg with every partnership of the other sector."""
    for overleg in Overleg.objects.with_names().filter(dossier__partnership__organisation__key=story.key):
        consultations.record_overleg(
            overleg,
            by=people.editor(story.key),
            held_on=clock.today(),
            present="De coördinatoren van beide samenwerkingsverbanden (voorbeeld)",
            summary="Voorbeeld: de overgang tussen po en vo en het aanbod voor thuiszitters zijn afgestemd.",
        )


def decide_consent(story: Story) -> None:
    """The OPR decides on what was last asked."""
    request = ConsentRequest.objects.with_names().filter(opr__of__key=story.key).order_by("-pk")[0]
    name, day = story.consent or ("", "")
    consultations.record_consent(
        request,
        name=name,
        by=people.opr(story.key),
        decided_on=dt.date.fromisoformat(day),
        remarks={"consent_with_conditions": texts.CONDITIONS, "refuse": texts.REFUSAL}.get(name, ""),
    )


def outcomes(story: Story) -> Iterator[Action]:
    """The outcomes: over three days from the day the colleges decide, and those after an advice or a settlement."""
    for shift in range(3) if story.outcomes else ():
        day = dt.date.fromisoformat(story.decide) + dt.timedelta(days=shift)
        yield day.isoformat(), "14:40", partial(_decide, story, shift)
    for day_after, municipality in story.agree_after.items():
        yield day_after, "15:05", partial(_agree_after, story, municipality)


def _decide(story: Story, shift: int) -> None:
    for number, consultation in enumerate(rows(story)):
        municipality = consultation.municipality.name
        name = story.outcomes.get(municipality) or story.outcomes.get(ALL)
        if name and number % 3 == shift:
            record_outcome(story, consultation, name)


def _agree_after(story: Story, municipality: str) -> None:
    record_outcome(story, row(story, municipality), "agree")


def record_outcome(story: Story, consultation: Consultation, name: str) -> None:
    """The municipality records its outcome, or the partnership on its behalf, with evidence."""
    municipality = consultation.municipality.name
    on_behalf = municipality in story.absent
    remarks = texts.REMARKS.get(name, ("",))
    evidence = texts.NOT_ATTENDED if name == NOT_ATTENDED else texts.EVIDENCE
    letter = None if name == NOT_ATTENDED else documents.keep(LETTER)
    consultations.record_outcome(
        consultation,
        name=f"{name}_on_behalf" if on_behalf else name,
        by=people.editor(story.key) if on_behalf else people.official(municipality),
        decided_on=clock.today(),
        signatory="" if on_behalf else "Wethouder onderwijs (voorbeeld)",
        remarks=remarks[len(municipality) % len(remarks)],
        document=letter,
        document_name=f"{LETTER}.pdf" if letter else "",
        evidence=evidence if on_behalf else "",
    )


def dispute(story: Story) -> Iterator[Action]:
    """The dispute: lodged by one of the parties, and every step after it."""
    if case := story.dispute:
        yield case.lodged, "16:45", partial(_lodge, story, case)
        for name, day, who in case.steps:
            yield day, "10:30", partial(_take_step, story, case, name, who)


def _lodge(story: Story, case: Case) -> None:
    disputes.lodge(row(story, case.municipality), by=_party(story, case, case.by), grounds=texts.GROUNDS)


def _take_step(story: Story, case: Case, name: str, who: str) -> None:
    found = Dispute.objects.with_names().get(consultation=row(story, case.municipality))
    extra: dict[str, Any] = {}
    if name == "declare_admissible":
        extra["case_number"] = f"VB-{100000 + found.pk}"
    if name == "advise":
        title = "Voorbeeldadvies van de geschillencommissie"
        extra |= {
            "advice_number": f"VB-14.{found.pk:02}",
            "document": documents.keep(title),
            "document_name": f"{title}.pdf",
        }
    disputes.take_step(found, name=name, by=_party(story, case, who), reason=texts.DISPUTE[name], **extra)


def _party(story: Story, case: Case, who: str) -> User:
    if who == "committee":
        return people.person(people.SECRETARY)
    return people.editor(story.key) if who == "partnership" else people.official(case.municipality)

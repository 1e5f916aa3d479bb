"""The steps of a story: each calls the service that the page calls, at its own moment."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from consultations import services as consultations
from demo import budget, documents, people, talks, texts
from demo.story import Story
from plans import services as plans
from plans.models import Chapter, Dossier, Element, Filing
from portal import clock, uploads
from portal.models import User
from register.models import Municipality, Partnership

LAST_DAY = "2014-04-12"
ADOPTION = "Voorbeeldbesluit vaststelling"


@dataclass(frozen=True)
class Step:
    """Something that happens at a moment."""

    at: dt.datetime
    do: Callable[[], Any]


def moment(day: str, time: str, story: Story) -> dt.datetime:
    """A moment in the Netherlands; the minutes differ per story, as they would."""
    hours, minutes = time.split(":")
    minutes = str((int(minutes) + sum(story.key.encode())) % 60)
    return clock.parse_moment(f"{day}T{hours}:{minutes:>02}")


def steps(story: Story) -> Iterator[Step]:
    """Everything that happens in a story, each step with its moment."""
    road: list[tuple[str, str, Callable[[Story], Any]]] = [
        (story.start, "09:05", start),
        (story.offer, "11:20", offer),
        (story.ask, "13:10", ask),
        (story.meeting, "16:30", talks.meet),
        (story.overleg, "15:40", talks.consult_partnerships),
        (story.consent[1] if story.consent else "", "20:15", talks.decide_consent),
        (story.offer_again, "11:30", offer_again),
        (story.adopt, "16:10", adopt),
        (story.file, "14:05", file),
        (story.take_up, "09:30", take_up),
        (story.repair, "10:45", request_repair),
        (story.complete, "11:15", find_complete),
        (story.refile, "09:20", repair),
        (story.refile, "15:25", file),
        (story.complete_again, "09:40", take_up),
        (story.complete_again, "14:50", find_complete),
    ]
    for day, time, do in road:
        if day:
            yield Step(moment(day, time, story), partial(do, story))
    for day, time, action in (*writing(story), *talks.outcomes(story), *talks.dispute(story)):
        yield Step(moment(day, time, story), action)


def dossier(story: Story) -> Dossier:
    """The dossier as it is now."""
    return Dossier.objects.with_names().get(
        partnership__organisation__key=story.key, round__is_first_plan=True
    )


def filing(story: Story) -> Filing:
    """The last filing."""
    return Filing.objects.filter(dossier=dossier(story)).order_by("-sequence")[0]


def variant(story: Story) -> int:
    """Which of the example texts a story takes."""
    return sum(story.key.encode())


def start(story: Story) -> None:
    """Begin; a national partnership chooses with whom it talks."""
    plan, by = dossier(story), people.editor(story.key)
    plans.start(plan, by=by)
    if story.municipalities:
        plans.choose_partners(
            plan,
            by=by,
            municipalities=Municipality.objects.filter(name__in=story.municipalities),
            partnerships=Partnership.objects.filter(organisation__key__in=story.partnerships),
        )


def writing(story: Story) -> Iterator[talks.Action]:
    """The chapters, spread over the working days up to the offer; then the budget and the attachments."""
    days = working_days(story.start, story.offer or LAST_DAY)
    elements = list(
        Element.objects.filter(sector=story.key[:2], law_version__filinground__is_first_plan=True)
    )
    done = len(elements) * story.written // 100
    for number, element in enumerate(elements[:done]):
        unfinished = number == done - 1 and done < len(elements)
        day = days[number * len(days) // done]
        yield day, "10:15", partial(write, story, number, element, unfinished)
    if story.written == 100 and variant(story) % 3 == 0:
        yield days[-1], "11:00", partial(write_free_chapter, story)
    if story.budget:
        yield days[-1], "11:10", partial(write_budget, story)
    if story.attachments:
        yield days[-1], "11:15", partial(attach, story)


def working_days(first: str, before: str) -> list[str]:
    """The working days from the day after the first; Christmas is left out."""
    start = dt.date.fromisoformat(first)
    days = [start + dt.timedelta(days=n) for n in range(1, (dt.date.fromisoformat(before) - start).days)]
    return [
        day.isoformat()
        for day in days
        if day.weekday() < 5 and not dt.date(2013, 12, 23) <= day < dt.date(2014, 1, 6)
    ]


def write(story: Story, number: int, element: Element, unfinished: bool) -> None:
    """Write one chapter; every third is the work of a colleague."""
    plan = dossier(story)
    by = people.signatory(story.key) if number % 3 == 2 else people.editor(story.key)
    chapter = plan.chapters.select_related("dossier").get(element=element)
    body = texts.chapter(element.key, plan.partnership.sector, variant(story) + number)
    _save(chapter, by, body, Chapter.Status.BUSY if unfinished else Chapter.Status.DONE)


def write_free_chapter(story: Story) -> None:
    """Add a chapter the law does not ask for."""
    title, body = texts.free_chapter()
    by = people.editor(story.key)
    _save(plans.add_chapter(dossier(story), by=by, title=title), by, body, Chapter.Status.DONE)


def write_budget(story: Story) -> None:
    """Fill the budget, in the size of the area."""
    plan = dossier(story)
    size = plan.partnership.areas.count() or len(story.municipalities)
    rows = budget.rows(plan, size)
    plans.save_budget(plan, by=people.editor(story.key), seen=plan.budget_version, rows=rows)


def attach(story: Story) -> None:
    """Add the attachments, which go through the same check as an upload."""
    plan, by = dossier(story), people.editor(story.key)
    for title in documents.ATTACHMENTS[: story.attachments]:
        upload = SimpleUploadedFile(f"{title}.pdf", documents.pdf(title))
        kind = uploads.check(upload)
        plans.add_attachment(plan, by=by, upload=upload, content_type=kind, description="Voorbeeldbijlage")


def offer(story: Story) -> None:
    """Offer the concept, and record the procedure that was agreed for the talks."""
    by = people.editor(story.key)
    plans.offer(dossier(story), by=by)
    if story.procedure:
        talks.fix_procedure(story, dossier(story))


def offer_again(story: Story) -> None:
    """Add what the talks brought, and offer the new version."""
    _extend(story, "samenhangend_geheel_basisondersteuning", texts.AFTER_TALKS)
    plans.offer(dossier(story), by=people.editor(story.key))


def ask(story: Story) -> None:
    """Put the concept to the OPR."""
    consultations.ask_consent(dossier(story), by=people.editor(story.key))


def adopt(story: Story) -> None:
    """Record the adoption, with the decision as a document."""
    plans.adopt(
        dossier(story),
        by=people.editor(story.key),
        adopted_on=clock.today(),
        body=story.body,
        document=documents.keep(ADOPTION),
        document_name=f"{ADOPTION}.pdf",
    )


def file(story: Story) -> None:
    """File the plan."""
    plans.file_plan(dossier(story), by=people.signatory(story.key))


def take_up(story: Story) -> None:
    """A reviewer takes the last filing up."""
    plans.take_up(filing(story), by=people.person(people.REVIEWER))


def request_repair(story: Story) -> None:
    """The reviewer asks for repair of two elements."""
    row = filing(story)
    findings = [
        (element, texts.REPAIR_FINDINGS[element.key])
        for element in row.dossier.elements().filter(key__in=texts.REPAIR_FINDINGS)
    ]
    plans.request_repair(
        row,
        by=people.person(people.REVIEWER),
        reason=texts.REPAIR_REASON,
        due=dt.date.fromisoformat(story.repair_due),
        element_findings=findings,
    )


def find_complete(story: Story) -> None:
    """The reviewer finds the last filing complete."""
    plans.find_complete(filing(story), by=people.person(people.REVIEWER), reason=texts.COMPLETE_REASON)


def repair(story: Story) -> None:
    """Repair what the inspectorate asked for, and adopt the plan again."""
    for key in texts.REPAIR_FINDINGS:
        _extend(story, key, texts.REPAIR)
    adopt(story)


def _extend(story: Story, key: str, more: str) -> None:
    chapter = dossier(story).chapters.select_related("dossier").get(element__key=key)
    _save(chapter, people.editor(story.key), chapter.body + more, chapter.status)


def _save(chapter: Chapter, by: User, body: str, status: str) -> None:
    plans.save_chapter(
        chapter, by=by, seen=chapter.row_version, title=chapter.title, body=body, status=status
    )

"""The legal check: what the law still misses, with article and reason. One rule set for drafting, filing and review."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from plans import content as contents
from plans import extension_points, richtext, standing
from plans.content import Content
from plans.models import MAX_SCHOOL_YEARS, Adoption, Chapter, Dossier, Filing, PlanVersion
from plans.models.law import Element
from plans.standing import Timing

MISSING, WARNING = "missing", "warning"
T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """One thing the law asks and the plan does not (yet) have.

    `level` is "missing" for what the law prescribes and "warning" for what deviates but may be right; `url` leads to
    where the partnership repairs it. Nothing here blocks anything.
    """

    code: str
    level: str
    article: str
    message: str
    url: str = ""
    element: str = ""


@dataclass
class Case:
    """What is being checked: the working copy of a dossier, or a frozen version of it."""

    dossier: Dossier
    version: PlanVersion | None = None
    received_at: dt.datetime | None = None  # while it is being filed
    read: dict[Callable[[Dossier], Any], Any] = field(default_factory=dict, repr=False)  # by what reads it

    def once(self, load: Callable[[Dossier], T]) -> T:
        """What `load` reads of the dossier: the rules of all apps and the panels of a page share what they need."""
        if load not in self.read:
            self.read[load] = load(self.dossier)
        found: T = self.read[load]
        return found

    @cached_property
    def content(self) -> Content:
        return self.version.content if self.version else self.working_copy

    @cached_property
    def working_copy(self) -> Content:
        return contents.of_working_copy(self.dossier, self.once(chapters_of))

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.dossier.elements())

    @cached_property
    def adoption(self) -> Adoption | None:
        """The last adoption; of the version, when that is what is checked."""
        adoptions = self.dossier.adoptions.select_related("version").defer("version__content")
        return (adoptions.filter(version=self.version) if self.version else adoptions).last()

    @property
    def adopted_on(self) -> dt.date | None:
        return self.adoption.adopted_on if self.adoption else None


def chapters_of(dossier: Dossier) -> list[Chapter]:
    """The chapters of the working copy, each with its element and who wrote it last."""
    return list(dossier.chapters.select_related("element", "updated_by"))


def filings_of(dossier: Dossier) -> list[Filing]:
    """The filings in the order they came, each with its version; without the large texts."""
    filings = dossier.filings.select_related("version").defer("version__content", "findings")
    return list(filings.order_by("sequence"))


def check(case: Case) -> list[Finding]:
    """All findings of all apps, what is missing first."""
    found = [finding for rule in extension_points.FINDINGS for finding in rule(case)]
    return sorted(found, key=lambda finding: finding.level != MISSING)


def snapshot(case: Case) -> list[dict[str, Any]]:
    """The findings as they stand at a filing, in Dutch, without links."""
    with translation.override("nl"):
        return [asdict(finding) | {"url": ""} for finding in check(case)]


def element_rules(case: Case) -> Iterable[Finding]:
    """Every mandatory element has a chapter with text that its writer calls finished (art. 18a/17a lid 8).

    What was adopted is finished, whatever status its chapters were frozen with.
    """
    is_finished = case.version is not None and case.adoption is not None
    chapters = {row["element"]: row for row in case.content["chapters"] if row["element"]}
    pages = {row.element_id: row for row in case.once(chapters_of)}

    def where(element: Element) -> dict[str, str]:
        page = pages.get(element.pk)
        url = page.get_absolute_url() if page else ""
        return {"article": element.article, "url": url, "element": element.key}

    def name(element: Element) -> str:
        values = {"letter": element.letter, "title": element.display_title}
        return _("Onderdeel %(letter)s (%(title)s)") % values if element.letter else element.display_title

    for element in case.elements:
        chapter = chapters.get(element.key)
        if chapter is None or not richtext.plain(chapter["body"]):
            yield Finding(
                "element_empty",
                MISSING,
                message=_("%(name)s heeft nog geen tekst.") % {"name": name(element)},
                **where(element),
            )
        elif chapter["status"] != "done" and not is_finished:
            yield Finding(
                "element_unfinished",
                WARNING,
                message=_("%(name)s staat nog niet op ‘afgerond’.") % {"name": name(element)},
                **where(element),
            )


def budget_rules(case: Case) -> Iterable[Finding]:
    """The element on money asks for a multi-year budget (lid 8 onder b)."""
    element = next((row for row in case.elements if row.needs_budget), None)
    if element is None:
        return
    where = {
        "article": element.article,
        "url": reverse("plans:budget", args=[case.dossier.uuid]),
        "element": element.key,
    }
    budget = case.content["budget"]
    if not any(any(line["amounts"].values()) for line in budget["lines"]):
        yield Finding("budget_empty", MISSING, message=_("De meerjarenbegroting is nog leeg."), **where)
        return
    sums = contents.totals(budget)
    empty = [
        label
        for year, label in budget["years"]
        if not sums["income"][str(year)] and not sums["expenditure"][str(year)]
    ]
    if empty:
        yield Finding(
            "budget_year_empty",
            WARNING,
            message=_("De meerjarenbegroting heeft geen bedragen voor %(years)s.")
            % {"years": ", ".join(empty)},
            **where,
        )
    if budget["year_kind"] == "calendar":
        yield Finding(
            "budget_calendar_years",
            WARNING,
            message=_("De begroting staat in kalenderjaren; het plan gaat over schooljaren."),
            **where,
        )


def period_rules(case: Case) -> Iterable[Finding]:
    """A plan period of whole school years, at most four (lid 7), starting in the round's year."""
    start = dt.date.fromisoformat(case.content["period"]["start"])
    end = dt.date.fromisoformat(case.content["period"]["end"])
    where = {
        "article": "WPO 18a lid 7 / WVO 17a lid 7",
        "url": reverse("plans:details", args=[case.dossier.uuid]),
    }
    if (start.month, start.day) != (8, 1) or (end.month, end.day) != (7, 31):
        yield Finding(
            "period_not_school_years",
            WARNING,
            message=_("De planperiode valt niet samen met schooljaren."),
            **where,
        )
    if end > dt.date(start.year + MAX_SCHOOL_YEARS, 7, 31):
        yield Finding(
            "period_too_long",
            MISSING,
            message=_("Een plan geldt voor ten hoogste vier schooljaren."),
            **where,
        )
    if start != case.dossier.round.plan_start:
        yield Finding(
            "period_other_start",
            WARNING,
            message=_("De planperiode begint niet op de datum van deze ronde."),
            **where,
        )


def adoption_rules(case: Case) -> Iterable[Finding]:
    """The plan is adopted, in this version (lid 7)."""
    dossier = case.dossier
    where = {
        "article": "WPO 18a lid 7 / WVO 17a lid 7",
        "url": reverse("plans:transition", args=[dossier.uuid, "adopt"]),
    }
    adopted = dossier.adopted_version
    if adopted is None:
        yield Finding("not_adopted", MISSING, message=_("De vaststelling is nog niet vastgelegd."), **where)
        return
    if case.version is None and not contents.same_text(case.content, adopted.content):
        yield Finding(
            "changed_since_adoption",
            WARNING,
            message=_("De tekst is veranderd sinds de vaststelling van versie %(number)d.")
            % {"number": adopted.number},
            **where,
        )


def timeliness_rules(case: Case) -> Iterable[Finding]:
    """Filed before the deadline of the round (lid 10; Wet passend onderwijs art. IX lid 3).

    A plan that came in time does not become late by an answer to a request for repair, nor by a later deadline in the
    round: every filing keeps the deadline it had.
    """
    dossier = case.dossier
    deadline = dossier.round.deadline_text
    if case.received_at:
        answers = standing.open_request(case.once(filings_of))
        timing = Timing.LATE if dossier.round.has_passed_at(case.received_at) and not answers else Timing.OPEN
    else:
        timing = standing.of(dossier).timing
    if timing == Timing.LATE:
        text = _("Het plan is te laat ingediend; het moest er zijn %(deadline)s.")
    elif timing == Timing.MISSING:
        text = _(
            "De uiterste datum is voorbij (%(deadline)s). Indienen kan nog; het plan wordt als te laat gemarkeerd."
        )
    else:
        return
    yield Finding("late", WARNING, dossier.round.deadline_article, text % {"deadline": deadline})

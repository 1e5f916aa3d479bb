"""Scenes that several stories share, all through pages."""

from typing import Any

from django.urls import reverse

from plans.models import BudgetHeading, Dossier
from portal import clock
from portal.models import User
from tests import world
from tests.plans.conftest import pdf
from tests.stories.person import Story

CODE = "PO2203"


def page(plan: Dossier, name: str) -> str:
    return reverse(name, args=[plan.uuid])


def today() -> str:
    return f"{clock.today():%d-%m-%Y}"


def write(story: Story, by: User) -> Dossier:
    """From an empty dossier to a text in every chapter, a budget and an attachment."""
    editor = story.as_(by)
    assert "Ondersteuningsplan" in editor.read(reverse("plans:dossiers"))
    start = {"partnership": world.partnership(CODE).pk, "round": world.first_round().pk}
    home = editor.post(reverse("plans:start_dossier"), start)
    plan = Dossier.objects.with_names().get(partnership__code=CODE)
    assert home == plan.get_absolute_url()
    for chapter in plan.chapters.all():
        body = f"<p>Zo regelen wij dit: {chapter.title.lower()}.</p>"
        editor.send(chapter.get_absolute_url(), title=chapter.title, body=body, status="done")
    years = {f"regel-0-y{year}": "1.250.000,50" for year, _label in plan.years()}
    budget: dict[str, Any] = {
        "regel-TOTAL_FORMS": 1,
        "regel-INITIAL_FORMS": 0,
        "budget_version": plan.budget_version,
        "regel-0-heading": BudgetHeading.objects.get(key="lo_personeel").pk,
        **years,
    }
    editor.post(page(plan, "plans:budget"), budget)
    editor.send(page(plan, "plans:attachments"), document=pdf("regionale analyse.pdf"), description="Cijfers")
    return world.reload(plan)


def offer(story: Story, by: User, plan: Dossier) -> None:
    home = plan.get_absolute_url()
    assert story.as_(by).step(home, "Concept aanbieden</a>") == home


def fix_procedure(story: Story, by: User, plan: Dossier) -> None:
    """The model procedure with all municipalities."""
    story.as_(by).send(
        page(plan, "consultations:procedure"),
        municipalities=[row.municipality_id for row in plan.consultations.all()],
        basis="model",
        fixed_on=today(),
        committee=world.committee().pk,
        response_days="20",
    )


def agree(story: Story, plan: Dossier, by: User) -> None:
    """The official finds the plan in the list of the municipality, and records that they agree."""
    official = story.as_(by)
    organisation = by.active_memberships[0].organisation
    talks = plan.consultations.get(municipality__organisation=organisation)
    url = official.follow(reverse("consultations:consultations"), str(plan))
    assert url == talks.get_absolute_url()
    official.step(url, "Overeenstemming vastleggen</a>", decided_on=today(), signatory="wethouder Jansen")


def adopt(story: Story, by: User, plan: Dossier) -> None:
    home = plan.get_absolute_url()
    story.as_(by).step(
        home, "Vaststelling vastleggen</a>", adopted_on=today(), body="algemene ledenvergadering"
    )


def file(story: Story, by: User, plan: Dossier) -> str:
    """File, and read the receipt; gives its text."""
    signatory = story.as_(by)
    receipt = signatory.step(plan.get_absolute_url(), "Indienen bij de inspectie</a>", declaration="on")
    return signatory.read(receipt)

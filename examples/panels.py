"""What this app adds to the pages of the apps below it."""

from typing import Any

from examples.models import Example
from experiments.models import Experiment
from guidance.selectors import SHOWN
from portal.models import User

Part = tuple[str, dict[str, Any]]


def beside_subject(subject: str) -> Part | None:
    """The latest published examples about a subject (its key), at most five. One query."""
    found = Example.objects.public().filter(subjects__key=subject)
    rows = list(found.select_related("organisation").only("uuid", "title", "organisation__name")[:SHOWN])
    return ("examples/_beside.html", {"examples": rows, "subject": subject}) if rows else None


def lessons() -> Part:
    """What the experiments taught, on the page with the calls. One query."""
    rows = Example.objects.public().filter(experiment__isnull=False)
    return "examples/_lessons.html", {"lessons": rows.select_related("organisation").defer("search_text")}


def of_experiment(experiment: Experiment, user: User) -> Part | None:
    """The examples that came of an experiment, as far as this person may see them. One query."""
    rows = list(Example.objects.visible_to(user).filter(experiment=experiment))
    return ("examples/_of_experiment.html", {"examples": rows}) if rows else None

"""Examples, and whoever keeps the guidance, signed in."""

from collections.abc import Callable
from typing import Any

import pytest

from examples import services
from examples.models import Example
from guidance.models import Subject
from tests import world
from tests.guidance.conftest import client_of, editor  # noqa: F401

FILLED: dict[str, Any] = {
    "partners": "De gemeente en acht scholen.",
    "place": "Meppel",
    "province": "Drenthe",
    "sectors": "PO",
    "reach": "municipality",
    "done": "Elke maand overleg.",
    "result": "Kortere lijnen.",
    "contact_name": "A. Bakker",
    "contact_email": "a.bakker@example.org",
    "may_publish": True,
}


@pytest.fixture
def example(db: None) -> Callable[..., Example]:
    """Makes an example of PO2203, filled in; `upto` says how far it is: draft, submitted or published."""

    def make(
        title: str = "Samen aan tafel",
        *,
        upto: str = "draft",
        subjects: tuple[str, ...] = ("jeugdhulp",),
        **values: Any,
    ) -> Example:
        by = world.editor()
        row = services.draft_example(
            world.partnership().organisation,
            by=by,
            title=title,
            subjects=Subject.objects.filter(key__in=subjects),
            **{**FILLED, **values},
        )
        if upto != "draft":
            services.submit_example(row, by=by)
        if upto == "published":
            services.decide_example(row, name="publish", by=world.guidance_editor())
        return row

    return make

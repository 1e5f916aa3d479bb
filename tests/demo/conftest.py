"""The demo, built once for all tests of a module and rolled back after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from demo import build
from portal import clock


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """Builds the demo with quick PDFs; gives what it said. Every test works on it in a savepoint of its own."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr("plans.pdf.render", lambda html: b"%PDF-quick " + html.encode())
        build.build(said.append)
        yield said
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def april() -> Iterator[None]:
    """The visitor arrives on 14 April 2014."""
    with clock.at("2014-04-14T09:00"):
        yield

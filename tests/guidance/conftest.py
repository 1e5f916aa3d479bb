"""Whoever keeps the guidance, signed in; and documents to search in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidance import services
from guidance.models import Document, DocumentVersion, Example, Meeting, Party, Subject
from portal import clock
from portal.models import User
from tests import world


@pytest.fixture
def editor(db: None) -> Client:
    client = Client()
    client.force_login(world.guidance_editor())
    return client


@pytest.fixture
def document(db: None) -> Callable[..., Document]:
    """Makes a document; `issuers` and `subjects` are keys, `dated` gives it a version of that day."""

    def make(
        key: str,
        *,
        issuers: tuple[str, ...] = (),
        subjects: tuple[str, ...] = (),
        dated: Any = None,
        **values: Any,
    ) -> Document:
        made = Document.objects.create(key=key, **{"kind": "guide", "title": key.capitalize(), **values})
        made.issuers.set(Party.objects.filter(key__in=issuers))
        made.subjects.set(Subject.objects.filter(key__in=subjects))
        if dated:
            DocumentVersion.objects.create(document=made, label=str(dated.year), dated=dated)
        made.refresh_search()
        return made

    return make


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browser in which somebody is signed in."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


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


@pytest.fixture
def meeting(db: None) -> Callable[..., Meeting]:
    """Makes an announced meeting for municipalities, on 14 May 2014 at half past one."""

    def make(*, announced: bool = True, **values: Any) -> Meeting:
        row = world.meeting(
            **{
                "audience": "municipalities",
                "starts_at": dt.datetime(2014, 5, 14, 13, 30, tzinfo=clock.AMSTERDAM),
                "ends_at": dt.datetime(2014, 5, 14, 16, 0, tzinfo=clock.AMSTERDAM),
                "place": "Stadhuis, Meppel",
                "capacity": 2,
                **values,
            }
        )
        if announced:
            services.announce_meeting(row, by=world.guidance_editor())
        return row

    return make


@pytest.fixture
def officials(db: None) -> list[User]:
    """Officials of four municipalities."""
    names = ("Meppel", "Steenwijkerland", "Aalten", "Almere")
    return [world.official(name) for name in names]

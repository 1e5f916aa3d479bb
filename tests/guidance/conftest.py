"""Whoever keeps the guidance, signed in; and documents to search in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidance.models import Document, DocumentVersion, Party, Subject
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

"""Somebody at a browser: signs in, reads pages, fills in the form that is there, and gets mail."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.models import AuditEntry, User
from tests import world

Commit = Callable[..., AbstractContextManager[Any]]


class Browser:
    """One person's browser. Every form is read from its page first, as a person does."""

    def __init__(self, user: User, commit: Commit) -> None:
        self.user, self.commit = user, commit
        self.client = Client()
        answer = self.client.post(reverse("account_login"), {"login": user.email, "password": world.PASSWORD})
        assert (answer.status_code, answer.url) == (302, reverse("portal:start"))

    def read(self, url: str) -> str:
        """The page, as text; it must be there."""
        answer = self.client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return unescape(answer.content.decode())

    def follow(self, start: str, words: str) -> str:
        """The address of the link with these words on a page, which must be there."""
        html = self.read(start)
        before, found, _after = html.partition(words)
        assert found, f"‘{words}’ is not on {start}"
        return before.rpartition('href="')[2].split('"')[0]

    def send(self, url: str, **typed: Any) -> str:
        """Fill in the form on a page and send it; gives where one ends up."""
        page = self.client.get(url)
        assert page.status_code == 200, (url, page.status_code)
        form = page.context["form"]
        hidden = {
            field.html_name: field.value() for field in form.hidden_fields() if field.value() is not None
        }
        return self.post(url, {**hidden, **typed})

    def post(self, url: str, data: dict[str, Any]) -> str:
        with self.commit(execute=True):
            answer = self.client.post(url, data)
        assert answer.status_code == 302, (url, answer.status_code, problems(answer))
        return str(answer.url)

    def step(self, start: str, label: str, **typed: Any) -> str:
        """Click a button on a page, and confirm."""
        return self.send(self.follow(start, label), **typed)


def problems(answer: Any) -> Any:
    """What a refused form says."""
    form = answer.context.get("form") if answer.context else None
    return form.errors if form is not None else answer.content.decode()[:300]


class Story:
    """The people of a story, the mail they got and the audit trail they left."""

    def __init__(self, commit: Commit) -> None:
        self.commit = commit
        self.browsers: dict[int, Browser] = {}

    def as_(self, user: User) -> Browser:
        if user.pk not in self.browsers:
            self.browsers[user.pk] = Browser(user, self.commit)
        return self.browsers[user.pk]

    def mails(self) -> list[tuple[str, list[str]]]:
        """The mail since the last time, as (subject, receivers); mail with the same subject in a row is one."""
        rows: list[tuple[str, list[str]]] = []
        for message in mail.outbox:
            if rows and rows[-1][0] == message.subject:
                rows[-1][1].extend(message.to)
            else:
                rows.append((message.subject, list(message.to)))
        mail.outbox.clear()
        return [(subject, sorted(receivers)) for subject, receivers in rows]

    def actions(self) -> Iterator[str]:
        """Everything in the audit trail, in order."""
        yield from AuditEntry.objects.order_by("pk").values_list("action", flat=True)


@pytest.fixture
def story(db: None, django_capture_on_commit_callbacks: Commit) -> Story:
    return Story(django_capture_on_commit_callbacks)

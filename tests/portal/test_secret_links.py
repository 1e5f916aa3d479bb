"""Invitations, calendar addresses and the link that stops a digest: no secret is stored, and each opens one thing."""

import hashlib
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.test import Client
from django.urls import reverse

from examples import services as examples
from examples.models import Subscription
from guidance import services as guidance
from guidance.models import CalendarFeed, Subject
from portal import outbox, people
from portal.models import Invitation, MailMessage
from portal.models.secret_links import SecretLink
from portal.rights import Role
from tests import world

pytestmark = pytest.mark.django_db

NEW = "nieuw@example.org"


@pytest.fixture
def links() -> dict[str, SecretLink]:
    """One of each, and the mails with their addresses."""
    boss = world.person(Role.PARTNERSHIP_EDITOR, world.partnership().organisation, "boss", manager=True)
    invitation = people.invite(
        world.partnership().organisation, email=NEW, role=Role.PARTNERSHIP_EDITOR, by=boss
    )
    row = examples.save_subscription(boss, subjects=[Subject.objects.first()], frequency="weekly")
    outbox.notify(
        "examples/digest",
        {"examples": [], "secret_paths": {"stop_path": row.secret_for_mail}, "following_path": "/"},
        people=[boss],
    )
    return {"invitation": invitation, "calendar": guidance.open_feed(boss), "digest": row}


def test_every_kind_of_secret_link_is_tried(links: dict[str, SecretLink]) -> None:
    kinds = {model for model in apps.get_models() if issubclass(model, SecretLink)}
    assert kinds == {type(row) for row in links.values()}


def test_no_secret_stands_in_any_table(links: dict[str, SecretLink]) -> None:
    parts = {part for row in links.values() for part in (row.token, row.token.partition("~")[2])}
    assert all(len(part) >= 43 for part in parts)
    stored = "\n".join(repr(row) for model in apps.get_models() for row in model._base_manager.values_list())
    assert links["invitation"].email in stored
    assert [part for part in parts if part in stored] == []


def test_each_address_opens_its_own_row(links: dict[str, SecretLink], client: Client) -> None:
    for purpose, row in links.items():
        assert type(row).objects.by_token(row.token).get() == row
        assert client.get(row.secret_path).status_code == 200, purpose


def test_secret_of_one_thing_opens_nothing_else(links: dict[str, SecretLink], client: Client) -> None:
    """A row of another kind with the very same seed, and a secret with another seed or signature."""
    names = {"invitation": "portal:invitation", "calendar": "guidance:feed", "digest": "examples:stop_digest"}
    seed = links["invitation"].seed
    CalendarFeed.objects.update(seed=seed)
    Subscription.objects.update(seed=seed)
    for purpose, row in links.items():
        row.refresh_from_db()
        opened = {name: client.get(reverse(url, args=[row.token])).status_code for name, url in names.items()}
        assert opened == {name: 200 if name == purpose else 404 for name in names}
    signature = links["invitation"].token.partition("~")[2]
    forged = [
        f"{uuid.uuid4().hex}~{signature}",
        f"{seed.hex}~{signature[:-2]}AA",
        seed.hex,
        str(seed),
        "~",
        "é~x",
    ]
    assert {client.get(reverse("portal:invitation", args=[text])).status_code for text in forged} == {404}


def test_mail_holds_the_address_when_it_is_made(links: dict[str, SecretLink]) -> None:
    invited = MailMessage.objects.get(event="portal/invited")
    assert links["invitation"].secret_path in outbox.rendered(invited)[1]
    digest = MailMessage.objects.get(event="examples/digest")
    assert links["digest"].secret_path in outbox.rendered(digest)[1]


def test_former_key_still_opens_what_it_signed(links: dict[str, SecretLink], settings: Any) -> None:
    given_out = links["calendar"].token
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert links["calendar"].token != given_out
    assert CalendarFeed.objects.by_token(given_out).exists()
    settings.SECRET_KEY_FALLBACKS = []
    assert not CalendarFeed.objects.by_token(given_out).exists()


def test_address_from_before_keeps_working_by_its_hash(links: dict[str, SecretLink], client: Client) -> None:
    former = str(uuid.uuid4())
    hashed = hashlib.sha256(former.encode()).hexdigest()
    Invitation.objects.update(former_hash=hashed)
    assert client.get(f"/uitnodiging/{former}/").status_code == 200
    assert client.get(links["invitation"].secret_path).status_code == 200
    assert client.get(f"/uitnodiging/{hashed}/").status_code == 404  # the hash itself opens nothing
    with pytest.raises(signing.BadSignature):
        signing.Signer(sep="~", salt="portal.secret_link.calendar").unsign(links["invitation"].token)

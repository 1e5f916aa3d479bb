"""Somebody signed in, and an organisation with its manager."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import Organisation, User
from portal.rights import Role
from tests import world


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """A client of its own for a person."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def organisation(db: None) -> Organisation:
    return world.partnership().organisation


@pytest.fixture
def manager(organisation: Organisation) -> User:
    return world.person(Role.PARTNERSHIP_EDITOR, organisation, name="manager", manager=True)


@pytest.fixture
def member(organisation: Organisation) -> User:
    return world.person(Role.PARTNERSHIP_SIGNATORY, organisation, name="member")

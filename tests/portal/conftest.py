"""Somebody signed in, and an organisation with its manager."""

import pytest

from portal.models import Organisation, User
from portal.rights import Role
from tests import world


@pytest.fixture
def organisation(db: None) -> Organisation:
    return world.partnership().organisation


@pytest.fixture
def manager(organisation: Organisation) -> User:
    return world.person(Role.PARTNERSHIP_EDITOR, organisation, name="manager", manager=True)


@pytest.fixture
def member(organisation: Organisation) -> User:
    return world.person(Role.PARTNERSHIP_SIGNATORY, organisation, name="member")

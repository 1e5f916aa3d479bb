"""Briefings, and whoever keeps the guidance, signed in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from briefings import services
from briefings.models import Briefing
from portal import clock
from portal.models import User
from tests import world
from tests.guidance.conftest import client_of, editor  # noqa: F401


@pytest.fixture
def briefing(db: None) -> Callable[..., Briefing]:
    """Makes an announced briefing for municipalities, on 14 May 2014 at half past one."""

    def make(*, announced: bool = True, **values: Any) -> Briefing:
        row = world.briefing(
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
            services.announce_briefing(row, by=world.guidance_editor())
        return row

    return make


@pytest.fixture
def officials(db: None) -> list[User]:
    """Officials of four municipalities."""
    names = ("Meppel", "Steenwijkerland", "Aalten", "Almere")
    return [world.official(name) for name in names]

"""The demo is built nowhere but in an empty demo."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.models import AuditEntry, User
from register.models import Partnership
from tests import world

pytestmark = pytest.mark.django_db


def refusal() -> str:
    with pytest.raises(CommandError) as refused:
        call_command("build_demo", stdout=io.StringIO(), stderr=io.StringIO())
    return str(refused.value)


def test_command_outside_the_demo_refuses(settings: Any) -> None:
    settings.DEMO = False
    assert refusal().startswith("This is no demo")
    assert not User.objects.exists()


def test_command_where_people_work_refuses_and_changes_nothing() -> None:
    world.editor()
    assert "a real installation" in refusal()
    assert User.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_command_without_register_tells_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.build.Partnership.objects", Partnership.objects.none())
    assert "run load_register and load_law first" in refusal()

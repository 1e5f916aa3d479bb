"""Doing things at the same moment, and stopping them half-way."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any

from django.apps import apps
from django.db import connection, connections

from portal import workflow
from tools.own_apps import APPS

PATIENCE = 120  # seconds


def together(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Make all calls at one moment, each in a thread with its own connection; gives what each gave or raised."""
    barrier = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            results[place] = calls[place]()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    # Every thread gets the clock of the test.
    threads = [threading.Thread(target=copy_context().run, args=(run, place)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "still waiting: a deadlock?"
    return results


def sorted_out(results: list[Any]) -> tuple[list[Any], list[workflow.Refused]]:
    """What went well and what was refused, apart; anything else that was raised is a failure."""
    refused = [row for row in results if isinstance(row, workflow.Refused)]
    broken = [row for row in results if isinstance(row, BaseException) and row not in refused]
    assert broken == []
    return [row for row in results if not isinstance(row, BaseException)], refused


class Crash(BaseException):
    """The process is gone; nothing in the code may catch this."""


class Counter:
    """Counts the statements that go to the database, and crashes at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.seen = at, 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.at:
            raise Crash(sql[:80])
        return execute(sql, params, many, context)


@contextmanager
def crashing_at(number: int) -> Iterator[Counter]:
    """The process stops just before its so-manieth statement."""
    counter = Counter(number)
    with connection.execute_wrapper(counter):
        yield counter


def everything() -> dict[str, list[Any]]:
    """All rows of all tables that a step could touch, to see that nothing changed."""
    models = [
        model
        for app in apps.get_app_configs()
        if app.label in APPS and app.label != "register"  # which no step changes, and which is large
        for model in app.get_models()
    ]
    quiet = {"portal.StoredFile"}  # files are stored before the transaction; an unused one is harmless
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model._meta.label not in quiet
    }

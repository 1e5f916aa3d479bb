"""Deliver the notifications that are due; with --forever as the worker next to the web processes.

It also removes the keys of requests that are too old to be repeated (`portal.steps`).
"""

import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections

from portal import outbox, steps

HOUR = 3600.0  # seconds between two rounds of removing old keys


class Command(BaseCommand):
    next_clean = 0.0
    help = "Sends the mails that are due and prints how many were sent and how many failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until SIGTERM or Ctrl-C")
        parser.add_argument("--interval", type=float, default=5.0, help="seconds between two looks")

    def handle(self, *, forever: bool, interval: float, **_options: Any) -> None:
        if not forever:
            steps.forget_old()
            self.report(*outbox.deliver(limit=None))
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_args: stop.set())
        while not stop.is_set():
            self.turn()
            stop.wait(interval)
        self.stdout.write("stopped")

    def turn(self) -> None:
        """One look at the queue. A database that is away for a moment does not end the worker."""
        close_old_connections()
        try:
            sent, failed = outbox.deliver()
            if time.monotonic() >= self.next_clean:
                steps.forget_old()
                self.next_clean = time.monotonic() + HOUR
        except OperationalError as error:
            self.stderr.write(f"database: {error}")
            return
        if sent or failed:
            self.report(sent, failed)

    def report(self, sent: int, failed: int) -> None:
        self.stdout.write(f"sent {sent}, failed {failed}")

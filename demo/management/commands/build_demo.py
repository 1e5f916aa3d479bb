"""Build the spring of 2014 in an empty demo, and tell with which accounts to look around."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import accounts, build


class Command(BaseCommand):
    help = "Builds the demo (only with PORTAL_DEMO=1, only in a database of its own) and prints its accounts."

    def handle(self, **_options: Any) -> None:
        def say(text: str) -> None:
            self.stderr.write(text)
            self.stderr.flush()

        try:
            if settings.DEMO and build.is_built():
                say("The demo is there already; nothing was changed.")
            else:
                build.build(say)
        except build.CannotBuild as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(accounts.lines(settings.PUBLIC_URL)))

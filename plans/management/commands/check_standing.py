"""`manage.py check_standing`: whether what is kept on the dossiers is what their filings say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.services.keeping import drifted


class Command(BaseCommand):
    help = "Compares which filing counts, as kept on every dossier, with its filings; fails when one differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *, repair: bool, **_options: Any) -> None:
        found = drifted(repair=repair)
        for dossier, names in found.items():
            self.stdout.write(f"dossier {dossier.pk} ({dossier.uuid}): {', '.join(names)}")
        if found and not repair:
            raise CommandError(f"{len(found)} dossiers differ from their filings; --repair puts them right")
        self.stdout.write(f"{len(found)} dossiers differed")

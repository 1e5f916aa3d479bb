"""`manage.py load_register`: bring an edition of the register into the database."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from register import loading


class Command(BaseCommand):
    help = "Load the register of partnerships, municipalities and areas; again is harmless, a later edition keeps history."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=str(loading.DATA), help="folder with the CSV files")
        parser.add_argument(
            "--edition", default="2014-01-01", help="the day the area rows hold from (jjjj-mm-dd)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = dt.date.fromisoformat(options["edition"])
            reports = loading.load(loading.read(Path(options["folder"]), edition.year), edition)
        except loading.RegisterError as error:
            raise CommandError("\n".join(error.problems)) from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            for kind, report in reports.items():
                self.stdout.write(f"{kind}: {report}")

"""`manage.py check_links`: try the links of the library, once; meant to run every night."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance import link_checking


class Command(BaseCommand):
    help = "Try every link of the library and keep which of them do not work."

    def handle(self, *args: Any, **options: Any) -> None:
        tried = failing = 0
        for row in link_checking.check_all():
            tried += 1
            failing += bool(row.problem)
            if row.problem:
                self.stdout.write(f"{row.url}: {row.problem}")
        if options["verbosity"]:
            self.stdout.write(f"{tried} links tried, {failing} do not work")

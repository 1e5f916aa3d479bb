"""`manage.py load_guidance`: the werkagenda, the documents it brought, the page of the national committee, the calls."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance import loading


class Command(BaseCommand):
    help = "Load the facts of the werkagenda, after load_register and load_law; again is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        added = loading.load_all()
        if options["verbosity"]:
            self.stdout.write(f"{added} rows about the introduction added")

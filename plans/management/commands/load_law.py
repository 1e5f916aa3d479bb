"""`manage.py load_law`: the mandatory elements, budget headings and rounds."""

from typing import Any

from django.core.management.base import BaseCommand

from plans import law
from plans.models import FilingRound
from plans.services import open_round


class Command(BaseCommand):
    help = "Load the law as data and open the rounds that are for all partnerships; again is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        added = law.load()
        opened = sum(open_round(filing_round) for filing_round in FilingRound.objects.filter(for_all=True))
        if options["verbosity"]:
            self.stdout.write(f"{added} rows of law data added, {opened} dossiers opened")

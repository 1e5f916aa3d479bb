"""`manage.py send_guidance_mail`: queue the digests and reminders that are due; meant to run every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance import services


class Command(BaseCommand):
    help = "Queue the digests of new examples and the reminders of meetings that are due; again is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        digests, reminders = services.send_digests(), services.send_reminders()
        if options["verbosity"]:
            self.stdout.write(f"{digests} digests and {reminders} reminders queued")

"""`manage.py send_guidance_mail`: queue the digests and reminders that are due; meant to run every hour."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance.extension_points import PERIODIC_MAIL


class Command(BaseCommand):
    help = "Queue the digests of new examples and the reminders of briefings that are due; again is harmless."

    def handle(self, *args: Any, **options: Any) -> None:
        queued = [f"{send()} {name}" for name, send in PERIODIC_MAIL.items()]
        if options["verbosity"]:
            self.stdout.write(f"{' and '.join(queued)} queued")

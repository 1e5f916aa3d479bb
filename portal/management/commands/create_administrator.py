"""Invite the first functional administrator of an installation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from portal import people
from portal.models import Organisation
from portal.rights import OrganisationKind, Role
from portal.workflow import Refused


class Command(BaseCommand):
    help = "Invites a functional administrator and prints the link, which works once. No password is made or shown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **_options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address") from error
        operator = Organisation.objects.filter(kind=OrganisationKind.OPERATOR).first()
        if operator is None:
            raise CommandError("the register is not loaded yet: run load_register first")
        try:
            invitation = people.invite(
                operator, email=email, role=Role.ADMINISTRATOR, is_manager=True, by=None
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{settings.PUBLIC_URL}{invitation.secret_path}")

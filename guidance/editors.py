"""Telling the editors that something waits for them."""

from typing import Any

from portal import outbox
from portal.models import Organisation
from portal.rights import OrganisationKind, Role


def tell_editors(event: str, context: dict[str, Any]) -> None:
    """Queue a message to all editors, in the caller's transaction."""
    editors = Organisation.objects.filter(kind=OrganisationKind.EDITORS)
    outbox.notify_organisations(event, context, editors, [Role.GUIDANCE_EDITOR])

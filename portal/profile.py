"""What somebody says of themselves: their name, and the language of their messages."""

from django.db.models import F
from django.utils.translation import gettext as _

from portal import steps
from portal.models import User
from portal.workflow import NotAllowed


@steps.once
def save_profile(user: User, *, by: User, seen: int | None = None, name: str, language: str) -> User:
    """Change one's own name, and the language of one's messages; gives the person.

    Raises `NotAllowed` for somebody else's, `Conflict` when it was changed meanwhile, in another tab for instance.
    """
    if user.pk != by.pk:
        raise NotAllowed(_("U kunt alleen uw eigen gegevens wijzigen."))
    message = _("U hebt uw gegevens intussen ergens anders gewijzigd, bijvoorbeeld in een ander venster.")
    steps.hold(user, seen=seen, message=message)
    user.name, user.language = name, language
    user.row_version += 1
    user.save(update_fields=["name", "language", "row_version"])
    return user


def choose_language(user: User, language: str) -> None:
    """Send somebody their messages in another language from now on."""
    changed = User.objects.filter(pk=user.pk).exclude(language=language)
    changed.update(language=language, row_version=F("row_version") + 1)

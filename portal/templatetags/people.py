"""The main menu, and the names of roles in mails."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.extension_points import MENU, MenuItem
from portal.models import MailMessage
from portal.rights import Role

register = template.Library()

OWN_ITEMS = (
    MenuItem(label=_("Start"), url_name="portal:start", position=0),
    MenuItem(label=_("Berichten"), url_name="portal:messages", position=70),
    MenuItem(
        label=_("Organisatie"),
        url_name="portal:organisations",
        position=80,
        rights=("portal.view_organisation",),
    ),
    MenuItem(label=_("Beheer"), url_name="admin:index", position=90, rights=("portal.view_admin",)),
)


@register.simple_tag(takes_context=True)
def menu(context: template.Context) -> list[dict[str, Any]]:
    """The entries of this user: label, address, whether the page is (in) it, and the number of unread messages."""
    request = context["request"]
    entries = []
    for item in sorted((*OWN_ITEMS, *MENU), key=lambda item: item.position):
        if item.rights and not request.user.holds(*item.rights):
            continue
        url = reverse(item.url_name)
        entries.append(
            {
                "label": item.label,
                "url": url,
                "current": "page" if request.path == url else "true" if request.path.startswith(url) else "",
                "unread": unread(request.user) if item.url_name == "portal:messages" else 0,
            }
        )
    return entries


def unread(user: Any) -> int:
    """How many messages somebody has not opened."""
    return MailMessage.objects.filter(user=user, read_at=None).count()


@register.filter
def role_label(role: str) -> str:
    """The name of a role in the reader's language."""
    return str(Role(role).label) if role in Role.values else role

"""Audit actions of this app that are no transition."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "guidance.feed_opened": _("agenda-adres gemaakt"),
    "guidance.feed_closed": _("agenda-adres ingetrokken"),
}

"""Template tags of the admin."""

import re
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
ICON = re.compile(r'<img src="[^"]*icon-(yes|no|unknown)[^"]*" alt="[^"]*">')


@register.filter
def in_words(html: Any) -> SafeString:
    """A cell that the admin drew, with ‘ja’ and ‘nee’ instead of icons that are named in English."""
    words = {"yes": _("ja"), "no": _("nee"), "unknown": _("onbekend")}
    return mark_safe(ICON.sub(lambda icon: words[icon[1]], str(html)))

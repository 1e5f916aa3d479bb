"""Template tags of the portal: error summary, badges, action buttons, timeline, amounts and moments."""

import datetime as dt
import functools
from typing import Any

from django import template
from django.forms import BoundField
from django.utils import formats, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from portal import audit, clock, extension_points, workflow
from portal.form_fields import cents_as_typed

register = template.Library()

# The tone of a badge per state: what waits, what is well, what needs attention. Unknown states are neutral.
TONES = {
    "not_started": "neutral", "drafting": "busy", "offered": "busy", "adopted": "good", "filed": "good",
    "received": "busy", "in_review": "busy", "repair_requested": "alert", "complete": "good",
    "invited": "neutral", "in_talks": "busy", "agreed": "good", "agreed_with_remarks": "good",
    "intent_declared": "good", "not_agreed": "alert", "not_attended": "alert", "in_dispute": "alert",
    "held": "good", "asked": "busy", "consented": "good", "consented_with_conditions": "good",
    "refused": "alert", "no_decision": "alert", "lodged": "busy", "admissible": "busy", "inadmissible": "neutral",
    "responded": "busy", "heard": "busy", "advised": "good", "settled": "good", "withdrawn": "neutral",
    "closed": "neutral", "todo": "neutral", "busy": "busy", "done": "good", "missing": "alert", "warning": "warn",
    "queued": "neutral", "sent": "good", "failed": "alert", "planned": "busy", "late": "warn", "passed": "neutral",
    "draft": "neutral", "submitted": "busy", "returned": "warn", "published": "good", "declined": "neutral",
    "taken_back": "neutral", "prepared": "neutral", "announced": "good", "cancelled": "alert", "registered": "good",
    "waiting": "busy", "signed_off": "neutral", "applied": "busy", "selected": "good", "not_selected": "neutral",
}  # fmt: skip


@register.simple_tag
def badge(state: str, label: Any) -> SafeString:
    """A state in words, with a tone; the words alone carry the meaning."""
    return _badge(TONES.get(str(state), "neutral"), str(label))


# A list shows the same few states on every row. Typed: a text marked safe is another one than the same text plain.
@functools.lru_cache(maxsize=1000, typed=True)
def _badge(tone: str, label: str) -> SafeString:
    return format_html('<span class="badge-state tone-{}">{}</span>', tone, label)


@register.simple_tag(takes_context=True)
def may(context: template.Context, permission: str, obj: Any) -> bool:
    """Whether who looks holds a right on an object, by the tables of rights."""
    return bool(context["request"].user.has_perm(permission, obj))


@register.simple_tag
def public_pages() -> list[extension_points.PublicPage]:
    """The pages of the apps that are for everybody."""
    return sorted(extension_points.PUBLIC_PAGES, key=lambda page: page.position)


@register.inclusion_tag("includes/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """The list of errors above a form, each linked to its field; nothing without errors."""
    rows: list[dict[str, str]] = []
    for form in forms:
        if not form or not form.is_bound:
            continue
        rows += [{"target": "", "text": str(text)} for text in form.non_field_errors()]
        for field in form:
            rows += [
                {"target": _first_input(field), "text": str(text), "label": str(field.label)}
                for text in field.errors
            ]
    return {"rows": rows}


def _first_input(field: BoundField) -> str:
    """The id of what one types in or ticks first; empty when there is nothing of the kind."""
    if field.is_hidden:
        return ""
    if not field.use_fieldset:
        return field.auto_id
    return next((box.id_for_label for box in field.subwidgets), "")


@register.inclusion_tag("includes/actions.html", takes_context=True)
def action_buttons(
    context: template.Context, obj: Any, first: str | None = None, created: bool = True
) -> dict[str, Any]:
    """The steps this user may take on an object, from the transition tables.

    `first` names the step to take now, which comes first and stands out; without it that is the first of the table.
    Without `created` the steps that make something new are left to the page.
    """
    actions = list(workflow.actions(obj, context["request"].user, created=created))
    if first is not None:
        actions.sort(key=lambda action: action.transition.name != first)
    elif actions:
        first = actions[0].transition.name
    return {"actions": actions, "first": first}


@register.inclusion_tag("includes/timeline.html")
def timeline(entries: Any) -> dict[str, Any]:
    """Audit lines as a timeline, latest first."""
    return {"entries": entries}


@register.filter
def action_label(entry: Any) -> str:
    """What an audit line says happened."""
    return audit.label_of(entry.action)


@register.filter
def euro(cents: int | None) -> str:
    """Euro cents as an amount in euros."""
    if cents is None:
        return ""
    return f"€ {cents_as_typed(cents)}"


@register.filter
def moment(value: dt.datetime | str | None) -> str:
    """A moment to the second in Dutch time, with its zone."""
    if not value:
        return ""
    if isinstance(value, str):
        value = clock.parse_moment(value)
    local = clock.local(value)
    pattern = "j F Y H.i.s" if translation.get_language() == "nl" else "j F Y H:i:s"
    return f"{formats.date_format(local, pattern)} {local:%Z}"


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """A day in words, in Dutch time."""
    if not value:
        return ""
    if isinstance(value, str):
        value = clock.parse_moment(value)
    if isinstance(value, dt.datetime):
        value = clock.day_of(value)
    return formats.date_format(value, "j F Y")


@register.filter
def duration(value: dt.timedelta | float | None) -> str:
    """How long, in days, hours and minutes; below a minute in seconds. Takes a number of seconds too."""
    if value is None:
        return ""
    seconds = int(value.total_seconds() if isinstance(value, dt.timedelta) else value)
    if seconds < 1:
        return gettext("minder dan 1 seconde")
    if seconds < 60:
        return ngettext("%(n)d seconde", "%(n)d seconden", seconds) % {"n": seconds}
    minutes = seconds // 60
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = []
    if days:
        parts.append(ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days})
    if hours:
        parts.append(ngettext("%(n)d uur", "%(n)d uur", hours) % {"n": hours})
    if not days:
        parts.append(ngettext("%(n)d minuut", "%(n)d minuten", minutes) % {"n": minutes})
    return " ".join(parts)


@register.filter
def filesize(size: int | None) -> str:
    """Bytes as kB or MB."""
    if size is None:
        return ""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return formats.number_format(round(size / 1_000_000, 1), 1) + " MB"


@register.filter
def rich(html: str) -> SafeString:
    """Rich text that was cleaned by nh3 when it was saved (plans.richtext)."""
    return mark_safe(html)


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int, parameter: str = "") -> str:
    """The address of another page of the list that is shown, with everything else that was asked."""
    query = context["request"].GET.copy()
    query[parameter or "pagina"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that is a variable."""
    return mapping.get(key) if mapping else None

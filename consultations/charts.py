"""The progress of a round of consultations as a drawing, always shown with the same figures in words."""

from collections import Counter
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from consultations.states import ConsultationState

WIDTH, HEIGHT, GAP = 720, 44, 2
# Fill and text per state: dark enough for the figure in the bar, and the same tones as the badges.
FILLS = {
    ConsultationState.AGREED: ("#1e6b3a", "#ffffff"),
    ConsultationState.AGREED_WITH_REMARKS: ("#4f8f66", "#ffffff"),
    ConsultationState.INTENT_DECLARED: ("#a9d3b8", "#1b2733"),
    ConsultationState.IN_TALKS: ("#14506b", "#ffffff"),
    ConsultationState.INVITED: ("#d5dde4", "#1b2733"),
    ConsultationState.NOT_ATTENDED: ("#f0c36d", "#1b2733"),
    ConsultationState.NOT_AGREED: ("#a3201a", "#ffffff"),
    ConsultationState.IN_DISPUTE: ("#6d1410", "#ffffff"),
}


def tally(states: Iterable[str]) -> list[tuple[ConsultationState, int]]:
    """How many consultations there are in each state that occurs, from agreement to dispute."""
    counts = Counter(states)
    return [(state, counts[state]) for state in FILLS if counts[state]]


def progress_chart(rows: list[tuple[ConsultationState, int]]) -> SafeString:
    """A stacked bar as SVG, one piece per state with its number; takes what `tally` gives, empty without rows."""
    total = sum(n for _state, n in rows)
    if not total:
        return SafeString("")
    room = WIDTH - GAP * (len(rows) - 1)
    pieces, x = [], 0.0
    for state, n in rows:
        width = room * n / total
        fill, ink = FILLS[state]
        pieces.append((f"{x:.1f}", f"{width:.1f}", HEIGHT, fill, f"{x + width / 2:.1f}", ink, n))
        x += width + GAP
    words = ", ".join(f"{n} {state.label}" for state, n in rows)
    return format_html(
        '<svg class="chart progress-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        _("Stand van het overleg: %(words)s") % {"words": words},
        format_html_join(
            "",
            '<rect x="{}" y="0" width="{}" height="{}" fill="{}"/>'
            '<text x="{}" y="28" fill="{}" text-anchor="middle">{}</text>',
            pieces,
        ),
    )


def legend_mark(state: ConsultationState) -> SafeString:
    """A small square in the colour of a state, beside its words."""
    return format_html(
        '<svg class="legend-mark" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">'
        '<rect width="14" height="14" fill="{}"/></svg>',
        FILLS[state][0],
    )


def legend(rows: list[tuple[ConsultationState, int]]) -> list[tuple[SafeString, str, int]]:
    """What the bar says in words: a mark, the state and the number."""
    return [(legend_mark(state), str(state.label), n) for state, n in rows]

"""The chart of the multi-year budget."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe


def budget_chart(budget_content: dict[str, Any]) -> SafeString:
    """The budget as SVG: income, expenditure and result per year."""
    return mark_safe("")

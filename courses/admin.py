"""The courses and advice of third parties."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.models import Offer
from guidance.admin.base import GuidanceAdmin


@admin.register(Offer)
class OfferAdmin(GuidanceAdmin):
    """Courses and advice by third parties."""

    list_display = ("title", "provider", "checked_on", "is_public")
    list_filter = ("is_public",)
    search_fields = ("title", "title_en", "provider")
    search_help_text = _("Zoek op titel of aanbieder")
    ordering = ("provider", "title")
    fields = ("provider", "title", "title_en", "subjects", "url", "checked_on", "is_public")

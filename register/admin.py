"""The register in the admin, to look at: it changes by loading a new edition, which keeps its history."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.base import PortalInline, PortalModelAdmin
from register.extension_points import MARKS
from register.models import Area, Municipality, MunicipalityChange, Partnership


class AreaNames:
    """The names of an area line, in words."""

    @admin.display(description=_("samenwerkingsverband"), ordering="partnership__code")
    def partnership_name(self, obj: Area) -> str:
        return obj.partnership.display_name

    @admin.display(description=_("gemeente"), ordering="municipality__name")
    def municipality_name(self, obj: Area) -> str:
        return obj.municipality.name

    @admin.display(description=_("deel van de gemeente"))
    def part(self, obj: Area) -> str:
        return obj.part_text


class AreaInline(AreaNames, PortalInline):
    """The lines of an area, those that are no longer in force included."""

    model = Area
    writable = False
    verbose_name_plural = _("gebied, ook wat niet meer geldt")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        return rows.select_related("partnership__organisation", "municipality").order_by("valid_to", "pk")


class PartnershipAreas(AreaInline):
    fields = readonly_fields = ("municipality_name", "coverage", "part", "valid_from", "valid_to")


class MunicipalityAreas(AreaInline):
    fields = readonly_fields = ("partnership_name", "coverage", "part", "valid_from", "valid_to")


def _mark(rows: list[Any]) -> None:
    """Put on each partnership what the apps above say of it. A query per app."""
    keys = [row.organisation_id for row in rows]
    found = [source(keys) for source in MARKS]
    for row in rows:
        row.marked = "; ".join(texts[row.organisation_id] for texts in found if row.organisation_id in texts)


class MarkedList(ChangeList):
    """The list of partnerships, with what the apps above say of those on the page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        _mark(self.result_list)


@admin.register(Partnership)
class PartnershipAdmin(PortalModelAdmin):
    """Partnerships with their area; searched by code in every spelling, name, seat or municipality."""

    list_display = ("code", "sector", "name", "area_label", "seat", "scope", "marks")
    list_display_links = ("code", "area_label")
    list_filter = ("sector", "scope")
    list_select_related = ("organisation",)
    ordering = ("sector", "code", "pk")
    search_fields = ("code",)
    search_help_text = _("Zoek op code, naam, vestigingsplaats of gemeente")
    fields = (
        "code",
        "sector",
        "scope",
        "name",
        "name_source",
        "legal_form",
        "seat",
        "area_label",
        "valid_from",
        "valid_to",
        "marks",
    )
    readonly_fields = ("marks",)
    inlines = (PartnershipAreas,)

    @admin.display(description=_("bijzonderheden"))
    def marks(self, obj: Partnership) -> str:
        """What the apps above say of it; the list has read that for all its rows at once."""
        if not hasattr(obj, "marked"):
            _mark([obj])
        return obj.marked or "–"  # type: ignore[attr-defined]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return MarkedList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.search(search_term), False


@admin.register(Municipality)
class MunicipalityAdmin(PortalModelAdmin):
    """Municipalities, with the partnerships they are in."""

    list_display = ("name", "code", "province", "valid_from", "valid_to")
    list_filter = ("province",)
    ordering = ("name",)
    search_fields = ("name", "code")
    search_help_text = _("Zoek op naam of CBS-code")
    fields = ("name", "code", "province", "valid_from", "valid_to")
    inlines = (MunicipalityAreas,)


@admin.register(Area)
class AreaAdmin(AreaNames, PortalModelAdmin):
    """All lines of the areas, with their validity."""

    list_display = ("partnership_name", "municipality_name", "coverage", "part", "valid_from", "valid_to")
    list_filter = ("partnership__sector", "coverage", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("partnership__organisation", "municipality")
    search_fields = ("partnership__code", "municipality__name")
    search_help_text = _("Zoek op code van het samenwerkingsverband of naam van de gemeente")
    fields = readonly_fields = (
        "partnership_name",
        "municipality_name",
        "coverage",
        "part",
        "confidence",
        "valid_from",
        "valid_to",
    )


# The words of the source files, in the language of the page.
KINDS = {
    "merger": _("samenvoeging"),
    "absorption": _("opgegaan in een andere gemeente"),
    "split": _("splitsing"),
    "rename": _("andere naam"),
}
PARTS = {"whole": _("geheel"), "part": _("gedeeltelijk")}


@admin.register(MunicipalityChange)
class MunicipalityChangeAdmin(PortalModelAdmin):
    """The municipal changes the register knows."""

    list_display = ("date", "old_name", "new_name", "kind_in_words", "part_in_words")
    search_fields = ("old_name", "new_name", "old_code", "new_code")
    search_help_text = _("Zoek op naam of CBS-code")
    ordering = ("-date", "new_name")
    fields = ("date", "kind", "old_code", "old_name", "new_code", "new_name", "old_goes_over")

    @admin.display(description=_("soort"), ordering="kind")
    def kind_in_words(self, obj: MunicipalityChange) -> str:
        return str(KINDS.get(obj.kind, obj.kind))

    @admin.display(description=_("gaat over"), ordering="old_goes_over")
    def part_in_words(self, obj: MunicipalityChange) -> str:
        return str(PARTS.get(obj.old_goes_over, obj.old_goes_over))

"""What this app adds to the menus."""

from django.utils.translation import gettext_lazy as _

from portal.extension_points import MenuItem, PublicPage

GUIDANCE_MENU = MenuItem(label=_("Invoering"), url_name="guidance:agenda", position=60)
AGENDA_MENU = MenuItem(
    label=_("Agenda"),
    url_name="guidance:own_agenda",
    position=40,
    rights=("guidance.view_agenda",),
)
PUBLIC_PAGES = (
    PublicPage(
        label=_("Werkagenda"),
        description=_("Wie wat heeft toegezegd bij de invoering, en alle data op een rij."),
        url_name="guidance:agenda",
        position=10,
    ),
    PublicPage(
        label=_("Handreikingen en documenten"),
        description=_("Om in te zoeken, met de modelprocedure voor het OOGO en haar versies."),
        url_name="guidance:library",
        position=20,
    ),
    PublicPage(
        label=_("Geschillencommissie"),
        description=_("Wie wat kan voorleggen, en hoe dat gaat."),
        url_name="guidance:committees",
        position=60,
    ),
)
ADMIN_MENU = (
    MenuItem(
        label=_("Werkagenda"),
        url_name="admin:guidance_agendaaction_changelist",
        position=40,
        rights=("guidance.edit_guidance",),
    ),
    MenuItem(
        label=_("Documenten"),
        url_name="admin:guidance_document_changelist",
        position=50,
        rights=("guidance.edit_guidance",),
    ),
)

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
    ),
    PublicPage(
        label=_("Handreikingen en documenten"),
        description=_("Om in te zoeken, met de modelprocedure voor het OOGO en haar versies."),
        url_name="guidance:library",
    ),
    PublicPage(
        label=_("Voorbeelden"),
        description=_("Hoe gemeenten en onderwijs samenwerken, en wat het opleverde."),
        url_name="guidance:examples",
    ),
    PublicPage(
        label=_("Bijeenkomsten"),
        description=_("Voor schoolbesturen en gemeenten, om u voor aan te melden."),
        url_name="guidance:meetings",
    ),
    PublicPage(
        label=_("Experimenten"),
        description=_("Samenwerkingsverbanden die het nieuwe stelsel eerder uitproberen, en wat zij leren."),
        url_name="guidance:experiments",
    ),
    PublicPage(
        label=_("Geschillencommissie"),
        description=_("Wie wat kan voorleggen, en hoe dat gaat."),
        url_name="guidance:committees",
    ),
    PublicPage(
        label=_("Cursussen en advies"),
        description=_("Aanbod van anderen, met de dag waarop het is nagekeken."),
        url_name="guidance:offers",
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
    MenuItem(
        label=_("Voorbeelden"),
        url_name="admin:guidance_example_changelist",
        position=52,
        rights=("guidance.edit_guidance",),
    ),
    MenuItem(
        label=_("Bijeenkomsten"),
        url_name="admin:guidance_meeting_changelist",
        position=54,
        rights=("guidance.edit_guidance",),
    ),
    MenuItem(
        label=_("Experimenten"),
        url_name="admin:guidance_experiment_changelist",
        position=56,
        rights=("guidance.edit_guidance",),
    ),
)

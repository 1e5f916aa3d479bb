"""The states of a dossier and of a filing, and every step between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.workflow import Transition


class DossierState(TextChoices):
    """How far a partnership is with its plan in one round."""

    NOT_STARTED = "not_started", _("nog niet begonnen")
    DRAFTING = "drafting", _("in voorbereiding")
    OFFERED = "offered", _("concept aangeboden")
    ADOPTED = "adopted", _("vastgesteld")
    FILED = "filed", _("ingediend")


class FilingState(TextChoices):
    """How far the inspectorate is with one filing."""

    RECEIVED = "received", _("ontvangen")
    IN_REVIEW = "in_review", _("in behandeling")
    REPAIR_REQUESTED = "repair_requested", _("herstelopdracht gegeven")
    COMPLETE = "complete", _("compleet bevonden")
    WITHDRAWN = "withdrawn", _("ingetrokken")


# The filings that can count; the others are kept and shown, but are as if they had not come.
COUNTING = frozenset(FilingState) - {FilingState.WITHDRAWN}

STARTED = frozenset({DossierState.DRAFTING, DossierState.OFFERED, DossierState.ADOPTED, DossierState.FILED})
ANY = frozenset(DossierState.values)

TRANSITIONS = (
    Transition(
        subject="plans.Dossier",
        name="start",
        label=_("Beginnen met het plan"),
        done=_("dossier begonnen"),
        sources=frozenset({DossierState.NOT_STARTED}),
        target=DossierState.DRAFTING,
        permission="plans.edit_dossier",
        article="WPO 18a lid 7 / WVO 17a lid 7",
        audit="plans.started",
        help=_("U krijgt een hoofdstuk voor elk onderdeel dat de wet vraagt. U kunt altijd later verder."),
    ),
    Transition(
        subject="plans.Dossier",
        name="offer",
        label=_("Concept aanbieden"),
        done=_("concept aangeboden"),
        sources=STARTED,
        target=DossierState.OFFERED,
        permission="plans.offer_concept",
        article="WPO 18a lid 9 / WVO 17a lid 9",
        audit="plans.offered",
        guards=("concept_has_text", "scope_is_known"),
        help=_(
            "De tekst, de begroting en de bijlagen worden vastgelegd als genummerde versie. Alle gemeenten in uw gebied "
            "krijgen die versie voor het op overeenstemming gericht overleg (OOGO), en de samenwerkingsverbanden van de "
            "andere sector voor het overleg. U kunt daarna verder schrijven; de versie zelf verandert niet meer."
        ),
    ),
    Transition(
        subject="plans.Dossier",
        name="adopt",
        label=_("Vaststelling vastleggen"),
        done=_("plan vastgesteld"),
        sources=STARTED,
        target=DossierState.ADOPTED,
        permission="plans.adopt_plan",
        article="WPO 18a lid 7 en 9 / WVO 17a lid 7 en 9; WMS 14a",
        audit="plans.adopted",
        guards=("concept_has_text",),
        help=_(
            "U legt vast welk orgaan het plan heeft vastgesteld en wanneer. Is de tekst sinds de laatste versie "
            "veranderd, dan wordt eerst een nieuwe versie vastgelegd. Wat volgens de wet ontbreekt, houdt u niet tegen; "
            "het blijft zichtbaar, ook voor de inspectie."
        ),
    ),
    Transition(
        subject="plans.Dossier",
        name="file",
        label=_("Indienen bij de inspectie"),
        done=_("plan ingediend"),
        sources=frozenset({DossierState.ADOPTED}),
        target=DossierState.FILED,
        permission="plans.file_plan",
        article="WPO 18a lid 10 / WVO 17a lid 10; Wet passend onderwijs art. IX lid 3",
        audit="plans.filed",
        help=_(
            "De vastgestelde versie gaat naar de inspectie. U krijgt meteen een ontvangstbewijs. Opnieuw indienen kan: "
            "dan komt er een nieuwe indiening naast, en de laatste die op tijd is telt."
        ),
    ),
    Transition(
        subject="plans.Dossier",
        name="start_enforcement",
        label=_("Handhaving starten"),
        done=_("handhaving gestart"),
        sources=ANY,
        target=None,
        permission="plans.review_filing",
        article="WPO 18a lid 8 en 10 / WVO 17a lid 8 en 10",
        audit="plans.enforcement_started",
        guards=("plan_or_repair_missed", "no_enforcement_yet"),
        reason=True,
        help=_(
            "Voor een plan dat te laat is of ontbreekt, of waarvan de hersteltermijn voorbij is zonder nieuwe indiening. "
            "Het samenwerkingsverband kan gewoon verder en indienen."
        ),
    ),
    Transition(
        subject="plans.Dossier",
        name="end_enforcement",
        label=_("Handhaving beëindigen"),
        done=_("handhaving beëindigd"),
        sources=ANY,
        target=None,
        permission="plans.review_filing",
        article="WPO 18a lid 10 / WVO 17a lid 10",
        audit="plans.enforcement_ended",
        guards=("enforcement_is_running",),
        reason=True,
    ),
    Transition(
        subject="plans.Dossier",
        name="unfile",
        label=_("Terug naar vastgesteld"),
        done=_("plan weer vastgesteld"),
        sources=frozenset({DossierState.FILED}),
        target=DossierState.ADOPTED,
        permission="plans.withdraw_filing",
        article="WPO 18a lid 10 / WVO 17a lid 10",
        audit="plans.taken_back",
        guards=("nothing_counts",),
        quiet=True,
        help=_("Gebeurt vanzelf als er door een intrekking geen indiening meer is die telt."),
    ),
    Transition(
        subject="plans.Filing",
        name="withdraw",
        label=_("Indiening intrekken"),
        done=_("indiening ingetrokken"),
        sources=frozenset({FilingState.RECEIVED, FilingState.IN_REVIEW}),
        target=FilingState.WITHDRAWN,
        permission="plans.withdraw_filing",
        article="WPO 18a lid 10 / WVO 17a lid 10",
        audit="plans.withdrawn",
        guards=("deadline_has_not_passed", "round_allows_withdrawal"),
        reason=True,
        help=_(
            "De indiening telt dan niet meer. Zij blijft leesbaar, met uw reden, ook voor de inspectie. U kunt daarna "
            "opnieuw indienen; zonder nieuwe indiening is het plan na de uiterste datum te laat. Een eerdere indiening "
            "die niet is ingetrokken, telt weer. Heeft de inspectie al een oordeel gegeven, dan kan intrekken alleen als "
            "zij dat eerst heropent: dien anders opnieuw in."
        ),
    ),
    Transition(
        subject="plans.Filing",
        name="take_up",
        label=_("In behandeling nemen"),
        done=_("in behandeling genomen"),
        sources=frozenset({FilingState.RECEIVED}),
        target=FilingState.IN_REVIEW,
        permission="plans.review_filing",
        article="WPO 18a lid 10 / WVO 17a lid 10",
        audit="plans.taken_up",
    ),
    Transition(
        subject="plans.Filing",
        name="request_repair",
        label=_("Herstelopdracht geven"),
        done=_("herstelopdracht gegeven"),
        sources=frozenset({FilingState.IN_REVIEW}),
        target=FilingState.REPAIR_REQUESTED,
        permission="plans.review_filing",
        article="WPO 18a lid 8 / WVO 17a lid 8",
        audit="plans.repair_requested",
        reason=True,
        help=_("Met een termijn en, per onderdeel van de wet, wat er ontbreekt."),
    ),
    Transition(
        subject="plans.Filing",
        name="find_complete",
        label=_("Compleet bevinden"),
        done=_("compleet bevonden"),
        sources=frozenset({FilingState.IN_REVIEW}),
        target=FilingState.COMPLETE,
        permission="plans.review_filing",
        article="WPO 18a lid 8 / WVO 17a lid 8",
        audit="plans.found_complete",
        reason=True,
    ),
    Transition(
        subject="plans.Filing",
        name="reconsider",
        label=_("Oordeel heropenen"),
        done=_("oordeel heropend"),
        sources=frozenset({FilingState.REPAIR_REQUESTED, FilingState.COMPLETE}),
        target=FilingState.IN_REVIEW,
        permission="plans.review_filing",
        article="WPO 18a lid 8 / WVO 17a lid 8",
        audit="plans.reconsidered",
        guards=("not_superseded",),
        reason=True,
        help=_(
            "Het eerdere oordeel blijft in de tijdlijn staan. Kan niet als er een andere indiening voor in de plaats "
            "is gekomen. Tot de uiterste datum kan het samenwerkingsverband de indiening dan weer intrekken."
        ),
    ),
)

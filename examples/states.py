"""The states of an example, and every step between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from experiments.states import EXPERIMENT
from portal.workflow import Transition


class ExampleState(TextChoices):
    """How far an example of cooperation is on its way to the site."""

    DRAFT = "draft", _("in voorbereiding")
    SUBMITTED = "submitted", _("ingestuurd")
    RETURNED = "returned", _("vraag van de redactie")
    PUBLISHED = "published", _("gepubliceerd")
    DECLINED = "declined", _("niet geplaatst")
    TAKEN_BACK = "taken_back", _("teruggetrokken")


WITH_SENDER = frozenset({ExampleState.DRAFT, ExampleState.RETURNED})
SHARING = "Werkagenda (AVS, 11 december 2012): voorbeelden van samenwerking"

TRANSITIONS = (
    Transition(
        subject="examples.Example",
        name="draft",
        label=_("Voorbeeld schrijven"),
        done=_("voorbeeld begonnen"),
        sources=frozenset(),
        target=ExampleState.DRAFT,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.example_begun",
        on="portal.Organisation",
        help=_("U kunt het bewaren en later afmaken. De redactie ziet het pas als u het instuurt."),
    ),
    Transition(
        subject="examples.Example",
        name="share_lessons",
        label=_("Voorbeeld maken van de lessen"),
        done=_("voorbeeld begonnen uit een experiment"),
        sources=frozenset(),
        target=ExampleState.DRAFT,
        permission="experiments.report_experiment",
        article=EXPERIMENT,
        audit="guidance.lessons_shared",
        guards=("has_reported",),
        on="experiments.Experiment",
        help=_("De verslagen staan er dan al in. U werkt het voorbeeld bij en stuurt het in."),
    ),
    Transition(
        subject="examples.Example",
        name="change",
        label=_("Bewerken"),
        done=_("voorbeeld bewerkt"),
        sources=WITH_SENDER,
        target=None,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.example_changed",
    ),
    Transition(
        subject="examples.Example",
        name="attach",
        label=_("Bijlage toevoegen"),
        done=_("bijlage toegevoegd"),
        sources=WITH_SENDER,
        target=None,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.attachment_added",
    ),
    Transition(
        subject="examples.Example",
        name="detach",
        label=_("Bijlage weghalen"),
        done=_("bijlage weggehaald"),
        sources=WITH_SENDER,
        target=None,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.attachment_removed",
        guards=("has_attachments",),
    ),
    Transition(
        subject="examples.Example",
        name="submit",
        label=_("Insturen"),
        done=_("voorbeeld ingestuurd"),
        sources=WITH_SENDER,
        target=ExampleState.SUBMITTED,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.example_submitted",
        guards=("example_is_filled_in",),
        help=_("De redactie kijkt het na. Zij kan u iets vragen voordat zij het plaatst."),
    ),
    Transition(
        subject="examples.Example",
        name="ask_back",
        label=_("Vraag stellen aan de inzender"),
        done=_("vraag gesteld aan de inzender"),
        sources=frozenset({ExampleState.SUBMITTED}),
        target=ExampleState.RETURNED,
        permission="guidance.edit_guidance",
        article=SHARING,
        audit="guidance.example_returned",
        reason=True,
        help=_("De inzender krijgt uw vraag per e-mail, past het voorbeeld aan en stuurt het opnieuw in."),
    ),
    Transition(
        subject="examples.Example",
        name="publish",
        label=_("Publiceren"),
        done=_("voorbeeld gepubliceerd"),
        sources=frozenset({ExampleState.SUBMITTED}),
        target=ExampleState.PUBLISHED,
        permission="guidance.edit_guidance",
        article=SHARING,
        audit="guidance.example_published",
        guards=("may_be_published",),
        help=_(
            "Iedereen kan het dan lezen, en wie het onderwerp volgt krijgt het in het overzicht per e-mail."
        ),
    ),
    Transition(
        subject="examples.Example",
        name="decline",
        label=_("Niet plaatsen"),
        done=_("voorbeeld niet geplaatst"),
        sources=frozenset({ExampleState.SUBMITTED}),
        target=ExampleState.DECLINED,
        permission="guidance.edit_guidance",
        article=SHARING,
        audit="guidance.example_declined",
        reason=True,
        help=_("De inzender leest waarom."),
    ),
    Transition(
        subject="examples.Example",
        name="take_down",
        label=_("Van de site halen"),
        done=_("voorbeeld van de site gehaald"),
        sources=frozenset({ExampleState.PUBLISHED}),
        target=ExampleState.RETURNED,
        permission="guidance.edit_guidance",
        article=SHARING,
        audit="guidance.example_taken_down",
        reason=True,
        help=_("De inzender leest waarom, en kan het aanpassen en opnieuw insturen."),
    ),
    Transition(
        subject="examples.Example",
        name="take_back",
        label=_("Terugtrekken"),
        done=_("voorbeeld teruggetrokken"),
        sources=WITH_SENDER | {ExampleState.SUBMITTED, ExampleState.PUBLISHED},
        target=ExampleState.TAKEN_BACK,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.example_taken_back",
        help=_("Stond het op de site, dan gaat het eraf. U kunt het later opnieuw oppakken."),
    ),
    Transition(
        subject="examples.Example",
        name="reopen",
        label=_("Opnieuw oppakken"),
        done=_("voorbeeld opnieuw opgepakt"),
        sources=frozenset({ExampleState.DECLINED, ExampleState.TAKEN_BACK}),
        target=ExampleState.DRAFT,
        permission="examples.send_example",
        article=SHARING,
        audit="guidance.example_reopened",
    ),
)

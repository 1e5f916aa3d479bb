"""What the law or the integrity of the data forbids; each guard gives the reasons, an empty list means go.

Guards are few on purpose: what is merely missing is a finding (`plans.findings`), never a wall.
"""

from django.utils.translation import gettext as _

from plans import content as contents
from plans import richtext, standing
from plans.models import Dossier, Filing


def concept_has_text(dossier: Dossier) -> list[str]:
    """There is something to freeze."""
    if any(richtext.plain(row.body) for row in dossier.chapters.all()):  # the dossier page has them at hand
        return []
    return [_("Het plan heeft nog geen tekst. Schrijf eerst ten minste één hoofdstuk.")]


def scope_is_known(dossier: Dossier) -> list[str]:
    """There is at least one municipality to consult (lid 9)."""
    if contents.has_municipalities(dossier):
        return []
    return [_("Er is geen gemeente om mee te overleggen. Kies eerst de gemeenten bij ‘Overlegpartners’.")]


def plan_or_repair_missed(dossier: Dossier) -> list[str]:
    """Enforcement is for a plan that did not come in time, or was not repaired within the term that was given."""
    if standing.of(dossier).is_enforceable:
        return []
    return [
        _(
            "Handhaving kan alleen als er na de uiterste datum geen plan is dat op tijd was, "
            "of als een hersteltermijn voorbij is zonder nieuwe indiening."
        )
    ]


def not_superseded(filing: Filing) -> list[str]:
    """A verdict on a filing that another came in the place of stays as it is: the other is the one to review."""
    later = standing.of(filing.dossier).superseded_by(filing)
    if later is None:
        return []
    return [
        _("In plaats van deze indiening geldt nu %(reference)s. Geef daarover een oordeel.")
        % {"reference": later.reference}
    ]


def no_enforcement_yet(dossier: Dossier) -> list[str]:
    """Enforcement starts once."""
    return [_("De handhaving loopt al.")] if dossier.enforcement_since else []


def enforcement_is_running(dossier: Dossier) -> list[str]:
    """Only what runs can end."""
    return [] if dossier.enforcement_since else [_("Er loopt geen handhaving.")]

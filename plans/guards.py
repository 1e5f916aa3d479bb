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


def deadline_has_not_passed(filing: Filing) -> list[str]:
    """After the deadline of the round (lid 10) no other plan could be in time any more.

    It is the moment the step is taken that counts: a plan that is in time stays so in case of doubt.
    """
    if not filing.dossier.round.has_passed:
        return []
    return [
        _("De uiterste datum is voorbij. Een indiening intrekken kan dan niet meer; opnieuw indienen wel.")
    ]


def round_allows_withdrawal(filing: Filing) -> list[str]:
    """The law says nothing of withdrawing; the round says whether it may be done."""
    if filing.dossier.round.allows_withdrawal:
        return []
    return [_("In deze ronde kan een indiening niet worden ingetrokken. Opnieuw indienen kan wel.")]


def nothing_counts(dossier: Dossier) -> list[str]:
    """A plan of which a filing counts stays filed."""
    if dossier.filings.that_count().exists():
        return [_("Er is nog een indiening die telt.")]
    return []


def no_enforcement_yet(dossier: Dossier) -> list[str]:
    """Enforcement starts once."""
    return [_("De handhaving loopt al.")] if dossier.enforcement_since else []


def enforcement_is_running(dossier: Dossier) -> list[str]:
    """Only what runs can end."""
    return [] if dossier.enforcement_since else [_("Er loopt geen handhaving.")]

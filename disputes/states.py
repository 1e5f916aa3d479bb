"""The states of a dispute between a partnership and a municipality, and every step between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.workflow import Transition


class DisputeState(TextChoices):
    """How far the committee is with a dispute."""

    LODGED = "lodged", _("aanhangig gemaakt")
    ADMISSIBLE = "admissible", _("ontvankelijk")
    INADMISSIBLE = "inadmissible", _("niet-ontvankelijk")
    RESPONDED = "responded", _("verweer ontvangen")
    HEARD = "heard", _("zitting gehouden")
    ADVISED = "advised", _("advies uitgebracht")
    SETTLED = "settled", _("schikking getroffen")
    WITHDRAWN = "withdrawn", _("ingetrokken")
    CLOSED = "closed", _("afgesloten")


UNDER_WAY = frozenset(
    {DisputeState.LODGED, DisputeState.ADMISSIBLE, DisputeState.RESPONDED, DisputeState.HEARD}
)
ENDED = frozenset(
    {DisputeState.INADMISSIBLE, DisputeState.SETTLED, DisputeState.WITHDRAWN, DisputeState.CLOSED}
)
ARTICLE = "WPO 18a lid 9, derde volzin / WVO 17a lid 9, derde volzin"

TRANSITIONS = (
    Transition(
        subject="disputes.Dispute",
        name="lodge",
        label=_("Geschil voorleggen aan de commissie"),
        done=_("geschil aanhangig gemaakt"),
        sources=frozenset(),
        target=DisputeState.LODGED,
        permission="disputes.lodge_dispute",
        article=ARTICLE,
        audit="disputes.lodged",
        guards=("consultation_ended_without_agreement", "procedure_names_committee", "no_dispute_under_way"),
        on="consultations.Consultation",
        help=_("Naar de geschillencommissie die in de vastgelegde procedure staat."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="declare_admissible",
        label=_("Ontvankelijk verklaren"),
        done=_("ontvankelijk verklaard"),
        sources=frozenset({DisputeState.LODGED}),
        target=DisputeState.ADMISSIBLE,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.admissible",
        help=_(
            "De commissie neemt het geschil in behandeling. Daarna kan de andere partij verweer indienen."
        ),
    ),
    Transition(
        subject="disputes.Dispute",
        name="declare_inadmissible",
        label=_("Niet-ontvankelijk verklaren"),
        done=_("niet-ontvankelijk verklaard"),
        sources=frozenset({DisputeState.LODGED}),
        target=DisputeState.INADMISSIBLE,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.inadmissible",
        reason=True,
        help=_("Het geschil eindigt en het overleg is weer open. De partijen lezen waarom."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="respond",
        label=_("Verweer indienen"),
        done=_("verweer ingediend"),
        sources=frozenset({DisputeState.LODGED, DisputeState.ADMISSIBLE}),
        target=DisputeState.RESPONDED,
        permission="disputes.respond_dispute",
        article=ARTICLE,
        audit="disputes.responded",
        guards=("admissible_first",),
        reason=True,
        help=_("Uw kant van de zaak. U kunt een document meesturen."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="record_response",
        label=_("Verweer vastleggen"),
        done=_("verweer vastgelegd"),
        sources=frozenset({DisputeState.ADMISSIBLE}),
        target=DisputeState.RESPONDED,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.response_recorded",
        reason=True,
        help=_("Voor een verweer dat buiten het portaal om is ontvangen."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="plan_hearing",
        label=_("Zitting plannen"),
        done=_("zitting gepland"),
        sources=frozenset({DisputeState.ADMISSIBLE, DisputeState.RESPONDED}),
        target=None,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.hearing_planned",
        reason=True,
        help=_("De partijen krijgen bericht. Een nieuwe datum komt in de plaats van een eerdere."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="hold_hearing",
        label=_("Gehouden zitting vastleggen"),
        done=_("zitting gehouden"),
        sources=frozenset({DisputeState.ADMISSIBLE, DisputeState.RESPONDED}),
        target=DisputeState.HEARD,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.heard",
        reason=True,
        help=_("Voor een zitting die is geweest. Daarna kunt u advies uitbrengen."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="advise",
        label=_("Advies uitbrengen"),
        done=_("advies uitgebracht"),
        sources=frozenset({DisputeState.ADMISSIBLE, DisputeState.RESPONDED, DisputeState.HEARD}),
        target=DisputeState.ADVISED,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.advised",
        reason=True,
        help=_(
            "De samenvatting staat op de pagina van het plan; het advies zelf gaat erbij als document. Daarna is het "
            "overleg weer open."
        ),
    ),
    Transition(
        subject="disputes.Dispute",
        name="follow_up",
        label=_("Vastleggen wat u met het advies doet"),
        done=_("vervolg op het advies vastgelegd"),
        sources=frozenset({DisputeState.ADVISED, DisputeState.CLOSED}),
        target=None,
        permission="disputes.follow_up_dispute",
        article=ARTICLE,
        audit="disputes.followed_up",
        reason=True,
        help=_("Elke partij doet dit apart. U kunt het later aanvullen."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="settle",
        label=_("Schikking vastleggen"),
        done=_("schikking vastgelegd"),
        sources=UNDER_WAY,
        target=DisputeState.SETTLED,
        permission="disputes.settle_dispute",
        article=ARTICLE,
        audit="disputes.settled",
        reason=True,
        help=_(
            "Partijen zijn er samen uitgekomen. Het geschil eindigt en het overleg is weer open: leg daarna de nieuwe "
            "uitkomst van het OOGO vast."
        ),
    ),
    Transition(
        subject="disputes.Dispute",
        name="withdraw",
        label=_("Geschil intrekken"),
        done=_("geschil ingetrokken"),
        sources=UNDER_WAY,
        target=DisputeState.WITHDRAWN,
        permission="disputes.withdraw_dispute",
        article=ARTICLE,
        audit="disputes.withdrawn",
        reason=True,
        help=_("Het geschil eindigt en het overleg is weer open."),
    ),
    Transition(
        subject="disputes.Dispute",
        name="close",
        label=_("Dossier sluiten"),
        done=_("geschil afgesloten"),
        sources=frozenset({DisputeState.ADVISED}),
        target=DisputeState.CLOSED,
        permission="disputes.handle_dispute",
        article=ARTICLE,
        audit="disputes.closed",
        help=_("Het advies is uitgebracht. De partijen kunnen ook daarna vastleggen wat zij ermee doen."),
    ),
)

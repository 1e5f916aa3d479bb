"""The rights of this app."""

from django.utils.translation import gettext_lazy as _

from portal.rights import OFFICIALS, READERS, STAFF, Permission, Role, grants

PARTNERSHIP = grants("partnership", *STAFF)
COUNTERPART = grants("counterpart", *STAFF)
MUNICIPALITY = grants("municipality", *OFFICIALS)
COMMITTEE = grants("committee", Role.COMMITTEE_SECRETARY)

PERMISSIONS = (
    # The committee that handles a dispute is not among them: it reads the dispute and the version put to it.
    Permission(
        "consultations.view_consultation",
        _("het OOGO met een gemeente inzien, met procedure, bijeenkomsten en uitkomsten"),
        grants("partnership", *READERS) + MUNICIPALITY,
    ),
    Permission(
        "consultations.view_overleg",
        _("het overleg met een ander samenwerkingsverband inzien"),
        grants("partnership", *READERS) + grants("counterpart", *READERS),
    ),
    Permission(
        "consultations.view_consent",
        _("een verzoek om instemming en het besluit daarop inzien"),
        grants("partnership", *READERS) + grants("opr", Role.OPR_SECRETARY),
    ),
    Permission("consultations.fix_procedure", _("de OOGO-procedure vastleggen"), PARTNERSHIP),
    Permission("consultations.record_meeting", _("een bijeenkomst vastleggen"), PARTNERSHIP + MUNICIPALITY),
    Permission("consultations.record_outcome", _("de uitkomst van het OOGO vastleggen"), MUNICIPALITY),
    Permission(
        "consultations.record_outcome_on_behalf",
        _("de uitkomst namens een gemeente vastleggen, met bewijs"),
        PARTNERSHIP,
    ),
    Permission(
        "consultations.record_overleg",
        _("het overleg met een ander samenwerkingsverband vastleggen"),
        PARTNERSHIP + COUNTERPART,
    ),
    Permission("consultations.ask_consent", _("de OPR om instemming vragen"), PARTNERSHIP),
    Permission(
        "consultations.record_consent",
        _("het besluit van de OPR vastleggen"),
        grants("opr", Role.OPR_SECRETARY),
    ),
    Permission(
        "consultations.record_consent_on_behalf",
        _("het besluit namens de OPR vastleggen, met bewijs"),
        PARTNERSHIP,
    ),
    Permission("consultations.escalate", _("een geschil aanhangig maken"), PARTNERSHIP + MUNICIPALITY),
    Permission(
        "consultations.end_dispute",
        _("een geschil beëindigen"),
        PARTNERSHIP + MUNICIPALITY + COMMITTEE,
    ),
)

"""The rights of this app."""

from django.utils.translation import gettext_lazy as _

from portal.rights import Permission, Role, grants

PARTNERSHIP = grants("partnership", Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY)
MUNICIPALITY = grants("municipality", Role.MUNICIPALITY_OFFICIAL, Role.MUNICIPALITY_SIGNATORY)
COMMITTEE = grants("committee", Role.COMMITTEE_SECRETARY)

PERMISSIONS = (
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
        PARTNERSHIP + grants("counterpart", Role.PARTNERSHIP_EDITOR, Role.PARTNERSHIP_SIGNATORY),
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

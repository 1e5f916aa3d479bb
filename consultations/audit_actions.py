"""Audit actions of this app that are no transition."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "consultations.invited": _("gemeente uitgenodigd voor het OOGO"),
    "consultations.reinvited": _("nieuwe versie aangeboden aan de gemeente"),
    "consultations.out_of_scope": _("gemeente valt buiten het gebied van de nieuwe versie"),
    "consultations.overleg_invited": _("samenwerkingsverband uitgenodigd voor overleg"),
    "consultations.overleg_reinvited": _("nieuwe versie aangeboden aan het samenwerkingsverband"),
    "consultations.overleg_out_of_scope": _("samenwerkingsverband overlapt niet meer met de nieuwe versie"),
    "consultations.procedure_fixed": _("OOGO-procedure vastgelegd"),
    "consultations.procedure_changed": _("OOGO-procedure gewijzigd"),
    "consultations.meeting_recorded": _("bijeenkomst vastgelegd"),
    "consultations.meeting_changed": _("verslag van bijeenkomst gewijzigd"),
}

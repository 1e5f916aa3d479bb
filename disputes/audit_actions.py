"""Audit actions of this app that are no transition."""

from django.utils.functional import Promise

ACTIONS: dict[str, str | Promise] = {}

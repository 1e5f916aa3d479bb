"""The portal as in production, for the benchmark: no brake on signing in, mail by the worker."""

from portal.settings import *  # noqa: F403

ACCOUNT_RATE_LIMITS = False
MAIL_DELIVERY = "worker"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

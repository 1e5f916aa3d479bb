"""Rows that are reached by a secret address: whoever has the address needs no account."""

import hashlib
import uuid
from typing import Any, Self

from django.core import signing
from django.db import models
from django.urls import reverse

from portal.extension_points import SECRET_LINKS

SEPARATOR = "~"  # in a base64 signature, nor in an address, it means nothing


def secret(purpose: str, seed: uuid.UUID | str) -> str:
    """The secret of a row: its seed, signed for one purpose with the key of the installation."""
    return _signer(purpose).sign(uuid.UUID(str(seed)).hex)


def secret_path(purpose: str, seed: uuid.UUID | str) -> str:
    """The path of the secret address of a row. `purpose` is a key of `SECRET_LINKS`."""
    return reverse(SECRET_LINKS[purpose], args=[secret(purpose, seed)])


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=SEPARATOR, salt=f"portal.secret_link.{purpose}")


class SecretLinkQuerySet(models.QuerySet[Any]):
    """Finds rows by their secret."""

    def by_token(self, token: str) -> Self:
        """The row of which this is the secret: one, or none."""
        purpose: str = self.model.purpose
        try:
            return self.filter(seed=_signer(purpose).unsign(token))
        except signing.BadSignature:
            # Given out before secrets were signed. That was stored as it was; what is left of it is a hash.
            return self.filter(former_hash=hashlib.sha256(token.encode()).hexdigest())


class SecretLink(models.Model):
    """A row with a secret address. The secret is stored nowhere: who reads the database cannot make it from the seed.

    It is made anew whenever it is shown or sent, so that an address that was given out keeps working and can be sent
    once more. After a change of `SECRET_KEY`, those made with the former one work while it is among the fallbacks.
    """

    purpose = ""  # what the secret is good for; a key of `SECRET_LINKS`

    seed = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    former_hash = models.CharField(max_length=64, blank=True, default="", db_index=True, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """The secret part of the address."""
        return secret(self.purpose, self.seed)

    @property
    def secret_path(self) -> str:
        """The path of the address, the secret included. Not for an audit line, a log or a list."""
        return secret_path(self.purpose, self.seed)

    @property
    def secret_for_mail(self) -> list[str]:
        """What stands for the address in the context of a mail; `outbox.full_context` makes the path of it."""
        return [self.purpose, self.seed.hex]

"""Addresses on the public web: what an editor may link to."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_is_url = URLValidator(schemes=["http", "https"])
# Names that never lead to the public web (RFC 2606, 6761, 6762, 8375).
PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "test",
    "invalid",
    "home.arpa",
)


def check_public(url: str) -> None:
    """Raise ValidationError unless this is an http(s) address on the public web, without a password in it.

    Looks at the address alone and asks no name server: what a name leads to may be another thing tomorrow.
    """
    try:
        _is_url(url)
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".").casefold()
        _port = parts.port  # raises ValueError for a number that is no port
        has_login = parts.username is not None or parts.password is not None
    except (ValidationError, ValueError) as error:
        raise ValidationError(
            _("Dit is geen webadres. Vul het hele adres in, bijvoorbeeld https://www.voorbeeld.nl/pagina."),
            code="invalid",
        ) from error
    if has_login:
        raise ValidationError(
            _("In dit adres staat een naam of wachtwoord. Haal dat weg: iedereen kan het lezen."),
            code="login",
        )
    if _is_private(host):
        raise ValidationError(
            _("Dit adres ligt in een afgesloten netwerk. Kies een adres dat iedereen kan openen."),
            code="private",
        )


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        name = f".{host}"
        return "." not in host or any(name.endswith(f".{ending}") for ending in PRIVATE_NAMES)


class PublicURLField(models.URLField):
    """An address on the public web."""

    default_validators = [check_public]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 500
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

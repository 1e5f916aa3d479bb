"""Whoever keeps the guidance, signed in."""

from tests.guidance.conftest import client_of, editor  # noqa: F401

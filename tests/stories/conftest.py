"""The one fixture of the stories."""

from tests.stories.person import story

__all__ = ["story"]

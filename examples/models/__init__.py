"""Examples of cooperation, and who follows which subjects."""

from examples.models.examples import Example, ExampleAttachment
from examples.models.following import Subscription

__all__ = ["Example", "ExampleAttachment", "Subscription"]

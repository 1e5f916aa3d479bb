"""The list for everybody, the pages of senders and editors, and following subjects."""

from examples.views.following import Following, FollowSubject, StopDigest
from examples.views.lists import ExampleAttachmentFile, ExamplePage, Examples, ExamplesCsv
from examples.views.writing import ExampleTransition, NewExample, OwnExamples, ShareLessons

__all__ = [
    "ExampleAttachmentFile",
    "ExamplePage",
    "ExampleTransition",
    "Examples",
    "ExamplesCsv",
    "FollowSubject",
    "Following",
    "NewExample",
    "OwnExamples",
    "ShareLessons",
    "StopDigest",
]

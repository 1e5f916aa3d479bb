"""Which tests `make coverage` runs without measuring, and why: measuring makes Python twice as slow.

Those in a browser are a run of their own, which is not measured either (tools/test.py).

All of them run, on every database they always ran on. Only what they reach does not count: the figure is the same or
lower for it, never higher, and it must still be what pyproject.toml asks. No line of the portal is left out of it.
"""

from collections.abc import Mapping

import pytest

# By marker.
MARKED: Mapping[str, str] = {
    "parallel": "Many at once do what the tests of the services and pages let one do at a time.",
}
# By file: the tests that walk over the whole portal, thousands of times through the same code.
FILES: Mapping[str, str] = {
    "tests/landed/test_landed.py": "Looks at migrations, which are not measured (pyproject.toml).",
    "tests/test_access_matrix.py": "Every address for every role; each has tests of its own in the folder of its app.",
    "tests/test_bad_input.py": "Every form with everything nobody should send; each has tests of its own.",
    "tests/test_canary.py": "Follows all links, looking for words; each page has tests of its own.",
    "tests/test_transition_matrix.py": "Every step in every state for every role; each step has tests of its own.",
}


def unmeasured(item: pytest.Item) -> str:
    """Why what this test reaches does not count; empty when it does."""
    marks = [why for name, why in MARKED.items() if item.get_closest_marker(name)]
    return marks[0] if marks else FILES.get(item.nodeid.split("::")[0], "")

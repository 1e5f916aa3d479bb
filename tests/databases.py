"""Which tests run on one database only, and why: their outcome cannot depend on which one it is.

`make test` and CI run every test on SQLite, and leave these out on PostgreSQL (`pytest --second-database`). All others
run on both: constraints, locks, searching, migrations, numbers of queries, services, steps, pages and forms. A test that
asks for no database at all is left out by itself.
"""

from collections.abc import Mapping, Sequence

import pytest

# By marker.
MARKED: Mapping[str, str] = {
    "browser": "What a browser does with a page is the same. The pages themselves, for every role, and what their forms"
    " do are asked of both databases by the stories and the tests of the views.",
    "real_pdf": "WeasyPrint makes a PDF of HTML. What that HTML says is read on both databases.",
}
# By file. A test holds that nothing in them looks at what databases do differently.
FILES: Mapping[str, str] = {
    "tests/test_canary.py": "Looks for words on pages. Which rows the database gives to whom is asked of both in"
    " test_parties.py.",
    "tests/test_access_matrix.py": "Who holds a right is looked up in the tables, in Python. Which rows the database gives"
    " to whom is asked of both in test_parties.py, and every page and form is opened on both in test_bad_input.py.",
    "tests/test_transition_matrix.py": "Which steps are open to whom is decided in Python, by the tables. What a step does"
    " is asked of both by the tests of its service, its page, and of many at once.",
    "tests/demo/test_build.py": "The demo is built for SQLite (`make run`), by services that are asked of both.",
    "tests/demo/test_documents.py": "The demo is built for SQLite (`make run`), by services that are asked of both.",
    "tests/test_translations.py": "Looks at texts in two languages, which stand in the code and the data files.",
}
# `own_database`: a test that makes one itself, next to that of the tests.
DATABASE = {"db", "transactional_db", "parallel_db", "live_server", "django_db_setup", "own_database"}


def once(item: pytest.Item) -> str:
    """Why this test needs no second database; empty when it does."""
    if item.get_closest_marker("parallel"):
        return ""
    asks = item.get_closest_marker("django_db") or DATABASE & {*getattr(item, "fixturenames", ())}
    if not asks:
        return "It asks for no database."
    marks = [why for name, why in MARKED.items() if item.get_closest_marker(name)]
    return marks[0] if marks else FILES.get(item.nodeid.split("::")[0], "")


def split(items: Sequence[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests for the second database, and those that are left out there."""
    return [item for item in items if not once(item)], [item for item in items if once(item)]

"""`python -m tests.parallel.fresh_workers`: workers that just started, each asked for its tables by many at once.

Prints how many of the answers were not complete. A worker is a fork of a process that has read the application and
answered nothing yet, which is what the web server makes (`preload_app`).
"""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import django

WORKERS, PEOPLE = 200, 8


def ask() -> bool:
    """Whether the tables of rights, steps and audit actions hold the rows of every app."""
    from portal.extension_points import AUDIT_ACTIONS, DRAFTING, GUARDS, PERMISSIONS, TRANSITIONS

    audited = {row.audit for row in TRANSITIONS}
    return (
        {row.permission for row in TRANSITIONS} <= PERMISSIONS.keys()
        and {row.subject.split(".")[0] for row in TRANSITIONS if row.guards} <= GUARDS.keys()
        and len({name.split(".")[0] for name in PERMISSIONS}) >= 5
        and {*audited, *DRAFTING, "portal.joined"} <= AUDIT_ACTIONS.keys()
    )


def worker() -> int:
    """How many of the first people of one worker met a table that was not complete."""
    together = threading.Barrier(PEOPLE)

    def person(_number: int) -> bool:
        together.wait()
        try:
            return ask()
        except (LookupError, RuntimeError):  # a table that grows while it is read
            return False

    with ThreadPoolExecutor(PEOPLE) as people:
        return sum(not answer for answer in people.map(person, range(PEOPLE)))


def main() -> int:
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can
    django.setup()
    refused = 0
    for _number in range(WORKERS):
        child = os.fork()
        if child == 0:
            os._exit(worker())
        refused += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(f"{refused} of {WORKERS * PEOPLE} refused")
    return int(refused > 0)


if __name__ == "__main__":
    sys.exit(main())

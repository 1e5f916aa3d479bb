"""`make bench-starts`: people who file while a server starts and while its workers are replaced.

Fifteen starts of the web server with the settings it runs with; each time sixteen signatories file their plan at once,
as the first requests there are. Every other start the workers are told to begin anew (HUP) just before. Prints how many
filings were refused for want of a right, and what became of the others; exits with 1 when any was refused.
"""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench import run as bench  # sets Django up
from bench.load import ROOT, TOKEN, cookies

from django.urls import reverse  # isort: skip

from plans import services  # isort: skip
from plans.models import Dossier  # isort: skip
from portal import clock  # isort: skip
from tests import world  # isort: skip

STARTS, PEOPLE = 15, 16


def main() -> int:
    boss = bench.prepare()["boss"]
    codes = list(Dossier.objects.filter(state="adopted").values_list("partnership__code", flat=True))
    answers: Counter[int] = Counter()
    for number in range(STARTS):
        chosen = [codes[(number * PEOPLE + place) % len(codes)] for place in range(PEOPLE)]
        posts = [(path, body, bench.session(boss, bench.PORTAL)) for path, body in map(filing, chosen)]
        with server(reload=number % 2 == 1) as port, ThreadPoolExecutor(PEOPLE) as people:
            answers.update(people.map(lambda row, port=port: send(port, *row), posts))
    print(f"{answers[403]} of {answers.total()} refused; answers: {dict(answers)}")
    return int(answers[403] > 0)


def filing(code: str) -> tuple[str, str]:
    """The path and the form by which a plan is filed; what was filed before is offered and adopted once more."""
    plan = world.dossier(code)
    if plan.filings.exists():
        services.offer(plan, by=world.editor(code))
        plan = world.reload(plan)
        services.adopt(plan, by=world.editor(code), adopted_on=clock.today(), body="bestuur")
        plan = world.reload(plan)
    path = reverse("plans:transition", args=[plan.uuid, "file"])
    _post, path, body = bench.post(path, row_version=plan.row_version, declaration="on", remark="").split(
        "\t"
    )
    return path, body


@contextmanager
def server(*, reload: bool) -> Iterator[int]:
    """The web server on a free port. Nothing was asked of its workers yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "BIND": f"127.0.0.1:{port}", "DJANGO_SETTINGS_MODULE": "bench.settings"}
    command = [sys.executable, "-m", "gunicorn", "--config", "portal/gunicorn.py", "portal.wsgi:application"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        try:
            while process.stdout and b"ready" not in process.stdout.readline():
                if process.poll() is not None:
                    sys.exit("the server does not start; see above")
            if reload:
                time.sleep(1)
                process.send_signal(signal.SIGHUP)
            yield port
        finally:
            process.terminate()
            process.wait(40)


def send(port: int, path: str, body: str, session_key: str) -> int:
    """File; gives the status of the answer, 0 when the worker was replaced before it took the request."""
    headers = {
        "Cookie": cookies(session_key),
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())

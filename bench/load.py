"""The load on a server: starting it, driving it with wrk, and uploads that trickle in. Knows nothing of Django."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = int(os.environ.get("BENCH_SECONDS", "6"))
TOKEN = "b" * 32
CONNECTIONS = 8


@dataclass(frozen=True)
class Figures:
    """One run of wrk: requests per second, p95 in milliseconds, answers that were errors."""

    requests: int
    rate: float
    p95: float
    errors: int


def drive(port: int, lines: list[str], session_key: str = "", seconds: int = SECONDS) -> Figures:
    """One run of wrk over the lines again and again, in one session."""
    requests = Path(os.environ["PORTAL_VAR"]) / "requests.txt"
    requests.write_text("\n".join(lines) + "\n")
    environment = {
        **os.environ,
        "BENCH_REQUESTS": str(requests),
        "BENCH_COOKIE": cookies(session_key),
        "BENCH_TOKEN": TOKEN,
        "BENCH_EXPECTED": "302" if lines[0].startswith("POST") else "200",
    }
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(ROOT / "bench" / "requests.lua"),
    ]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], env=environment, capture_output=True, text=True
    )
    found = re.search(r"FIGURES (\d+) ([\d.]+) ([\d.]+) (\d+)", done.stdout)
    if not found:
        sys.exit(done.stdout + done.stderr)
    unexpected = Counter(re.findall(r"UNEXPECTED (\d+)", done.stderr))
    if unexpected:
        print("   ", dict(unexpected), lines[0][:100])
    errors = int(found[4]) + unexpected.total()
    if not int(found[1]):
        sys.exit(f"no answer within {seconds} s: {lines[0][:100]}; BENCH_SECONDS= gives more time")
    return Figures(int(found[1]), float(found[2]), float(found[3]), errors)


def cookies(session_key: str) -> str:
    return f"csrftoken={TOKEN}" + (f"; sessionid={session_key}" if session_key else "")


def drive_once(port: int, lines: list[str], session_key: str) -> Figures:
    """Every line of a list of POSTs once, over as many connections; wrk cannot end with its list."""
    waiting = deque(lines)
    times: list[float] = []
    statuses: Counter[int] = Counter()

    def worker() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Cookie": cookies(session_key),
            "X-CSRFToken": TOKEN,
            "Accept-Language": "nl",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        while waiting:
            with suppress(IndexError):  # another was quicker with the last one
                _method, path, body = waiting.popleft().split("\t")
                began = time.perf_counter()
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                answer.read()
                times.append(time.perf_counter() - began)
                statuses[answer.status] += 1
        connection.close()

    threads = [threading.Thread(target=worker) for _n in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    right = statuses.pop(302, 0)
    if statuses:
        print("   ", dict(statuses), lines[0][:100])
    return Figures(
        len(times), right / seconds, sorted(times)[len(times) * 95 // 100] * 1000, statuses.total()
    )


@contextmanager
def server(application: str, settings: str, path: str) -> Iterator[int]:
    """gunicorn with 2 workers on a free port; both projects get the same."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--worker-class", "gthread", "--threads", "8", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        while not answers(port, path):
            if process.poll() is not None:
                sys.exit(f"{application} does not start; see above")
            time.sleep(0.1)
        for _time in range(40):  # both workers have read the application and their templates
            answers(port, path)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def answers(port: int, path: str) -> bool:
    """Whether there is an answer, whatever it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


def trickle(port: int, path: str, session_key: str, stop: threading.Event) -> None:
    size = 5 * 1024 * 1024
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={session_key}; csrftoken={TOKEN}\r\n"
        f"X-CSRFToken: {TOKEN}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {size}\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="document"; filename="a.pdf"\r\n\r\n'
    ).encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head)
        while not stop.is_set():
            connection.sendall(b"0" * 4096)
            time.sleep(0.05)

"""Runs a command with a PostgreSQL of its own: `python tools/with_postgres.py COMMAND…`.

The server lives in a temporary folder on a free port of this machine, and is gone when the command ends, is
interrupted or killed. The command finds it in `DATABASE_URL`. Exit code 3 when no PostgreSQL is installed.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

NOT_INSTALLED = 3
PROGRAMS = ("initdb", "postgres")
ROOM = 4 * 1024**3  # bytes
# Nothing here has to survive a power cut.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100 "
    "-c listen_addresses=127.0.0.1 -c log_min_messages=fatal -c timezone=UTC"
)


def find() -> Path | None:
    """The folder with the programs of PostgreSQL: the one on the PATH, or the newest where Debian puts them."""
    on_path = shutil.which(PROGRAMS[0])
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    return next((f for f in folders if all(os.access(f / program, os.X_OK) for program in PROGRAMS)), None)


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def server_user() -> pwd.struct_passwd | None:
    """Whom to run the server as: PostgreSQL refuses root. None when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL does not run as root, and this machine has no user postgres or nobody.")


def _die_with_parent() -> None:
    """Have the kernel stop the server when this process is killed outright (Linux)."""
    if sys.platform.startswith("linux"):
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server; gives its address as a `DATABASE_URL`."""
    user = server_user()
    rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-", dir=memory()))
    process = None
    try:
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        environment = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "--pgdata", data, "--username", "portal", "--auth", "trust",
             "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions"],
            check=True, stdout=subprocess.DEVNULL, cwd=folder, env=environment, **rights,
        )  # fmt: skip
        port = free_port()
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-p", str(port), "-k", folder, *OPTIONS.split()],
            cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches the command first; the server follows
            preexec_fn=_die_with_parent, **rights,
        )  # fmt: skip
        wait(process, port)
        yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        if process:
            process.send_signal(signal.SIGINT)  # "fast": whoever is still connected is cut off
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def memory(at: str = "/dev/shm") -> str | None:
    """A folder in memory with room for the databases of the tests: a copy of one is then ready at once. None: on disk."""
    try:
        found = os.statvfs(at)
    except OSError:
        return None
    return at if os.access(at, os.W_OK) and found.f_bavail * found.f_frsize > ROOM else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    """Until the server answers; stops when it does not within half a minute."""
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("PostgreSQL did not start.")


def run(command: list[str]) -> int:
    """Run the command next to a server; gives its exit code."""
    programs = find()
    if programs is None:
        print("No PostgreSQL found: initdb and postgres are not on the PATH, nor in /usr/lib/postgresql.")
        return NOT_INSTALLED
    # From here on a signal ends the command, and the command's end stops the server.
    child: subprocess.Popen[bytes] | None = None
    signals: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        signals.append(number)
        if child and child.poll() is None and number != signal.SIGINT:
            child.send_signal(number)  # Ctrl-C reaches the command by itself

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    with server(programs) as url:
        if signals:
            return 128 + signals[0]
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        code = child.wait()
    return 128 + signals[0] if signals else (code if code >= 0 else 128 - code)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(run(sys.argv[1:]))

"""Makes `.venv` ready: `python3 tools/setup.py [--dev]`. Needs only python3 itself; quick when nothing changed.

System packages that are missing are installed when we may (root on a machine with apt-get); otherwise the one command
to run is printed. No syntax newer than Python 3.6 here, so that an old one can be told it is too old.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
# What WeasyPrint loads, with the Debian package that holds it. The fonts are found by Pango, not loaded by us.
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0-0"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0-0"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset0"),
)
FONTS = "fonts-dejavu-core"


class Stop(Exception):
    """Something the person at the keyboard has to do first."""


def say(text):
    """One line about what is going on, at once."""
    print(text, flush=True)


def check_python(version=None):
    """Stop when this Python is too old."""
    version = version or sys.version_info
    if tuple(version[:2]) < OLDEST:
        raise Stop(
            f"This is Python {version[0]}.{version[1]}; the portal needs Python {OLDEST[0]}.{OLDEST[1]} or newer.\n"
            "With a newer one installed: make PYTHON=/path/to/python3 run"
        )


def missing_packages():
    """The Debian packages without which the set-up would fail."""
    packages = []
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    if sys.platform.startswith("linux"):
        libraries = [package for library, package in LIBRARIES if not can_load(library)]
        packages += [*libraries, FONTS] if libraries else []
    return packages


def can_load(library):
    """Whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages):
    """Install Debian packages, or stop with the one command to run."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sudo = "" if os.geteuid() == 0 else "sudo "
        raise Stop(
            f"Missing on this machine: {', '.join(packages)}.\nRun this once, then try again:\n\n"
            f"    {sudo}{' '.join(command)}\n\n"
            "(That is the command of Debian and Ubuntu; elsewhere the packages have other names.)"
        )
    say(f"Installing system packages: {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for step in (["apt-get", "update", "-q"], command):
        done = subprocess.run(step, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if done.returncode:
            raise Stop(f"{' '.join(step)} failed; its message is above.")


def make_venv():
    """A virtual environment of this Python; one that is broken or of another version is made again."""
    if venv_version() == tuple(sys.version_info[:2]):
        return
    say(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}")
    shutil.rmtree(VENV, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", VENV]).returncode:
        raise Stop("python3 -m venv failed; its message is above.")


def venv_version():
    """The version of the Python in `.venv`; None when there is none that starts."""
    code = "import sys, pip; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([VENV_PYTHON, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    if done.returncode:
        return None
    return tuple(int(part) for part in done.stdout.split())


def install_requirements(name):
    """Install a requirements file when it changed since it was last installed; pip checks every hash."""
    with open(os.path.join(ROOT, name), "rb") as stream:
        wanted = hashlib.sha256(stream.read()).hexdigest()
    stamp = os.path.join(VENV, name + ".sha256")
    if os.path.exists(stamp):
        with open(stamp) as stream:
            if stream.read() == wanted:
                return
    say(f"Installing the Python packages of {name} (a minute or two)")
    pip = [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    # The file names every package there is to install: nothing is left to resolve, so a newer release changes nothing.
    pip += ["--no-deps", "--require-hashes", "-r", os.path.join(ROOT, name)]
    if subprocess.run(pip, stdin=subprocess.DEVNULL).returncode:
        raise Stop(f"pip could not install {name}; its message is above.")
    with open(stamp, "w") as stream:
        stream.write(wanted)


def check_pdf():
    """Stop when the PDF maker does not start for a reason we did not foresee. Looked at once per environment."""
    stamp = os.path.join(VENV, "pdf.checked")
    if os.path.exists(stamp):
        return
    done = subprocess.run([VENV_PYTHON, "-c", "import weasyprint"], stderr=subprocess.PIPE)
    if done.returncode:
        raise Stop(f"The PDF maker does not start: {done.stderr.decode().strip().splitlines()[-1]}")
    open(stamp, "w").close()


def main(arguments):
    """Everything, in order; gives the exit code."""
    try:
        check_python()
        packages = missing_packages()
        if packages:
            install_packages(packages)
        make_venv()
        # The development file holds the runtime pins too.
        install_requirements("requirements-dev.txt" if "--dev" in arguments else "requirements.txt")
        check_pdf()
    except Stop as stop:
        sys.stderr.write(f"\n{stop}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Checks what only shows in production settings: `python tools/check_settings.py`.

Django's own deployment check, migrations that are up to date, and static files that can be collected.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": secrets.token_urlsafe(60),
    "HTTPS": "1",
    "BEHIND_PROXY": "1",
    "ALLOWED_HOSTS": "portaal.example.org",
    "PUBLIC_URL": "https://portaal.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "MAIL_DELIVERY": "worker",
}
COMMANDS = (
    ["check", "--deploy", "--fail-level", "WARNING"],
    ["makemigrations", "--check", "--dry-run"],
    ["collectstatic", "--noinput", "--verbosity", "0"],
)


def main() -> int:
    """Run them all; gives the exit code of the first that fails."""
    environment = {**os.environ, **PRODUCTION}
    for name in ("DEBUG", "PORTAL_DEMO", "PORTAL_NOW", "DATABASE_URL"):
        environment.pop(name, None)
    for command in COMMANDS:
        print("manage.py", *command, flush=True)
        code = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())

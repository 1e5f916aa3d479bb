"""The web server: `gunicorn --config portal/gunicorn.py portal.wsgi`. `docs/operations.md` lists the variables."""

from typing import Any

from portal import environment

bind = environment.socket("BIND", "127.0.0.1:8000")
# Threads: somebody who sends 5 MB over a slow line keeps one of sixteen places, not one of two.
worker_class = "gthread"
workers = environment.number("WEB_WORKERS", 2, least=1)
threads = environment.number("WEB_THREADS", 8, least=1)
# The application is read once, before the workers are made: quicker to start, less memory.
preload_app = True
timeout = 120
graceful_timeout = 30
keepalive = 5
# A worker is replaced now and then, so that a leak somewhere never becomes an outage.
max_requests = 5000
max_requests_jitter = 500
accesslog = environment.text("ACCESS_LOG") or None
loglevel = environment.log_level()
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Say where the portal is once it answers."""
    print(f"The portal is ready at http://{bind}/ (Ctrl-C stops it)", flush=True)  # noqa: T201

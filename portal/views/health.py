"""For machines: is the process alive, is the portal ready, and who may look."""

import datetime as dt

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal import clock, outbox


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration (else 503), and how many seconds the oldest due mail waits."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        oldest = None if pending else outbox.due().order_by("next_attempt_at").first()
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    waits = int((clock.now() - oldest.next_attempt_at).total_seconds()) if oldest else 0
    return JsonResponse(
        {"ready": not pending, "database": True, "pending_migrations": pending, "oldest_mail_seconds": waits},
        status=503 if pending else 200,
    )


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116), where an address is configured."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = clock.now() + dt.timedelta(days=180)
    return HttpResponse(
        f"Contact: {settings.SECURITY_CONTACT}\nExpires: {expires:%Y-%m-%dT00:00:00Z}\n"
        f"Preferred-Languages: nl, en\nCanonical: {settings.PUBLIC_URL}/.well-known/security.txt\n",
        content_type="text/plain",
    )

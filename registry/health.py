"""Is the process alive, and is it ready to answer? For whoever starts and balances it."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.access.doors import Door
from accounts.views.doors import door


@door(Door.PUBLIC)
@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "alive"})


@door(Door.PUBLIC)
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Ready when the database answers; 503 and no details otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_revision")
    except DatabaseError:
        return JsonResponse({"status": "not ready"}, status=503)
    return JsonResponse({"status": "ready"})

"""What somebody sees who asks for what is not there: our own page, while developing too.

Django's yellow page lists every address of the site. Somebody who tries the demo should see what
the public would, and a hidden account must look like a missing one there as well.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class NotFoundMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.path_info.endswith("/"):
            return page_not_found(request, Exception())
        return response

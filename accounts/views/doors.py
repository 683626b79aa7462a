"""`@door(Door.ADMINS)`: says whom a view is for, and holds it.

The outermost decorator of every view. `tests/test_doors.py` walks the site's addresses and fails
for a view without one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from ..domain.access.doors import WITHOUT_SIGN_IN, Door, is_open
from .helpers import viewer

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def door(to: Door) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if to not in WITHOUT_SIGN_IN and not is_open(to, viewer(request)):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.door = to  # type: ignore[attr-defined]
        return cast(View, login_not_required(guarded) if to in WITHOUT_SIGN_IN else guarded)

    return decorate

"""What every view needs: the viewer, the vocabulary, addresses with one thing changed."""

from typing import Any

from django.http import HttpRequest, QueryDict

from ..domain import history, vocabulary
from ..domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from ..models import User


def remembered(request: HttpRequest, name: str, work_out: Any) -> Any:
    """The value kept on the request under `name`, worked out the first time it is asked for."""
    if not hasattr(request, name):
        setattr(request, name, work_out())
    return getattr(request, name)


def revision(request: HttpRequest) -> str:
    """The register's revision at the beginning of this request."""
    return remembered(request, "_revision", history.current_revision)


def words(request: HttpRequest) -> vocabulary.Vocabulary:
    return vocabulary.current(revision(request))


def viewer(request: HttpRequest) -> Viewer:
    """Who is looking; worked out once a request."""
    return remembered(request, "_viewer", lambda: _viewer(request))


def _viewer(request: HttpRequest) -> Viewer:
    if isinstance(request.user, User):
        return viewer_of(request.user, words(request))
    return PUBLIC_VIEWER


def user_of(request: HttpRequest) -> User:
    """Who is signed in; for views behind a door that asks for it."""
    assert isinstance(request.user, User)  # noqa: S101 - the door has seen to it
    return request.user


def address_with(path: str, query: QueryDict, **changes: str | None) -> str:
    """`path` with the query's values changed; None and empty take a value away."""
    changed = query.copy()
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    for name in [name for name, value in changed.items() if not value]:
        del changed[name]
    return f"{path}?{changed.urlencode()}" if changed else path

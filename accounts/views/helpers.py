"""What every view needs: the viewer, the vocabulary, addresses with one thing changed."""

from django.http import HttpRequest, QueryDict

from ..domain import history, vocabulary
from ..domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of


def revision(request: HttpRequest) -> str:
    """The register's revision at the beginning of this request."""
    if not hasattr(request, "_revision"):
        request._revision = history.current_revision()
    return request._revision


def words(request: HttpRequest) -> vocabulary.Vocabulary:
    return vocabulary.current(revision(request))


def viewer(request: HttpRequest) -> Viewer:
    """Who is looking; worked out once a request."""
    if not hasattr(request, "_viewer"):
        signed_in = request.user.is_authenticated
        request._viewer = viewer_of(request.user, words(request)) if signed_in else PUBLIC_VIEWER
    return request._viewer


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

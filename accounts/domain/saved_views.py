"""Saved views: filters of the matrix that a user gave a name. Whoever saved one sees and uses it.

A view is kept as the matrix's own address says it, in one order, so that the same filters are the
same text. What it names may be gone one day; the matrix sets such a filter aside and says so.
"""

from dataclasses import asdict
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ..exceptions import RegisterError
from ..models import SavedView, User
from .search import Criteria

MOST = 50
"""Views one user can have."""
LONGEST = 1000


def query_of(criteria: Criteria) -> str:
    """The criteria as the address says them: one order, nothing empty."""
    return urlencode({name: value for name, value in asdict(criteria).items() if value})


def of(user: User) -> QuerySet[SavedView]:
    """The user's own, by name."""
    return SavedView.objects.filter(user=user)


@transaction.atomic
def save(*, name: str, query: str, by: User) -> SavedView:
    """Keep `query` under a name; the same name for the same filters is one view.

    Raises RegisterError when the name is another view's, and when there are too many.
    """
    name = _clean(name)
    if len(query) > LONGEST:
        raise RegisterError(_("These filters are too long to save. Search for fewer words."))
    views = _locked(by)
    same = _called(name, views)
    if same is not None and same.query == query:
        return same
    _refuse_taken(same)
    if len(views) >= MOST:
        raise RegisterError(
            _("You have %(most)s saved views, which is as many as there can be. Delete one first.")
            % {"most": MOST}
        )
    return SavedView.objects.create(user=by, name=name, query=query)


@transaction.atomic
def rename(*, view: SavedView, name: str, by: User) -> SavedView:
    """Raises RegisterError when the name is another view's."""
    name = _clean(name)
    same = _called(name, [other for other in _locked(by) if other.pk != view.pk])
    _refuse_taken(same)
    view.name = name
    view.save(update_fields=["name"])
    return view


def delete(*, view: SavedView) -> dict[str, str]:
    """Delete it, and give what `save` needs to bring it back."""
    view.delete()
    return {"name": view.name, "query": view.query}


def _locked(user: User) -> list[SavedView]:
    """The user's views, while no other window of the same user writes any."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    return list(of(user))


def _clean(name: str) -> str:
    return " ".join(name.split())


def _called(name: str, views: list[SavedView]) -> SavedView | None:
    wanted = name.casefold()
    return next((view for view in views if view.name.casefold() == wanted), None)


def _refuse_taken(view: SavedView | None) -> None:
    if view is not None:
        raise RegisterError(
            _("You have a view called “%(name)s” already. Choose another name.")
            % {"name": view.name}
        )

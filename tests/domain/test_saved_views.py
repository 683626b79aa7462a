"""Saved views: one order of filters, names once, a limit."""

import pytest

from accounts.domain import saved_views
from accounts.domain.search import Criteria
from accounts.exceptions import RegisterError
from accounts.models import SavedView
from tests.factories import SavedViewFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_filters_are_written_in_one_order_without_empty_ones():
    criteria = Criteria(status="all", q="forska åäö", platform="x")
    assert saved_views.query_of(criteria) == "q=forska+%C3%A5%C3%A4%C3%B6&platform=x&status=all"
    assert saved_views.query_of(Criteria()) == ""


def test_a_view_is_saved_once_however_often_somebody_clicks():
    user = UserFactory()
    first = saved_views.save(name=" Vår  X ", query="platform=x", by=user)
    assert first.name == "Vår X"
    assert saved_views.save(name="vår x", query="platform=x", by=user) == first
    assert SavedView.objects.count() == 1


def test_a_name_that_is_taken_is_refused_in_any_case_and_by_rename():
    user = UserFactory()
    saved_views.save(name="Åland", query="platform=x", by=user)
    with pytest.raises(RegisterError, match="Åland"):
        saved_views.save(name="ÅLAND", query="platform=facebook", by=user)
    other = saved_views.save(name="Annan", query="platform=facebook", by=user)
    with pytest.raises(RegisterError, match="Åland"):
        saved_views.rename(view=other, name="åland", by=user)
    assert saved_views.rename(view=other, name="ANNAN", by=user).name == "ANNAN"


def test_two_users_can_use_the_same_name():
    for user in (UserFactory(), UserFactory()):
        saved_views.save(name="Vår", query="platform=x", by=user)
    assert SavedView.objects.count() == 2


def test_there_is_a_limit():
    user = UserFactory()
    for _number in range(saved_views.MOST):
        SavedViewFactory(user=user)
    with pytest.raises(RegisterError, match=str(saved_views.MOST)):
        saved_views.save(name="En till", query="platform=x", by=user)
    assert SavedView.objects.count() == saved_views.MOST


def test_filters_too_long_to_keep_are_refused():
    with pytest.raises(RegisterError):
        saved_views.save(name="Lång", query="q=" + "%F0%9F%90%98" * 100, by=UserFactory())


def test_what_was_deleted_can_be_saved_again():
    view = SavedViewFactory(name="Vår", query="platform=x")
    user = view.user
    kept = saved_views.delete(view=view)
    assert not saved_views.of(user).exists()
    saved_views.save(by=user, **kept)
    assert saved_views.of(user).get().query == "platform=x"

"""The pages of saved views, and what the matrix offers to those who are signed in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import SavedView
from tests.factories import AccountFactory, SavedViewFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_matrix_offers_to_save_filters_to_those_who_are_signed_in(client, user):
    AccountFactory()
    assert b"view-tools" not in client.get("/accounts/").content
    page = client.get("/accounts/?status=all&platform=facebook&page=&x=1").content.decode()
    assert "/mine/views/new/?platform=facebook&amp;status=all" in page
    assert 'data-copy="http://testserver/accounts/?platform=facebook&amp;status=all"' in page
    assert b"view-tools" not in Client().get("/accounts/?platform=facebook").content


def test_the_public_page_of_the_matrix_is_still_kept(django_assert_num_queries):
    AccountFactory()
    client = Client()
    first = client.get("/accounts/?platform=facebook")
    with django_assert_num_queries(1):
        assert client.get("/accounts/?platform=facebook").content == first.content


def test_saving_offering_a_name_and_leading_to_the_list(client, user):
    page = client.get("/mine/views/new/?platform=facebook&status=all")
    assert page.context["form"].initial["name"].startswith("Facebook")
    sent = client.post("/mine/views/new/?status=all&platform=facebook&page=2", {"name": "Vår"})
    assert sent["Location"] == "/mine/views/"
    view = SavedView.objects.get()
    assert (view.user, view.name, view.query) == (user, "Vår", "platform=facebook&status=all")
    assert "Vår" in client.get("/mine/views/").content.decode()


def test_a_view_leads_to_the_matrix_with_its_filters(client, user):
    view = SavedViewFactory(user=user, query="platform=facebook&status=all")
    sent = client.get(f"/mine/views/{view.pk}/")
    assert (sent.status_code, sent["Location"]) == (302, "/accounts/?platform=facebook&status=all")
    english = client.get(f"/en/mine/views/{view.pk}/")
    assert english["Location"] == "/en/accounts/?platform=facebook&status=all"


@pytest.mark.parametrize("query", ["platform=gone&unit=nowhere", "x=%00&status=nosuch", "%ff", ""])
def test_filters_that_mean_nothing_any_more_do_no_harm(client, user, query):
    view = SavedViewFactory(user=user, query=query)
    assert client.get("/mine/views/").status_code == 200
    assert client.get(f"/mine/views/{view.pk}/", follow=True).status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "a\x00b", "Lösenord: hunter2"])
def test_a_bad_name_comes_back_with_what_was_typed(client, user, name):
    page = client.post("/mine/views/new/?platform=facebook", {"name": name})
    assert page.status_code == 200
    assert page.context["form"].errors["name"]
    assert page.context["form"]["name"].value() == name
    assert not SavedView.objects.exists()


def test_a_taken_name_says_so_beside_the_field(client, user):
    SavedViewFactory(user=user, name="Vår")
    page = client.post("/mine/views/new/?platform=x", {"name": "VÅR"}).content.decode()
    assert "“Vår”" in page or "”Vår”" in page


def test_renaming(client, user):
    view = SavedViewFactory(user=user)
    assert client.get(f"/mine/views/{view.pk}/rename/").status_code == 200
    client.post(f"/mine/views/{view.pk}/rename/", {"name": "Nytt namn"})
    view.refresh_from_db()
    assert view.name == "Nytt namn"


def test_deleting_can_be_undone(client, user):
    view = SavedViewFactory(user=user, name="Vår", query="platform=x")
    page = client.post(f"/mine/views/{view.pk}/delete/", follow=True)
    assert not SavedView.objects.exists()
    assert "/mine/views/restore/" in page.content.decode()
    client.post("/mine/views/restore/")
    found = SavedView.objects.get()
    assert (found.user, found.name, found.query) == (user, "Vår", "platform=x")
    client.post("/mine/views/restore/")
    assert SavedView.objects.count() == 1
    assert "/mine/views/restore/" not in client.get("/mine/views/").content.decode()


def test_deleting_twice_is_deleting_once(client, user):
    view = SavedViewFactory(user=user)
    for _click in range(2):
        assert client.post(f"/mine/views/{view.pk}/delete/").status_code == 302
    client.post("/mine/views/restore/")
    assert SavedView.objects.count() == 1


def test_undo_is_offered_for_a_while(client, user):
    view = SavedViewFactory(user=user)
    client.post(f"/mine/views/{view.pk}/delete/")
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert "restore" not in client.get("/mine/views/").content.decode()


def test_somebody_elses_view_does_not_exist(client, user):
    view = SavedViewFactory(name="Annans")
    for path in (f"/mine/views/{view.pk}/", f"/mine/views/{view.pk}/rename/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/mine/views/{view.pk}/rename/", {"name": "Min"}).status_code == 404
    client.post(f"/mine/views/{view.pk}/delete/")
    view.refresh_from_db()
    assert view.name == "Annans"
    assert "Annans" not in client.get("/mine/views/").content.decode()


def test_only_posting_changes_anything(client, user):
    view = SavedViewFactory(user=user)
    for path in (f"/mine/views/{view.pk}/delete/", "/mine/views/restore/"):
        assert client.get(path).status_code == 405
    assert SavedView.objects.exists()


def test_the_list_costs_the_same_for_one_and_many(client, user, django_assert_max_num_queries):
    SavedViewFactory(user=user)
    with django_assert_max_num_queries(8) as one:
        client.get("/mine/views/")
    for _number in range(2):
        SavedViewFactory(user=user)
    with django_assert_max_num_queries(8) as many:
        client.get("/mine/views/")
    assert len(many) == len(one)

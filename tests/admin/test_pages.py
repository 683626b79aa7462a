"""Django's admin: every page opens for an admin alone and costs the same for many rows."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.models import (
    Account,
    Audience,
    Change,
    Decision,
    Event,
    HandOver,
    Incident,
    ManagerApproval,
    Notice,
    Person,
    Platform,
    ProfileCheck,
    Review,
    Routines,
    SavedView,
    Security,
    TwoStepConfirmation,
    Unit,
    Upload,
    User,
)
from tests import factories
from tests.test_architecture import PageParser

LIFE = [Change, Decision, HandOver, Incident, ManagerApproval, ProfileCheck, Review, Routines]
LIFE += [Security, TwoStepConfirmation]
BESIDE = [Notice, SavedView, Upload]
OURS = [Account, Audience, Event, Person, Platform, Unit, User, *LIFE, *BESIDE]
WITHOUT_ADDING = [Account, Event, Platform, *LIFE, *BESIDE]


def address(model, page, *args):
    return reverse(f"admin:accounts_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def rows(cast):
    """At least one of everything."""
    account = factories.AccountFactory(unit=cast.own_unit, owner=True, deputy=True)
    for model in LIFE:
        getattr(factories, f"{model.__name__}Factory")(account=account)
    factories.NoticeFactory(account=account)
    factories.SavedViewFactory()
    Upload.objects.create(
        file_name="a.csv", content=b"x", uploaded_by=cast.admin, uploaded_at=timezone.now()
    )


def test_everything_that_is_registered_is_tested():
    assert {model for model in admin.site._registry if model._meta.app_label == "accounts"} == set(
        OURS
    )


def test_groups_are_not_offered():
    assert "auth" not in {model._meta.app_label for model in admin.site._registry}


@pytest.fixture
def as_admin(client, cast):
    client.force_login(cast.admin)
    return client


def test_index_opens(as_admin):
    assert as_admin.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_list_opens_and_searches(model, as_admin, rows):
    if model is Event:
        as_admin.post(address(Audience, "add"), {"code": "a", "name_sv": "A", "position": 1})
    query = {"q": "a"} if admin.site._registry[model].search_fields else {}
    assert as_admin.get(address(model, "changelist")).status_code == 200
    assert as_admin.get(address(model, "changelist"), query).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_one_row_opens(model, as_admin, rows):
    if model is Event:
        as_admin.post(address(Audience, "add"), {"code": "a", "name_sv": "A", "position": 1})
    row = model.objects.first()
    assert as_admin.get(address(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_adding_opens_where_adding_is_possible(model, as_admin, rows):
    expected = 403 if model in WITHOUT_ADDING else 200
    assert as_admin.get(address(model, "add")).status_code == expected


@pytest.mark.parametrize(
    "factory",
    [
        *("AccountFactory", "PersonFactory", "UnitFactory", "NoticeFactory", "SavedViewFactory"),
        *(f"{model.__name__}Factory" for model in LIFE),
    ],
)
def test_list_asks_as_many_questions_for_one_row_as_for_many(
    factory, as_admin, cast, django_assert_max_num_queries
):
    make = getattr(factories, factory)
    model = make._meta.model
    given = {"unit": cast.own_unit} if factory in ("AccountFactory", "PersonFactory") else {}

    def ask():
        with django_assert_max_num_queries(12) as asked:
            as_admin.get(address(model, "changelist"))
        return len(asked)

    make(**given)
    once = ask()
    for _ in range(3):
        make(**given)
    assert ask() == once


@pytest.mark.parametrize("who", ["staff", "communicator", "auditor"])
def test_nobody_else_is_let_in(who, client, cast):
    client.force_login(getattr(cast, who))
    response = client.get(address(User, "changelist"))
    assert response.status_code in (302, 403, 404)


@pytest.mark.parametrize("page", ["changelist", "add", "change"])
@pytest.mark.parametrize("model", [Unit, User, Person], ids=lambda model: model.__name__)
def test_strict_content_security_policy_blocks_nothing(model, page, as_admin, rows):
    arguments = [model.objects.first().pk] if page == "change" else []
    parser = PageParser()
    parser.feed(as_admin.get(address(model, page, *arguments)).content.decode())
    assert parser.problems == []

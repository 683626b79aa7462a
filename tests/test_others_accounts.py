"""TRUST S4, S5: another unit's accounts, on every page that takes one, reading and writing.

What is hidden answers like what is missing (404), what is seen but not one's own like a locked door
(403), and nothing changes. The pages come from the URL resolver.
"""

import pytest
from django.db import models
from django.urls import reverse

from accounts.models import Account, Change, Contact, Event, HandOver, ManagerApproval, Notice
from tests.factories import AccountFactory, complete
from tests.test_doors import OURS, PRODUCT, body, client_of

pytestmark = pytest.mark.django_db

PAGES = sorted(
    name
    for name, pattern in OURS.items()
    if str(pattern.pattern).startswith("mine/") and "slug" in pattern.pattern.converters
)
WRITTEN = (Account, Change, Contact, Event, HandOver, ManagerApproval, Notice)
EVERYTHING = {
    field.name: "on" if isinstance(field, models.BooleanField) else "1"
    for field in Account._meta.concrete_fields
} | {"status": "published", "version": "1", "url": "facebook.com/stulen", "item": "opened"}


def path_of(name: str, account: Account) -> str:
    step = {"step": "why"} if "step" in OURS[name].pattern.converters else {}
    return reverse(f"{PRODUCT}:{name}", kwargs={"slug": account.slug, **step})


def rows() -> list:
    return [list(model.objects.order_by("pk").values_list()) for model in WRITTEN]


def test_there_are_pages_to_try():
    assert len(PAGES) > 15


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved", "declined"])
@pytest.mark.parametrize("name", PAGES)
def test_a_hidden_account_is_missing(name, status, method, cast):
    account = complete(AccountFactory(unit=cast.own_unit, **{status: True}))
    client = client_of(cast.other_communicator)
    before = rows()
    path = path_of(name, account)
    response = getattr(client, method)(path, EVERYTHING)
    nowhere = path.replace(account.slug, "no-such-account")
    missing = getattr(client, method)(nowhere, EVERYTHING)
    assert response.status_code == missing.status_code
    assert response.status_code in (404, 405)
    assert body(response, path) == body(missing, nowhere)
    assert rows() == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("status", ["published", "closing", "closed"])
@pytest.mark.parametrize("name", PAGES)
def test_a_published_account_of_others_stays_as_it_is(name, status, method, cast):
    fields = {} if status == "published" else {status: True}
    account = complete(AccountFactory(unit=cast.own_unit, **fields))
    before = rows()
    response = getattr(client_of(cast.other_communicator), method)(
        path_of(name, account), EVERYTHING
    )
    if response.status_code == 302:  # nothing to register any more: to the page anyone may see
        assert response["Location"] == account.get_absolute_url()
    else:
        assert response.status_code in (403, 404, 405)
    assert rows() == before


@pytest.mark.parametrize("who", ["communicator", "admin"])
@pytest.mark.parametrize("status", ["draft", "published", "approved"])
@pytest.mark.parametrize("name", PAGES)
def test_looking_at_ones_own_changes_nothing(name, status, who, cast):
    fields = {} if status == "published" else {status: True}
    account = complete(AccountFactory(unit=cast.own_unit, **fields))
    before = rows()
    response = client_of(getattr(cast, who)).get(path_of(name, account))
    assert response.status_code in (200, 302, 404, 405)
    assert rows() == before


STEPS_OF_LIFE = {"publish", "withdraw", "register_withdraw", "close", "register_send"}
"""Taking a step is what these pages are for."""
FIXED = ("slug", "identity_key", "published_at", "submitted_at", "compromised_at", "closed_on")


@pytest.mark.parametrize("who", ["communicator", "admin"])
@pytest.mark.parametrize("status", ["draft", "published", "approved"])
@pytest.mark.parametrize("name", [name for name in PAGES if name not in STEPS_OF_LIFE])
def test_fields_that_no_form_has_are_not_taken_from_one(name, status, who, cast):
    fields = {} if status == "published" else {status: True}
    account = complete(AccountFactory(unit=cast.own_unit, **fields))
    before = Account.objects.values(*FIXED, "status", "registered_by").get(pk=account.pk)
    client_of(getattr(cast, who)).post(path_of(name, account), EVERYTHING)
    after = Account.objects.values(*FIXED, "status", "registered_by").get(pk=account.pk)
    assert after == before

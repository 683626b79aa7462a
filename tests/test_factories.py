"""The factories: every kind can be made on its own, and lists know it at once."""

import pytest
from django.core.management import call_command

from accounts.choices import Status
from accounts.domain import history
from accounts.models import Account, Audience, Handle, Platform
from accounts.platforms import PLATFORMS, identify
from tests import factories
from tests.fixtures import unguarded_history

pytestmark = pytest.mark.django_db

EVERY_KIND = [
    made
    for made in vars(factories).values()
    if isinstance(made, type)
    and issubclass(made, factories.RegisterFactory)
    and not made._meta.abstract
]
TRAITS = [*(status.value for status in Status if status != Status.PUBLISHED), "planned"]


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.__name__)
def test_every_factory_makes_two_and_moves_the_revision(kind):
    before = history.current_revision()
    kind()
    between = history.current_revision()
    kind()
    assert len({before, between, history.current_revision()}) == 3


@pytest.mark.parametrize("trait", TRAITS)
def test_account_has_the_status_of_its_trait(trait):
    account = factories.AccountFactory(**{trait: True})
    assert account.status == (Status.DRAFT if trait == "planned" else trait)
    assert Handle.objects.filter(account=account).exists() == (trait != "planned")


@pytest.mark.parametrize("code", PLATFORMS)
def test_account_on_any_platform_has_its_true_address(code):
    account = factories.AccountFactory(platform_id=code)
    found = identify(account.url or account.handle, code)
    assert (account.identity_key, account.handle) == (found.key, found.handle)


def test_account_is_found_by_its_owner_and_audiences_at_once():
    owner = factories.PersonFactory(name="Åsa Öst", public=True)
    account = factories.AccountFactory(owner=owner, deputy=True, audiences=["students", "alumni"])
    assert account.contact_public == "Åsa Öst"
    assert account.audience_codes == ("students", "alumni")
    assert account.deputy_names == account.contacts.get(role="deputy").person.name
    assert " asa " in Account.objects.get().search_public


@pytest.mark.django_db(transaction=True)
def test_ground_comes_back_after_the_database_was_emptied():
    laid = Platform.objects.count(), Audience.objects.count()
    with unguarded_history():
        call_command("flush", interactive=False, inhibit_post_migrate=False, verbosity=0)
    factories.ground()
    assert (Platform.objects.count(), Audience.objects.count()) == laid
    assert factories.AccountFactory().platform_id == "facebook"


def test_cast_has_one_of_each_kind(cast):
    people = [cast.staff, cast.communicator, cast.auditor, cast.admin]
    assert [user.role for user in people] == ["staff", "communicator", "auditor", "admin"]
    assert cast.communicator.check_password(factories.PASSWORD)

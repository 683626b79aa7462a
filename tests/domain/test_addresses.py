"""Taking an address, giving it up, and finding who has it."""

import pytest

from accounts.choices import Status
from accounts.domain import addresses
from accounts.domain.access.viewer import viewer_of
from accounts.exceptions import AddressTaken
from accounts.models import Account, Handle
from accounts.platforms import identify
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

SPELLINGS = (
    "https://www.facebook.com/Lund.University/",
    "facebook.com/lunduniversity?ref=ts",
    "https://m.facebook.com/LundUniversity/about",
    "fb.com/lund.university",
)


def held(account: Account) -> list[tuple[str, bool]]:
    """The account's handles and whether each is in force, oldest first."""
    rows = Handle.objects.filter(account=account).order_by("pk")
    return [(row.handle, row.held_until is None) for row in rows]


def move(account: Account, text: str, user) -> None:
    addresses.put_in(account, identify(text))
    addresses.save(account, viewer=viewer_of(user))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_holder_is_found_in_any_spelling(spelling, cast):
    account = AccountFactory(handle="lunduniversity", unit=cast.other_unit)
    found = addresses.holder_of(identify(spelling), viewer_of(cast.communicator))
    assert found == addresses.Holder(account)


def test_nobody_holds_an_address_that_is_free(cast):
    assert addresses.holder_of(identify(SPELLINGS[0]), viewer_of(cast.communicator)) is None


def test_somebody_elses_draft_is_held_without_being_shown(cast):
    AccountFactory(handle="lunduniversity", unit=cast.other_unit, draft=True)
    found = addresses.holder_of(identify(SPELLINGS[0]), viewer_of(cast.communicator))
    assert found == addresses.Holder(None)
    assert str(addresses.taken(found)).startswith("Någon på universitetet")


def test_an_ended_registration_holds_nothing(cast):
    AccountFactory(handle="lunduniversity", declined=True)
    assert addresses.holder_of(identify(SPELLINGS[0]), viewer_of(cast.admin)) is None


def test_a_published_account_keeps_its_old_handle_as_a_former_one(cast):
    account = AccountFactory(handle="lunduniversity")
    move(account, "facebook.com/lundsuni", cast.admin)
    assert held(account) == [("lunduniversity", False), ("lundsuni", True)]


def test_a_draft_leaves_no_former_handle(cast):
    account = AccountFactory(handle="lunduniversity", draft=True)
    move(account, "facebook.com/lundsuni", cast.admin)
    assert held(account) == [("lundsuni", True)]


def test_an_account_may_take_its_own_former_handle_back(cast):
    account = AccountFactory(handle="lunduniversity")
    move(account, "facebook.com/lundsuni", cast.admin)
    move(account, "facebook.com/lunduniversity", cast.admin)
    assert held(account) == [("lunduniversity", True), ("lundsuni", False)]


def test_another_spelling_of_the_same_handle_changes_its_row_only(cast):
    account = AccountFactory(handle="lunduniversity")
    move(account, "facebook.com/Lund.University", cast.admin)
    assert held(account) == [("Lund.University", True)]


@pytest.mark.parametrize("status", ["draft", "published", "closing"])
def test_a_living_accounts_address_is_refused_and_nothing_is_saved(status, cast):
    AccountFactory(handle="lunduniversity", **({} if status == "published" else {status: True}))
    account = AccountFactory(handle="lundsuni", unit=cast.own_unit)
    with pytest.raises(AddressTaken):
        move(account, SPELLINGS[1], cast.communicator)
    account.refresh_from_db()
    assert (account.handle, held(account)) == ("lundsuni", [("lundsuni", True)])


def test_a_former_handle_of_a_living_account_is_refused_too(cast):
    first = AccountFactory(handle="lunduniversity")
    move(first, "facebook.com/lundsuni", cast.admin)
    other = AccountFactory(handle="biologi")
    with pytest.raises(AddressTaken) as refused:
        move(other, "facebook.com/lunduniversity", cast.admin)
    assert refused.value.account == first


def test_an_account_without_an_address_can_be_saved(cast):
    account = AccountFactory(planned=True, status=Status.DRAFT)
    account.name = "Nytt namn"
    addresses.save(account, viewer=viewer_of(cast.admin))
    assert held(account) == []

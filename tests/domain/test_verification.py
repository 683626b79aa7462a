"""What anyone is told about an address: nothing about what the register keeps to itself."""

from datetime import date

import pytest

from accounts.domain.verification import Answer, verify, verify_bare_handle
from accounts.models import Handle
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "https://www.facebook.com/lunduniversity",
        "facebook.com/LundUniversity/",
        "http://m.facebook.com/lund.university?ref=ts",
        " fb.com/lunduniversity/about ",
    ],
)
def test_every_spelling_of_an_official_address_is_official(text):
    account = AccountFactory(platform_id="facebook", handle="lunduniversity")
    answer = verify(text)
    assert (answer.answer, answer.account) == (Answer.OFFICIAL, account)


def test_an_unheard_of_address_is_unknown():
    assert verify("https://x.com/nobody").answer == Answer.UNKNOWN


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved", "declined"])
def test_what_is_not_public_is_answered_as_unknown(status):
    AccountFactory(platform_id="x", handle="secret", **{status: True})
    answer = verify("https://x.com/secret")
    assert (answer.answer, answer.account, answer.until) == (Answer.UNKNOWN, None, None)


def test_a_closed_account_was_official_until_its_end():
    AccountFactory(platform_id="x", handle="olduni", closed=True, closed_on=date(2024, 5, 3))
    answer = verify("x.com/olduni")
    assert (answer.answer, answer.until) == (Answer.FORMER, date(2024, 5, 3))


def test_a_former_handle_of_a_living_account_is_former():
    account = AccountFactory(platform_id="x", handle="newname")
    Handle.objects.create(
        account=account, platform_id="x", handle="oldname", key="oldname",
        held_until=date(2023, 1, 31),
    )  # fmt: skip
    answer = verify("x.com/oldname")
    assert (answer.answer, answer.until, answer.account) == (
        Answer.FORMER,
        date(2023, 1, 31),
        account,
    )


def test_a_hijacked_account_is_compromised_before_it_is_official():
    AccountFactory(platform_id="x", handle="taken", compromised=True)
    assert verify("x.com/taken").answer == Answer.COMPROMISED


def test_an_address_taken_over_by_a_new_account_is_official_again():
    AccountFactory(platform_id="x", handle="again", closed=True, closed_on=date(2020, 1, 1))
    AccountFactory(platform_id="x", handle="again")
    assert verify("x.com/again").answer == Answer.OFFICIAL


@pytest.mark.parametrize("text", ["", "hello", "https://youtu.be/x", "faceb00k.com/lunduniversity"])
def test_what_is_no_account_address_is_unreadable(text):
    assert verify(text).answer == Answer.UNREADABLE


@pytest.mark.parametrize("text", ["@oldname", "oldname", "OldName"])
def test_a_bare_handle_that_is_ours_no_longer_is_former(text):
    account = AccountFactory(platform_id="x", handle="newname")
    Handle.objects.create(
        account=account, platform_id="x", handle="oldname", key="oldname",
        held_until=date(2023, 1, 31),
    )  # fmt: skip
    answer = verify_bare_handle(text)
    assert (answer.answer, answer.account) == (Answer.FORMER, account)


def test_a_bare_handle_that_is_ours_somewhere_is_for_the_search():
    AccountFactory(platform_id="x", handle="ourname", closed=True)
    AccountFactory(platform_id="instagram", handle="ourname")
    assert verify_bare_handle("ourname") is None


@pytest.mark.parametrize("text", ["bibliotek", "två ord", "", "@secret"])
def test_a_bare_handle_that_nobody_may_know_of_is_for_the_search(text):
    AccountFactory(platform_id="x", handle="secret", declined=True)
    assert verify_bare_handle(text) is None


def test_verifying_takes_one_look_up(django_assert_num_queries):
    AccountFactory(platform_id="x", handle="once")
    with django_assert_num_queries(1):
        verify("x.com/once")

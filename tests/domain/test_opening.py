"""After approval: each item by itself, by those who may, while the account is approved."""

from datetime import date

import pytest

from accounts.choices import Status, TwoStep, TwoStepMethod
from accounts.domain import opening, readiness, workflow
from accounts.exceptions import AddressTaken, NotAllowed, Overtaken, RegisterError
from accounts.models import Account, Event, Handle, Platform, TwoStepConfirmation
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    return AccountFactory(
        unit=cast.own_unit,
        status=Status.APPROVED,
        is_planned=True,
        handle="",
        platform_id="instagram",
        languages=("sv",),
        purpose="Berätta om biologi.",
    )


def steps(account: Account, by) -> dict:
    day = date(2026, 9, 1)
    return {
        "opened": lambda: opening.note_opened(account=account, opened_on=day, by=by),
        "two-step": lambda: opening.confirm_two_step(
            account=account, state=TwoStep.ON, method=TwoStepMethod.APP, by=by
        ),
        "address": lambda: opening.add_address(
            account=account, text="https://www.instagram.com/biologi.lund/?hl=sv", by=by
        ),
        "profile": lambda: opening.write_profile(account=account, text="Officiellt.", by=by),
    }


def test_every_item_is_done_by_itself_and_then_the_account_can_be_published(account, cast):
    for code, save in steps(account, cast.communicator).items():
        assert not opening.ITEMS[code].is_done(account)
        save()
        account = Account.objects.get(pk=account.pk)
        assert opening.ITEMS[code].is_done(account)
    assert readiness.missing_after_approval(account) == []
    now = workflow.apply(account=account, transition="publish", by=cast.communicator)
    assert (now.status, now.handle) == (Status.PUBLISHED, "biologi.lund")


def test_the_address_is_kept_as_a_handle_and_read_canonically(account, cast):
    steps(account, cast.communicator)["address"]()
    handle = Handle.objects.get(account=account)
    assert (handle.handle, handle.is_living) == ("biologi.lund", True)
    account.refresh_from_db()
    assert account.url == "https://www.instagram.com/biologi.lund/"
    assert "biologi" in account.search_public


@pytest.mark.parametrize(
    "text", ["https://x.com/biologi", "https://www.instagram.com/p/abc/", "biologi lund", "\x00"]
)
def test_an_address_that_is_none_of_the_approved_platform_is_refused(text, account, cast):
    with pytest.raises(RegisterError):
        opening.add_address(account=account, text=text, by=cast.communicator)
    account.refresh_from_db()
    assert (account.handle, account.version) == ("", 1)
    assert not Handle.objects.filter(account=account).exists()


def test_a_persons_own_profile_is_refused(cast):
    planned = AccountFactory(
        unit=cast.own_unit, status=Status.APPROVED, handle="", platform_id="linkedin"
    )
    with pytest.raises(RegisterError):
        opening.add_address(
            account=planned, text="https://www.linkedin.com/in/anna-berg", by=cast.communicator
        )


def test_an_address_that_somebody_has_is_refused_and_named(account, cast):
    other = AccountFactory(name="Redan här", platform_id="instagram", handle="biologi.lund")
    with pytest.raises(AddressTaken) as taken:
        steps(account, cast.communicator)["address"]()
    assert taken.value.account == other
    account.refresh_from_db()
    assert account.handle == ""


def test_two_step_not_offered_is_believed_only_where_it_is_not(account, cast):
    with pytest.raises(RegisterError):
        opening.confirm_two_step(account=account, state=TwoStep.NOT_OFFERED, by=cast.communicator)
    assert not TwoStepConfirmation.objects.exists()
    Platform.objects.filter(code="instagram").update(two_step_methods=())
    opening.confirm_two_step(account=account, state=TwoStep.NOT_OFFERED, by=cast.communicator)
    assert TwoStepConfirmation.objects.get().confirmed_by == cast.communicator


@pytest.mark.parametrize("code", opening.ITEMS)
@pytest.mark.parametrize("who", ["staff", "other_communicator", "auditor", "disabled"])
def test_nobody_else_ticks_the_list_off(code, who, account, cast):
    with pytest.raises(NotAllowed):
        steps(account, getattr(cast, who))[code]()
    assert not Event.objects.filter(account_id=account.pk).exists()


@pytest.mark.parametrize("code", opening.ITEMS)
def test_the_list_is_closed_once_the_account_has_moved_on(code, account, cast):
    Account.objects.filter(pk=account.pk).update(status=Status.WITHDRAWN)
    with pytest.raises(Overtaken):
        steps(account, cast.communicator)[code]()


def test_what_was_done_is_in_the_history(account, cast):
    steps(account, cast.communicator)["opened"]()
    event = Event.objects.get(action="opened-on-platform")
    assert event.changes == {"opened_on": [None, "2026-09-01"]}

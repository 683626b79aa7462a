"""Dated statements about two-step: what is said, how long it holds, of whom, and of how many."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import TwoStep
from accounts.domain import two_factor
from accounts.domain.two_factor import Doubt, state_on
from accounts.exceptions import RegisterError
from accounts.models import AccessHolder, Event, Platform, Security, TwoStepConfirmation
from tests.factories import AccessHolderFactory, AccountFactory, SecurityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)
MAY_3 = date(2026, 5, 3)


def test_a_confirmation_says_who_saw_what_when(cast):
    account = AccountFactory()
    two_factor.confirm(account=account, state="on", method="app", by=cast.admin, seen_on=MAY_3)
    said = TwoStepConfirmation.objects.get()
    assert (said.state, said.method, said.seen_on) == ("on", "app", MAY_3)
    assert (said.confirmed_by, said.holder) == (cast.admin, None)
    security = Security.objects.get()
    assert (security.two_step, security.two_step_method) == ("on", "app")


def test_a_later_confirmation_replaces_the_state_and_keeps_the_statement(cast):
    account = AccountFactory()
    for state in ("on", "off"):
        two_factor.confirm(account=account, state=state, method="app", by=cast.admin)
    security = Security.objects.get()
    assert (security.two_step, security.two_step_method) == ("off", "")
    assert TwoStepConfirmation.objects.count() == 2


def test_unknown_is_a_state_that_nobody_has_seen(cast):
    security = two_factor.confirm(account=AccountFactory(), state="unknown", by=cast.admin)
    assert security.two_step_seen_on is None
    assert not TwoStepConfirmation.objects.exists()


def test_it_is_told_as_security_and_not_as_the_account(cast):
    account = AccountFactory()
    two_factor.confirm(account=account, state="on", by=cast.admin)
    event = Event.objects.get(action="two-step-confirmed")
    assert (event.subject, event.account_id) == ("security", account.pk)


@pytest.mark.parametrize(
    ("platform", "said", "words"),
    [
        ("instagram", {"state": "on", "method": "key"}, "Choose another way"),
        ("flickr", {"state": "on"}, "offers no two-step"),
        ("facebook", {"state": "not-offered"}, "whether it is on or off"),
        ("facebook", {"state": "on", "seen_on": timezone.localdate() + DAY}, "still to come"),
    ],
)
def test_what_cannot_be_is_refused(cast, platform, said, words):
    account = AccountFactory(platform_id=platform)
    with pytest.raises(RegisterError, match=words):
        two_factor.confirm(account=account, by=cast.admin, **said)
    assert not Security.objects.exists()
    assert not Event.objects.exists()


@time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False)
def test_today_is_the_universitys_day(cast):
    account = AccountFactory()
    assert two_factor.confirm(account=account, state="on", by=cast.admin).two_step_seen_on == date(
        2027, 1, 1
    )
    with pytest.raises(RegisterError):
        two_factor.confirm(account=account, state="off", by=cast.admin, seen_on=date(2027, 1, 2))


def test_saying_the_same_twice_is_said_once_and_by_another_again(cast):
    account = AccountFactory()
    for by in (cast.admin, cast.admin, cast.communicator, cast.communicator):
        two_factor.confirm(account=account, state="on", method="app", by=by)
    said = TwoStepConfirmation.objects.order_by("pk").values_list("confirmed_by", flat=True)
    assert list(said) == [cast.admin.pk, cast.communicator.pk]
    assert Event.objects.count() == 2


def test_people_with_access_are_confirmed_apart_from_the_account(cast):
    account = AccountFactory()
    first, second = AccessHolderFactory(account=account), AccessHolderFactory(account=account)
    elsewhere = AccessHolderFactory()
    two_factor.confirm(
        account=account, state="on", method="key", by=cast.admin, holders=[first, elsewhere]
    )
    first.refresh_from_db()
    assert (first.two_step, first.two_step_method) == ("on", "key")
    assert first.two_step_seen_on == timezone.localdate()
    unsaid = AccessHolder.objects.filter(two_step="unknown")
    assert set(unsaid) == {second, elsewhere}
    assert not Security.objects.exists()
    said = TwoStepConfirmation.objects.get()
    assert (said.holder, said.account) == (first, account)
    event = Event.objects.get(action="two-step-confirmed")
    assert (event.subject, event.subject_id) == ("accessholder", first.pk)


def test_confirming_anew_clears_a_lapse(cast):
    security = SecurityFactory(
        two_step="on", two_step_seen_on=MAY_3, two_step_lapsed_on=MAY_3,
        two_step_lapsed_why="confirmer-left",
    )  # fmt: skip
    two_factor.confirm(account=security.account, state="on", by=cast.admin)
    security.refresh_from_db()
    assert (security.two_step_lapsed_on, security.two_step_lapsed_why) == (None, "")


def test_several_at_once_cost_as_many_queries_as_one(cast):
    def cost(number):
        accounts = [AccountFactory() for _each in range(number)]
        with CaptureQueriesContext(connection) as queries:
            two_factor.confirm_many(accounts=accounts, state="on", method="app", by=cast.admin)
        on = Security.objects.filter(account__in=accounts, two_step="on", two_step_method="app")
        assert on.count() == number
        events = Event.objects.filter(action="two-step-confirmed")
        assert events.filter(account_id__in=[a.pk for a in accounts]).count() == number
        return len(queries)

    assert cost(1) == cost(7) <= 18


def test_one_that_does_not_fit_refuses_them_all(cast):
    accounts = [AccountFactory(), AccountFactory(platform_id="instagram")]
    with pytest.raises(RegisterError, match="Instagram"):
        two_factor.confirm_many(accounts=accounts, state="on", method="key", by=cast.admin)
    assert not Security.objects.exists()


# What holds on a day


def stated(state="on", seen_on=MAY_3, lapsed_on=None, why=""):
    return Security(
        two_step=state, two_step_seen_on=seen_on, two_step_lapsed_on=lapsed_on,
        two_step_lapsed_why=why,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("security", "on", "state", "doubt"),
    [
        (stated(), date(2026, 11, 3), "on", None),
        (stated(), date(2026, 11, 4), "unknown", Doubt.EXPIRED),
        (stated(seen_on=date(2028, 2, 29)), date(2028, 8, 29), "on", None),
        (stated(seen_on=date(2028, 2, 29)), date(2028, 8, 30), "unknown", Doubt.EXPIRED),
        (stated(seen_on=date(2026, 8, 31)), date(2027, 2, 28), "on", None),
        (stated(seen_on=date(2026, 8, 31)), date(2027, 3, 1), "unknown", Doubt.EXPIRED),
        (stated(seen_on=None), MAY_3, "unknown", Doubt.EXPIRED),
        (stated("off"), date(2036, 1, 1), "off", None),
        (stated("not-offered", None), date(2036, 1, 1), "not-offered", None),
        (stated("unknown", None), MAY_3, "unknown", Doubt.NEVER),
        (None, MAY_3, "unknown", Doubt.NEVER),
        (stated(lapsed_on=MAY_3 + DAY, why="method-dropped"), MAY_3, "on", None),
        (
            stated(lapsed_on=MAY_3 + DAY, why="method-dropped"),
            MAY_3 + DAY,
            "unknown",
            Doubt.METHOD_DROPPED,
        ),
        (
            stated(lapsed_on=MAY_3, why="confirmer-left"),
            MAY_3,
            "unknown",
            Doubt.CONFIRMER_LEFT,
        ),
    ],
)
def test_state_on_a_day(security, on, state, doubt):
    found = state_on(security, on)
    assert (found.state, found.doubt) == (state, doubt)
    if security is not None:
        said = (security.two_step, security.two_step_seen_on, security.two_step_lapsed_on)
        assert two_factor.believed_on(on)(*said, False) == state


def test_what_a_platform_offers_now_is_not_believed_to_be_not_offered():
    found = state_on(stated("not-offered", None), MAY_3, is_offered=True)
    assert (found.state, found.doubt) == (TwoStep.UNKNOWN, Doubt.OFFERED_NOW)
    assert two_factor.believed_on(MAY_3)("not-offered", None, None, True) == "unknown"


def test_months_are_a_setting(settings):
    settings.TWO_STEP_MONTHS = 1
    assert state_on(stated(), date(2026, 6, 3)).state == "on"
    assert state_on(stated(), date(2026, 6, 4)).state == "unknown"


def test_choices_are_those_of_the_platform(db):
    twitter, flickr = Platform.objects.get(code="x"), Platform.objects.get(code="flickr")
    assert two_factor.methods_of(twitter) == ["key", "app", "text"]
    assert two_factor.states_of(twitter) == ["on", "off", "unknown"]
    assert two_factor.states_of(flickr) == ["not-offered", "unknown"]

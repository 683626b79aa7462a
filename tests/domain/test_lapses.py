"""Confirmations that stop holding: who confirmed has left, or a platform ended the method."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import ContactRole, Status
from accounts.domain import lapses, two_factor
from accounts.exceptions import NotAllowed, Overtaken, RegisterError
from accounts.models import DroppedMethod, Event, Notice, Platform, Security
from tests.factories import (
    AccessHolderFactory,
    AccountFactory,
    ContactFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def confirmed(by, method="text", platform="x", **fields):
    account = AccountFactory(platform_id=platform, **fields)
    two_factor.confirm(account=account, state="on", method=method, by=by)
    return account


def lapse_of(account):
    security = Security.objects.get(account=account)
    return security.two_step_lapsed_on, security.two_step_lapsed_why


def drop(cast, today, method="text", **kwargs):
    return lapses.drop_method(
        platform=Platform.objects.get(code="x"), method=method, ended_on=today, by=cast.admin,
        **kwargs,
    )  # fmt: skip


def test_what_a_leaver_confirmed_last_lapses(cast, today):
    leaver = UserFactory()
    mine, again, old = (confirmed(leaver) for _each in range(3))
    two_factor.confirm(account=again, state="on", method="app", by=cast.admin)
    Security.objects.filter(account=old).update(two_step_seen_on=date(2020, 1, 1))
    others = confirmed(cast.admin)
    off = AccountFactory()
    two_factor.confirm(account=off, state="off", by=leaver)
    assert lapses.lapse_for_leaver(user=leaver, on=today, by=cast.admin) == 1
    assert lapse_of(mine) == (today, "confirmer-left")
    for account in (again, others, off, old):
        assert lapse_of(account) == (None, "")
    events = Event.objects.filter(action="two-step-lapsed")
    assert list(events.values_list("subject", "account_id", "by_id")) == [
        ("security", mine.pk, cast.admin.pk)
    ]


def test_what_a_leaver_confirmed_of_people_with_access_lapses_too(cast, today):
    leaver, holder = UserFactory(), AccessHolderFactory()
    other = AccessHolderFactory(account=holder.account)
    said = {"account": holder.account, "state": "on", "method": "app"}
    two_factor.confirm(**said, by=leaver, holders=[holder])
    two_factor.confirm(**said, by=cast.admin, holders=[other])
    assert lapses.lapse_for_leaver(user=leaver, on=today, by=cast.admin) == 1
    holder.refresh_from_db()
    other.refresh_from_db()
    assert (holder.two_step_lapsed_why, other.two_step_lapsed_why) == ("confirmer-left", "")


def test_leaving_twice_lapses_once(cast, today):
    leaver = UserFactory()
    confirmed(leaver)
    found = [lapses.lapse_for_leaver(user=leaver, on=today, by=cast.admin) for _each in range(2)]
    assert found == [1, 0]
    assert Event.objects.filter(action="two-step-lapsed").count() == 1


def test_ended_method_is_offered_no_more_and_what_was_confirmed_by_it_lapses(cast, today):
    by_text, by_app = confirmed(cast.admin), confirmed(cast.admin, "app")
    elsewhere = confirmed(cast.admin, platform="facebook")
    closed = confirmed(cast.admin, status=Status.CLOSED, closed_on=today)
    dropped = drop(cast, today, note="  announced in March ")
    assert Platform.objects.get(code="x").two_step_methods == ("app", "key")
    assert lapse_of(by_text) == (today, "method-dropped")
    for account in (by_app, elsewhere, closed):
        assert lapse_of(account) == (None, "")
    assert (dropped.note, dropped.declared_by) == ("announced in March", cast.admin)
    with pytest.raises(RegisterError, match="Choose another way"):
        two_factor.confirm(account=by_text, state="on", method="text", by=cast.admin)
    lapsed = Event.objects.filter(action="two-step-lapsed").values_list("account_id", flat=True)
    assert list(lapsed) == [by_text.pk]


def test_method_that_ends_later_is_believed_until_then(cast, today):
    account = confirmed(cast.admin)
    drop(cast, today + DAY)
    security = Security.objects.get(account=account)
    assert two_factor.state_on(security, today).state == "on"
    assert two_factor.state_on(security, today + DAY).state == "unknown"


def test_everyone_gets_one_mail_however_many_accounts(cast, today):
    both, english = PersonFactory(), PersonFactory(language="en")
    first = confirmed(cast.admin, owner=both, name="Ett")
    second = confirmed(cast.admin, owner=both, deputy=english, name="Två")
    for role, person in (
        (ContactRole.DEPUTY, PersonFactory(left_on=today)),
        (ContactRole.PUBLISHER, PersonFactory()),
    ):
        ContactFactory(account=first, person=person, role=role)
    confirmed(cast.admin, "app", owner=True)
    drop(cast, today)
    sent = {notice.person_id: notice for notice in Notice.objects.all()}
    assert set(sent) == {both.pk, english.pk}
    assert all(f"/{account.slug}/" in sent[both.pk].text for account in (first, second))
    assert first.slug not in sent[english.pk].text
    assert sent[english.pk].subject == "X (Twitter) ends two-step by text message"
    assert "/en/mine/" in sent[english.pk].text
    assert sent[both.pk].language == "sv"


def test_second_click_changes_nothing(cast, today):
    confirmed(cast.admin, owner=True)
    drop(cast, today)
    with pytest.raises(Overtaken):
        drop(cast, today)
    assert (DroppedMethod.objects.count(), Notice.objects.count()) == (1, 1)


def test_method_that_is_not_offered_cannot_end(cast, today):
    with pytest.raises(RegisterError, match="does not know"):
        drop(cast, today, method="email")


@pytest.mark.parametrize("who", ["auditor", "communicator", "staff", "disabled"])
def test_only_an_admin_says_so(cast, today, who):
    with pytest.raises(NotAllowed):
        lapses.drop_method(
            platform=Platform.objects.get(code="x"), method="text", ended_on=today,
            by=getattr(cast, who),
        )  # fmt: skip
    assert not DroppedMethod.objects.exists()


def test_taking_it_back_lets_everything_hold_again(cast, today):
    leaver = UserFactory()
    account, left = confirmed(cast.admin, owner=True), confirmed(leaver)
    moved_on = confirmed(cast.admin)
    dropped = drop(cast, today)
    two_factor.confirm(account=moved_on, state="on", method="app", by=cast.admin)
    leaver.is_active = False
    leaver.save()
    lapses.restore_method(dropped=dropped, by=cast.admin)
    assert set(Platform.objects.get(code="x").two_step_methods) == {"text", "app", "key"}
    assert lapse_of(account) == lapse_of(moved_on) == (None, "")
    assert lapse_of(left) == (today, "confirmer-left")
    assert not Notice.objects.exists()
    restored = Event.objects.filter(action="two-step-restored").values_list("account_id", flat=True)
    assert list(restored) == [account.pk]
    with pytest.raises(Overtaken):
        lapses.restore_method(dropped=dropped, by=cast.admin)
    assert drop(cast, today).pk != dropped.pk

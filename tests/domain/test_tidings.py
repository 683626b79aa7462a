"""Who is told of what: the right people, once, in their language, no more than they may know."""

import pytest
from django.utils import timezone

from accounts.choices import Role, TwoStep
from accounts.domain import workflow
from accounts.exceptions import RegisterError
from accounts.models import Account, Notice, Security
from tests.factories import AccountFactory, PersonFactory, UserFactory, complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast) -> Account:
    """Submitted by its unit's communicator, owned and stood in for by others."""
    owner = PersonFactory(name="Olle Owner", email="owner@example.org")
    deputy = PersonFactory(name="Doris Deputy", email="deputy@example.org", language="en")
    made = AccountFactory(
        unit=cast.own_unit, draft=True, registered_by=cast.communicator, owner=owner, deputy=deputy
    )
    return complete(made)


def step(account: Account, code: str, by, reason: str = "") -> Account:
    return workflow.apply(account=account, transition=code, by=by, reason=reason)


def told() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("kind", "email"))


def test_every_active_admin_but_the_one_who_submits_is_told_of_a_submission(cast, account):
    second = UserFactory(role=Role.ADMIN, email="second@example.org", unit=cast.university)
    step(account, "submit", cast.admin)
    assert told() == [("submit", second.email)]
    mail = Notice.objects.get()
    assert f"/staff/queue/{account.slug}/" in mail.text
    assert "olle owner" not in mail.text.lower()


def test_a_mail_speaks_its_readers_language(cast, account):
    cast.admin.language = "en"
    cast.admin.save()
    step(account, "submit", cast.communicator)
    mail = Notice.objects.get()
    assert mail.subject == f"Waits for a decision: {account.name}"
    assert f"/en/staff/queue/{account.slug}/" in mail.text


def test_each_submission_of_one_account_is_told_anew(cast, account):
    step(account, "submit", cast.communicator)
    step(account, "return", cast.admin, "Nämn en chef.")
    step(account, "submit", cast.communicator)
    assert [kind for kind, _email in told()] == ["return", "submit", "submit"]


@pytest.mark.parametrize("code", ["return", "decline"])
def test_a_decision_against_tells_its_reason_to_those_concerned(code, cast, account):
    colleague = UserFactory(role=Role.COMMUNICATOR, email="kollega@example.org", unit=cast.own_unit)
    cast.own_unit.communicators.add(colleague)
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    step(account, code, cast.admin, "Syftet är för allmänt.")
    assert told() == [(code, colleague.email), (code, cast.communicator.email)]
    for mail in Notice.objects.all():
        assert "Syftet är för allmänt." in mail.text
        assert cast.admin.name in mail.text


def test_a_plan_that_is_approved_is_told_with_the_list_of_what_to_do(cast, account):
    Account.objects.filter(pk=account.pk).update(is_planned=True)
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    step(account, "approve-plan", cast.admin, "Lycka till!")
    mail = Notice.objects.get()
    assert mail.user == cast.communicator
    assert f"/mine/accounts/{account.slug}/open/" in mail.text
    assert "Lycka till!" in mail.text


def test_owner_and_deputy_are_told_of_the_publication_without_the_note(cast, account):
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    step(account, "approve", cast.admin, "En intern anteckning.")
    assert told() == [
        ("approve", "deputy@example.org"),
        ("approve", cast.communicator.email),
        ("approve", "owner@example.org"),
    ]
    for mail in Notice.objects.exclude(user=cast.communicator):
        assert "intern anteckning" not in mail.text
    assert Notice.objects.get(email="deputy@example.org").subject.startswith("Published")


def test_an_owner_who_registered_it_gets_one_mail(cast, account):
    account.contacts.filter(role="owner").update(
        person=PersonFactory(name="Kommy", email=cast.communicator.email.upper())
    )
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    step(account, "approve", cast.admin)
    assert [email for _kind, email in told()] == ["deputy@example.org", cast.communicator.email]


def test_publishing_an_approved_plan_tells_all_but_the_one_who_clicked(cast):
    owner = PersonFactory(email="owner@example.org")
    account = AccountFactory(
        unit=cast.own_unit,
        approved=True,
        is_planned=True,
        owner=owner,
        registered_by=cast.communicator,
        opened_on=timezone.localdate(),
        profile_text="Officiellt konto.",
    )
    Security.objects.create(account=account, two_step=TwoStep.ON)
    step(account, "publish", cast.admin)
    assert [email for _kind, email in told()] == [cast.communicator.email, owner.email]


@pytest.mark.parametrize(("status", "count"), [("submitted", 1), ("approved", 1), ("draft", 0)])
def test_admins_hear_of_a_withdrawal_of_what_they_had_before_them(status, count, cast):
    account = AccountFactory(unit=cast.own_unit, **{status: True})
    step(account, "withdraw", cast.communicator)
    assert told() == [("withdraw", cast.admin.email)] * count


@pytest.mark.parametrize("now", [{"is_active": False}, {"role": Role.STAFF}])
def test_whoever_may_not_read_decisions_any_more_is_not_told(now, cast, account):
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    for name, value in now.items():
        setattr(cast.communicator, name, value)
    cast.communicator.save()
    cast.faculty.communicators.clear()
    step(account, "return", cast.admin, "Nämn en chef.")
    assert told() == []


def test_the_one_who_decided_is_not_told_of_it(cast, account):
    cast.own_unit.communicators.add(cast.admin)
    step(account, "submit", cast.communicator)
    Notice.objects.all().delete()
    step(account, "return", cast.admin, "Nämn en chef.")
    assert told() == [("return", cast.communicator.email)]


def test_a_step_that_fails_tells_nobody(cast, account):
    account.contacts.all().delete()
    with pytest.raises(RegisterError):
        step(account, "submit", cast.communicator)
    assert told() == []


def test_a_step_taken_twice_is_told_once(cast, account):
    step(account, "submit", cast.communicator)
    with pytest.raises(RegisterError):
        step(account, "submit", cast.communicator)
    assert told() == [("submit", cast.admin.email)]

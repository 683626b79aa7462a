"""What must never be false is refused by the database itself, whoever writes."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from accounts import models as models_
from accounts.choices import Status
from accounts.models import (
    Account,
    Handle,
    Notice,
    Person,
    Revision,
    SearchWord,
    Unit,
    Upload,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db

NOW = timezone.now()
NAMED = {
    constraint.name: model
    for model in apps.get_app_config("accounts").get_models()
    for constraint in model._meta.constraints
}


@pytest.fixture
def there(cast):
    """An account, a person and a user to break rules with."""
    return SimpleNamespace(
        account=factories.AccountFactory(unit=cast.own_unit, handle="lund"),
        person=factories.PersonFactory(email="alma@example.org"),
        user=cast.admin,
        unit=cast.own_unit,
    )


def account(there, **columns):
    Account.objects.filter(pk=there.account.pk).update(**columns)


def same_address(there):
    factories.AccountFactory(handle="LUND", handle_row=False)


def two_owners(there):
    factories.ContactFactory(account=there.account)
    factories.ContactFactory(account=there.account)


def twice(factory, **given):
    def violate(there):
        for _ in range(2):
            factory(account=there.account, person=there.person, **given)

    return violate


def upload(there, **columns):
    given = {"uploaded_by": there.user, "uploaded_at": NOW, "content": b"x"}
    Upload.objects.create(**given | columns)


def change(there, **columns):
    return factories.ChangeFactory(account=there.account, asked_by=there.user, **columns)


def two_changes(there):
    change(there)
    change(there)


def hand_over_to_oneself(there):
    factories.HandOverFactory(
        account=there.account, asked_by=there.user, giver=there.person, taker=there.person
    )


def notice(**columns):
    Notice.objects.filter(pk=factories.NoticeFactory().pk).update(**columns)


def two_views_of_one_name(there):
    for _ in range(2):
        factories.SavedViewFactory(user=there.user, name="Mina")


def waiver(there, **columns):
    given = {"rule": "no-deputy", "reason": "Vakant", "until": NOW.date(), "given_at": NOW}
    models_.Waiver.objects.create(
        **{"account": there.account, "given_by": there.user, **given, **columns}
    )


def two_waivers(there):
    waiver(there)
    waiver(there)


def two_snapshots(there):
    for _ in range(2):
        models_.Snapshot.objects.create(on=NOW.date(), unit=there.unit, rule="silent", count=1)


def dropped(there, **columns):
    given = {"platform_id": "x", "method": "text", "ended_on": NOW.date(), "declared_at": NOW}
    models_.DroppedMethod.objects.create(**{"declared_by": there.user, **given, **columns})


def two_dropped(there):
    dropped(there)
    dropped(there)


def two_hijackings(there):
    for _ in range(2):
        factories.IncidentFactory(account=there.account, kind="hijacked")


def link_check(there, **columns):
    models_.LinkCheck.objects.create(
        account=there.account, url=there.account.url, next_at=NOW, **columns
    )


def former_handle_of_another(there):
    taken = there.account.handles.get()
    other = factories.AccountFactory()
    factories.FormerHandleFactory(account=other, handle=taken.handle, key=taken.key)


VIOLATIONS: dict[str, Callable[[SimpleNamespace], object]] = {
    "account_identity_unique_while_living": same_address,
    "account_has_a_known_status": lambda there: account(there, status="lost"),
    "account_that_anyone_sees_has_an_address": lambda there: account(there, identity_key=None),
    "account_closed_has_an_end_date": lambda there: account(there, status=Status.CLOSED),
    "account_has_a_name": lambda there: account(there, name=""),
    "account_manager_informed_at_and_by": lambda there: account(there, manager_informed_at=NOW),
    "account_submitted_at_and_by": lambda there: account(there, submitted_by=there.user),
    "account_approved_at_and_by": lambda there: account(there, approved_at=NOW),
    "account_closing_at_and_by": lambda there: account(there, closing_at=NOW),
    "account_published_at_and_by": lambda there: account(there, published_by=None),
    "account_compromised_at_and_by": lambda there: account(there, compromised_at=NOW),
    "account_reviewed_at_and_by": lambda there: account(there, reviewed_at=NOW),
    "handle_belongs_to_one_living_account": former_handle_of_another,
    "handle_one_current_per_account": lambda there: Handle.objects.create(
        account=there.account, platform_id="facebook", handle="second", key="second"
    ),
    "contact_once_in_a_role": twice(factories.ContactFactory, role="deputy"),
    "contact_one_owner_per_account": two_owners,
    "contact_has_a_known_role": lambda there: factories.ContactFactory(
        account=there.account, role="friend"
    ),
    "access_once_per_person": twice(factories.AccessHolderFactory),
    "revision_is_one_row": lambda there: Revision.objects.create(id=2, token="x", moved_at=NOW),
    "upload_has_a_known_state": lambda there: upload(there, state="lost"),
    "upload_applied_keeps_no_file": lambda there: upload(
        there, state="applied", applied_at=NOW, applied_by=there.user
    ),
    "upload_not_applied_has_its_file": lambda there: upload(there, content=None),
    "upload_applied_at_and_by": lambda there: upload(there, applied_at=NOW),
    "upload_by_a_named_user": lambda there: upload(there, uploaded_by=None),
    "incident_has_a_known_kind": lambda there: factories.IncidentFactory(
        account=there.account, kind="bored"
    ),
    "incident_opened_at_and_by": lambda there: factories.IncidentFactory(
        account=there.account, opened_at=NOW
    ),
    "incident_closed_at_and_by": lambda there: factories.IncidentFactory(
        account=there.account, closed_by=there.user
    ),
    "user_email_unique_in_any_case": lambda there: User.objects.filter(pk=there.user.pk).update(
        email="STAFFAN@example.org"
    ),
    "user_has_a_known_role": lambda there: factories.UserFactory(role="guest", unit=there.unit),
    "person_email_unique": lambda there: factories.PersonFactory(email="ALMA@example.org"),
    "person_protected_is_never_public": lambda there: factories.PersonFactory(
        public=True, protected=True
    ),
    "person_erased_keeps_no_personal_data": lambda there: factories.PersonFactory(
        erased_at=NOW, left_on=NOW.date(), phone="046"
    ),
    "change_one_waiting_per_account": two_changes,
    "change_has_a_known_state": lambda there: change(
        there, state="lost", settled_at=NOW, settled_by=there.user
    ),
    "change_by_a_named_user": lambda there: factories.ChangeFactory(
        account=there.account, asked_by=None
    ),
    "change_settled_by_somebody": lambda there: change(there, state="approved"),
    "change_declined_has_a_reason": lambda there: change(
        there, state="declined", settled_at=NOW, settled_by=there.user
    ),
    "approval_one_open_per_account": twice(factories.ManagerApprovalFactory),
    "approval_answer_is_dated": lambda there: factories.ManagerApprovalFactory(
        account=there.account, answer="approved"
    ),
    "hand_over_one_waiting_per_account": lambda there: [
        factories.HandOverFactory(account=there.account) for _ in range(2)
    ],
    "hand_over_has_a_known_state": lambda there: factories.HandOverFactory(
        account=there.account, state="lost", answered_at=NOW
    ),
    "hand_over_answer_is_dated": lambda there: factories.HandOverFactory(
        account=there.account, state="accepted"
    ),
    "hand_over_to_somebody_else": hand_over_to_oneself,
    "notice_has_a_known_state": lambda there: notice(state="lost"),
    "notice_sent_is_dated": lambda there: notice(state="sent"),
    "saved_view_name_once_per_user": two_views_of_one_name,
    "waiver_one_per_finding": two_waivers,
    "waiver_has_a_reason": lambda there: waiver(there, reason=""),
    "waiver_ended_at_and_by": lambda there: waiver(there, ended_at=NOW),
    "waiver_by_a_named_user": lambda there: waiver(there, given_by=None),
    "snapshot_once_a_day": two_snapshots,
    "dropped_method_once": two_dropped,
    "dropped_method_restored_at_and_by": lambda there: dropped(there, restored_at=NOW),
    "dropped_method_by_a_named_user": lambda there: dropped(there, declared_by=None),
    "access_method_only_when_on": lambda there: factories.AccessHolderFactory(
        account=there.account, two_step="off", two_step_method="app"
    ),
    "access_lapse_has_a_reason": lambda there: factories.AccessHolderFactory(
        account=there.account, two_step_lapsed_on=NOW.date()
    ),
    "security_lapse_has_a_reason": lambda there: factories.SecurityFactory(
        account=there.account, two_step_lapsed_on=NOW.date()
    ),
    "incident_is_about_an_account_or_an_impostor": lambda there: models_.Incident.objects.create(
        kind="restricted", happened_on=NOW.date()
    ),
    "incident_one_open_hijacking_per_account": two_hijackings,
    "link_check_has_a_known_state": lambda there: link_check(there, state="lost"),
    "link_check_gone_after_three_days": lambda there: link_check(there, state="gone"),
    "link_check_renamed_says_where": lambda there: link_check(there, state="renamed"),
    "decision_by_a_named_user": lambda there: factories.DecisionFactory(
        account=there.account, decided_by=None
    ),
    "decision_against_has_a_reason": lambda there: factories.DecisionFactory(
        account=there.account, outcome="declined"
    ),
    "review_once_per_due_date": twice(factories.ReviewFactory),
    "review_answer_is_dated": lambda there: factories.ReviewFactory(
        account=there.account, answer="right"
    ),
    "profile_checked_at_and_by": lambda there: factories.ProfileCheckFactory(
        account=there.account, checked_at=NOW
    ),
    "search_word_once": lambda there: [SearchWord.objects.create(word="lund") for _ in range(2)],
    "security_has_a_known_two_step": lambda there: factories.SecurityFactory(
        account=there.account, two_step="perhaps"
    ),
    "security_method_only_when_on": lambda there: factories.SecurityFactory(
        account=there.account, two_step="off", two_step_method="app"
    ),
    "security_access_reviewed_at_and_by": lambda there: factories.SecurityFactory(
        account=there.account, access_reviewed_at=NOW
    ),
    "confirmation_by_a_named_user": lambda there: factories.TwoStepConfirmationFactory(
        account=there.account, confirmed_by=None
    ),
    "confirmation_method_only_when_on": lambda there: factories.TwoStepConfirmationFactory(
        account=there.account, state="off", method="app"
    ),
    "unit_has_a_name": lambda there: factories.UnitFactory(name_sv=""),
    "unit_is_not_its_own_parent": lambda there: Unit.objects.filter(pk=there.unit.pk).update(
        parent=there.unit.pk
    ),
}


def test_every_constraint_is_violated_below():
    assert set(VIOLATIONS) == set(NAMED)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_violation_is_refused(name, there):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[name](there)
    text = str(refused.value)
    unnamed = connection.vendor == "sqlite" and is_unique(name)  # SQLite names the columns
    assert name in text or (unnamed and "UNIQUE" in text), text


def is_unique(name):
    return any(
        isinstance(constraint, models.UniqueConstraint)
        for constraint in NAMED[name]._meta.constraints
        if constraint.name == name
    )


@pytest.mark.parametrize("status", ["closed", "declined", "withdrawn"])
def test_address_of_an_ended_account_is_free_again(status):
    factories.AccountFactory(handle="lund", **{status: True})
    again = factories.AccountFactory(handle="lund")
    assert Handle.objects.filter(key=again.identity_key).count() == 2


def test_several_accounts_may_lack_an_address():
    factories.AccountFactory(planned=True)
    factories.AccountFactory(planned=True)
    assert Account.objects.filter(identity_key=None).count() == 2


def test_several_people_may_lack_an_email():
    factories.PersonFactory(email="")
    factories.PersonFactory(email="")
    assert Person.objects.filter(email="").count() == 2


def test_same_name_on_two_platforms_is_two_accounts():
    factories.AccountFactory(handle="lund")
    factories.AccountFactory(handle="lund", platform_id="instagram")
    assert Account.objects.filter(identity_key="lund").count() == 2


def test_nobody_is_without_role_and_unit():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UserFactory(unit=None)


@pytest.mark.parametrize("field", ["unit", "platform"])
def test_what_an_account_hangs_on_cannot_be_deleted(field):
    made = factories.AccountFactory()
    with pytest.raises(models.ProtectedError):
        getattr(made, field).delete()


def test_person_who_answers_cannot_be_deleted():
    contact = factories.ContactFactory()
    with pytest.raises(models.ProtectedError):
        contact.person.delete()


def test_closed_account_keeps_its_date():
    made = factories.AccountFactory(closed=True, closed_on=date(2025, 5, 3))
    assert made.handles.get().held_until == date(2025, 5, 3)

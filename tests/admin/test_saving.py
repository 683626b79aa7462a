"""What saving in Django's admin does besides: history, revision, lists, and what it refuses."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.domain import history
from accounts.models import Account, Audience, Event, Person, Unit, User
from tests import factories
from tests.factories import (
    AccountFactory,
    PersonFactory,
    SavedViewFactory,
    UnitFactory,
    UserFactory,
)


@pytest.fixture
def as_admin(client, cast):
    client.force_login(cast.admin)
    return client


def save(client, obj, page="change", **values):
    """Post the form of `obj` as it stands, with `values` changed."""
    model = type(obj)
    name = f"admin:accounts_{model._meta.model_name}_{page}"
    address = reverse(name, args=[obj.pk] if obj.pk else [])
    form = client.get(address).context["adminform"].form
    data = {}
    for field in form.visible_fields():
        given = field.value()
        if given is None or given is False:
            continue
        if hasattr(given, "date"):
            given = timezone.localtime(given)
            data[f"{field.html_name}_0"] = given.strftime("%Y-%m-%d")
            data[f"{field.html_name}_1"] = given.strftime("%H:%M:%S")
        else:
            data[field.html_name] = given if isinstance(given, list) else str(given)
    response = client.post(address, data | values)
    return response.context["errors"] if response.status_code == 200 else None


def test_renaming_a_unit_reaches_the_accounts_of_its_branch(as_admin, cast):
    below = AccountFactory(unit=cast.own_unit)
    outside = AccountFactory(unit=cast.other_unit)
    revision = history.current_revision()
    assert save(as_admin, cast.faculty, name_sv="Fakulteten för allt") is None
    below.refresh_from_db()
    outside.refresh_from_db()
    assert " fakulteten for allt " in below.search_public
    assert "allt" not in outside.search_public
    assert history.current_revision() != revision
    event = Event.objects.get(subject="unit")
    assert (event.action, event.by_id) == ("changed", cast.admin.pk)
    assert event.changes == {"name_sv": ["Naturvetenskapliga fakulteten", "Fakulteten för allt"]}


def test_moving_a_unit_under_itself_is_refused(as_admin, cast):
    assert save(as_admin, cast.faculty, parent=str(cast.own_unit.pk))
    cast.faculty.refresh_from_db()
    assert cast.faculty.parent == cast.university
    assert not Event.objects.exists()


def test_new_unit_gets_a_slug_of_its_own(as_admin, cast):
    new = Unit(name_sv="Kemi", name_en="Department of Biology", parent=cast.faculty)
    UnitFactory(slug="department-of-biology")
    data = {"parent": cast.faculty.pk, "name_sv": "Kemi", "name_en": new.name_en, "kind": "centre"}
    as_admin.post(reverse("admin:accounts_unit_add"), data | {"position": 0})
    assert Unit.objects.get(name_sv="Kemi").slug == "department-of-biology-2"


def test_communicators_of_a_unit_are_told(as_admin, cast):
    assert save(as_admin, cast.own_unit, communicators=[str(cast.communicator.pk)]) is None
    event = Event.objects.get(subject="unit")
    assert event.changes == {"communicators": [[], [cast.communicator.pk]]}


def test_unit_with_accounts_is_not_deleted(as_admin, cast):
    AccountFactory(unit=cast.own_unit)
    address = reverse("admin:accounts_unit_delete", args=[cast.own_unit.pk])
    assert as_admin.post(address, {"post": "yes"}).status_code in (200, 403)
    assert Unit.objects.filter(pk=cast.own_unit.pk).exists()


def test_deleting_an_unused_unit_is_told(as_admin, cast):
    unused = UnitFactory()
    number = unused.pk
    as_admin.post(reverse("admin:accounts_unit_delete", args=[number]), {"post": "yes"})
    assert not Unit.objects.filter(pk=number).exists()
    assert Event.objects.filter(subject="unit", subject_id=number, action="deleted").exists()


def test_renaming_a_person_reaches_lists_and_not_the_history(as_admin, cast):
    person = PersonFactory(name="Alma Norrman", public=True, unit=cast.own_unit)
    account = AccountFactory(owner=person)
    assert save(as_admin, person, name="Alma Sörman") is None
    account.refresh_from_db()
    assert (account.owner_name, account.contact_public) == ("Alma Sörman", "Alma Sörman")
    event = Event.objects.get(subject="person")
    assert event.changes == {"name": [None, None]}
    assert not LogEntry.objects.exists()


def test_protected_person_cannot_be_public(as_admin):
    person = PersonFactory(public=True)
    assert save(as_admin, person, is_protected="on")
    assert not Person.objects.get().is_protected


def test_audience_in_use_stays(as_admin):
    AccountFactory(audiences=["students"])
    address = reverse(
        "admin:accounts_audience_delete", args=[Audience.objects.get(code="students").pk]
    )
    assert as_admin.post(address, {"post": "yes"}).status_code == 403


def test_user_is_added_with_role_and_unit(as_admin, cast):
    address = reverse("admin:accounts_user_add")
    data = {"email": "New@Example.org", "name": "New", "usable_password": "true"}
    data |= {"password1": "lång nog för alla", "password2": "lång nog för alla"}
    assert as_admin.post(address, data).status_code == 200
    assert not User.objects.filter(name="New").exists()
    data |= {"role": "communicator", "unit": cast.own_unit.pk, "language": "en"}
    as_admin.post(address, data)
    user = User.objects.get(name="New")
    assert (user.email, user.role, user.unit) == ("new@example.org", "communicator", cast.own_unit)
    assert user.language == "en"
    assert user.check_password("lång nog för alla")
    event = Event.objects.get(subject="user")
    assert event.changes["email"] == [None, None]
    assert "password" not in event.changes
    assert event.changes["role"] == [None, "communicator"]


def test_same_address_in_capitals_is_refused(as_admin, cast):
    assert save(as_admin, cast.staff, email=cast.auditor.email.upper())


def test_password_is_changed_and_told_without_it(as_admin, cast):
    address = reverse("admin:auth_user_password_change", args=[cast.staff.pk])
    data = {"password1": "ett annat långt ord", "password2": "ett annat långt ord"}
    as_admin.post(address, data | {"usable_password": "true", "set-password": "1"})
    cast.staff.refresh_from_db()
    assert cast.staff.check_password("ett annat långt ord")
    event = Event.objects.get(subject="user")
    assert (event.action, event.changes) == ("password-changed", {})


@pytest.mark.parametrize("change", [{"role": "staff"}, {"is_active": ""}])
def test_admin_does_not_lock_oneself_out(change, as_admin, cast):
    assert save(as_admin, cast.admin, **change)
    cast.admin.refresh_from_db()
    assert (cast.admin.role, cast.admin.is_active) == ("admin", True)


def test_users_are_not_deleted(as_admin, cast):
    address = reverse("admin:accounts_user_delete", args=[cast.staff.pk])
    assert as_admin.post(address, {"post": "yes"}).status_code == 403


def test_accounts_are_not_changed_here(as_admin, cast):
    account = AccountFactory(unit=cast.own_unit)
    address = reverse("admin:accounts_account_change", args=[account.pk])
    assert as_admin.post(address, {"name": "Another", "status": "closed"}).status_code == 403
    assert Account.objects.get().name == account.name


def test_language_of_a_user_is_changed_and_told(as_admin, cast):
    assert save(as_admin, cast.staff, language="en") is None
    cast.staff.refresh_from_db()
    assert cast.staff.language == "en"
    assert Event.objects.get(subject="user").changes == {"language": ["sv", "en"]}


def test_erased_person_gets_no_personal_data_again(as_admin):
    person = PersonFactory(
        name="Borttagen", email="", left_on=timezone.localdate(), erased_at=timezone.now()
    )
    address = reverse("admin:accounts_person_change", args=[person.pk])
    assert as_admin.get(address).status_code == 200
    data = {"name": "Alma", "email": "alma@example.org", "language": "sv"}
    assert as_admin.post(address, data).status_code == 403
    assert Person.objects.get().name == "Borttagen"


def test_saved_view_is_renamed_and_told(as_admin):
    view = SavedViewFactory(name="Chefens konton")
    assert save(as_admin, view, name="Våra konton") is None
    view.refresh_from_db()
    assert view.name == "Våra konton"
    assert Event.objects.get(subject="savedview").action == "changed"


READ_ONLY = {
    "account": (factories.AccountFactory, {"status": "closed"}),
    "change": (factories.ChangeFactory, {"state": "approved"}),
    "decision": (factories.DecisionFactory, {"outcome": "declined"}),
    "handover": (factories.HandOverFactory, {"state": "accepted"}),
    "incident": (factories.IncidentFactory, {"kind": "removed"}),
    "managerapproval": (factories.ManagerApprovalFactory, {"answer": "approved"}),
    "notice": (factories.NoticeFactory, {"state": "sent"}),
    "review": (factories.ReviewFactory, {"answer": "right"}),
    "security": (factories.SecurityFactory, {"two_step": "on"}),
    "twostepconfirmation": (factories.TwoStepConfirmationFactory, {"state": "off"}),
}


@pytest.mark.parametrize("kind", READ_ONLY)
def test_what_happened_is_neither_changed_nor_deleted_here(kind, as_admin):
    factory, data = READ_ONLY[kind]
    row = factory()
    for page in ("change", "delete"):
        address = reverse(f"admin:accounts_{kind}_{page}", args=[row.pk])
        assert as_admin.post(address, data | {"post": "yes"}).status_code == 403
    again = type(row).objects.get(pk=row.pk)
    assert {name: getattr(again, name) for name in data} != data


def test_admin_of_mails_says_nothing_of_what_they_say(as_admin):
    notice = factories.NoticeFactory(text="kanariefagel", html="<p>kanariefagel</p>")
    address = reverse("admin:accounts_notice_change", args=[notice.pk])
    answer = as_admin.get(address)
    assert answer.status_code == 200
    assert "kanariefagel" not in answer.content.decode()


def test_history_of_an_object_is_our_own(as_admin, cast):
    user = UserFactory()
    response = as_admin.get(reverse("admin:accounts_user_history", args=[user.pk]))
    assert response.status_code == 302
    assert as_admin.get(response.url).status_code == 200

"""The columns that lists read: right after every write, and never more than a reader may see."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.choices import ContactRole, Status
from accounts.domain import folding, history, listing
from accounts.models import Account, Contact, Person, SearchWord
from tests.factories import AccountFactory, ContactFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def words(is_public):
    return set(SearchWord.objects.filter(is_public=is_public).values_list("word", flat=True))


def test_everything_is_worked_out():
    account = AccountFactory(
        name="Åsas Konto!",
        platform_id="youtube",
        handle="@Lunds.universitet",
        unit=UnitFactory(name_sv="Ögoninstitutionen", name_en="Eye Department", abbreviation="ÖI"),
        function_mailbox="info@example.org",
        owner=PersonFactory(
            name="Öst Åkesson", email="ost@example.org", phone="08-465 004 01", public=True
        ),
        deputy=PersonFactory(name="Bo Deputy", email="bo@example.org"),
        audiences=["alumni", "students"],
    )
    assert {name: getattr(account, name) for name in listing.FIELDS} == {
        "sort_name": "{sas konto",
        "sort_unit": "}goninstitutionen",
        "sort_reviewed": "",
        "name_key": "asas konto",
        "handle_key": "lundsuniversitet",
        "search_public": (
            " asas konto lunds universitet lundsuniversitet youtube ogoninstitutionen eye"
            " department oi info example org ost akesson "
        ),
        "search_internal": (
            " asas konto lunds universitet lundsuniversitet youtube ogoninstitutionen eye"
            " department oi info example org ost akesson bo deputy "
        ),
        "audience_codes": ("students", "alumni"),
        "contact_public": "Öst Åkesson",
        "owner_name": "Öst Åkesson",
        "owner_email": "ost@example.org",
        "owner_phone": "08-465 004 01",
        "deputy_names": "Bo Deputy",
        "deputy_emails": "bo@example.org",
    }


@pytest.mark.parametrize("role", ContactRole)
def test_name_nobody_agreed_to_is_not_public(role):
    account = AccountFactory()
    person = PersonFactory(name="Xerxes Hemlig", email="xerxes@hidden.example")
    ContactFactory(account=account, person=person, role=role)
    assert account.contact_public == ""
    assert "xerxes" not in account.search_public
    assert "hidden" not in account.search_public
    assert " xerxes hemlig " in account.search_internal
    assert not {"xerxes", "hemlig", "hidden"} & words(is_public=True)
    assert {"xerxes", "hemlig", "hidden"} <= words(is_public=False)


@pytest.mark.parametrize("role", [role for role in ContactRole if role != ContactRole.OWNER])
def test_only_the_owners_name_is_public_even_where_others_agreed(role):
    account = AccountFactory()
    ContactFactory(account=account, person=PersonFactory(name="Xerxes", public=True), role=role)
    assert account.contact_public == ""
    assert "xerxes" not in account.search_public


def test_protected_person_is_never_public():
    account = AccountFactory(owner=PersonFactory(name="Xerxes Skyddad", protected=True))
    assert account.contact_public == ""
    assert "xerxes" not in account.search_public
    assert "xerxes" not in words(is_public=True)


def test_consent_taken_back_takes_the_name_out_of_the_list():
    person = PersonFactory(name="Xerxes", public=True)
    account = AccountFactory(owner=person)
    person.agreed_to_public_name_at = None
    person.save()
    listing.refresh([account.pk])
    account.refresh_from_db()
    assert account.contact_public == ""
    assert "xerxes" not in account.search_public


@pytest.mark.parametrize("status", [s for s in Status if s not in ("published",)])
def test_words_of_what_is_not_public_are_not_public(status):
    AccountFactory(name="Xylofonen", **{status.value: True})
    assert ("xylofonen" in words(is_public=True)) == (status in ("closing", "closed"))
    assert "xylofonen" in words(is_public=False)


def test_hidden_columns_are_in_no_words():
    account = AccountFactory(
        notes="kanariefågel1",
        purpose="kanariefågel2",
        agency="kanariefågel3",
        holiday_cover="kanariefågel4",
    )
    assert "kanarie" not in account.search_public + account.search_internal


def test_refresh_moves_the_revision_and_touches_nothing_else():
    account = AccountFactory()
    other = AccountFactory()
    Account.objects.update(sort_name="stale")
    before = history.current_revision()
    listing.refresh([account.pk])
    assert history.current_revision() != before
    assert Account.objects.get(pk=account.pk).sort_name == folding.order_key(account.name)
    assert Account.objects.get(pk=other.pk).sort_name == "stale"


def test_refresh_of_nothing_is_possible():
    listing.refresh([])


def test_refresh_asks_as_many_questions_for_many_as_for_one(django_assert_max_num_queries):
    def made(number):
        return [AccountFactory(owner=True, audiences=["alumni"]).pk for _ in range(number)]

    def ask(numbers):
        with django_assert_max_num_queries(20) as asked:
            listing.refresh(numbers)
        return len(asked)

    assert ask(made(1)) == ask(made(4))


def test_search_index_follows_the_account():
    account = AccountFactory(name="Alfa")
    account.name = "Omega"
    account.save()
    listing.refresh([account.pk])
    stored = Account.objects.get()
    assert " omega " in stored.search_public
    assert "alfa" not in stored.search_public


def test_word_is_kept_once_however_often_it_is_said():
    AccountFactory(name="Gemensam sak")
    AccountFactory(name="Gemensam annan sak")
    assert SearchWord.objects.filter(word="gemensam").count() == 2
    assert words(is_public=True) >= {"gemensam", "annan"}


@pytest.mark.parametrize(
    ("word", "worth"), [("abc", False), ("abcd", True), ("2024", False), ("x" * 41, False)]
)
def test_only_words_that_can_be_misspelt_are_kept(word, worth):
    assert listing.worth(word) == worth


def test_very_long_names_fit(db):
    account = AccountFactory(
        name="Å" * 200, owner=PersonFactory(name="B" * 150, email="b" * 60 + "@example.org")
    )
    for _ in range(6):
        person = PersonFactory(name="C" * 150)
        ContactFactory(account=account, person=person, role=ContactRole.DEPUTY)
    account.full_clean(exclude=["published_by"])
    assert len(account.deputy_names) == 500
    assert Contact.objects.filter(account=account).count() == 7


def test_rebuilding_forgets_words_that_stand_nowhere_any_more():
    person = PersonFactory(name="Gunvor Gammalstorp", public=True)
    account = AccountFactory(name="Nyheter", owner=person)
    assert SearchWord.objects.filter(word="gammalstorp", is_public=True).exists()
    Person.objects.filter(pk=person.pk).update(agreed_to_public_name_at=None)
    call_command("rebuild_lists", stdout=StringIO())
    assert not SearchWord.objects.filter(word="gammalstorp", is_public=True).exists()
    assert SearchWord.objects.filter(word="gammalstorp", is_public=False).exists()
    account.refresh_from_db()
    assert "gammalstorp" not in account.search_public

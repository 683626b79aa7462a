"""Searching: what is found, in which order, by whom, page by page."""

import pytest
from django.db import connection

from accounts.choices import Status
from accounts.domain import history, search, vocabulary
from accounts.domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from accounts.domain.search import Criteria, spelling
from accounts.models import Account
from accounts.models.search_index import TABLE
from tests.factories import AccountFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db


def find(viewer: Viewer = PUBLIC_VIEWER, token: str = "", **criteria: str) -> search.Page:
    return search.page(viewer, Criteria(**criteria), token, vocabulary.current())


def names(page: search.Page) -> list[str]:
    return [account.name for account in page.accounts]


def test_without_criteria_the_official_accounts_come_in_swedish_order():
    for name in ("Örat", "Ämnet", "Zoologi", "Årsboken", "arkivet"):
        AccountFactory(name=name)
    AccountFactory(name="Avslutad", closed=True)
    AccountFactory(name="Bara utkast", draft=True)
    assert names(find()) == ["arkivet", "Zoologi", "Årsboken", "Ämnet", "Örat"]


@pytest.mark.parametrize(
    "text", ["biblio", "BIBLIOTEK", "universitetsbibl", "liotek", "ub-lund", "@UB_Lund", "ublund"]
)
def test_half_a_word_of_name_or_handle_finds(text):
    AccountFactory(name="Universitetsbiblioteket", handle="UB_Lund", platform_id="instagram")
    AccountFactory(name="Musikhögskolan")
    assert names(find(q=text)) == ["Universitetsbiblioteket"]


@pytest.mark.parametrize("text", ["hogskolan", "högskolan", "HÖGSKOLAN", "ho\u0308gskolan"])
def test_accents_do_not_count(text):
    AccountFactory(name="Musikhögskolan")
    assert names(find(q=text)) == ["Musikhögskolan"]


def test_every_word_must_be_found_somewhere():
    physics = UnitFactory(name_sv="Fysiska institutionen", name_en="Department of Physics")
    AccountFactory(name="Nyheter", unit=physics)
    AccountFactory(name="Nyheter från kansliet")
    assert names(find(q="nyheter physics")) == ["Nyheter"]


def test_an_account_is_found_by_the_unit_above_its_own_but_not_by_the_top(cast):
    AccountFactory(name="Fågelskådarna", unit=cast.own_unit)
    AccountFactory(name="Rektor", unit=cast.university)
    assert names(find(q="naturvetenskapliga")) == ["Fågelskådarna"]
    assert names(find(q="lunds universitet")) == ["Rektor"]


@pytest.mark.parametrize(("text", "found"), [("hr", ["HR-bloggen"]), ("h", ["HR-bloggen"])])
def test_one_and_two_letters_find_the_beginning_of_a_word(text, found):
    AccountFactory(name="HR-bloggen", handle="personal1")
    AccountFactory(name="Chronos", handle="kronos1")
    assert names(find(q=text)) == found


def test_two_letters_find_a_word_in_the_middle_of_a_name():
    AccountFactory(name="Avdelning HR")
    AccountFactory(name="Thrillers")
    assert names(find(q="hr")) == ["Avdelning HR"]


def test_the_best_hit_comes_first():
    AccountFactory(name="Alla om fysik")
    AccountFactory(name="Fysik")
    AccountFactory(name="Fysikum")
    AccountFactory(name="Astrofysik")
    unit = UnitFactory(name_sv="Fysik och kemi")
    AccountFactory(name="Aktuellt", unit=unit)
    assert names(find(q="fysik")) == ["Fysik", "Fysikum", "Alla om fysik", "Astrofysik", "Aktuellt"]


@pytest.mark.parametrize("text", ["lundsunversitet", "lundsuniverstiet", "lundsuniversitett"])
def test_a_misspelt_word_finds_the_nearest_and_says_so(text):
    AccountFactory(name="Vi i Lund", handle="lundsuniversitet")
    page = find(q=text)
    assert names(page) == ["Vi i Lund"]
    assert page.corrected == "lundsuniversitet"


def test_a_misspelt_word_is_never_compared_with_hidden_words():
    AccountFactory(name="Hemlighuset", draft=True)
    owner = PersonFactory(name="Zacharias Hemlighusman")
    AccountFactory(name="Synligt", owner=owner)
    page = find(q="hemlighuste")
    assert (names(page), page.corrected) == ([], "")
    assert spelling.corrections(("hemlighuste",), public_only=True) == []
    assert spelling.corrections(("hemlighuste",), public_only=False) == [("hemlighuset",)]


@pytest.mark.parametrize("text", ["!!!", "%", "_", '"', "' OR 1=1 --", "\\", "*", "(", "NEAR(a b)"])
def test_odd_characters_find_nothing_and_break_nothing(text):
    AccountFactory(name="Biblioteket")
    assert names(find(q=text)) == []


def test_the_public_does_not_find_people_who_did_not_agree_but_staff_do(cast):
    AccountFactory(name="Ett", owner=PersonFactory(name="Berta Hemlig"))
    AccountFactory(name="Två", owner=PersonFactory(name="Berta Öppen", public=True))
    assert names(find(q="berta")) == ["Två"]
    assert names(find(viewer_of(cast.staff), q="berta")) == ["Ett", "Två"]


def test_drafts_are_found_by_those_who_look_after_them_only(cast):
    AccountFactory(name="Nytt konto", unit=cast.own_unit, draft=True)
    every = {"q": "nytt", "status": "all"}
    for user, found in (
        (cast.staff, []),
        (cast.communicator, ["Nytt konto"]),
        (cast.other_communicator, []),
        (cast.auditor, ["Nytt konto"]),
        (cast.admin, ["Nytt konto"]),
        (cast.disabled, []),
    ):
        assert names(find(viewer_of(user), **every)) == found, user


def test_filters_narrow_and_a_unit_means_its_branch(cast):
    AccountFactory(name="A", unit=cast.own_unit, platform_id="youtube", languages=("sv", "en"))
    AccountFactory(name="B", unit=cast.faculty, audiences=["students"])
    AccountFactory(name="C", unit=cast.other_unit, languages=("en",))
    assert names(find(unit="science")) == ["A", "B"]
    assert names(find(platform="youtube")) == ["A"]
    assert names(find(language="en")) == ["A", "C"]
    assert names(find(audience="students")) == ["B"]
    assert names(find(unit="no-such-unit")) == []


@pytest.mark.parametrize("sort", list(search.SORTS))
@pytest.mark.parametrize("q", ["", "konto"])
def test_pages_by_key_show_every_account_once_forwards_and_back(sort, q, monkeypatch, cast):
    monkeypatch.setattr("accounts.domain.search.paging.PAGE_SIZE", 3)
    for number in range(10):
        AccountFactory(
            name=f"Konto {number % 4}",
            unit=(cast.own_unit, cast.other_unit)[number % 2],
            platform_id=("x", "flickr", "youtube")[number % 3],
        )
    whole = [a.pk for a in search.everything(PUBLIC_VIEWER, Criteria(sort=sort, q=q))]
    seen, token = [], ""
    while True:
        page = find(token=token, sort=sort, q=q)
        seen += [account.pk for account in page.accounts]
        if not page.next:
            break
        token = page.next
    assert seen == whole
    assert page.previous
    back = find(token=page.previous, sort=sort, q=q)
    assert [a.pk for a in back.accounts] == whole[6:9]


def test_ranked_pages_show_every_hit_once(monkeypatch):
    monkeypatch.setattr("accounts.domain.search.paging.PAGE_SIZE", 3)
    for number in range(8):
        AccountFactory(name=f"Konto {number}")
    first = find(q="konto")
    second = find(q="konto", token=first.next)
    third = find(q="konto", token=second.next)
    assert names(first) + names(second) + names(third) == [f"Konto {n}" for n in range(8)]
    assert (third.next, third.previous, first.previous) == ("", "2", "")


def test_more_hits_than_the_cap_lead_with_the_exact_one_and_show_each_once(monkeypatch):
    monkeypatch.setattr("accounts.domain.search.paging.PAGE_SIZE", 3)
    monkeypatch.setattr("accounts.domain.search.paging.FOUND_CAP", 4)
    for number in range(8):
        AccountFactory(name=f"Allt om konto {number}")
    AccountFactory(name="Konto")
    first = find(q="konto")
    assert names(first)[0] == "Konto"
    assert (first.count, first.is_capped) == (4, True)
    seen, token = names(first), first.next
    while token:
        page = find(q="konto", token=token)
        seen, token = seen + names(page), page.next
    assert sorted(seen) == sorted(["Konto", *(f"Allt om konto {n}" for n in range(8))])


@pytest.mark.parametrize(
    "token",
    ["0", "99999", "after.", "after.!!", "before.e30", "after.WzFd", "x" * 3000, "after.W10", "²",
     "after.WyJcdTAwMDAiLDFd", "after.WyJhIiwxZTk5XQ", "after.WyJhIiwtMV0",
     "after.WyJcdWQ4MDAiLDFd"],
)  # fmt: skip
def test_an_unreadable_page_is_the_first_or_a_numbered_one(token):
    AccountFactory(name="Ett")
    assert names(find(token=token)) in (["Ett"], [])


def test_a_page_costs_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    AccountFactory(name="Konto 0")
    words = vocabulary.current()
    for q, queries in (("", 1), ("konto", 2)):
        with django_assert_num_queries(queries):
            search.page(PUBLIC_VIEWER, Criteria(q=q), "", words)
    for number in range(1, 60):
        AccountFactory(name=f"Konto {number}")
    words = vocabulary.current()
    for q, queries in (("", 1), ("konto", 2)):
        with django_assert_num_queries(queries):
            search.page(PUBLIC_VIEWER, Criteria(q=q), "", words)


def test_the_index_follows_every_change_of_the_words():
    account = AccountFactory(name="Gamla namnet")
    Account.objects.filter(pk=account.pk).update(search_public=" nya namnet ")
    history.move_revision()
    assert names(find(q="gamla")) == []
    assert names(find(q="nya namnet")) == ["Gamla namnet"]
    account.delete()
    assert names(find(q="nya namnet")) == []


def test_each_engine_has_its_search_index():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{TABLE}%"])
            found = {name for (name,) in cursor.fetchall()}
            assert {f"{TABLE}_insert", f"{TABLE}_delete", f"{TABLE}_update"} <= found
        else:
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%%gin_trgm%%'")
            found = {name for (name,) in cursor.fetchall()}
            assert {"account_search_public", "account_search_internal"} <= found


def test_everything_is_in_the_order_asked_for():
    AccountFactory(name="B", platform_id="x")
    AccountFactory(name="A", platform_id="youtube")
    found = search.everything(PUBLIC_VIEWER, Criteria(sort="-platform", status=Status.PUBLISHED))
    assert [account.name for account in found] == ["A", "B"]

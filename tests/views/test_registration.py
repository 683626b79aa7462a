"""The pages of a registration, with and without a script, for whoever may and may not."""

import re
import uuid

import pytest
from django.urls import reverse

from accounts.choices import Status
from accounts.domain.secrets import HELP
from accounts.models import Account, Event, Notice, Person
from tests.factories import AccountFactory, DecisionFactory, PersonFactory, complete

pytestmark = pytest.mark.django_db
TOKEN = str(uuid.UUID(int=9))
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
START = "/en/mine/register/"
PASSWORD = "password: hunter2!"
QUERIES = {"why": 17, "people": 18, "send": 16}


@pytest.fixture
def signed_in(client, cast):
    client.force_login(cast.communicator)
    return client


@pytest.fixture
def draft(cast):
    return AccountFactory(
        draft=True,
        unit=cast.own_unit,
        name="Biologi",
        registered_by=cast.communicator,
        slug="facebook-biologi",
    )


def step_url(account, step):
    return f"/en/mine/register/{account.slug}/{step}/"


def begin(client, address="instagram.com/lundbio", **more):
    data = {"address": address, "token": TOKEN, "seen": "instagram:lundbio", **more}
    return client.post(START, data)


# Beginning


def test_a_first_press_shows_what_the_address_means(signed_in):
    answer = begin(signed_in, seen="")
    page = answer.content.decode()
    assert "https://www.instagram.com/lundbio/" in page
    assert 'value="instagram:lundbio"' in page
    assert not Account.objects.exists()


def test_a_second_press_makes_the_draft(signed_in):
    answer = begin(signed_in)
    account = Account.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"{START}{account.slug}/account/"


def test_another_address_than_the_one_shown_is_shown_first(signed_in):
    answer = begin(signed_in, address="instagram.com/lundkemi")
    assert answer.status_code == 200
    assert not Account.objects.exists()


def test_a_double_click_leads_to_the_one_draft(signed_in):
    first, second = begin(signed_in), begin(signed_in)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Account.objects.count() == 1
    page = signed_in.get(second.url, follow=True).content.decode()
    assert "lundbio" in page


@pytest.mark.parametrize(
    "address",
    [
        "linkedin.com/in/anna-alm",
        "instagram.com/p/Cabc123/",
        "https://faceb00k.com/x",
        "",
        "a\x00b",
    ],
)
def test_what_cannot_be_registered_stays_typed_with_its_reason(signed_in, address):
    answer = begin(signed_in, address=address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "error-summary" in page
    if address.isprintable() and address:
        assert address in page
    assert not Account.objects.exists()


def test_a_handle_needs_its_platform(signed_in):
    assert "error-summary" in begin(signed_in, address="@lundbio").content.decode()
    answer = begin(signed_in, address="@lundbio", platform="instagram")
    assert answer.status_code == 302


def test_a_registered_account_says_who_has_it_and_whom_to_talk_to(signed_in, cast):
    AccountFactory(
        name="Juridik", unit=cast.other_unit, platform_id="instagram", handle="lundbio",
        owner=PersonFactory(name="Anna Alm", email="anna@lu.se"),
    )  # fmt: skip
    page = begin(signed_in, address="https://m.instagram.com/LundBio/?hl=sv").content.decode()
    assert all(word in page for word in ("Registered already", "Juridik", "anna@lu.se"))
    assert Account.objects.count() == 1


def test_a_draft_of_others_is_not_told_apart(signed_in, cast):
    AccountFactory(
        draft=True, name="Hemligt", unit=cast.other_unit, platform_id="instagram",
        handle="lundbio", owner=PersonFactory(name="Anna Alm"),
    )  # fmt: skip
    page = begin(signed_in).content.decode()
    assert "Registered already" in page
    assert not any(word in page for word in ("Hemligt", "Anna Alm", "Juridiska", "Faculty of Law"))


def test_a_plan_begins_without_an_address(signed_in):
    data = {"kind": "plan", "plan_platform": "tiktok", "name": "Lunds bio", "token": TOKEN}
    for _ in range(2):
        assert signed_in.post(START, data).status_code == 302
    account = Account.objects.get()
    assert (account.is_planned, account.name) == (True, "Lunds bio")


@pytest.mark.parametrize("data", [{}, {"plan_platform": "nosuch", "name": "x"}, {"name": PASSWORD}])
def test_a_plan_without_what_it_needs_stays_typed(signed_in, data):
    page = signed_in.post(START, {"kind": "plan", **data}).content.decode()
    assert "error-summary" in page
    assert not Account.objects.exists()


def test_the_script_is_told_what_an_address_means(signed_in, cast):
    AccountFactory(name="Granne", unit=cast.faculty, platform_id="instagram")
    look = reverse("accounts:register_look")
    page = signed_in.post(look, {"address": "instagram.com/lundbio"}).content.decode()
    assert 'value="instagram:lundbio"' in page
    assert "Granne" in page
    assert "data-asks-platform" in signed_in.post(look, {"address": "lundbio"}).content.decode()
    assert signed_in.post(look, {"address": ""}).status_code == 200
    assert signed_in.get(look).status_code == 405


# Staff and auditors


@pytest.mark.parametrize("who", ["staff", "auditor"])
def test_who_does_not_register_sends_a_suggestion_once(client, cast, who):
    user = getattr(cast, who)
    user.unit = cast.own_unit
    user.save()
    client.force_login(user)
    assert "Kommy" in client.get(START).content.decode()
    data = {"idea": "TikTok för biologi", "why": "Studenterna är där", "token": TOKEN}
    for _ in range(2):
        assert client.post(START, data).url == f"{START}asked/"
    mail = Notice.objects.get()
    assert (mail.user, "Studenterna är där" in mail.text) == (cast.communicator, True)
    assert user.email in mail.text
    assert "Kommy" in client.get(f"{START}asked/").content.decode()
    assert not Account.objects.exists()


def test_a_suggestion_without_a_why_stays_typed(client, cast):
    client.force_login(cast.staff)
    page = client.post(START, {"idea": "TikTok"}).content.decode()
    assert 'value="TikTok"' in page
    assert not Notice.objects.exists()


def test_without_communicators_a_suggestion_goes_to_the_admins(client, cast):
    client.force_login(cast.staff)
    client.post(START, {"idea": "x", "why": "y", "token": TOKEN})
    assert Notice.objects.get().user == cast.admin


# Steps


@pytest.mark.parametrize(
    "step", ["account", "why", "people", "resources", "routines", "goals", "security"]
)
def test_a_step_saves_and_leads_on(signed_in, draft, step):
    assert signed_in.get(step_url(draft, step)).status_code == 200
    answer = signed_in.post(
        step_url(draft, step), {"version": 1, "account_name": "B", "account_unit": "biology"}
    )
    assert answer.status_code == 302


def test_what_is_typed_is_kept_and_stands_there_again(signed_in, draft):
    signed_in.post(step_url(draft, "goals"), {"version": 1, "account_goals": "500 följare"})
    assert "500 följare" in signed_in.get(step_url(draft, "goals")).content.decode()


@pytest.mark.parametrize(
    ("go", "where"),
    [
        ("next", "routines/"),
        ("why", "why/"),
        ("send", "send/"),
        ("", "routines/"),
        ("nonsense", "routines/"),
        ("../../evil", "routines/"),
    ],
)
def test_every_button_saves_first(signed_in, draft, go, where):
    answer = signed_in.post(
        step_url(draft, "resources"), {"version": 1, "account_holiday_cover": "Bo", "go": go}
    )
    assert answer.url == f"{START}{draft.slug}/{where}"
    draft.refresh_from_db()
    assert draft.holiday_cover == "Bo"


def test_later_leads_home_and_says_it_is_saved(signed_in, draft):
    answer = signed_in.post(step_url(draft, "goals"), {"version": 1, "go": "later"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/mine/"
    assert "Saved" in answer.content.decode()


def test_a_fault_stays_typed_while_the_rest_is_saved(signed_in, draft):
    answer = signed_in.post(
        step_url(draft, "resources"),
        {"version": 1, "account_hours_a_week": "massor", "account_holiday_cover": "Bo"},
    )
    page = answer.content.decode()
    assert all(text in page for text in ("error-summary", 'value="massor"', 'value="Bo"'))
    assert "Everything else on the page is saved." in page
    assert 'name="version" value="2"' in page
    draft.refresh_from_db()
    assert draft.holiday_cover == "Bo"


def test_a_password_in_a_note_is_refused_with_an_explanation(signed_in, draft):
    page = signed_in.post(
        step_url(draft, "security"), {"version": 1, "account_notes": PASSWORD}
    ).content.decode()
    assert str(HELP).split(":", maxsplit=1)[0] in page
    draft.refresh_from_db()
    assert draft.notes == ""
    assert not Event.objects.filter(account_id=draft.pk).exists()


def test_the_second_of_two_windows_sees_both_versions_and_may_have_theirs(signed_in, draft):
    url = step_url(draft, "goals")
    signed_in.post(url, {"version": 1, "account_goals": "Först"})
    page = signed_in.post(url, {"version": 1, "account_goals": "Sedan"}).content.decode()
    assert all(text in page for text in ("Somebody was here meanwhile", "Först", "Sedan"))
    assert 'name="version" value="2"' in page
    assert Account.objects.get(pk=draft.pk).goals == "Först"
    assert signed_in.post(url, {"version": 2, "account_goals": "Sedan"}).status_code == 302
    assert Account.objects.get(pk=draft.pk).goals == "Sedan"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999"])
def test_a_page_that_does_not_say_its_version_overwrites_nothing(signed_in, draft, version):
    signed_in.post(step_url(draft, "goals"), {"version": version, "account_goals": "x"})
    assert Account.objects.get(pk=draft.pk).goals == ""


def test_somebody_who_left_is_refused_beside_the_field(signed_in, draft, cast):
    PersonFactory(email="gone@lu.se", left_on="2026-01-01")
    page = signed_in.post(
        step_url(draft, "people"), {"version": 1, "contacts_deputy_0_email": "gone@lu.se"}
    ).content.decode()
    assert "has left the university" in page
    assert 'value="gone@lu.se"' in page


def test_a_step_nobody_knows_is_missing(signed_in, draft):
    assert signed_in.get(step_url(draft, "nosuch")).status_code == 404


def test_a_step_names_its_registrant_as_a_first_guess_at_the_owner(signed_in, draft):
    page = signed_in.get(step_url(draft, "people")).content.decode()
    assert 'value="kommy@example.org"' in page
    assert not Person.objects.exists()


def test_a_suggested_text_is_filled_in_but_not_saved(signed_in, draft):
    answer = signed_in.post(
        step_url(draft, "account"),
        {"version": 1, "account_name": "Biologi", "account_unit": "biology", "go": "suggest-sv"},
    )
    assert "text=sv" in answer.url
    page = signed_in.get(answer.url.split("#")[0]).content.decode()
    assert "Officiellt konto för Biologiska institutionen" in page
    assert Account.objects.get(pk=draft.pk).profile_text == ""


# Saving by itself


def save_by_itself(client, account, step, **data):
    return client.post(step_url(account, step), data, headers={"X-Saves-By-Itself": "1"})


def test_the_script_saves_and_learns_the_new_version(signed_in, draft):
    answer = save_by_itself(signed_in, draft, "goals", version=1, account_goals="500").json()
    assert answer["version"] == 2
    assert answer["saved"].startswith("Saved ")
    assert answer["but"] == ""
    assert "0 of 8" in answer["progress"]


def test_the_script_learns_of_neighbours_for_an_audience(signed_in, draft, cast):
    AccountFactory(name="Granne", unit=cast.other_unit, audiences=["students"])
    answer = save_by_itself(signed_in, draft, "why", version=1, account_audiences=["students"])
    assert "Granne" in answer.json()["beside"]


def test_the_script_learns_of_hints_on_the_name(signed_in, draft):
    answer = save_by_itself(
        signed_in, draft, "account", version=1, account_name="LU Bio 2026", account_unit="biology"
    )
    assert "grows old" in answer.json()["beside"]


def test_the_script_keeps_what_is_right_and_says_what_is_not(signed_in, draft):
    answer = save_by_itself(
        signed_in, draft, "resources", version=1, account_hours_a_week="m",
        account_holiday_cover="Bo",
    ).json()  # fmt: skip
    assert "Hours a week" in answer["but"]
    assert Account.objects.get(pk=draft.pk).holiday_cover == "Bo"


def test_the_script_names_nobody_before_the_button_is_pressed(signed_in, draft):
    save_by_itself(signed_in, draft, "people", version=1, contacts_owner_0_name="An",
                   contacts_owner_0_email="an@lu.se", account_agency="Byrån")  # fmt: skip
    assert not Person.objects.exists()
    assert Account.objects.get(pk=draft.pk).agency == "Byrån"


def test_the_script_stops_when_somebody_else_was_there(signed_in, draft):
    save_by_itself(signed_in, draft, "goals", version=1, account_goals="Först")
    answer = save_by_itself(signed_in, draft, "goals", version=1, account_goals="Sedan")
    assert answer.status_code == 409
    assert Account.objects.get(pk=draft.pk).goals == "Först"


# Sending


def test_what_is_missing_is_listed_with_its_step(signed_in, draft):
    page = signed_in.get(step_url(draft, "send")).content.decode()
    assert f'href="{step_url(draft, "goals")}"' in page
    assert "A deputy: two people at least." in page
    answer = signed_in.post(step_url(draft, "send"), follow=True)
    assert "something is missing" in answer.content.decode()
    assert Account.objects.get(pk=draft.pk).status == Status.DRAFT


def test_sending_twice_is_one_submission(signed_in, draft):
    complete(draft)
    for said in ("is handed in.", "was handed in already."):
        page = signed_in.post(step_url(draft, "send"), follow=True).content.decode()
        assert said in page
    assert Account.objects.get(pk=draft.pk).status == Status.SUBMITTED
    assert Event.objects.filter(action="submit").count() == 1


def test_the_summary_reads_every_answer(signed_in, draft):
    complete(draft, purpose="Visa forskningen", hours_a_week=4)
    page = signed_in.get(step_url(draft, "send")).content.decode()
    shown = ("Visa forskningen", "Swedish", "Department of Biology", "Varje vardag.", "Unknown")
    assert all(text in page for text in shown)


def test_a_returned_draft_says_why_on_top_of_every_step(signed_in, cast):
    account = AccountFactory(returned=True, unit=cast.own_unit)
    DecisionFactory(account=account, outcome="returned", reason="Vilken målgrupp?")
    for step in ("account", "why", "send"):
        assert "Vilken målgrupp?" in signed_in.get(step_url(account, step)).content.decode()


def test_going_on_leads_to_what_lacks_something(signed_in, draft):
    resume = f"{START}{draft.slug}/"
    assert signed_in.get(resume).url == step_url(draft, "account")
    complete(draft)
    assert signed_in.get(resume).url == step_url(draft, "send")


# Asking and withdrawing


def test_a_question_is_mailed_once_with_the_drafts_link(client, cast, draft):
    Account.objects.filter(pk=draft.pk).update(registered_by=cast.admin)
    client.force_login(cast.admin)
    url = step_url(draft, "ask")
    assert "Kommy" in client.get(url).content.decode()
    for _ in range(2):
        client.post(url, {"question": "Behövs det här?", "token": TOKEN})
    mail = Notice.objects.get()
    assert mail.user == cast.communicator
    assert "Behövs det här?" in mail.text
    assert f"/mine/register/{draft.slug}/send/" in mail.text
    [event] = Event.objects.filter(action="asked-communicator")
    assert "Behövs" not in str(event.changes) + event.reason


def test_nobody_is_told_to_ask_themselves(signed_in, draft, cast):
    page = signed_in.get(step_url(draft, "ask")).content.decode()
    assert "Adma" in page
    signed_in.post(step_url(draft, "ask"), {"question": "Hur?", "token": TOKEN})
    assert Notice.objects.get().user == cast.admin


def test_a_question_with_a_password_is_refused(signed_in, draft):
    page = signed_in.post(step_url(draft, "ask"), {"question": PASSWORD}).content.decode()
    assert "error-summary" in page
    assert not Notice.objects.exists()


def test_withdrawing_asks_first_and_frees_the_address(signed_in, draft):
    url = step_url(draft, "withdraw")
    assert signed_in.get(url).status_code == 200
    assert Account.objects.get(pk=draft.pk).status == Status.DRAFT
    for said in ("is withdrawn.", "was withdrawn already."):
        assert said in signed_in.post(url, follow=True).content.decode()
    assert Event.objects.filter(action="withdraw").count() == 1
    answer = signed_in.post(
        START, {"address": draft.url, "seen": f"facebook:{draft.identity_key}", "token": TOKEN}
    )
    assert answer.status_code == 302


# The address


def test_the_address_of_a_draft_is_changed(signed_in, draft):
    url = step_url(draft, "address")
    assert draft.url in signed_in.get(url).content.decode()
    assert signed_in.post(url, {"address": "x.com/lundbio"}).url == step_url(draft, "account")
    draft.refresh_from_db()
    assert draft.url == "https://x.com/lundbio"


def test_a_taken_address_is_refused_and_stays_typed(signed_in, draft, cast):
    AccountFactory(name="Upptagen", handle="upptagen", unit=cast.other_unit)
    answer = signed_in.post(step_url(draft, "address"), {"address": "facebook.com/upptagen"})
    page = answer.content.decode()
    assert all(text in page for text in ("registered already", "facebook.com/upptagen", "Upptagen"))


def test_a_draft_is_noted_as_planned(signed_in, draft):
    signed_in.post(step_url(draft, "address"), {"kind": "plan"})
    draft.refresh_from_db()
    assert (draft.is_planned, draft.url) == (True, "")


# Several


def several(client, *lines, **more):
    data = {"addresses": "\n".join(lines), "unit": "biology", "token": TOKEN, **more}
    return client.post(f"{START}several/", data)


def test_several_addresses_become_drafts_that_share_answers(signed_in):
    assert signed_in.get(f"{START}several/").status_code == 200
    for _ in range(2):
        answer = several(signed_in, "instagram.com/lundbio", "", " x.com/lundbio ")
        assert answer.status_code == 302
    accounts = list(Account.objects.order_by("pk"))
    assert [account.platform_id for account in accounts] == ["instagram", "x"]
    first = accounts[0]
    page = signed_in.get(step_url(first, "goals")).content.decode()
    assert 'name="together"' in page
    signed_in.post(
        step_url(first, "goals"), {"version": 1, "account_goals": "500", "together": "on"}
    )
    assert set(Account.objects.values_list("goals", flat=True)) == {"500"}
    signed_in.post(step_url(first, "goals"), {"version": 2, "account_goals": "600"})
    assert set(Account.objects.values_list("goals", flat=True)) == {"500", "600"}


def test_what_is_each_accounts_own_is_not_shared(signed_in):
    several(signed_in, "instagram.com/lundbio", "x.com/lundbio")
    first = Account.objects.order_by("pk")[0]
    assert 'name="together"' not in signed_in.get(step_url(first, "account")).content.decode()
    signed_in.post(
        step_url(first, "account"),
        {"version": 1, "account_name": "Min", "account_unit": "biology", "together": "on"},
    )
    assert Account.objects.filter(name="Min").count() == 1


def test_every_bad_line_says_why_and_nothing_is_made(signed_in, cast):
    AccountFactory(name="Upptagen", platform_id="x", handle="upptagen", unit=cast.faculty)
    page = several(
        signed_in, "instagram.com/lundbio", "instagram.com/LundBio/", "x.com/upptagen", "nonsense",
        "linkedin.com/in/anna",
    ).content.decode()  # fmt: skip
    assert page.count("register-lines__item--bad") == 4
    assert "stands in line 1" in page
    assert "instagram.com/LundBio/" in page
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    "more", [{"addresses": ""}, {"unit": "law"}, {"addresses": "x.com/a\n" * 21}, {"unit": ""}]
)
def test_several_without_what_it_needs_makes_nothing(signed_in, more):
    assert "error-summary" in several(signed_in, "x.com/lundbio", **more).content.decode()
    assert not Account.objects.exists()


def test_all_are_sent_at_once_with_an_answer_for_each(signed_in):
    several(signed_in, "instagram.com/lundbio", "x.com/lundbio")
    first, second = Account.objects.order_by("pk")
    complete(first)
    page = signed_in.post(step_url(first, "send"), {"all": "1"}, follow=True).content.decode()
    assert "is handed in." in page
    assert "is not handed in: something is missing." in page
    assert f'href="{step_url(second, "send")}"' in page


# Who may


def pages(account):
    steps = ("account", "send", "address", "withdraw", "ask", "goals")
    return [f"{START}{account.slug}/", *(step_url(account, step) for step in steps)]


@pytest.mark.parametrize("who", ["staff", "auditor", "other_communicator"])
def test_a_draft_of_others_is_missing_for_everybody_else(client, cast, draft, who):
    client.force_login(getattr(cast, who))
    for url in pages(draft):
        answer = client.get(url)
        missing = client.get(url.replace(draft.slug, "nosuch"))
        assert (answer.status_code, missing.status_code) == (404, 404), url
        shown = TOKENS.sub("", answer.content.decode().replace(draft.slug, "nosuch"))
        assert shown == TOKENS.sub("", missing.content.decode()), url
        assert client.post(url).status_code in (404, 405), url
    assert Account.objects.get(pk=draft.pk).version == 1


def test_without_a_session_one_is_asked_to_sign_in(client, draft):
    for url in (START, f"{START}several/", *pages(draft)):
        assert client.get(url).status_code == 302
        assert "/sign-in/" in client.get(url).url


def test_a_published_account_leads_to_its_own_page(signed_in, cast):
    account = AccountFactory(unit=cast.other_unit)
    for url in pages(account):
        assert signed_in.get(url).url == f"/en/accounts/{account.slug}/"


def test_looking_changes_nothing(signed_in, draft):
    for url in pages(draft):
        signed_in.get(url)
    assert Account.objects.get(pk=draft.pk).version == 1
    assert not Event.objects.filter(account_id=draft.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("step", ["why", "people", "send"])
def test_a_page_costs_the_same_however_much_there_is(
    signed_in, draft, cast, count, step, django_assert_num_queries
):
    for number in range(count):
        AccountFactory(unit=cast.faculty, owner=True, audiences=["students"])
        draft.contacts.create(person=PersonFactory(), role="deputy")
        PersonFactory(unit=cast.own_unit, email=f"p{number}@lu.se")
        AccountFactory(draft=True, unit=cast.own_unit, registered_by=cast.communicator,
                       registered_together=uuid.UUID(int=3))  # fmt: skip
    Account.objects.filter(pk=draft.pk).update(registered_together=uuid.UUID(int=3))
    signed_in.get(step_url(draft, step))
    with django_assert_num_queries(QUERIES[step]):
        signed_in.get(step_url(draft, step))

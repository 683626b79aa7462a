"""From an address or an idea to a submitted registration, once each."""

import uuid

import pytest

from accounts.choices import Status
from accounts.domain import registration, vocabulary
from accounts.domain.access.viewer import viewer_of
from accounts.exceptions import AddressTaken, NotAllowed, NotReady, Overtaken
from accounts.models import Account, Event, Handle
from accounts.platforms import identify
from tests.factories import AccountFactory, DecisionFactory, complete

pytestmark = pytest.mark.django_db
TOKEN = uuid.UUID(int=7)
SPELLINGS = (
    "https://www.instagram.com/LundBio/",
    "instagram.com/lundbio",
    "http://instagram.com/lundbio?hl=sv",
    "https://m.instagram.com/LUNDBIO",
    "https://instagram.com/@lundbio",
    "instagram.com/lundbio/#top",
)


def start(cast, text="instagram.com/lundbio", token=TOKEN, by=None, unit=None):
    return registration.start(
        by=by or cast.communicator,
        unit=unit or cast.own_unit,
        token=token,
        identified=identify(text),
    )


def plan(cast, token=TOKEN, name="Lunds bio"):
    return registration.start(
        by=cast.communicator, unit=cast.own_unit, token=token, platform="tiktok", name=name
    )


def test_an_address_becomes_a_draft_of_whoever_started_it(cast):
    account = start(cast)
    assert (account.status, account.registered_by, account.unit, account.platform_id) == (
        Status.DRAFT, cast.communicator, cast.own_unit, "instagram",
    )  # fmt: skip
    assert (account.handle, account.url, account.name, account.slug) == (
        "lundbio", "https://www.instagram.com/lundbio/", "lundbio", "instagram-lundbio",
    )  # fmt: skip
    assert not account.is_planned
    assert Handle.objects.get(account=account).is_living
    [event] = Event.objects.filter(account_id=account.pk)
    assert (event.action, event.changes["handle"]) == ("started", [None, "lundbio"])


def test_a_plan_becomes_a_draft_without_an_address(cast):
    account = plan(cast)
    assert (account.is_planned, account.handle, account.identity_key) == (True, "", None)
    assert (account.name, account.slug) == ("Lunds bio", "tiktok-lunds-bio")


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_registered_account_is_refused_and_says_who(cast, text):
    held = start(cast)
    with pytest.raises(AddressTaken) as refused:
        start(cast, text, token=uuid.uuid4())
    assert refused.value.account == held
    assert "Biologiska institutionen" in str(refused.value)
    assert Account.objects.count() == 1


def test_somebody_elses_draft_is_refused_without_saying_whose(cast):
    start(cast, by=cast.other_communicator, unit=cast.other_unit)
    with pytest.raises(AddressTaken) as refused:
        start(cast)
    assert refused.value.account is None
    assert "Juridiska" not in str(refused.value)


def test_the_same_page_sent_twice_makes_one_draft(cast):
    assert start(cast) == start(cast)
    assert plan(cast, uuid.UUID(int=8)) == plan(cast, uuid.UUID(int=8))
    assert Account.objects.count() == 2
    assert Event.objects.filter(action="started").count() == 2


def test_the_same_page_sent_again_after_a_rename_makes_no_second_draft(cast):
    account = plan(cast)
    Account.objects.filter(pk=account.pk).update(name="Something else")
    assert plan(cast) == account


def test_two_plans_of_one_name_get_a_slug_each(cast):
    slugs = {plan(cast, uuid.uuid4()).slug for _ in range(3)}
    assert slugs == {"tiktok-lunds-bio", "tiktok-lunds-bio-2", "tiktok-lunds-bio-3"}


@pytest.mark.parametrize("who", ["staff", "auditor", "other_communicator"])
def test_nobody_registers_for_a_unit_that_is_not_theirs(cast, who):
    with pytest.raises(NotAllowed):
        start(cast, by=getattr(cast, who))
    assert not Account.objects.exists()


def test_a_person_s_own_profile_is_refused(cast):
    look = registration.look("https://www.linkedin.com/in/anna-alm", "", viewer_of(cast.admin))
    assert look.refusal
    assert not look.is_free


def test_a_post_is_refused_with_the_platforms_reason(cast):
    look = registration.look("https://www.instagram.com/p/Cabc123/", "", viewer_of(cast.admin))
    assert str(look.identified.reason) == look.refusal != ""


def test_an_address_of_a_closed_account_is_free_but_said_to_have_been_ours(cast):
    closed = AccountFactory(closed=True, handle="gamla")
    look = registration.look("facebook.com/gamla", "", viewer_of(cast.communicator))
    assert (look.is_free, look.former) == (True, closed)


def test_a_declined_registration_is_never_mentioned(cast):
    AccountFactory(declined=True, handle="nej")
    look = registration.look("facebook.com/nej", "", viewer_of(cast.communicator))
    assert (look.is_free, look.former) == (True, None)


def test_a_draft_takes_another_address_and_gives_the_old_one_up(cast):
    account = start(cast)
    changed = registration.change_address(
        account=account, by=cast.communicator, identified=identify("x.com/lundbio")
    )
    assert (changed.platform_id, changed.url, changed.version) == (
        "x", "https://x.com/lundbio", 2,
    )  # fmt: skip
    assert [h.platform_id for h in changed.handles.all()] == ["x"]
    assert start(cast, token=uuid.uuid4()).platform_id == "instagram"


def test_a_taken_address_leaves_the_draft_as_it_was(cast):
    AccountFactory(handle="upptagen", unit=cast.own_unit)
    account = start(cast)
    with pytest.raises(AddressTaken):
        registration.change_address(
            account=account, by=cast.communicator, identified=identify("facebook.com/Upptagen")
        )
    account.refresh_from_db()
    assert (account.platform_id, account.version) == ("instagram", 1)


def test_a_plan_gets_its_address_and_is_planned_no_more(cast):
    account = plan(cast)
    changed = registration.change_address(
        account=account, by=cast.communicator, identified=identify("tiktok.com/@lundbio")
    )
    assert (changed.is_planned, changed.handle) == (False, "lundbio")
    back = registration.change_address(account=account, by=cast.communicator, identified=None)
    assert (back.is_planned, back.handle, back.identity_key) == (True, "", None)
    assert not back.handles.exists()


def test_an_approved_plan_gets_no_other_platform_here(cast):
    account = AccountFactory(planned=True, unit=cast.own_unit, platform_id="x",
                             status=Status.APPROVED)  # fmt: skip
    with pytest.raises(Overtaken):
        registration.change_address(
            account=account, by=cast.communicator, identified=identify("tiktok.com/@lundbio")
        )
    account.refresh_from_db()
    assert (account.platform_id, account.handle) == ("x", "")


def test_a_published_account_does_not_change_its_address_here(cast):
    account = AccountFactory(unit=cast.own_unit)
    with pytest.raises(Overtaken):
        registration.change_address(
            account=account, by=cast.communicator, identified=identify("x.com/lundbio")
        )


def test_submitting_twice_is_one_submission(cast):
    account = complete(start(cast))
    assert registration.submit(account=account, by=cast.communicator)
    assert not registration.submit(account=account, by=cast.communicator)
    account.refresh_from_db()
    assert account.status == Status.SUBMITTED
    assert Event.objects.filter(action="submit").count() == 1


def test_what_lacks_something_is_not_submitted(cast):
    account = start(cast)
    with pytest.raises(NotReady) as lacking:
        registration.submit(account=account, by=cast.communicator)
    assert len(lacking.value.missing) > 8
    account.refresh_from_db()
    assert account.status == Status.DRAFT


def test_accounts_registered_together_share_answers_and_are_sent_at_once(cast):
    one, two = start(cast), start(cast, "x.com/lundbio")
    stranger = start(cast, "tiktok.com/@lundbio", token=uuid.uuid4())
    viewer = viewer_of(cast.communicator)
    assert list(registration.together_with(one, viewer)) == [two]
    values = {"account.purpose": "Visa forskningen"}
    _account, others = registration.write_together(
        account=one, values=values, by=cast.communicator, version=1
    )
    assert others == 1
    assert [Account.objects.get(pk=a.pk).purpose for a in (one, two, stranger)] == [
        "Visa forskningen", "Visa forskningen", "",
    ]  # fmt: skip
    complete(Account.objects.get(pk=one.pk))
    outcomes = registration.submit_all(accounts=[one, two], by=cast.communicator)
    assert [bool(outcome.missing) for outcome in outcomes] == [False, True]
    assert [Account.objects.get(pk=a.pk).status for a in (one, two)] == ["submitted", "draft"]


def test_an_old_page_shares_nothing_with_the_others(cast):
    one, two = start(cast), start(cast, "x.com/lundbio")
    Account.objects.filter(pk=one.pk).update(version=5)
    with pytest.raises(Overtaken):
        registration.write_together(
            account=one, values={"account.purpose": "x"}, by=cast.communicator, version=1
        )
    two.refresh_from_db()
    assert two.purpose == ""


def test_drafts_are_listed_for_their_own_people(cast):
    mine = start(cast)
    returned = AccountFactory(returned=True, unit=cast.faculty)
    AccountFactory(submitted=True, unit=cast.own_unit)
    start(cast, "x.com/juridik", by=cast.other_communicator, unit=cast.other_unit)
    listed = registration.drafts_of(viewer_of(cast.communicator))
    assert set(listed) == {mine, returned}
    assert not registration.drafts_of(viewer_of(cast.staff)).exists()
    assert not registration.drafts_of(viewer_of(cast.admin)).exists()


def test_only_what_came_back_has_a_reason_on_top(cast):
    account = AccountFactory(returned=True, unit=cast.own_unit)
    decision = DecisionFactory(account=account, outcome="returned", reason="Vilken målgrupp?")
    assert registration.last_decision(account) == decision
    account.status = Status.DRAFT
    assert registration.last_decision(account) is None


def test_a_new_account_starts_under_the_own_unit(cast):
    words = vocabulary.current()
    units = {
        name: registration.unit_for(getattr(cast, name), viewer_of(getattr(cast, name)), words)
        for name in ("communicator", "admin", "staff")
    }
    assert units == {"communicator": cast.own_unit, "admin": cast.university, "staff": None}


@pytest.mark.parametrize(
    ("handle", "name"),
    [("@lundbio", "lundbio"), ("company/lund-bio", "lund-bio"), ("bio@mastodon.lu.se", "bio")],
)
def test_the_first_guess_at_a_name_is_readable(handle, name):
    assert registration.readable(handle) == name

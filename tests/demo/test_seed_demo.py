"""The demo: complete, believable, the same every time, all or nothing, and never where it hurts."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.utils import timezone

from accounts.choices import (
    Answer,
    ContactRole,
    IncidentKind,
    Lapse,
    LinkState,
    Role,
    Status,
    TwoStep,
    UnitKind,
)
from accounts.demo import people, storing
from accounts.domain import listing, snapshots
from accounts.domain import people as domain_people
from accounts.domain.access.viewer import viewer_of
from accounts.domain.access.visibility import accounts_for
from accounts.domain.audits import RULES
from accounts.models import (
    AccessHolder,
    Account,
    Contact,
    Decision,
    DroppedMethod,
    Event,
    Handle,
    Incident,
    LinkCheck,
    Person,
    Platform,
    Review,
    SearchWord,
    Security,
    TwoStepConfirmation,
    Unit,
    User,
    Waiver,
)
from accounts.platforms import identify
from registry.mfa import REQUIRED_FOR
from registry.totp import present_code
from tests.factories import AccountFactory, ground
from tests.fixtures import unguarded_history
from tests.signing_in import code_now

pytestmark = pytest.mark.django_db

EXAMPLES = re.compile(r"@(\w+\.)*(example|example\.(org|com|net))$")
FICTIONAL_PHONES = re.compile(
    r"(08-465 004 |\+46 8 465 004 |031-390 06 |040-628 04 )\d\d|070-174 06 (0[5-9]|[1-9]\d)"
)


def seed(*args):
    out, err = StringIO(), StringIO()
    call_command("seed_demo", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def debug(settings):
    settings.DEBUG = True


@pytest.fixture
def demo(debug):
    return json.loads(seed("--json")[0])


def test_demo_has_everything(demo):
    assert demo["accounts"] == Account.objects.count() == 240
    assert set(Account.objects.values_list("status", flat=True)) == set(Status.values)
    used = set(Account.objects.values_list("platform", flat=True))
    assert used == set(Platform.objects.values_list("code", flat=True))
    assert set(Unit.objects.values_list("kind", flat=True)) == set(UnitKind.values)
    assert set(Security.objects.values_list("two_step", flat=True)) == set(TwoStep.values)
    assert set(Incident.objects.values_list("kind", flat=True)) == set(IncidentKind.values)
    assert set(Contact.objects.values_list("role", flat=True)) == set(ContactRole.values)
    wide = Account.objects.filter(is_university_wide=True, status=Status.PUBLISHED)
    assert {"facebook", "x", "instagram", "linkedin", "snapchat", "youtube"} <= set(
        wide.values_list("platform", flat=True)
    )
    assert wide.get(platform="snapchat").name == "Lundastudent"


def test_demo_has_every_gap(demo):
    today = timezone.localdate()
    published = Account.objects.filter(status=Status.PUBLISHED)
    gaps = {
        "no deputy": published.exclude(contacts__role=ContactRole.DEPUTY),
        "no owner": published.exclude(contacts__role=ContactRole.OWNER),
        "no purpose": published.filter(purpose=""),
        "no goals": published.filter(goals=""),
        "no audience": published.filter(audiences=None),
        "no routines": published.filter(routines=None),
        "no mailbox": published.filter(function_mailbox=""),
        "text message": published.filter(security__two_step_method="text"),
        "two-step said long ago": published.filter(
            security__two_step_seen_on__lt=today - timedelta(days=200)
        ),
        "private recovery": published.filter(security__recovery_address_is_ours=Answer.NO),
        "review overdue": published.filter(review_due_on__lt=today),
        "campaign over": published.filter(campaign_ends_on__lt=today),
        "owner left": published.filter(contacts__person__left_on__isnull=False),
        "protected owner": published.filter(contacts__person__is_protected=True),
        "not archived": published.filter(routines__archived_on=None),
        "hijacked": published.filter(compromised_at__isnull=False),
        "planned": Account.objects.filter(is_planned=True),
        "renamed": published.filter(handles__held_until__isnull=False),
    }
    assert [gap for gap, accounts in gaps.items() if not accounts.exists()] == []


def test_audits_find_what_was_planted_of_every_rule(settings):
    settings.INSTITUTION_DOMAINS = ["lu.se", "lund.example"]
    planted = storing.store(240).planted
    out = StringIO()
    call_command("run_audits", "--json", stdout=out)
    printed = json.loads(out.getvalue())
    assert {rule["code"]: rule["count"] for rule in printed["rules"]} == planted
    assert set(planted) == set(RULES)
    assert min(planted.values()) > 0


def test_demo_has_lapses_exceptions_and_incidents_of_every_kind(demo):
    today = timezone.localdate()
    lapsed = Security.objects.filter(two_step_lapsed_on__lte=today)
    assert set(lapsed.values_list("two_step_lapsed_why", flat=True)) == set(Lapse.values)
    assert not lapsed.filter(two_step_seen_on__gt=F("two_step_lapsed_on")).exists()
    platform = DroppedMethod.objects.get().platform
    assert "text" not in platform.two_step_methods
    assert AccessHolder.objects.filter(two_step_seen_on__isnull=False).exists()
    assert Waiver.objects.filter(until__gte=today).exists()
    for is_over in (True, False):
        kinds = Incident.objects.filter(closed_at__isnull=not is_over)
        assert set(kinds.values_list("kind", flat=True)) == set(IncidentKind.values)
    assert set(LinkCheck.objects.values_list("state", flat=True)) == set(LinkState.values)


def test_curves_of_the_demo_get_better(demo):
    admin = viewer_of(User.objects.get(email=people.ADMIN))
    since = timezone.localdate() - timedelta(days=370)
    points = snapshots.trend(viewer=admin, rule="two-step-unknown", since=since)
    assert len(points) > 15
    found = [point.count for point in points]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1] * 1.5
    assert all(point.count <= point.of for point in points)


def test_demo_holds_together(demo):
    for handle in Handle.objects.select_related("account"):
        found = identify(handle.url or handle.handle, handle.platform_id)
        assert (found.key, found.handle) == (handle.key, handle.handle)
    assert not Decision.objects.filter(decided_by=F("account__submitted_by")).exists()
    assert not Account.objects.filter(closed_on__lt=F("opened_on")).exists()
    now = timezone.now()
    assert not Account.objects.filter(published_at__gt=now).exists()
    assert not Event.objects.filter(at__gt=now).exists()
    assert not TwoStepConfirmation.objects.filter(confirmed_at__gt=now).exists()
    told = set(Event.objects.values_list("account_id", flat=True))
    assert told == set(Account.objects.values_list("pk", flat=True))
    assert Review.objects.filter(answer="", due_on__lte=timezone.localdate()).exists()


def test_lists_are_what_refreshing_would_make_of_them(demo):
    columns = ["pk", *listing.FIELDS]
    before = list(Account.objects.order_by("pk").values_list(*columns))
    words = set(SearchWord.objects.values_list("word", "is_public"))
    listing.refresh([row[0] for row in before])
    assert list(Account.objects.order_by("pk").values_list(*columns)) == before
    assert set(SearchWord.objects.values_list("word", "is_public")) == words


def test_nobody_in_the_demo_can_be_reached(demo):
    for person in Person.objects.all():
        assert EXAMPLES.search(person.email), person.email
        assert not person.phone or FICTIONAL_PHONES.fullmatch(person.phone), person.phone
    mailboxes = set(Account.objects.values_list("function_mailbox", flat=True)) - {""}
    assert all(EXAMPLES.search(mailbox) for mailbox in mailboxes)
    assert all(EXAMPLES.search(user.email) for user in User.objects.all())
    pages = set(Account.objects.values_list("web_page", flat=True)) - {""}
    assert all(re.fullmatch(r"https://[\w.]+\.example/", page) for page in pages)


def test_everybody_named_can_sign_in_and_nobody_else(demo, client):
    assert {user["role"] for user in demo["users"]} == set(Role.values)
    for user in demo["users"]:
        assert set(user) == {"role", "email", "password", "totp_secret"}
        stored = User.objects.get(email=user["email"])
        assert stored.role == user["role"]
        assert stored.check_password(user["password"])
        needs_it = user["role"] in REQUIRED_FOR
        assert bool(user["totp_secret"]) is needs_it
        if needs_it:
            assert present_code(stored) == code_now(user["totp_secret"])
    others = User.objects.exclude(email__in=[user["email"] for user in demo["users"]])
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_one_communicator_has_accounts_and_one_has_none(demo):
    def own(email):
        units = viewer_of(User.objects.get(email=email)).units
        return Account.objects.filter(unit__in=units).count()

    assert own(people.COMMUNICATOR) > 3
    assert own("new.communicator@lund.example") == 0


def test_table_names_every_user(debug):
    out, _ = seed("--accounts", "3")
    assert "3 accounts" in out
    for user in people.SIGN_INS:
        assert re.search(rf"{user.role}\s+{re.escape(user.email)}\s+{people.PASSWORD}", out)


def test_running_again_changes_nothing(demo):
    before = list(Account.objects.values_list("pk", "updated_at"))
    for arguments in ((), ("--accounts", "240")):
        out, err = seed("--json", *arguments)
        assert json.loads(out) == demo
        assert "nothing was changed" in err
    assert list(Account.objects.values_list("pk", "updated_at")) == before


def test_another_size_is_refused(demo):
    with pytest.raises(CommandError, match="with 240 accounts"):
        seed("--accounts", "300")
    assert Account.objects.count() == 240


def test_register_with_accounts_of_its_own_is_left_alone(debug):
    AccountFactory()
    with pytest.raises(CommandError, match="of its own"):
        seed()
    assert Account.objects.count() == 1


def test_top_unit_that_is_there_already_is_used(debug):
    top = domain_people.top_unit()
    seed("--accounts", "5")
    assert Unit.objects.get(parent=None) == top


def test_refused_without_debug_unless_insisted_on(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="everybody knows"):
        seed()
    assert not User.objects.exists()
    seed("--accounts", "3", "--i-know-this-is-a-demo")
    assert Account.objects.count() == 3


@pytest.mark.parametrize("number", ["0", "-1", "99999999"])
def test_number_out_of_range_is_refused(number, debug):
    with pytest.raises(CommandError, match="a number from 1"):
        seed("--accounts", number)


def test_failure_leaves_nothing(debug, monkeypatch):
    def fail(accounts):
        raise RuntimeError("disk full")

    monkeypatch.setattr(listing, "learn", fail)
    with pytest.raises(RuntimeError, match="disk full"):
        seed()
    assert not any(model.objects.exists() for model in (Unit, User, Person, Account, Event))


def test_large_demo_says_how_far_it_is(debug, monkeypatch):
    monkeypatch.setattr("accounts.management.commands.seed_demo.WORTH_WATCHING", 1000)
    _, err = seed("--accounts", "2500")
    assert err.splitlines() == [f"{done} of 2500 accounts" for done in (1000, 2000, 2500)]
    shares = dict(Account.objects.values_list("status").annotate(Count("pk")))
    assert 0.88 < shares[Status.PUBLISHED] / 2500 < 0.95
    assert len(accounts_for(viewer_of(None)).values("platform").distinct()) > 25


def test_numbering_goes_on_after_the_demo(debug):
    seed("--accounts", "3")
    last = Account.objects.order_by("pk").last().pk
    assert AccountFactory().pk > last


@pytest.mark.django_db(transaction=True)
def test_same_demo_every_time(debug):
    def rows():
        storing.store(150)
        found = list(
            Account.objects.order_by("pk").values_list(
                "slug", "name", "handle", "purpose", "status", "owner_email", "opened_on"
            )
        )
        return found, list(Event.objects.order_by("pk").values_list("action", "at"))

    first = rows()
    with unguarded_history():
        call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    ground()
    assert rows() == first

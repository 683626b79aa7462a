"""Every audit rule: what it finds, the nearest thing it does not, in which statuses, and till when
a waiver holds."""

import pytest

from accounts.choices import OFFICIAL, Severity, Status
from accounts.domain import questionnaire
from accounts.domain.audits import RULES
from accounts.domain.audits.findings import counts, of_accounts
from accounts.models import Account, Waiver
from tests.domain.audits.sound import (
    CASES,
    DAY,
    MORE_HITS,
    MORE_MISSES,
    ON,
    change,
    holder,
    refreshed,
    someone,
    sound_account,
)

pytestmark = pytest.mark.django_db
STATUS_OF_A_HIT = {"never-opened": Status.APPROVED}


def codes(account, on=ON):
    """What is found, by both ways of looking, which have to agree."""
    found = {rule.code for rule in of_accounts([account], on)[account.pk]}
    counted = counts(on)
    assert {code for code in RULES if counted.total(code)} == found
    for code, rule in RULES.items():
        assert rule.found_in(Account.objects.all(), on).exists() is (code in found)
    return found


def broken(code, change_it):
    account = sound_account(CASES[code].platform)
    change_it(account)
    return refreshed(account)


def test_every_rule_has_a_hit_and_a_miss():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("platform", ["github", "facebook"])
def test_nothing_is_found_in_a_sound_account(platform):
    assert codes(sound_account(platform)) == set()


@pytest.mark.parametrize("code", RULES)
def test_rule_finds_its_gap_and_no_other_rule_does(code):
    assert codes(broken(code, CASES[code].hit)) == {code} | CASES[code].comes_with


@pytest.mark.parametrize("code", RULES)
def test_rule_does_not_find_what_is_just_right(code):
    assert code not in codes(broken(code, CASES[code].miss))


@pytest.mark.parametrize(
    ("code", "number"), [(code, n) for code, more in MORE_HITS.items() for n in range(len(more))]
)
def test_rule_finds_this_too(code, number):
    assert code in codes(broken(code, MORE_HITS[code][number]))


@pytest.mark.parametrize(
    ("code", "number"), [(code, n) for code, more in MORE_MISSES.items() for n in range(len(more))]
)
def test_rule_leaves_this_alone(code, number):
    assert code not in codes(broken(code, MORE_MISSES[code][number]))


@pytest.mark.parametrize("code", RULES)
def test_rule_looks_at_accounts_of_its_statuses_only(code):
    account = broken(code, CASES[code].hit)
    change(account, closed_on=ON)
    for status in Status:
        Account.objects.filter(pk=account.pk).update(status=status)
        assert (code in codes(account)) is (status in RULES[code].statuses), status


@pytest.mark.parametrize("code", RULES)
def test_waiver_excuses_until_and_including_its_day(code):
    account = broken(code, CASES[code].hit)
    waiver = Waiver.objects.create(
        account=account, rule=code, reason="r", until=ON, given_at=account.created_at,
        given_by=someone(account),
    )  # fmt: skip
    assert code not in codes(account)
    change(waiver, until=ON - DAY)
    assert code in codes(account)
    change(waiver, until=ON + DAY, ended_at=account.created_at, ended_by=someone(account))
    assert code in codes(account)


def test_waiver_excuses_its_own_rule_and_account_only():
    first, second = broken("no-goals", CASES["no-goals"].hit), sound_account()
    change(second, goals="", purpose="")
    Waiver.objects.create(
        account=second, rule="no-goals", reason="r", until=ON, given_at=second.created_at,
        given_by=someone(second),
    )  # fmt: skip
    assert {account.pk: [r.code for r in rules] for account in (first, second)
            for rules in [of_accounts([first, second], ON)[account.pk]]} == {
        first.pk: ["no-goals"], second.pk: ["no-purpose"],
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rule_says_everything_and_where_to_mend(rule):
    assert all(str(text).strip() for text in (rule.title, rule.why, rule.remedy, rule.guidance))
    assert rule.code == rule.code.lower()
    assert rule.severity in Severity
    assert bool(rule.step) != bool(rule.mend)
    assert not rule.step or rule.step in questionnaire.STEPS
    assert set(rule.statuses) <= {*OFFICIAL, Status.APPROVED}


def test_gravest_comes_first():
    account = sound_account()
    change(account, goals="", purpose="")
    change(account.security, two_step="off", two_step_method="")
    found = of_accounts([account], ON)[account.pk]
    assert [rule.code for rule in found] == ["two-step-off", "no-purpose", "no-goals"]


def test_people_with_access_need_a_step_of_their_own_only_where_they_sign_in_themselves():
    for platform, expected in (("github", set()), ("linkedin", {"access-unconfirmed"})):
        account = sound_account(platform)
        holder(account, two_step="off")
        assert {rule.code for rule in of_accounts([account], ON)[account.pk]} == expected

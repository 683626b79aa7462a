"""Who hears of findings, and how many statements lists and counts cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.domain import vocabulary
from accounts.domain.access.viewer import viewer_of
from accounts.domain.audits import RULES, findings
from accounts.domain.audits.findings import ALL
from accounts.models import Waiver
from tests.domain.audits.sound import ON, change, someone, sound_account

pytestmark = pytest.mark.django_db
RULE = RULES["no-goals"]
BLIND = ("staff", "other_communicator", "disabled", None)
SEEING = ("admin", "auditor", "communicator")


@pytest.fixture
def secret(cast):
    """An account of the communicator's branch with one gap."""
    account = sound_account(unit=cast.own_unit)
    change(account, goals="")
    return account


def viewer(cast, who):
    return viewer_of(getattr(cast, who) if who else None)


def queries(do):
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


@pytest.mark.parametrize("who", SEEING)
def test_those_who_care_for_it_hear_of_a_gap(cast, secret, who):
    sees = viewer(cast, who)
    assert list(findings.found(sees, RULE, ON)) == [secret]
    assert findings.of_account(sees, secret, ON) == [RULE]
    assert findings.counts(ON).seen_by(sees).total(RULE.code) == 1


@pytest.mark.parametrize("who", BLIND)
def test_nobody_else_does(cast, secret, who):
    sees = viewer(cast, who)
    assert list(findings.audited_by(sees)) == []
    assert list(findings.found(sees, RULE, ON)) == []
    assert list(findings.found(sees, RULE, ON, units=[cast.own_unit.pk])) == []
    assert findings.of_account(sees, secret, ON) == []
    seen = findings.counts(ON).seen_by(sees)
    assert not any(seen.cells[code] for code in (ALL, *RULES))
    assert findings.tasks(sees, ON) == []


@pytest.mark.parametrize("who", BLIND)
def test_what_they_hear_is_the_same_with_and_without_the_gap(cast, who):
    account = sound_account(unit=cast.own_unit)
    sees = viewer(cast, who)

    def heard():
        return (
            list(findings.found(sees, RULE, ON)),
            findings.of_account(sees, account, ON),
            findings.counts(ON).seen_by(sees),
            findings.tasks(sees, ON),
        )

    before = heard()
    change(account, goals="")
    assert heard() == before


def test_registering_an_account_does_not_tell_of_its_gaps_later(cast, secret):
    """Somebody who has changed units still sees what they registered, but not how it is kept."""
    change(secret, registered_by=cast.other_communicator)
    assert findings.tasks(viewer(cast, "other_communicator"), ON) == []


def test_list_keeps_to_units_and_platform(cast, secret):
    other = sound_account("x", unit=cast.other_unit)
    change(other, goals="")
    sees = viewer(cast, "auditor")
    words = vocabulary.current()
    assert list(findings.found(sees, RULE, ON)) == [secret, other]
    branch = words.branches[cast.faculty.pk]
    assert list(findings.found(sees, RULE, ON, units=branch)) == [secret]
    assert list(findings.found(sees, RULE, ON, platform="x")) == [other]
    counted = findings.counts(ON)
    assert findings.rolled_up(counted, RULE.code, words, cast.faculty.pk) == 1
    assert findings.rolled_up(counted, RULE.code, words, cast.university.pk) == 2
    assert counted.by_platform[RULE.code] == {"github": 1, "x": 1}
    assert counted.by_platform[ALL] == {"github": 1, "x": 1}
    assert counted.total(ALL, branch) == 1


def test_everything_is_counted_in_as_many_statements_whatever_there_is(cast):
    def cost():
        return queries(lambda: findings.counts(ON))

    empty = cost()
    for number in range(3):
        account = sound_account(unit=cast.own_unit)
        change(account, goals="", purpose="")
        for rule in ("no-goals", "no-purpose")[: number + 1]:
            Waiver.objects.create(
                account=account, rule=rule, reason="r", until=ON,
                given_at=account.created_at, given_by=someone(account),
            )  # fmt: skip
    assert (empty, cost()) == (2, 3)
    assert findings.counts(ON).total("no-purpose") == 1


def test_a_list_costs_as_much_for_one_as_for_three(cast, secret):
    sees = viewer(cast, "auditor")

    def cost():
        def read():
            rows = list(findings.found(sees, RULE, ON).select_related("platform", "unit")[:25])
            findings.of_accounts(rows, ON)

        return queries(read)

    one = cost()
    for _each in range(2):
        change(sound_account(unit=cast.own_unit), goals="")
    assert cost() == one == 2


def test_own_tasks_are_one_for_each_rule_the_gravest_and_commonest_first(cast):
    own = [sound_account(unit=cast.own_unit, name=f"Konto {n}") for n in range(3)]
    for account in own:
        change(account, purpose="")
    change(own[0].routines, archive_routine="")
    change(own[1].security, two_step="off", two_step_method="")
    change(sound_account(unit=cast.other_unit), goals="")
    found = findings.tasks(viewer(cast, "communicator"), ON)
    assert [(task.rule.code, task.accounts) for task in found] == [
        ("two-step-off", [own[1]]),
        ("no-purpose", own),
        ("no-archive-routine", [own[0]]),
    ]
    assert queries(lambda: findings.tasks(viewer_of(None), ON)) == 0


def test_more_rules_than_fit_into_a_number_are_counted_right(cast):
    """The rules of today need two numbers; every one of them is found at its own place."""
    assert len(RULES) > 30
    account = sound_account()
    change(account, goals="")
    change(account.profile_check, name_follows_advice="no", picture_is_logotype="no")
    counted = findings.counts(ON)
    found = {code for code in RULES if counted.total(code)}
    assert found == {"no-goals", "name-unclear", "picture-unclear"}


def test_an_admin_who_is_disabled_sees_nothing(cast):
    assert cast.disabled.role == Role.ADMIN
    assert not findings.audited_by(viewer_of(cast.disabled)).exists()

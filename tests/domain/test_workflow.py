"""The workflow against the table of the product: every status, every step, every kind of user."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.choices import ENDED, LIVING, ContactRole, Role, Status, TwoStep
from accounts.domain import workflow
from accounts.domain.access.viewer import PUBLIC_VIEWER, Viewer, viewer_of
from accounts.domain.workflow import TRANSITIONS
from accounts.exceptions import NotAllowed, NotReady, Overtaken, RegisterError
from accounts.models import Account, Decision, Event, Handle, Notice, Routines, Security
from tests.factories import AccountFactory, UserFactory, complete

ROOT = Path(__file__).resolve().parent.parent.parent

# Who may take which step from which status: C the communicator of the account's own units, A an
# admin, R an admin who registered it. The public, staff, another unit's communicator, the auditor
# and a disabled admin never may. "approve" is of an account that exists, "approve-plan" of one
# that does not yet.
MAY = """
           submit withdraw return decline approve-plan approve publish begin-closing keep-open close
draft      CAR    CAR      .      .       .            .       .       .             .         .
submitted  .      CAR      A      A       A            A       .       .             .         .
returned   CAR    CAR      .      .       .            .       .       .             .         .
approved   .      CAR      .      .       .            .       CAR     .             .         .
published  .      .        .      .       .            .       .       CAR           .         .
closing    .      .        .      .       .            .       .       .             CAR       CAR
closed     .      .        .      .       .            .       .       .             .         .
declined   .      .        .      .       .            .       .       .             .         .
withdrawn  .      .        .      .       .            .       .       .             .         .
"""
LEADS_TO = {
    "submit": "submitted",
    "withdraw": "withdrawn",
    "return": "returned",
    "decline": "declined",
    "approve-plan": "approved",
    "approve": "published",
    "publish": "published",
    "begin-closing": "closing",
    "keep-open": "published",
    "close": "closed",
}
LETTERS = {"communicator": "C", "admin": "A", "registrant": "R"}
ROLES = (
    *("staff", "communicator", "other_communicator", "auditor", "admin", "registrant"),
    "disabled",
)


def cells() -> Iterator[tuple[str, str, str]]:
    head, *lines = MAY.strip("\n").splitlines()
    steps = head.split()
    for line in lines:
        status, *marks = line.split()
        yield from ((status, step, mark) for step, mark in zip(steps, marks, strict=True))


def ready(status: str, step: str, cast, registrant) -> Account:
    """An account of the own unit in this status that lacks nothing for any step."""
    now = timezone.now()
    account = AccountFactory(
        unit=cast.own_unit,
        registered_by=registrant,
        is_planned=step in ("approve-plan", "publish"),
        opened_on=timezone.localdate(),
        profile_text="Officiellt konto.",
        **({status: True} if status != "published" else {}),
    )
    complete(account, submitted_at=now, submitted_by=registrant)
    if status == "closing":
        account.closing_at, account.closing_by = now, registrant
        account.save()
    Routines.objects.filter(account=account).update(archived_on=timezone.localdate())
    Security.objects.filter(account=account).update(two_step=TwoStep.ON)
    return account


def written() -> tuple[int, int, int]:
    return Event.objects.count(), Notice.objects.count(), Decision.objects.count()


def test_the_table_names_every_status_and_every_step():
    assert {status for status, _step, _mark in cells()} == {status.value for status in Status}
    assert {step for _status, step, _mark in cells()} == set(TRANSITIONS) == set(LEADS_TO)


@pytest.mark.parametrize(("status", "step", "mark"), list(cells()))
def test_a_step_is_taken_by_those_whom_the_table_names_and_nobody_else(status, step, mark, cast):
    registrant = UserFactory(role=Role.ADMIN, unit=cast.own_unit)
    account = ready(status, step, cast, registrant)
    users = {name: getattr(cast, name, registrant) for name in ROLES}
    before = written()
    with pytest.raises(RegisterError):
        workflow.check(PUBLIC_VIEWER, account, TRANSITIONS[step], reason="Därför.")
    for name, user in users.items():
        offered = TRANSITIONS[step] in workflow.available(viewer_of(user), account)
        try:
            with transaction.atomic():
                now = workflow.apply(account=account, transition=step, by=user, reason="Därför.")
                assert now.status == LEADS_TO[step]
                transaction.set_rollback(True)
            done = True
        except RegisterError:
            done = False
            account.refresh_from_db()
            assert (account.status, written()) == (status, before), name
        assert (done, offered) == (LETTERS.get(name, "-") in mark,) * 2, name


def test_every_living_status_has_a_way_on_and_no_ended_one_has():
    sources = {source for step in TRANSITIONS.values() for source in step.sources}
    assert sources == set(LIVING)
    assert not sources & set(ENDED)
    assert {step.target for step in TRANSITIONS.values()} == set(Status) - {Status.DRAFT}


@pytest.mark.parametrize(("planned", "step"), [(True, "approve"), (False, "approve-plan")])
def test_an_approval_of_the_other_kind_does_not_fit(planned, step, cast):
    account = complete(AccountFactory(submitted=True, is_planned=planned, unit=cast.own_unit))
    with pytest.raises(Overtaken):
        workflow.apply(account=account, transition=step, by=cast.admin)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("step", "outcome"),
    [("approve", "approved"), ("return", "returned"), ("decline", "declined")],
)
def test_a_decision_is_kept_with_who_when_and_why(step, outcome, cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit))
    workflow.apply(account=account, transition=step, by=cast.admin, reason="  Därför. ")
    kept = Decision.objects.get()
    assert (kept.account, kept.outcome, kept.reason) == (account, outcome, "Därför.")
    assert (kept.decided_by, kept.decided_at.date()) == (cast.admin, timezone.now().date())


@pytest.mark.parametrize("step", ["return", "decline"])
@pytest.mark.parametrize("reason", ["", " \n"])
def test_no_decision_against_without_a_reason(step, reason, cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit))
    with pytest.raises(NotReady):
        workflow.apply(account=account, transition=step, by=cast.admin, reason=reason)
    account.refresh_from_db()
    assert account.status == Status.SUBMITTED
    assert not Decision.objects.exists()


def test_nobody_decides_on_what_they_submitted_for_somebody_else(cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit))
    Account.objects.filter(pk=account.pk).update(submitted_by=cast.admin)
    with pytest.raises(NotAllowed):
        workflow.apply(account=account, transition="approve", by=cast.admin)


def test_a_decision_on_another_version_than_was_read_is_not_taken(cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit))
    Account.objects.filter(pk=account.pk).update(version=account.version + 1)
    with pytest.raises(Overtaken):
        workflow.apply(account=account, transition="approve", by=cast.admin, seen=account.version)
    done = workflow.apply(
        account=account, transition="approve", by=cast.admin, seen=account.version + 1
    )
    assert (done.status, done.version) == (Status.PUBLISHED, account.version + 2)


def test_a_registration_that_lacks_something_is_not_submitted(cast):
    account = complete(AccountFactory(draft=True, unit=cast.own_unit))
    account.contacts.filter(role=ContactRole.DEPUTY).delete()
    with pytest.raises(NotReady) as unready:
        workflow.apply(account=account, transition="submit", by=cast.communicator)
    assert len(unready.value.missing) == 1


@pytest.mark.parametrize("left_out", ["handle", "opened_on", "two_step", "profile_text"])
def test_an_approved_account_is_published_when_all_of_the_list_is_done(left_out, cast):
    account = complete(AccountFactory(approved=True, is_planned=True, unit=cast.own_unit))
    account.opened_on, account.profile_text = timezone.localdate(), "Officiellt konto."
    Security.objects.filter(account=account).update(two_step=TwoStep.ON)
    if left_out == "handle":
        Handle.objects.filter(account=account).delete()
        account.handle, account.identity_key = "", None
    elif left_out == "two_step":
        Security.objects.filter(account=account).update(two_step=TwoStep.OFF)
    else:
        setattr(account, left_out, None if left_out == "opened_on" else "")
    account.save()
    with pytest.raises(NotReady) as unready:
        workflow.apply(account=account, transition="publish", by=cast.communicator)
    assert len(unready.value.missing) == 1


def test_an_account_is_not_closed_before_it_was_archived_since_closing_began(cast):
    account = AccountFactory(unit=cast.own_unit)
    account = workflow.apply(account=account, transition="begin-closing", by=cast.communicator)
    yesterday = timezone.localdate() - timedelta(days=1)
    for archived_on in (None, yesterday):
        Routines.objects.update_or_create(account=account, defaults={"archived_on": archived_on})
        with pytest.raises(NotReady):
            workflow.apply(account=account, transition="close", by=cast.communicator)
    Routines.objects.update(archived_on=timezone.localdate())
    closed = workflow.apply(account=account, transition="close", by=cast.communicator)
    assert closed.closed_on == timezone.localdate()
    handle = closed.handles.get()
    assert (handle.is_living, handle.held_until) == (False, closed.closed_on)


@pytest.mark.parametrize("step", ["decline", "withdraw"])
def test_what_comes_to_nothing_gives_its_address_back(step, cast):
    account = complete(AccountFactory(submitted=True, unit=cast.own_unit))
    workflow.apply(account=account, transition=step, by=cast.admin, reason="Därför.")
    assert not account.handles.filter(is_living=True).exists()
    again = AccountFactory(draft=True, handle=account.handle, unit=cast.own_unit)
    assert again.identity_key == account.identity_key


def test_an_account_published_after_a_plan_is_planned_no_more(cast):
    account = complete(AccountFactory(approved=True, is_planned=True, unit=cast.own_unit))
    Account.objects.filter(pk=account.pk).update(
        opened_on=timezone.localdate(), profile_text="Officiellt konto."
    )
    Security.objects.filter(account=account).update(two_step=TwoStep.ON)
    now = workflow.apply(account=account, transition="publish", by=cast.communicator)
    assert (now.is_planned, now.published_by, now.reviewed_by) == (
        False,
        cast.communicator,
        cast.communicator,
    )
    assert now.review_due_on is not None


def test_a_viewer_without_a_user_is_nobodys_registrant():
    assert not workflow.is_own(Viewer(role=Role.ADMIN), Account())


# Nothing else writes a status


MAY_WRITE = (
    "accounts/domain/workflow.py",
    "accounts/domain/intake/",
    "accounts/domain/registration",
    "accounts/demo/",
    "accounts/migrations/",
)
"""Registration makes drafts, the import and the demo take in what has a status already."""
WRITING_CALLS = {
    *("Account", "create", "update", "get_or_create", "update_or_create", "aget_or_create"),
    *("acreate", "aupdate", "setattr"),
}


def writes_of_status(source: str) -> list[int]:
    """The lines that give something a status."""
    found = []
    for node in ast.walk(ast.parse(source)):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = [
                part
                for target in node.targets
                for part in (target.elts if isinstance(target, ast.Tuple) else [target])
            ]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            keywords = {keyword.arg for keyword in node.keywords}
            texts = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
            told = "status" in (texts if name == "setattr" else keywords)
            if name in WRITING_CALLS and told:
                found.append(node.lineno)
        if any(isinstance(part, ast.Attribute) and part.attr == "status" for part in targets):
            found.append(node.lineno)
    return sorted(found)


@pytest.mark.parametrize(
    "line",
    [
        "account.status = 'published'",
        "account.status, account.name = 'published', 'x'",
        "Account(status='draft')",
        "Account.objects.filter(pk=1).update(status='closed')",
        "setattr(account, 'status', 'closed')",
    ],
)
def test_a_written_status_is_noticed(line):
    assert writes_of_status(line) == [1]


@pytest.mark.parametrize(
    "line", ["accounts.filter(status='x')", "a = account.status", "status = 1"]
)
def test_a_read_status_is_not_taken_for_a_written_one(line):
    assert writes_of_status(line) == []


def test_nothing_writes_a_status_past_the_workflow():
    past = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "accounts").rglob("*.py"))
        if not path.relative_to(ROOT).as_posix().startswith(MAY_WRITE)
        for line in writes_of_status(path.read_text(encoding="utf-8"))
    ]
    assert past == []

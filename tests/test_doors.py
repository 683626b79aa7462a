"""TRUST S1: every address of the site × every role × reading and writing, each cell decided.

The addresses come from the URL resolver, so a new one takes part by itself: it fails until its view
names a door, and until `KEYS` knows an object to open it with.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.choices import Role
from accounts.domain import links
from accounts.domain.access.doors import OPEN_FOR, WITHOUT_SIGN_IN, Door
from accounts.models import User
from tests.factories import (
    AccountFactory,
    ChangeFactory,
    ContactFactory,
    HandOverFactory,
    ManagerApprovalFactory,
    NoticeFactory,
)

pytestmark = pytest.mark.django_db

PRODUCT = "accounts"
SIGN_IN = ("account_", "mfa_", "usersessions_", "socialaccount_", "oidc_", "saml_")
"""The sign-in library's own routes; `tests/registry` says which of them are open."""
METHODS = ("get", "post")
WHO = ("anonymous", "disabled", "staff", "other_communicator", "communicator", "auditor", "admin")
MOVED, REFUSED, MISSING, WRONG_METHOD, LIMITED = 302, 403, 404, 405, 429


def routes(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Namespace, name and pattern of every address."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield namespace, pattern.name or "", pattern


OURS = {name: pattern for namespace, name, pattern in routes() if namespace == PRODUCT}
DOORS = {name: getattr(pattern.callback, "door", None) for name, pattern in OURS.items()}


def test_every_address_names_its_door():
    without = [
        name or str(pattern.pattern)
        for namespace, name, pattern in routes()
        if namespace != "admin"
        and not name.startswith(SIGN_IN)
        and not isinstance(getattr(pattern.callback, "door", None), Door)
    ]
    assert without == []


def test_no_two_addresses_share_a_name():
    names = [name for namespace, name, _pattern in routes() if namespace == PRODUCT]
    assert sorted(names) == sorted(set(names))
    assert "" not in names


@pytest.fixture
def keys(cast) -> dict[str, dict[str, Any]]:
    """What opens each address that needs an object."""
    unit = cast.own_unit
    published, submitted, approved, draft = (
        AccountFactory(unit=unit, **({status: True} if status else {}))
        for status in ("", "submitted", "approved", "draft")
    )
    shown, waiting, agreed, begun = (
        {"slug": account.slug} for account in (published, submitted, approved, draft)
    )
    person = ContactFactory(account=published, role="deputy").person
    change = ChangeFactory(account=published, asked_by=cast.communicator)
    hand_over = HandOverFactory(account=published, asked_by=cast.communicator)
    manager = ManagerApprovalFactory(account=submitted, asked_by=cast.communicator)
    return {
        "account": shown,
        "account_history": shown,
        "answer_hand_over": {"token": links.sign("hand-over", hand_over.nonce)},
        "ask_manager": waiting,
        "audit": {"rule": "two-step-off"},
        "audit_csv": {"rule": "two-step-off"},
        "audit_xlsx": {"rule": "two-step-off"},
        "change": {"pk": change.pk},
        "close": shown,
        "confirm": shown,
        "decision": waiting,
        "edit": shown,
        "edit_identity": shown,
        "edit_step": shown | {"step": "why"},
        "hand_over": shown,
        "mail": {"pk": NoticeFactory().pk},
        "manager_answer": {"token": links.sign("manager", manager.nonce)},
        "opening": agreed,
        "person": {"pk": person.pk},
        "person_extract": {"pk": person.pk},
        "person_leave": {"pk": person.pk},
        "platform": {"code": "facebook"},
        "register_resume": begun,
        "register_send": begun,
        "register_step": begun | {"step": "why"},
        "register_withdraw": begun,
        "unit": {"slug": unit.slug},
        "withdraw": waiting,
    }


NEED_MORE = {
    # These answer to a form only, to the one whose row it is, or after a step before them.
    *("import_apply", "import_cancel", "import_preview", "import_refused_csv"),
    *("import_refused_xlsx", "mail_give_up", "mail_letter", "mail_resend", "mailbox"),
    "look_now",
    *("mailbox_letter", "mailbox_mail", "mine_person", "person_came_back", "person_erase"),
    *("person_left", "publish", "register_address", "register_ask", "saved_view", "rename_view"),
    *("delete_view", "vcard", "withdraw_change", "withdraw_hand_over"),
}


def test_every_address_that_takes_an_object_is_opened_with_one(keys):
    takes = {name for name, pattern in OURS.items() if pattern.pattern.converters}
    assert takes - NEED_MORE == set(keys)


def address(name: str, keys: dict[str, dict[str, Any]]) -> str:
    wanted = OURS[name].pattern.converters
    missing = {part: 999_999 if part == "pk" else "no-such-thing" for part in wanted}
    return reverse(f"{PRODUCT}:{name}", kwargs=keys.get(name, missing) if wanted else {})


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client


def opens(door: Door, role: Role | None) -> bool:
    return door in WITHOUT_SIGN_IN or role in OPEN_FOR[door]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", sorted(OURS))
def test_cell(name, who, method, cast, keys):
    user = getattr(cast, who, None)
    role = user.role if user and user.is_active else None
    path = address(name, keys)
    response = getattr(client_of(user), method)(path)
    if opens(DOORS[name], role):
        assert response.status_code not in (500, 501)
        if who == "admin" and method == "get" and name in keys:
            assert response.status_code != MISSING, "KEYS opens nothing"
    elif role is None:
        assert response.status_code == MOVED
        assert response["Location"].startswith("/sign-in/login/")
    else:
        assert response.status_code == MISSING
        nowhere = f"{path.rstrip('/')}/no/such/page/at/all/"
        assert body(response, path) == body(client_of(user).get(nowhere), nowhere)


def body(response: Any, path: str) -> str:
    """What a page says, without what belongs to its address and its form token."""
    text = response.content.decode().replace(f"/en{path}", "").replace(path, "")
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("who", [who for who in WHO if who != "admin"])
def test_nobody_but_an_admin_comes_into_the_administration(who, cast):
    client = client_of(getattr(cast, who, None))
    for namespace, _name, pattern in routes():
        if namespace == "admin" and not pattern.pattern.converters:
            response = client.get(f"/admin/{pattern.pattern}", follow=False)
            assert response.status_code in (MOVED, REFUSED, MISSING, WRONG_METHOD), pattern

"""The row of buttons on an account's page: what this viewer may do now, and nothing else."""

import pytest

from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

OWN = {
    "draft": ["Continue registering", "Withdraw", "History"],
    "submitted": ["Withdraw", "History"],
    "returned": ["Continue registering", "Withdraw", "History"],
    "approved": ["What is left to do", "Change", "Withdraw", "History"],
    "published": ["Change", "Confirm two-step", "Hand over", "Close this account", "History"],
    "closing": ["Go on closing", "Change", "Confirm two-step", "Hand over", "History"],
    "closed": ["History"],
}


def labels(client, account) -> list[str]:
    page = client.get(f"/en/accounts/{account.slug}/")
    return [str(action["label"]) for action in page.context["actions"]]


@pytest.mark.parametrize("status", OWN)
def test_a_communicator_is_led_on_from_every_status(status, cast, client):
    account = AccountFactory(
        unit=cast.own_unit, **({status: True} if status != "published" else {})
    )
    client.force_login(cast.communicator)
    assert labels(client, account) == OWN[status]


def test_an_admin_decides_what_is_submitted(cast, client):
    client.force_login(cast.admin)
    assert labels(client, AccountFactory(submitted=True))[0] == "Read and decide"


@pytest.mark.parametrize(
    ("who", "expected"), [("auditor", ["History"]), ("staff", []), ("other_communicator", [])]
)
def test_who_may_not_change_it_gets_no_button_for_it(who, expected, cast, client):
    client.force_login(getattr(cast, who))
    assert labels(client, AccountFactory(unit=cast.own_unit)) == expected

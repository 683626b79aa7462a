"""Signed links: ours, for one purpose, for a time."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from accounts.domain import links
from accounts.exceptions import LinkRefused

NONCE = uuid.UUID(int=7)


def test_a_link_gives_its_nonce_back():
    assert links.read("manager", links.sign("manager", NONCE)) == NONCE


def test_a_link_is_good_for_one_purpose_only():
    with pytest.raises(LinkRefused, match="inte hel"):
        links.read("hand-over", links.sign("manager", NONCE))


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: "", str.swapcase]
)
def test_a_damaged_link_is_refused(change):
    with pytest.raises(LinkRefused, match="inte hel"):
        links.read("manager", change(links.sign("manager", NONCE)))


def test_a_link_expires():
    with time_machine.travel("2026-03-01 12:00Z", tick=False) as clock:
        token = links.sign("manager", NONCE)
        clock.shift(links.VALID_FOR - timedelta(seconds=1))
        assert links.read("manager", token) == NONCE
        clock.shift(timedelta(seconds=2))
        with pytest.raises(LinkRefused, match="gått ut"):
            links.read("manager", token)


def test_a_link_in_a_mail_begins_at_the_configured_origin(settings):
    settings.SITE_URL = "https://konton.example.org"
    assert links.absolute("/en/accounts/") == "https://konton.example.org/en/accounts/"

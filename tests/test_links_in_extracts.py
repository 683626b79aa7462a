"""An extract of what is held about somebody opens nothing: its mails have no keys in them."""

import pytest

from accounts.domain import handovers, holdings, links, notices
from accounts.domain.letters import Letter
from accounts.models import HandOver, Notice
from tests.factories import AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_no_link_that_works_without_signing_in_is_in_it(cast, client):
    taker = PersonFactory(user=cast.staff, email="nya@lu.se")
    account = AccountFactory(unit=cast.own_unit, owner=True)
    handovers.ask(account=account, name="", email="nya@lu.se", by=cast.communicator)
    token = links.sign(handovers.PURPOSE, HandOver.objects.get().nonce).rsplit(":", 1)[0]
    assert any(token[:20] in notice.text for notice in Notice.objects.filter(person=taker))
    for who, path in (("staff", "/mine/me/extract.json"),
                      ("auditor", f"/staff/people/{taker.pk}/extract.json")):  # fmt: skip
        client.force_login(getattr(cast, who))
        body = client.get(path).content.decode()
        assert "nya@lu.se" in body
        assert token[:20] not in body


def test_a_password_reset_is_not_in_it_at_all(cast):
    notices.queue(
        kind="password-reset",
        key="reset",
        to=cast.staff,
        write=lambda: Letter(subject="Nytt", paragraphs=["hemligt"]),
    )
    assert "hemligt" in Notice.objects.get().text
    told = holdings._mail(Notice.objects.get())
    assert told["text"] == ""

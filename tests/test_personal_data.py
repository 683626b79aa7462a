"""Names and addresses stay in their rows: never in logs, events or error mails.

A canary is a name, an address or a number of somebody's that no other text contains. Mail is sent
in every way that goes wrong, and Django's admin is used; nothing they leave behind holds one.
"""

import logging

import pytest
from django.core import mail
from django.urls import reverse

from accounts.domain import notices, outbox, people, sending
from accounts.domain.letters import Letter
from accounts.models import Event, Notice
from tests.factories import AccountFactory, PersonFactory, UserFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db

CANARY = "kanariefagel"


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.ADMINS = [("Drift", "drift@example.org")]
    for name, value in server.settings.items():
        setattr(settings, name, value)
    with server.running():
        yield server


@pytest.fixture
def canary():
    return PersonFactory(
        name=f"{CANARY} namn",
        email=f"{CANARY}@example.org",
        phone=f"070 {CANARY}",
        title=f"{CANARY} titel",
    )


@pytest.fixture
def logged(caplog):
    """Everything that is logged in production, as it is written out; the test's own mail server
    speaks for itself."""
    caplog.set_level(logging.CRITICAL, logger="mail.log")
    caplog.set_level(logging.INFO)
    return caplog


def letter():
    return Letter(f"Till {CANARY}", [f"Hej {CANARY}."], quote=CANARY, quote_by=CANARY)


def left_behind(logged):
    events = Event.objects.values_list("action", "changes", "reason")
    return "\n".join([logged.text, *map(str, events), *(str(m.message()) for m in mail.outbox)])


FAULTS = {
    "refused": lambda server, to: server.refused_recipients.update({to: f"550 <{to}> unknown"}),
    "put off": lambda server, to: server.refused_recipients.update({to: f"450 <{to}> later"}),
    "spam": lambda server, to: server.refused_mails.update({to: f"554 not to <{to}>"}),
    "broken off": lambda server, to: setattr(server, "dies", frozenset({to})),
    "our sender": lambda server, to: setattr(server, "refused_sender", f"550 not to <{to}>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_mail_that_fails_leaves_no_personal_data_behind(fault, server, canary, logged, cast):
    notice = notices.queue(kind="test", key="a", to=canary, write=letter)
    FAULTS[fault](server, canary.email)
    sending.run()
    notice.refresh_from_db()
    assert notice.error or fault == "broken off"
    assert "mail" in logged.text
    if notice.state == "failed":
        outbox.resend(notice=notice, by=cast.admin)
    assert CANARY not in left_behind(logged)


def test_mail_that_is_sent_leaves_no_personal_data_behind(server, canary, logged):
    notices.queue(kind="test", key="a", to=canary, write=letter)
    assert sending.run().sent == 1
    assert CANARY not in left_behind(logged)
    assert Notice.objects.get().message_id.count(CANARY) == 0


def test_admin_leaves_no_personal_data_behind(client, canary, logged, cast, mailoutbox):
    client.force_login(cast.admin)
    AccountFactory(owner=canary)
    user = UserFactory(name=f"{CANARY} u", email=f"{CANARY}.u@example.org", unit=cast.own_unit)
    address = reverse("admin:accounts_person_change", args=[canary.pk])
    data = {"name": f"{CANARY} två", "email": f"{CANARY}2@example.org", "language": "sv"}
    assert client.post(address, data | {"phone": CANARY, "title": CANARY}).status_code == 302
    assert client.post(address, {"name": CANARY, "email": CANARY}).status_code == 200
    address = reverse("admin:accounts_user_change", args=[user.pk])
    data = {"name": f"{CANARY} tre", "email": f"{CANARY}3@example.org", "role": "staff"}
    data |= {"unit": user.unit_id, "language": "sv", "is_active": "on"}
    assert client.post(address, data).status_code == 302
    client.get(reverse("admin:accounts_person_changelist"))
    assert Event.objects.count() == 2
    assert CANARY not in left_behind(logged)


def test_people_are_made_without_their_data_in_the_history(logged, cast):
    people.person_for(name=CANARY, email=f"{CANARY}@example.org", phone=CANARY, by=cast.admin)
    assert Event.objects.count() == 1
    assert CANARY not in left_behind(logged)


def test_mail_page_has_no_personal_data_in_its_addresses(client, canary, logged, cast):
    notices.queue(kind="test", key="a", to=canary, write=letter)
    client.force_login(cast.admin)
    answer = client.post(reverse("accounts:mails"), {"email": canary.email})
    assert CANARY not in answer.url
    page = client.get(answer.url)
    links = [part.partition('"')[0] for part in page.content.decode().split('href="')[1:]]
    assert links
    assert CANARY not in " ".join(links)
    assert CANARY not in left_behind(logged)

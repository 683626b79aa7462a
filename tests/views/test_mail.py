"""The mail page: what an admin sees and does, and what nobody does."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain import links, notices, outbox
from accounts.domain.letters import Letter
from accounts.models import Event, Notice
from tests.factories import AccountFactory, NoticeFactory

pytestmark = pytest.mark.django_db

MAILS = "/staff/mail/"
SECRET = "https://register.example.org/sign-in/password/reset/key/3-abcdef/"


def sent(**fields):
    return NoticeFactory(state="sent", sent_at=timezone.now(), **fields)


def failed(**fields):
    return NoticeFactory(state="failed", attempts=3, error="550 no such user", **fields)


@pytest.fixture
def as_admin(client, cast):
    client.force_login(cast.admin)
    return client


@pytest.fixture
def shown(settings):
    settings.MAIL_IS_SHOWN = True


@pytest.mark.parametrize("who", ["staff", "communicator", "auditor"])
@pytest.mark.parametrize("page", ["", "1/", "1/letter/"])
def test_mail_is_for_admins_alone(who, page, client, cast):
    NoticeFactory(pk=1)
    client.force_login(getattr(cast, who))
    assert client.get(f"{MAILS}{page}").status_code == 404


def test_states_are_tabs_with_counts(as_admin):
    waiting, gone, given_up = NoticeFactory(), sent(), failed()
    page = as_admin.get(MAILS)
    assert [(tab["label"], tab["count"]) for tab in page.context["tabs"]][1:] == [
        ("Väntar", 1), ("Skickat", 1), ("Misslyckades", 1)
    ]  # fmt: skip
    assert list(page.context["mails"]) == [given_up, gone, waiting]
    assert list(as_admin.get(MAILS, {"state": "failed"}).context["mails"]) == [given_up]
    assert list(as_admin.get(MAILS, {"state": "else"}).context["mails"]) == [
        given_up, gone, waiting
    ]  # fmt: skip


def test_pages_go_by_key_to_the_end_and_back(as_admin):
    everything = NoticeFactory.create_batch(120)[::-1]
    seen, address = [], MAILS
    while address:
        page = as_admin.get(address)
        seen += page.context["mails"]
        last, address = page, page.context["pager"]["next_url"]
    assert seen == everything
    back = as_admin.get(last.context["pager"]["previous_url"])
    assert list(back.context["mails"]) == everything[50:100]


@pytest.mark.parametrize("token", ["older", "older-x-1", "newer-1-", "older-" + "9" * 40, "\x00"])
def test_page_that_means_nothing_is_the_first(token, as_admin):
    notice = NoticeFactory()
    assert list(as_admin.get(MAILS, {"page": token}).context["mails"]) == [notice]


def test_list_asks_as_many_questions_for_one_mail_as_for_many(
    as_admin, django_assert_max_num_queries
):
    def ask():
        with django_assert_max_num_queries(11) as asked:
            as_admin.get(MAILS)
        return len(asked)

    NoticeFactory()
    once = ask()
    NoticeFactory.create_batch(3)
    assert ask() == once


def test_address_is_looked_for_exactly_and_never_stands_in_the_address(as_admin):
    mine, other = sent(email="alma@example.org"), sent(email="alma.b@example.org")
    answer = as_admin.post(MAILS, {"email": " Alma@Example.org "})
    assert answer.status_code == 302
    assert "example.org" not in answer.url
    assert list(as_admin.get(answer.url).context["mails"]) == [mine]
    assert other not in as_admin.get(answer.url).context["mails"]


def test_address_without_mail_is_said(as_admin):
    answer = as_admin.post(MAILS, {"email": "nobody@example.org"}, follow=True)
    assert "Inget mejl har skrivits till den adressen." in answer.content.decode()


def test_address_that_is_none_is_kept_and_explained(as_admin):
    answer = as_admin.post(MAILS, {"email": "alma"})
    assert answer.status_code == 200
    assert 'value="alma"' in answer.content.decode()
    assert answer.context["form"].errors


def test_failed_mail_is_resent_once(as_admin, cast):
    account = AccountFactory()
    notice = failed(account=account)
    address = reverse("accounts:mail_resend", args=[notice.pk])
    for _ in range(2):
        assert as_admin.post(address).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error) == ("waiting", 0, "")
    assert notice.next_at <= timezone.now()
    event = Event.objects.get()
    assert (event.action, event.by_id, event.account_id) == (
        "mail-resent", cast.admin.pk, account.pk
    )  # fmt: skip


def test_looking_resends_nothing(as_admin):
    notice = failed()
    assert as_admin.get(reverse("accounts:mail_resend", args=[notice.pk])).status_code == 405
    as_admin.get(reverse("accounts:mail", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.state == "failed"


def test_waiting_mail_is_given_up_once(as_admin):
    notice = NoticeFactory()
    address = reverse("accounts:mail_give_up", args=[notice.pk])
    for _ in range(2):
        assert as_admin.post(address).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert Event.objects.count() == 1


def test_sent_mail_is_neither_resent_nor_given_up(as_admin):
    notice = sent()
    for name in ("mail_resend", "mail_give_up"):
        as_admin.post(reverse(f"accounts:{name}", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.state == "sent"
    assert not Event.objects.exists()


def test_mail_is_shown_without_what_opens_pages(as_admin, cast):
    link = links.absolute(f"/hand-over/{links.sign('hand-over', uuid.uuid4())}/")
    notice = notices.queue(
        kind="hand-over",
        key="a",
        to=cast.communicator,
        write=lambda: Letter("Ta över", ["Läs."], action=("Öppna", link)),
    )
    key = link.rstrip("/").rpartition("/")[2]
    for name in ("mail", "mail_letter"):
        page = as_admin.get(reverse(f"accounts:{name}", args=[notice.pk])).content.decode()
        assert key not in page
        assert key.rpartition(":")[2] not in page
        assert "Ta över" in page
    assert key in notice.text


def test_password_mail_is_shown_to_nobody(as_admin):
    notice = sent(kind="password-reset", text=SECRET, html=f'<a href="{SECRET}">x</a>')
    page = as_admin.get(reverse("accounts:mail", args=[notice.pk]))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert as_admin.get(reverse("accounts:mail_letter", args=[notice.pk])).status_code == 404


def test_letter_comes_under_a_policy_of_its_own(as_admin):
    notice = sent(html="<p style='color:red'>Hej</p><script>go()</script>")
    answer = as_admin.get(reverse("accounts:mail_letter", args=[notice.pk]))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("sandbox")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    page = as_admin.get(reverse("accounts:mail", args=[notice.pk]))
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("page", ["/demo/mailbox/", "/demo/mailbox/1/", "/demo/mailbox/1/letter/"])
def test_mailbox_exists_in_a_trial_only(page, client):
    sent(pk=1, html="<p>Hej</p>")
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", ["/demo/mailbox/", "/demo/mailbox/1/", "/demo/mailbox/1/letter/"])
def test_mailbox_is_open_to_anyone_in_a_trial(page, client, shown):
    sent(pk=1, html="<p>Hej</p>")
    assert client.get(page).status_code == 200


def test_mail_of_a_trial_is_in_the_mailbox_at_once(client, cast, shown, mailoutbox):
    notices.queue(
        kind="password-reset",
        key="a",
        to=cast.communicator,
        write=lambda: Letter("Nytt lösenord", ["Läs."], action=("Välj", SECRET)),
    )
    notice = Notice.objects.get()
    assert notice.state == "sent"
    page = client.get(f"/demo/mailbox/{notice.pk}/").content.decode()
    assert f'href="{SECRET}"' in page
    letter = client.get(f"/demo/mailbox/{notice.pk}/letter/").content.decode()
    assert SECRET in letter
    assert mailoutbox == []


def test_mail_page_says_that_mails_are_shown(as_admin, shown):
    assert "/demo/mailbox/" in as_admin.get(MAILS).content.decode()


def test_old_mail_is_forgotten_but_not_that_it_was_written():
    old = timezone.now() - outbox.KEPT_FOR - timedelta(days=1)
    gone, recent = sent(created_at=old, html="x"), sent(html="x")
    waiting = NoticeFactory(created_at=old)
    assert outbox.forget_old_mail() == 1
    assert outbox.forget_old_mail() == 0
    for notice in (gone, recent, waiting):
        notice.refresh_from_db()
    assert (gone.text, gone.html, gone.email) == ("", "", "")
    assert gone.key
    assert recent.html == "x"
    assert waiting.text


def test_forgotten_mail_opens_and_cannot_be_resent(as_admin):
    notice = failed(text="", email="")
    assert as_admin.get(reverse("accounts:mail", args=[notice.pk])).status_code == 200
    as_admin.post(reverse("accounts:mail_resend", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.state == "failed"

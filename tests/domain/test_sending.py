"""Mail is neither lost nor doubled, whatever the server and the workers do."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.domain import delivery, outbox, sending
from accounts.models import Notice
from tests.factories import NoticeFactory
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    """Not running yet; Django is told of it."""
    server = MailServer()
    for name, value in server.settings.items():
        setattr(settings, name, value)
    return server


@pytest.fixture
def up(server):
    with server.running():
        yield server


@pytest.fixture
def later(time_machine):
    """Let time pass."""
    return lambda delta: time_machine.move_to(timezone.now() + delta)


def states():
    return list(Notice.objects.order_by("pk").values_list("state", flat=True))


def test_mail_that_is_due_is_sent_once(up):
    notice = NoticeFactory(html="<p>Hej</p>", subject="Åäö på svenska")
    outcome = sending.run()
    assert (outcome.sent, outcome.failed, outcome.put_off) == (1, 0, 0)
    assert sending.run().sent == 0
    (mail,) = up.received
    assert mail["Message-ID"] == notice.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["To"], mail["Subject"]) == (notice.email, "Åäö på svenska")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    notice.refresh_from_db()
    assert (notice.state, notice.claimed_until, notice.error) == ("sent", None, "")
    assert notice.sent_at is not None


def test_mail_whose_time_has_not_come_waits(up):
    NoticeFactory(next_at=timezone.now() + timedelta(seconds=30))
    assert sending.run().sent == 0
    assert states() == ["waiting"]


def test_many_mails_go_over_one_connection(up):
    NoticeFactory.create_batch(12)
    assert sending.run().sent == 12
    assert up.connections == 1
    assert len(set(up.ids)) == 12


def test_server_that_is_down_costs_nobody_an_attempt(server, later):
    NoticeFactory.create_batch(20)
    assert sending.run().put_off == 20
    assert set(states()) == {"waiting"}
    assert set(Notice.objects.values_list("attempts", "claimed_until")) == {(0, None)}
    with server.running():
        assert sending.run().sent == 0
        later(timedelta(minutes=1, seconds=1))
        assert sending.run().sent == 20
    assert len(server.ids) == len(set(server.ids)) == 20


def test_server_that_does_not_want_our_sender_is_a_server_that_is_out(up):
    up.refused_sender = "550 5.7.1 not from here"
    NoticeFactory.create_batch(2)
    assert sending.run().put_off == 2
    assert set(Notice.objects.values_list("state", "attempts", "error")) == {
        ("waiting", 0, "550 5.7.1 not from here")
    }


def test_recipient_that_does_not_exist_fails_at_once_and_the_others_go_on(up):
    unknown, known = NoticeFactory(), NoticeFactory()
    up.refused_recipients = {unknown.email: "550 5.1.1 no such user"}
    outcome = sending.run()
    assert (outcome.sent, outcome.failed) == (1, 1)
    unknown.refresh_from_db()
    assert (unknown.state, unknown.error) == ("failed", "550 5.1.1 no such user")
    assert up.ids == [known.message_id]


def test_recipient_that_is_refused_for_now_is_tried_later_and_later(up, later):
    notice = NoticeFactory()
    up.refused_recipients = {notice.email: "450 4.2.1 try later"}
    began = timezone.now()
    waits = []
    for _ in range(len(sending.WAITS)):
        assert sending.run().put_off == 1
        notice.refresh_from_db()
        waits.append(notice.next_at - timezone.now())
        later(waits[-1] + timedelta(seconds=1))
    minutes = [round(wait.total_seconds() / 60) for wait in waits]
    assert minutes == sorted(minutes)
    assert minutes[:5] == [1, 5, 15, 60, 240]
    assert timedelta(days=3) < timezone.now() - began < timedelta(days=4)
    assert sending.run().failed == 1
    assert states() == ["failed"]


def test_mail_that_is_refused_for_good_fails_at_once(up):
    notice = NoticeFactory()
    up.refused_mails = {notice.email: "554 5.7.1 looks like spam"}
    assert sending.run().failed == 1
    assert states() == ["failed"]


def test_connection_that_breaks_puts_one_mail_off_and_the_others_go_on(up):
    odd, *rest = NoticeFactory.create_batch(4)
    up.dies = frozenset({odd.email})
    outcome = sending.run()
    assert (outcome.sent, outcome.put_off) == (3, 1)
    assert up.ids == [notice.message_id for notice in rest]
    odd.refresh_from_db()
    assert (odd.state, odd.attempts) == ("waiting", 1)


def test_server_that_keeps_breaking_off_is_left_alone(up):
    notices = NoticeFactory.create_batch(5)
    up.dies = frozenset(notice.email for notice in notices)
    assert sending.run().put_off == sending.LOST_AT_MOST
    assert sorted(Notice.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1, 1]


def test_server_that_says_nothing_is_left(up, settings):
    settings.EMAIL_TIMEOUT = 0.2
    silent, other = NoticeFactory(), NoticeFactory()
    up.hangs = frozenset({silent.email})
    assert sending.run().sent == 1
    assert up.ids == [other.message_id]
    assert states() == ["waiting", "sent"]


def test_mail_taken_by_a_server_that_dies_before_saying_so_comes_again_as_the_same(up, later):
    notice = NoticeFactory()
    up.dies_after = frozenset({notice.email})
    sending.run()
    assert states() == ["waiting"]
    up.dies_after = frozenset()
    later(timedelta(minutes=2))
    sending.run()
    assert up.ids == [notice.message_id, notice.message_id]
    assert states() == ["sent"]


class Killed(BaseException):
    """What a killed worker leaves behind, without killing the test."""


@pytest.mark.parametrize("arrived", [True, False], ids=["after handing over", "before"])
def test_killed_worker_loses_nothing(arrived, up, monkeypatch, later):
    NoticeFactory.create_batch(3)
    hand_over = delivery.hand_over

    def killed(notice, to):
        if arrived:
            hand_over(notice, to)
        raise Killed

    monkeypatch.setattr(delivery, "hand_over", killed)
    with pytest.raises(Killed):
        sending.run()
    monkeypatch.setattr(delivery, "hand_over", hand_over)
    assert sending.run().sent == 2
    assert sorted(states()) == ["sent", "sent", "waiting"]
    later(sending.CLAIMED_FOR + timedelta(seconds=1))
    assert sending.run().sent == 1
    assert len(set(up.ids)) == 3
    assert len(up.ids) == 3 + arrived


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_every_mail_once(up):
    NoticeFactory.create_batch(30)
    start = threading.Barrier(3)
    sent = []

    def work():
        start.wait()
        try:
            sent.append(sending.run().sent)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == 30
    assert len(up.ids) == len(set(up.ids)) == 30


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_server_is_talked_to(up):
    NoticeFactory()
    open_ones = []
    up.on_received = lambda: open_ones.append(transaction.get_connection().in_atomic_block)
    hand_over = delivery.hand_over

    def watched(notice, to):
        open_ones.append(connection.in_atomic_block)
        hand_over(notice, to)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "hand_over", watched)
        sending.run()
    assert open_ones[0] is False


def test_worker_that_is_told_to_stop_finishes_the_mail_in_hand(up):
    NoticeFactory.create_batch(3)
    asked = []
    assert sending.run(stop=lambda: len(asked.append(1) or asked) > 1).sent == 1
    assert sorted(states()) == ["sent", "waiting", "waiting"]
    assert not Notice.objects.filter(claimed_until__isnull=False).exists()


def test_mail_that_is_no_mail_does_not_hold_up_the_others(up):
    NoticeFactory(subject="two\nlines")
    NoticeFactory()
    outcome = sending.run()
    assert (outcome.sent, outcome.failed) == (1, 1)


def test_mail_given_up_while_it_was_being_sent_counts_as_sent(up, cast):
    notice = NoticeFactory()
    claimed = sending._claim(timezone.now())
    Notice.objects.filter(pk=notice.pk).update(state="failed")
    sending._note_sent(claimed)
    assert states() == ["sent"]


def test_shown_mails_count_as_sent_and_leave_nothing(up, settings):
    settings.MAIL_IS_SHOWN = True
    NoticeFactory()
    assert sending.run().sent == 1
    assert up.received == []
    assert states() == ["sent"]


def test_claimed_mail_is_not_given_up_by_hand(up, cast):
    notice = NoticeFactory()
    sending._claim(timezone.now())
    with pytest.raises(outbox.Overtaken):
        outbox.give_up(notice=notice, by=cast.admin)

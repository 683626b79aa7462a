"""`send_mail` sends what is due once; `work` goes on until it is told to stop."""

import io
import os
import signal
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.domain import jobs
from accounts.management.commands import work
from accounts.models import Notice
from tests.factories import NoticeFactory

pytestmark = pytest.mark.django_db


def run(command):
    output = io.StringIO()
    call_command(command, stdout=output)
    return output.getvalue().split("\n")[:-1]


@pytest.fixture
def signals(monkeypatch):
    """What the worker listens to is given back, and the test keeps its connection."""
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def job(do, every=timedelta(0)):
    return jobs.Job("test", every, do)


def test_send_mail_says_what_became_of_the_mails():
    NoticeFactory.create_batch(2)
    NoticeFactory(next_at=timezone.now() + timedelta(hours=1))
    assert run("send_mail") == ["sent=2 waiting=1 failed=0"]
    assert run("send_mail") == ["sent=0 waiting=1 failed=0"]
    assert len(mail.outbox) == 2


def test_worker_sends_and_stops_when_told(signals, monkeypatch):
    NoticeFactory()
    leave = job(lambda stop: os.kill(os.getpid(), signal.SIGTERM))
    monkeypatch.setattr(work, "JOBS", (*jobs.JOBS, leave))
    assert run("work") == ["working", "stopped"]
    assert Notice.objects.get().state == "sent"


def test_worker_does_a_job_again_only_when_its_time_has_come(signals, monkeypatch):
    done = []

    def often(stop):
        done.append("often")
        if done.count("often") == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    seldom = job(lambda stop: done.append("seldom"), timedelta(hours=1))
    monkeypatch.setattr(work, "JOBS", (seldom, job(often)))
    monkeypatch.setattr(work, "LOOKS_EVERY", 0)
    run("work")
    assert done == ["seldom", "often", "often", "often"]


def test_job_that_fails_does_not_stop_the_worker_and_tells_no_secrets(signals, monkeypatch, caplog):
    def fail(stop):
        raise ValueError("kanariefagel@example.org")

    leave = job(lambda stop: os.kill(os.getpid(), signal.SIGINT))
    monkeypatch.setattr(work, "JOBS", (job(fail), leave))
    assert run("work") == ["working", "stopped"]
    assert "test failed in fail:" in caplog.text
    assert "ValueError" in caplog.text
    assert "kanariefagel" not in caplog.text


def test_every_job_bears_to_be_done_twice():
    NoticeFactory()
    for once in (*jobs.JOBS, *jobs.JOBS):
        once.do(lambda: False)
    assert len(mail.outbox) == 1

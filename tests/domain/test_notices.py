"""Writing mails: with their cause or not at all, once, to somebody who reads them."""

import pytest
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.domain import notices, people
from accounts.domain.letters import Letter
from accounts.models import Notice
from tests.factories import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def write(to, key="a"):
    return notices.queue(
        kind="test", key=key, to=to, write=lambda: Letter(gettext("Mail"), ["Text."])
    )


def test_mail_waits_for_its_worker(mailoutbox):
    notice = write(UserFactory(email="alma@example.org"))
    assert (notice.state, notice.email, notice.attempts) == ("waiting", "alma@example.org", 0)
    assert notice.next_at <= timezone.now()
    assert mailoutbox == []


def test_same_key_is_written_once():
    user = UserFactory()
    assert write(user) is not None
    assert write(user) is None
    assert write(user, key="b") is not None
    assert Notice.objects.count() == 2


def test_second_of_a_key_leaves_the_transaction_usable():
    user = UserFactory()
    with transaction.atomic():
        write(user)
        write(user)
        assert write(user, key="b") is not None


def test_mail_goes_with_its_cause():
    user = UserFactory()

    @transaction.atomic
    def fail():
        write(user)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("language", "subject"), [("sv", "Mejl"), ("en", "Mail")])
def test_mail_is_in_its_readers_language(language, subject):
    with translation.override("en" if language == "sv" else "sv"):
        notice = write(UserFactory(language=language))
    assert (notice.language, notice.subject) == (language, subject)


def test_nobody_is_written_to_who_does_not_read(cast):
    left = PersonFactory(left_on=timezone.localdate())
    for to in (people.system_user(), cast.disabled, PersonFactory(email=""), left):
        assert write(to) is None
    assert not Notice.objects.exists()


def test_address_is_kept_in_one_spelling():
    assert write(PersonFactory(email="Alma@Example.org")).email == "alma@example.org"


def test_every_mail_has_an_id_of_its_own():
    user = UserFactory()
    ids = {write(user, key=str(n)).message_id for n in range(3)}
    assert len(ids) == 3
    assert all(one.endswith("@lu.se>") for one in ids)

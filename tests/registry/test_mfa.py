"""The second factor: needed by admins and auditors on every door, asked once, kept encrypted."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from accounts.choices import Role
from accounts.models import Notice
from registry import mfa
from registry.mfa_adapter import MFAAdapter
from tests.factories import PASSWORD, UserFactory
from tests.signing_in import HAS_SAML, code_now, enrol, is_signed_in, recovery_codes, with_password

pytestmark = pytest.mark.django_db

NEEDS_IT = [Role.ADMIN, Role.AUDITOR]
DOORS = (
    "/", "/mine/", "/accounts/", "/accounts/matrix.csv", "/accounts/matrix.json", "/coverage/",
    "/admin/", "/admin/accounts/user/", "/admin/password_change/", "/staff/import/",
    "/sign-in/password/change/", "/sign-in/sessions/", "/sign-in/mfa/",
    "/sign-in/mfa/recovery-codes/", "/sign-in/mfa/recovery-codes/generate/",
    "/sign-in/mfa/recovery-codes/download/", "/sign-in/mfa/totp/deactivate/",
    "/sign-in/mfa/webauthn/", "/en/mine/", "/en/admin/", "/finns-inte/",
)  # fmt: skip


def one_step(role=Role.ADMIN) -> tuple[Client, object]:
    client, user = Client(), UserFactory(role=role)
    client.force_login(user, factors=["password"])
    return client, user


@pytest.mark.parametrize("role", NEEDS_IT)
@pytest.mark.parametrize("path", DOORS)
def test_a_password_alone_opens_no_door(role, path):
    client, _user = one_step(role)
    for method in (client.get, client.post):
        answer = method(path)
        assert answer.status_code == 302, path
        assert answer["Location"].endswith("/sign-in/mfa/required/"), path


def test_a_password_alone_gets_no_answer_from_an_api():
    client, _user = one_step()
    answer = client.get("/api/v1/accounts")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")


def test_every_address_of_the_site_is_held_but_those_to_come_in_by():
    client, _user = one_step()
    reached = set()
    for pattern in all_patterns(get_resolver().url_patterns):
        name = pattern.name or pattern.callback.__name__
        if name in mfa.OPEN | mfa.TO_SET_UP:
            reached.add(name)
            continue
        path = "/" + concrete(pattern)
        answer = client.get(path)
        assert answer.status_code in (302, 403), path
        assert is_a_refusal(answer), path
    there = {name for name in mfa.OPEN if HAS_SAML or not name.startswith("saml_")}
    assert reached == there | mfa.TO_SET_UP


def all_patterns(patterns, prefix=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry.url_patterns, prefix + str(entry.pattern))
        else:
            assert isinstance(entry, URLPattern)
            entry.whole = prefix + str(entry.pattern)
            yield entry


def concrete(pattern) -> str:
    """An address that fits; its parts need not exist, for the door comes first."""
    if "(?P" in pattern.whole:
        text = normalize(pattern.whole.replace("^", ""))[0][0]
        return re.sub(r"%\(\w+\)s", "1", text)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda m: "1" if m[1] == "int" else "x", pattern.whole)


def is_a_refusal(answer) -> bool:
    return answer.status_code == 403 or "/sign-in/" in answer["Location"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.COMMUNICATOR])
def test_other_roles_get_by_with_a_password(role):
    client, _user = one_step(role)
    assert client.get("/mine/").status_code == 200


def test_somebody_who_becomes_admin_is_held_at_the_next_request():
    client, user = one_step(Role.STAFF)
    assert client.get("/mine/").status_code == 200
    user.role = Role.ADMIN
    user.save()
    assert client.get("/mine/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_leads_on_to_where_one_was_headed(client):
    user = UserFactory(role=Role.ADMIN)
    with_password(client, user)
    assert client.get("/staff/import/")["Location"] == "/sign-in/mfa/required/"
    assert "/sign-in/mfa/totp/activate/" in client.get("/sign-in/mfa/required/").content.decode()
    page = client.get("/sign-in/mfa/totp/activate/")
    assert page.status_code == 200
    before = client.session.session_key
    answer = client.post(
        "/sign-in/mfa/totp/activate/", {"code": code_now(page.context["form"].secret)}
    )
    assert answer["Location"] == "/sign-in/mfa/recovery-codes/"
    assert client.session.session_key != before
    codes = client.get(answer["Location"])
    assert recovery_codes(user)[0] in codes.content.decode()
    assert client.get("/sign-in/mfa/continue/")["Location"] == "/staff/import/"
    assert client.get("/staff/import/").status_code == 200


def test_the_code_that_turned_the_app_on_signs_nobody_in(client):
    user = UserFactory(role=Role.ADMIN)
    with_password(client, user)
    code = code_now(client.get("/sign-in/mfa/totp/activate/").context["form"].secret)
    client.post("/sign-in/mfa/totp/activate/", {"code": code})
    other = Client()
    with_password(other, user)
    assert other.post("/sign-in/mfa/authenticate/", {"code": code}).status_code == 200
    assert not is_signed_in(other)


@pytest.mark.parametrize("role", list(Role))
def test_whoever_has_an_app_is_asked_for_its_code(client, role):
    user = UserFactory(role=role)
    secret = enrol(user)
    assert with_password(client, user)["Location"] == "/sign-in/mfa/authenticate/"
    assert not is_signed_in(client)
    before = client.session.session_key
    wrong = client.post("/sign-in/mfa/authenticate/", {"code": "000000"})
    assert "Koden är fel" in wrong.content.decode()
    answer = client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})
    assert answer["Location"] == "/mine/"
    assert client.get("/mine/").status_code == 200
    assert client.session.session_key != before


def test_a_code_works_once():
    user = UserFactory()
    code = code_now(enrol(user))
    for attempt in range(2):
        client = Client()
        with_password(client, user)
        client.post("/sign-in/mfa/authenticate/", {"code": code})
        assert is_signed_in(client) is (attempt == 0)


def test_a_recovery_code_works_once():
    user = UserFactory(role=Role.ADMIN)
    enrol(user)
    code = recovery_codes(user)[0]
    for attempt in range(2):
        client = Client()
        with_password(client, user)
        client.post("/sign-in/mfa/authenticate/", {"code": code})
        assert is_signed_in(client) is (attempt == 0)
        if attempt == 0:
            assert client.get("/admin/").status_code == 200


def test_enrolment_elsewhere_does_not_count_for_this_session():
    """Somebody with the password only, from before the factor was there, gets at nothing of it."""
    client, user = one_step()
    secret = enrol(user)
    for path in ("/mine/", "/admin/", *(door for door in DOORS if "/mfa/" in door),
                 "/sign-in/mfa/totp/activate/", "/sign-in/mfa/webauthn/add/",
                 "/sign-in/reauthenticate/"):  # fmt: skip
        answer = client.get(path)
        assert answer["Location"].startswith("/sign-in/mfa/reauthenticate/?next="), path
    before = client.session.session_key
    answer = client.post(
        "/sign-in/mfa/reauthenticate/?next=/admin/", {"code": code_now(secret), "next": "/admin/"}
    )
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert client.session.session_key != before


def test_a_session_without_the_factor_cannot_exchange_it_whatever_its_role():
    client, user = one_step(Role.STAFF)
    enrol(user)
    assert client.get("/mine/").status_code == 200
    for path in ("/sign-in/mfa/recovery-codes/", "/sign-in/mfa/totp/deactivate/"):
        assert client.get(path)["Location"].startswith("/sign-in/mfa/reauthenticate/")
    assert client.post("/sign-in/mfa/totp/deactivate/").status_code == 302
    assert Authenticator.objects.filter(user=user).count() == 2


def test_the_last_second_step_of_an_admin_stays(client):
    user = UserFactory(role=Role.ADMIN)
    enrol(user)
    client.force_login(user)
    page = client.post("/sign-in/mfa/totp/deactivate/")
    assert "Din roll behöver ett andra steg" in page.content.decode()
    assert Authenticator.objects.filter(user=user).count() == 2


def test_the_last_passkey_of_an_admin_stays(client):
    user = UserFactory(role=Role.ADMIN)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Min nyckel"})
    client.force_login(user)
    assert client.post(f"/sign-in/mfa/webauthn/keys/{key.pk}/remove/")["Location"] == (
        "/sign-in/mfa/"
    )
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_somebody_elses_passkey_cannot_be_removed(client):
    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "x"})
    client.force_login(UserFactory())
    assert client.post(f"/sign-in/mfa/webauthn/keys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_staff_may_turn_theirs_off_and_hear_of_it_by_mail(client):
    user = UserFactory()
    enrol(user)
    client.force_login(user)
    client.post("/sign-in/mfa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=user).exists()
    assert Notice.objects.get(user=user).kind == "totp-deactivated"


def test_an_old_session_shows_the_factor_again_before_changing_it(client):
    user = UserFactory()
    enrol(user)
    client.force_login(user)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    answer = client.get("/sign-in/mfa/totp/deactivate/")
    assert answer["Location"].startswith("/sign-in/mfa/reauthenticate/")
    page = client.get("/sign-in/reauthenticate/")
    assert page["Location"].startswith("/sign-in/mfa/reauthenticate/"), "a password is not enough"


def test_secrets_are_encrypted_and_survive_a_change_of_key(settings):
    user = UserFactory()
    secret = enrol(user)
    kept = Authenticator.objects.get(user=user, type="totp")
    assert secret not in str(kept.data)
    seed = Authenticator.objects.get(user=user, type="recovery_codes").data["seed"]
    assert len(MFAAdapter().decrypt(seed)) == 80 != len(seed)
    codes = recovery_codes(user)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [old]
    assert MFAAdapter().decrypt(kept.data["secret"]) == secret
    call_command("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    kept.refresh_from_db()
    assert MFAAdapter().decrypt(kept.data["secret"]) == secret
    assert recovery_codes(user) == codes


def test_a_lost_key_lets_nobody_in(client, settings, caplog):
    user = UserFactory()
    secret = enrol(user)
    settings.SECRET_KEY = "n" * 60
    with_password(client, user)
    answer = client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})
    assert answer.status_code == 200
    assert not is_signed_in(client)
    assert "SECRET_KEY" in caplog.text


def test_an_admin_takes_a_lost_second_step_away_from_somebody_else(client):
    admin, other = UserFactory(role=Role.ADMIN), UserFactory()
    enrol(other)
    enrol(admin)
    client.force_login(admin)
    kept = Authenticator.objects.get(user=other, type="totp")
    own = Authenticator.objects.get(user=admin, type="totp")
    shown = client.get(f"/admin/mfa/authenticator/{kept.pk}/change/").content.decode()
    assert kept.data["secret"] not in shown
    assert (
        client.post(f"/admin/mfa/authenticator/{own.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    client.post(f"/admin/mfa/authenticator/{kept.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(pk=kept.pk).exists()
    assert Notice.objects.get(user=other).kind == "second-step-removed"


@pytest.mark.parametrize("path", ["/admin/mfa/authenticator/add/",
                                  "/admin/socialaccount/socialapp/",
                                  "/admin/usersessions/usersession/",
                                  "/admin/account/emailaddress/"])  # fmt: skip
def test_the_admin_plants_no_sign_in(client, path):
    client.force_login(UserFactory(role=Role.ADMIN))
    assert client.get(path).status_code in (403, 404)


def test_the_present_code_is_printed_with_debug_only(settings, capsys):
    user = UserFactory()
    secret = enrol(user)
    settings.DEBUG = True
    call_command("totp", user.email)
    assert capsys.readouterr().out.strip() == code_now(secret)
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("totp", user.email)


def test_the_hint_with_the_code_is_for_demo_users_with_debug(client, settings):
    demo, other = UserFactory(email="admin@lund.example"), UserFactory()
    for user, debug, hinted in ((demo, True, True), (demo, False, False), (other, True, False)):
        settings.DEBUG = debug
        Authenticator.objects.filter(user=user).delete()
        secret = enrol(user)
        client = Client()
        with_password(client, user)
        page = client.get("/sign-in/mfa/authenticate/").content.decode()
        assert (code_now(secret) in page) is hinted


def test_new_recovery_codes_replace_the_old_ones(client):
    user = UserFactory()
    enrol(user)
    before = recovery_codes(user)
    client.force_login(user)
    answer = client.post("/sign-in/mfa/recovery-codes/generate/")
    assert answer["Location"] == "/sign-in/mfa/recovery-codes/"
    assert not set(before) & set(recovery_codes(user))
    download = client.get("/sign-in/mfa/recovery-codes/download/")
    assert recovery_codes(user)[0] in download.content.decode()
    assert "attachment" in download["Content-Disposition"]


def test_the_page_for_the_app_holds_its_picture_and_key(client):
    client.force_login(UserFactory())
    page = client.get("/sign-in/mfa/totp/activate/")
    text = page.content.decode()
    assert '<svg class="qr"' in text
    assert "data:" not in text.split("<main", 1)[1].split("</main>")[0]
    assert " ".join(page.context["form"].secret[n : n + 4] for n in (0, 4)) in text
    assert PASSWORD not in text

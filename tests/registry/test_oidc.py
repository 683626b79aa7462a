"""The university's own sign-in by OpenID Connect, against a real provider on this machine."""

import time
from dataclasses import replace

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from accounts.choices import Role
from accounts.models import Event, User
from registry import oidc
from registry.sign_in_settings import REFEDS_MFA, IdentityProvider
from tests.factories import UserFactory
from tests.registry import oidc_server
from tests.registry.oidc_server import asked
from tests.signing_in import code_now, enrol, is_signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(*oidc_server.IGNORED),
]
ANNA = "anna-1"
PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def described(server) -> dict:
    return requests.get(f"{server.address}/.well-known/openid-configuration", timeout=5).json()


@pytest.fixture(scope="session")
def server():
    with oidc_server.running() as running:
        yield running


@pytest.fixture
def provider(server, settings, cast) -> IdentityProvider:
    settings.OIDC = IdentityProvider(
        kind="oidc",
        name="Lucat",
        mfa_acr=frozenset({REFEDS_MFA}),
        mfa_amr=frozenset({"mfa"}),
        options={
            "issuer": server.address,
            "client_id": "kanalregister",
            "client_secret": "secret",
            "scopes": ["openid", "profile", "email"],
        },
    )
    server.knows(ANNA, email="anna@lu.se")
    return settings.OIDC


def come_in(server, client=None, subject=ANNA, start="/sign-in/oidc/login/"):
    client = client or Client()
    out = client.get(start)
    assert out.status_code == 302, out.content
    client.answer = client.get(server.sign_in(out["Location"], subject))
    return client


def anna() -> User:
    return User.objects.get(email="anna@lu.se")


def test_somebody_new_becomes_staff_of_the_university(server, provider, cast):
    client = come_in(server)
    assert client.answer["Location"] == "/mine/"
    assert client.get("/mine/").status_code == 200
    user = anna()
    assert (user.name, user.role, user.unit) == ("Anna Alm", Role.STAFF, cast.university)
    assert not user.has_usable_password()
    event = Event.objects.get(subject="user", subject_id=user.pk)
    assert (event.action, event.by_id) == ("joined", user.pk)
    assert "Anna" not in str(event.changes)
    assert "anna" not in str(SocialAccount.objects.get().extra_data).replace(ANNA, "")


def test_the_question_is_bound_by_state_nonce_and_pkce(server, provider):
    client = Client()
    first, second = (asked(client.get("/sign-in/oidc/login/")["Location"]) for _ in range(2))
    assert first["redirect_uri"] == "http://testserver/sign-in/oidc/callback/"
    assert first["code_challenge_method"] == "S256"
    assert first["response_type"] == "code"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 16
        assert first[name] != second[name]


def test_a_link_adds_nothing_to_the_question(server, provider):
    start = (
        "/sign-in/oidc/login/?process=connect&scope=admin"
        "&auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%26nonce%3Dmine"
    )
    question = asked(Client().get(start)["Location"])
    assert question["redirect_uri"].startswith("http://testserver/")
    assert "admin" not in question["scope"]
    assert question["nonce"] != "mine"


def test_coming_back_leads_to_where_one_was_headed_in_ones_language(server, provider):
    for start, expected in (
        ("?next=/accounts/", "/accounts/"),
        ("?next=/en/accounts/", "/en/accounts/"),
        ("?language=en", "/en/mine/"),
        ("?next=https://evil.example/", "/mine/"),
    ):
        assert come_in(server, start=f"/sign-in/oidc/login/{start}").answer["Location"] == expected


def test_the_same_subject_is_the_same_user_whatever_the_address(server, provider):
    come_in(server)
    server.knows(ANNA, email="anna.gift@lu.se")
    client = come_in(server)
    assert is_signed_in(client)
    assert client.session["_auth_user_id"] == str(anna().pk)


def test_the_same_address_with_another_subject_is_refused(server, provider):
    come_in(server)
    server.knows("mallory", email="anna@lu.se")
    client = come_in(server, subject="mallory")
    assert client.answer.status_code == 403
    assert "Någon loggar redan in här" in client.answer.content.decode()
    assert not is_signed_in(client)
    assert SocialAccount.objects.count() == 1


def test_a_user_with_a_password_is_never_taken_over(server, provider):
    UserFactory(email="anna@lu.se", role=Role.ADMIN)
    client = come_in(server)
    assert client.answer.status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_user_made_in_advance_is_tied_at_the_first_sign_in(server, provider, cast):
    made = UserFactory(email="Anna@LU.se", role=Role.COMMUNICATOR, unit=cast.faculty)
    made.set_unusable_password()
    made.save()
    client = come_in(server)
    assert client.session["_auth_user_id"] == str(made.pk)
    made.refresh_from_db()
    assert (made.role, made.unit) == (Role.COMMUNICATOR, cast.faculty)
    assert Event.objects.get(subject="user", subject_id=made.pk).action == "identity-tied"


@pytest.mark.parametrize("verified", [False, None, "false"])
def test_an_address_that_is_not_verified_is_worth_nothing(server, provider, verified):
    made = UserFactory(email="anna@lu.se")
    made.set_unusable_password()
    made.save()
    server.knows(ANNA, email="anna@lu.se", email_verified=verified)
    client = come_in(server)
    assert client.answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_provider_may_be_trusted_with_addresses(server, provider, settings):
    settings.OIDC = replace(provider, trusts_email=True)
    server.knows(ANNA, email="anna@lu.se", email_verified=None)
    assert is_signed_in(come_in(server))


def test_somebody_without_an_address_is_told_so(server, provider):
    server.knows(ANNA)
    page = come_in(server).answer
    assert page.status_code == 403
    assert "berättar inte din e-postadress" in page.content.decode()


def test_nobody_new_comes_in_where_sign_up_is_off(server, provider, settings):
    settings.OIDC = replace(provider, sign_up="")
    assert come_in(server).answer.status_code == 403
    assert not User.objects.filter(email="anna@lu.se").exists()


def test_only_people_of_the_wanted_affiliation_join(server, provider, settings):
    settings.OIDC = replace(
        provider, affiliation_claim="affiliation", affiliations=frozenset({"employee"})
    )
    for said, joins in (
        (["student@lu.se"], False),
        (["employee@kth.se"], False),
        (["member@lu.se", "employee@lu.se"], True),
    ):
        server.knows(ANNA, email="anna@lu.se", affiliation=said)
        assert is_signed_in(come_in(server)) is joins, said


def test_a_disabled_user_is_refused(server, provider):
    come_in(server)
    User.objects.filter(email="anna@lu.se").update(is_active=False)
    client = come_in(server)
    assert client.answer.status_code == 403
    assert "Din åtkomst är avstängd" in client.answer.content.decode()
    assert not is_signed_in(client)


def test_claims_give_role_and_unit_at_every_sign_in(server, provider, settings, cast):
    settings.OIDC = replace(
        provider,
        role_claim="groups",
        roles={"kanal-admin": "admin", "kanal-kom": "communicator"},
        unit_claim="department",
    )
    for groups, department, role, unit in (
        (["other", "kanal-kom"], "science", Role.COMMUNICATOR, cast.faculty),
        (["kanal-kom", "kanal-admin"], "Faculty of Law", Role.ADMIN, cast.other_unit),
        (["unheard-of"], "nowhere", Role.STAFF, cast.other_unit),
    ):
        server.knows(ANNA, email="anna@lu.se", groups=groups, department=department)
        come_in(server)
        assert (anna().role, anna().unit) == (role, unit), groups
    actions = Event.objects.filter(subject="user", subject_id=anna().pk).order_by("pk")
    assert [event.action for event in actions] == ["joined", *["followed-claims"] * 3]
    assert actions.last().changes == {"role": ["admin", "staff"]}


def test_without_a_mapping_roles_stay_as_they_are_here(server, provider):
    come_in(server)
    User.objects.filter(email="anna@lu.se").update(role=Role.COMMUNICATOR)
    server.knows(ANNA, email="anna@lu.se", groups=["kanal-admin"])
    come_in(server)
    assert anna().role == Role.COMMUNICATOR


def make_admin(server):
    come_in(server)
    User.objects.filter(email="anna@lu.se").update(role=Role.ADMIN)
    return anna()


@pytest.mark.parametrize(
    "claims", [{"acr": REFEDS_MFA}, {"amr": ["pwd", "mfa"]}, {"acr": REFEDS_MFA, "amr": ["x"]}]
)
def test_a_second_factor_at_the_provider_counts(server, provider, claims):
    make_admin(server)
    server.knows(ANNA, email="anna@lu.se", **claims)
    client = come_in(server)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("claims", [{}, {"acr": "urn:password"}, {"amr": ["pwd"]}, {"acr": None}])
def test_without_it_an_admin_sets_our_own_up(server, provider, claims):
    make_admin(server)
    server.knows(ANNA, email="anna@lu.se", **claims)
    client = come_in(server)
    assert client.get("/admin/")["Location"] == "/sign-in/mfa/required/"
    assert client.get("/sign-in/mfa/totp/activate/").status_code == 200


def test_a_second_factor_in_the_userinfo_does_not_count(server, provider, monkeypatch):
    """Only the signed token speaks of how somebody signed in."""
    make_admin(server)
    real = oidc.Adapter._fetch_user_info
    monkeypatch.setattr(
        oidc.Adapter,
        "_fetch_user_info",
        lambda *given: real(*given) | {"acr": REFEDS_MFA, "amr": ["mfa"]},
    )
    client = come_in(server)
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 302


def test_somebody_with_an_app_is_asked_for_it_unless_the_provider_did(server, provider):
    secret = enrol(make_admin(server))
    client = come_in(server)
    assert client.answer["Location"] == "/sign-in/mfa/authenticate/"
    client.post("/sign-in/mfa/authenticate/", {"code": code_now(secret)})
    assert client.get("/admin/").status_code == 200
    server.knows(ANNA, email="anna@lu.se", acr=REFEDS_MFA)
    assert is_signed_in(come_in(server))


# Answers that are not to be believed


def refused(client) -> bool:
    page = client.answer.content.decode()
    return (
        client.answer.status_code == 403
        and "Inloggningen gick inte" in page
        and not is_signed_in(client)
        and not SocialAccount.objects.exists()
    )


def test_a_token_of_another_issuer_is_refused(server, provider, monkeypatch):
    forge(server, monkeypatch, iss="https://evil.example")
    assert refused(come_in(server))


def test_a_token_for_somebody_else_is_refused(server, provider, monkeypatch):
    for audience in ("another-client", ["kanalregister", "another-client"]):
        with monkeypatch.context() as patch:
            forge(server, patch, aud=audience)
            assert refused(come_in(server)), audience


@pytest.mark.parametrize("age", [{"exp": 1}, {"iat": None}, {"exp": None}, {"sub": None}])
def test_a_token_that_is_too_old_or_incomplete_is_refused(server, provider, monkeypatch, age):
    forge(server, monkeypatch, **age)
    assert refused(come_in(server))


@pytest.mark.parametrize("nonce", [None, "another"])
def test_a_token_to_another_question_is_refused(server, provider, monkeypatch, nonce):
    forge(server, monkeypatch, nonce=nonce)
    assert refused(come_in(server))


def test_a_token_signed_by_anybody_else_is_refused(server, provider, monkeypatch):
    for algorithm, key in (("none", None), ("HS256", "secret" * 10)):
        with monkeypatch.context() as patch:
            forge(server, patch, sign=(algorithm, key))
            assert refused(come_in(server)), algorithm


def forge(server, monkeypatch, sign=None, **changes):
    """The provider's token with claims changed; trusted as if the provider had signed it."""
    real = oidc.Adapter.get_access_token_data

    def altered(self, *args, **kwargs):
        data = real(self, *args, **kwargs)
        said = jwt.decode(data["id_token"], options={"verify_signature": False})
        said = {n: v for n, v in (said | changes).items() if v is not None}
        algorithm, key = sign or ("RS256", PRIVATE)
        data["id_token"] = jwt.encode(said, key, algorithm=algorithm)
        return data

    monkeypatch.setattr(oidc.Adapter, "get_access_token_data", altered)
    if sign is None:
        monkeypatch.setattr(oidc.Adapter, "_signing_key", lambda *_: PRIVATE.public_key())


def test_an_answer_is_taken_once(server, provider):
    client = Client()
    out = client.get("/sign-in/oidc/login/")
    back = server.sign_in(out["Location"], ANNA)
    assert client.get(back).status_code == 302
    client.post("/sign-in/logout/")
    client.answer = client.get(back)
    assert client.answer.status_code == 403
    assert not is_signed_in(client)


def test_an_answer_in_another_browser_is_refused(server, provider):
    """Somebody cannot be made to sign in as somebody else by following a link."""
    out = Client().get("/sign-in/oidc/login/")
    victim = Client()
    victim.answer = victim.get(server.sign_in(out["Location"], ANNA))
    assert refused(victim)


def test_a_provider_that_calls_itself_otherwise_is_not_spoken_to(server, provider, settings):
    settings.OIDC = replace(
        provider,
        options=provider.options | {"issuer": server.address.replace("localhost", "127.0.0.1")},
    )
    server_says = Client().get("/sign-in/oidc/login/")
    assert server_says.status_code in (302, 403)
    settings.OIDC = replace(
        provider, options=provider.options | {"issuer": f"{server.address}/realms/other"}
    )
    assert Client().get("/sign-in/oidc/login/").status_code == 403


def test_a_provider_that_does_not_answer_is_a_page_of_ours(provider, settings):
    settings.OIDC = replace(provider, options=provider.options | {"issuer": "http://127.0.0.1:9"})
    page = Client().get("/sign-in/oidc/login/")
    assert page.status_code == 403
    assert "Inloggningen gick inte" in page.content.decode()


def test_cancelling_there_is_no_error(server, provider):
    client = Client()
    out = client.get("/sign-in/oidc/login/?language=en")
    page = client.get(server.deny(out["Location"]))
    assert "You are not signed in" in page.content.decode()


def test_what_is_said_of_another_subject_is_refused(server, provider, monkeypatch):
    monkeypatch.setattr(
        oidc.Adapter,
        "_fetch_user_info",
        lambda *_: {"sub": "mallory", "email": "m@lu.se", "email_verified": True},
    )
    assert refused(come_in(server))


def test_another_issuers_namesake_is_somebody_else(server, provider, settings, monkeypatch):
    come_in(server)
    forge(server, monkeypatch, iss="https://other.example")
    monkeypatch.setattr(
        oidc.Adapter,
        "openid_config",
        property(lambda self: described(server) | {"issuer": "https://other.example"}),
    )
    client = come_in(server)
    assert not is_signed_in(client)
    assert "Någon loggar redan in här" in client.answer.content.decode()


def test_the_page_for_signing_in_offers_it_first(provider):
    page = Client().get("/en/sign-in/login/?next=/en/accounts/").content.decode()
    assert page.index("Sign in with Lucat") < page.index('name="login"')
    assert "/sign-in/oidc/login/?language=en&amp;next=%2Fen%2Faccounts%2F" in page


def test_time_between_question_and_answer_is_limited(server, provider, monkeypatch):
    client = Client()
    out = client.get("/sign-in/oidc/login/")
    back = server.sign_in(out["Location"], ANNA)
    later = time.time() + 3600
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: later)
    client.answer = client.get(back)
    assert client.answer.status_code == 403

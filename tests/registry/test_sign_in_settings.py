"""Sign-in from elsewhere is turned on by the environment, and what is missing is said clearly."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from registry import sign_in_settings
from registry.claims import values
from tests.registry.test_settings import PRODUCTION, manage, setting
from tests.signing_in import HAS_SAML

OIDC = {"OIDC_ISSUER": "https://idp.example.org", "OIDC_CLIENT_ID": "kanal"}


@pytest.fixture
def env(monkeypatch):
    """`env(NAME=value)`: settings read from an environment with these in it."""

    def with_(**given):
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return environ.Env(interpolate=False)

    return with_


def test_nothing_is_on_by_itself(env):
    assert sign_in_settings.oidc(env()) is None
    assert sign_in_settings.saml(env()) is None


def test_an_issuer_turns_openid_connect_on(env):
    found = sign_in_settings.oidc(
        env(**OIDC, OIDC_NAME="Lucat", OIDC_ROLE_CLAIM="groups", OIDC_SIGN_UP="no",
            OIDC_ROLES="kanal-admin=admin, urn:x=y=communicator", OIDC_MFA_ACR="2,3")
    )  # fmt: skip
    assert (found.name, found.sign_up, found.role_claim) == ("Lucat", "", "groups")
    assert found.roles == {"kanal-admin": "admin", "urn:x=y": "communicator"}
    assert found.mfa_acr == {"2", "3"}
    assert found.mfa_amr == {"mfa"}
    assert found.options["scopes"] == ["openid", "profile", "email"]


@pytest.mark.parametrize(
    "wrong",
    [{"OIDC_ROLES": "kanal-admin"}, {"OIDC_ROLES": "a=root"}, {"OIDC_SIGN_UP": "root"},
     {"OIDC_CLIENT_ID": ""}],
)  # fmt: skip
def test_what_cannot_be_meant_stops_the_start(env, wrong):
    with pytest.raises(ImproperlyConfigured, match="OIDC_"):
        sign_in_settings.oidc(env(**OIDC | wrong))


def test_a_missing_client_stops_the_start_with_a_sentence():
    run = manage("check", OIDC_ISSUER="https://idp.example.org", **PRODUCTION)
    assert run.returncode == 1
    assert run.stderr == (
        "Kanalregister cannot start. OIDC_CLIENT_ID is not set, though OIDC_ISSUER is.\n"
    )


@pytest.mark.skipif(not HAS_SAML, reason="the extra for SAML is not installed")
def test_saml_takes_its_texts_from_files_too(env, tmp_path):
    file = tmp_path / "idp.xml"
    file.write_text("<x/>")
    by_path = sign_in_settings.saml(env(SAML_IDP_METADATA=str(file)))
    assert by_path.options["metadata"] == "<x/>"
    assert by_path.affiliations == {"employee", "faculty", "staff"}
    assert by_path.trusts_email
    with pytest.raises(ImproperlyConfigured, match="names no file"):
        sign_in_settings.saml(env(SAML_IDP_METADATA=str(tmp_path / "none.xml")))


def test_saml_without_its_extra_stops_the_start(env, monkeypatch):
    monkeypatch.setattr(sign_in_settings, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements/saml\.txt"):
        sign_in_settings.saml(env(SAML_METADATA_URL="https://idp.example.org/metadata"))


def test_without_debug_limits_are_kept_in_the_database_behind_one_proxy():
    assert setting("CACHES['default']['BACKEND']", **PRODUCTION).endswith("DatabaseCache")
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", **PRODUCTION) == "1"
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", DEBUG="true") == "0"


def test_migrating_makes_the_table_of_the_cache(tmp_path):
    database = f"sqlite:///{tmp_path / 'register.sqlite3'}"
    assert manage("migrate", DATABASE_URL=database, **PRODUCTION).returncode == 0
    run = manage(
        *("shell", "--no-imports", "-c"),
        "from django.core.cache import cache; cache.set('a', 1, 9); print(cache.get('a'))",
        DATABASE_URL=database,
        **PRODUCTION,
    )
    assert run.stdout.strip() == "1", run.stderr


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (None, []),
        ("kanal admin", ["kanal admin"]),
        ("urn:a urn:b", ["urn:a", "urn:b"]),
        (["a", 1], ["a", "1"]),
        (2, ["2"]),
    ],
)
def test_a_claim_is_a_list_however_it_came(said, expected):
    assert values(said) == expected

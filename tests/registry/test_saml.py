"""Sign-in by SAML as SWAMID does it: signed answers to our questions come in, nothing else does.

Needs the extra (`make install-saml`): fails in CI without it, skips loudly elsewhere.
"""

import base64
from dataclasses import replace
from datetime import timedelta
from importlib.util import find_spec

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from accounts.choices import Role
from accounts.models import User
from registry.sign_in_settings import SCOPED_AFFILIATION, SUBJECT, IdentityProvider
from tests.conftest import IN_CI
from tests.factories import UserFactory
from tests.signing_in import is_signed_in

if find_spec("onelogin") is None:
    TEXT = "SAML NOT TESTED: the extra is not installed (make install-saml)."
    if IN_CI:
        pytest.fail(TEXT, pytrace=False)
    pytest.skip(TEXT, allow_module_level=True)

from tests.registry import saml_idp
from tests.registry.saml_idp import ANNA, Answer

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def idp():
    return saml_idp.IdP()


@pytest.fixture
def provider(idp, settings, cast) -> IdentityProvider:
    settings.SAML = IdentityProvider(
        kind="saml",
        name="SWAMID",
        affiliation_claim=SCOPED_AFFILIATION,
        affiliations=frozenset({"employee"}),
        trusts_email=True,
        mfa_acr=frozenset({saml_idp.REFEDS_MFA}),
        options={
            "metadata_url": "", "metadata": idp.metadata, "metadata_certificate": "",
            "idp_entity_id": "", "entity_id": "", "certificate": "", "key": "",
            "subject": SUBJECT,
        },
    )  # fmt: skip
    return settings.SAML


def question(client) -> str:
    answer = client.get("/sign-in/saml/login/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(saml_idp.SSO)
    return answer["Location"]


def post(client, response):
    """The browser brings the answer from the other site: without the session's cookie."""
    kept = client.cookies.pop("sessionid", None)
    answer = client.post("/sign-in/saml/acs/", {"SAMLResponse": response})
    if kept is not None:
        client.cookies["sessionid"] = kept.value
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    client.answer = answer
    return client


def come_in(idp, answer=None, client=None):
    client = client or Client()
    return post(client, idp.answer(question(client), answer))


def refused(client) -> bool:
    return (
        client.answer.status_code == 403
        and "Inloggningen gick inte" in client.answer.content.decode()
        and not is_signed_in(client)
        and not SocialAccount.objects.exists()
    )


def test_a_signed_answer_signs_in(idp, provider, cast):
    client = come_in(idp)
    assert client.answer["Location"] == "/mine/"
    user = User.objects.get(email="anna@lu.se")
    assert (user.name, user.role, user.unit) == ("Anna Alm", Role.STAFF, cast.university)
    assert client.get("/mine/").status_code == 200
    kept = SocialAccount.objects.get().extra_data
    assert kept == {"iss": saml_idp.ENTITY, "sub": "anna-1@lu.se"}


def test_the_cookie_that_carries_an_answer_is_out_of_reach_of_scripts(idp, provider):
    client = Client()
    answer = client.post("/sign-in/saml/acs/", {"SAMLResponse": idp.answer(question(client))})
    assert answer.cookies["saml-acs-session"]["httponly"]
    assert "Alm" not in str(answer.cookies)


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_signed": False},
        {"signs_response_only": True},
        {"lasts": timedelta(minutes=-5)},
        {"audience": "https://another.example/"},
        {"recipient": "https://another.example/acs/"},
        {"issuer": "https://another.example/idp"},
        {"attributes": {}},
        {"attributes": {saml_idp.MAIL: ["anna@lu.se"]}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_answer_with_one_thing_wrong_is_refused(idp, provider, wrong):
    assert refused(come_in(idp, Answer(**wrong)))


def test_an_answer_that_was_changed_is_refused(idp, provider):
    client = Client()
    xml = base64.b64decode(idp.answer(question(client))).decode()
    changed = xml.replace("anna@lu.se", "root@lu.se")
    assert changed != xml
    assert refused(post(client, base64.b64encode(changed.encode()).decode()))


def test_an_answer_of_another_key_is_refused(idp, provider):
    client = Client()
    assert refused(post(client, saml_idp.IdP().answer(question(client))))


@pytest.mark.parametrize("garbage", ["", "x", "PHg+", base64.b64encode(b"<a/>").decode()])
def test_garbage_is_refused(provider, garbage):
    client = Client()
    question(client)
    assert refused(post(client, garbage))


def test_an_answer_larger_than_any_is_not_kept(provider):
    answer = Client().post("/sign-in/saml/acs/", {"SAMLResponse": "x" * 300_001})
    assert answer.status_code == 400


def test_an_answer_is_taken_once(idp, provider):
    client = Client()
    response = idp.answer(question(client))
    assert is_signed_in(post(client, response))
    client.post("/sign-in/logout/")
    post(client, response)
    assert client.answer.status_code == 403
    assert not is_signed_in(client)


def test_an_answer_in_another_browser_is_refused(idp, provider):
    response = idp.answer(question(Client()))
    victim = Client()
    question(victim)
    assert refused(post(victim, response))


def test_an_answer_that_nobody_asked_for_is_refused(idp, provider):
    response = idp.answer(question(Client()))
    assert refused(post(Client(), response))


def test_the_page_that_finishes_has_nothing_to_finish_by_itself(provider):
    assert Client().get("/sign-in/saml/finish/").status_code == 403


def test_the_principal_name_stands_in_for_a_subject_id(idp, provider):
    attributes = ANNA | {saml_idp.EPPN: ["anna@lu.se"]}
    del attributes[saml_idp.SUBJECT]
    assert is_signed_in(come_in(idp, Answer(attributes=attributes)))
    assert SocialAccount.objects.get().extra_data["sub"] == "anna@lu.se"


@pytest.mark.parametrize("affiliation", ["student@lu.se", "employee@kth.se", "member@lu.se"])
def test_students_and_other_universities_do_not_join(idp, provider, affiliation):
    client = come_in(idp, Answer(attributes=ANNA | {saml_idp.AFFILIATION: [affiliation]}))
    assert client.answer.status_code == 403
    assert not User.objects.filter(email="anna@lu.se").exists()


def test_the_same_address_with_another_subject_is_refused(idp, provider):
    come_in(idp)
    mallory = come_in(idp, Answer(attributes=ANNA | {saml_idp.SUBJECT: ["mallory@lu.se"]}))
    assert "Någon loggar redan in här" in mallory.answer.content.decode()
    assert not is_signed_in(mallory)


def test_roles_come_by_an_attribute(idp, provider, settings):
    settings.SAML = replace(
        provider, role_claim="entitlement", roles={"urn:kanal:kom": "communicator"}
    )
    come_in(idp, Answer(attributes=ANNA | {"entitlement": ["urn:x", "urn:kanal:kom"]}))
    assert User.objects.get(email="anna@lu.se").role == Role.COMMUNICATOR


@pytest.mark.parametrize(
    ("context", "status"), [(saml_idp.REFEDS_MFA, 200), (saml_idp.PASSWORD, 302)]
)
def test_refeds_mfa_counts_as_the_second_factor(idp, provider, context, status):
    come_in(idp)
    User.objects.filter(email="anna@lu.se").update(role=Role.ADMIN)
    client = come_in(idp, Answer(context=context))
    assert client.get("/admin/").status_code == status


def test_a_disabled_user_is_refused(idp, provider):
    come_in(idp)
    User.objects.filter(email="anna@lu.se").update(is_active=False)
    client = come_in(idp)
    assert client.answer.status_code == 403
    assert not is_signed_in(client)


def test_metadata_names_us_at_the_configured_address(provider, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    answer = Client().get("/sign-in/saml/metadata/", headers={"host": "other.example.org"})
    text = answer.content.decode()
    assert answer["Content-Type"] == "application/samlmetadata+xml"
    assert f'entityID="{saml_idp.SP}"' in text
    assert f'Location="{saml_idp.ACS}"' in text
    assert 'WantAssertionsSigned="true"' in text
    assert "other.example.org" not in text
    assert "SingleLogoutService" not in text


def test_our_questions_are_signed_where_we_have_a_key(idp, provider, settings):
    ours = saml_idp.IdP()
    settings.SAML = replace(
        provider, options=provider.options | {"key": ours.private, "certificate": ours.certificate},
        asks_for=(saml_idp.REFEDS_MFA,),
    )  # fmt: skip
    address = question(Client())
    assert "&Signature=" in address
    assert saml_idp.REFEDS_MFA in saml_idp.question_in(address)
    assert "".join(ours.certificate.split()[2:-2])[:60] in "".join(
        Client().get("/sign-in/saml/metadata/").content.decode().split()
    )


def test_metadata_that_describes_nobody_is_a_page_of_ours(provider, settings):
    settings.SAML = replace(
        provider, options=provider.options | {"idp_entity_id": "https://nobody.example"}
    )
    assert Client().get("/sign-in/saml/login/").status_code == 403


def test_metadata_signed_by_nobody_is_refused_where_a_certificate_is_set(idp, provider, settings):
    settings.SAML = replace(
        provider, options=provider.options | {"metadata_certificate": idp.certificate}
    )
    assert Client().get("/sign-in/saml/login/").status_code == 403


def test_a_user_with_a_password_is_never_taken_over(idp, provider):
    UserFactory(email="anna@lu.se")
    assert come_in(idp).answer.status_code == 403
    assert not SocialAccount.objects.exists()

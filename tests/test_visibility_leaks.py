"""Nothing reaches a viewer that the viewer may not see: canaries in every hidden place.

A canary is a word that stands in exactly one place. Every page, filter, order, search and download
is asked for as every kind of viewer, and the answer is searched for every word that viewer's
classes do not cover.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.choices import IncidentKind, TwoStep, TwoStepMethod
from accounts.domain import listing
from accounts.domain.search import SORTS
from accounts.models import Account, Incident, Person, ProfileCheck, Routines, Security, User
from tests.factories import AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db

HIDDEN = {
    "contact": {
        "account": [
            *("content", "why_platform", "posting_frequency", "evaluation_routine"),
            *("evaluation_outcome", "agency", "holiday_cover"),
        ],
        "routines": [
            *("comments_routine", "watched", "unlawful_routine", "archive_routine"),
            *("archive_frequency", "case_number"),
        ],
    },
    "security": {"account": ["notes"], "security": ["third_party_tools"]},
}

MASKED_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
"""The form token is masked anew for every answer; everything else has to be the same."""


@dataclass
class Canaries:
    """Words by the class of field they were planted in."""

    words: dict[str, list[str]] = field(default_factory=dict)
    account: Account | None = None

    def new(self, field_class: str, place: str) -> str:
        word = f"kanariefagel{field_class}{place}".replace("_", "")
        self.words.setdefault(field_class, []).append(word)
        return word

    def beyond(self, *classes: str) -> list[str]:
        return [word for name, words in self.words.items() if name not in classes for word in words]


@pytest.fixture
def canaries(cast) -> Canaries:
    planted = Canaries()
    admin = cast.admin
    owner = PersonFactory(
        name=planted.new("contact", "owner"),
        email=f"{planted.new('contact', 'mail')}@example.org",
        phone=planted.new("contact", "phone"),
        title=planted.new("contact", "title"),
    )
    deputy = PersonFactory(
        name=planted.new("contact", "deputy"),
        email=f"{planted.new('contact', 'dmail')}@example.org",
    )
    shown = AccountFactory(name="Synligt konto", unit=cast.own_unit, owner=owner, deputy=deputy)
    for name in HIDDEN["contact"]["account"]:
        setattr(shown, name, planted.new("contact", name))
    shown.notes = planted.new("security", "notes")
    shown.save()
    Routines.objects.create(
        account=shown,
        **{name: planted.new("contact", name) for name in HIDDEN["contact"]["routines"]},
    )
    Security.objects.create(
        account=shown,
        two_step=TwoStep.OFF,
        third_party_tools=planted.new("security", "third_party_tools"),
    )
    ProfileCheck.objects.create(account=shown)
    Incident.objects.create(
        account=shown,
        kind=IncidentKind.REMOVED,
        happened_on=date(2026, 1, 1),
        description=planted.new("security", "incident"),
        opened_at=timezone.now(),
        opened_by=admin,
    )
    AccountFactory(
        name=planted.new("workflow", "draft"),
        handle=planted.new("workflow", "handle"),
        purpose=planted.new("workflow", "purpose"),
        unit=cast.own_unit,
        draft=True,
    )
    AccountFactory(name=planted.new("workflow", "declined"), unit=cast.own_unit, declined=True)
    listing.refresh(Account.objects.values_list("pk", flat=True))
    planted.account = shown
    return planted


def addresses(canaries: Canaries) -> Iterator[str]:
    matrix = "/accounts/"
    for prefix in ("", "/en"):
        yield from (f"{prefix}{path}" for path in (
            "/", matrix, "/coverage/", "/platforms/", "/platforms/facebook/", "/units/biology/",
            "/units/science/", canaries.account.get_absolute_url(), "/search/?q=Synligt",
        ))  # fmt: skip
    yield from (f"{matrix}?sort={sort}" for sort in SORTS)
    for status in ("all", "draft", "declined", "published"):
        yield f"{matrix}?status={status}"
    for words in canaries.words.values():
        yield from (f"{matrix}?q={word}&status=all" for word in words)
    for kind in ("csv", "json", "xlsx", "pdf"):
        yield f"{matrix}matrix.{kind}?status=all"


def text_of(response) -> str:
    """All that can be read in an answer, packed formats unpacked."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return MASKED_TOKEN.sub("", body.decode())


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def found(client: Client, canaries: Canaries, hidden: list[str]) -> list[tuple[str, str]]:
    """Every hidden word with the address whose answer holds it.

    An address that names the word is not answered *with* it: searches repeat what was asked.
    """
    seen = []
    for address in addresses(canaries):
        text = text_of(client.get(address, follow=True)).casefold()
        seen += [(address, word) for word in hidden if word in text and word not in address]
    return seen


@pytest.mark.parametrize("who", ["anonymous", "disabled"])
def test_the_public_sees_no_canary(who, cast, canaries):
    client = client_of(getattr(cast, who, None))
    assert found(client, canaries, canaries.beyond("public")) == []


@pytest.mark.parametrize("who", ["staff", "other_communicator"])
def test_staff_see_contacts_and_no_more(who, cast, canaries):
    client = client_of(getattr(cast, who))
    assert found(client, canaries, canaries.beyond("contact")) == []
    page = text_of(client.get(canaries.account.get_absolute_url()))
    assert canaries.words["contact"][0] in page


@pytest.mark.parametrize("who", ["communicator", "auditor", "admin"])
def test_those_responsible_see_all_of_it(who, cast, canaries):
    client = client_of(getattr(cast, who))
    csv = text_of(client.get("/accounts/matrix.csv?status=all"))
    page = text_of(client.get(canaries.account.get_absolute_url()))
    assert canaries.words["security"][0] in page
    assert canaries.words["workflow"][0] in csv


@pytest.mark.parametrize("who", ["anonymous", "staff", "other_communicator"])
def test_the_answer_is_the_same_to_the_byte_whatever_is_hidden(who, cast, canaries):
    """TRUST S3: neither filter, order, search nor download tells the hidden value apart."""
    client = client_of(getattr(cast, who, None))

    def answers() -> list[str]:
        return [
            text_of(client.get(f"/accounts/{tail}"))
            for tail in (
                *(f"?sort={sort}" for sort in SORTS),
                "?status=all", "?status=draft", "?q=kanariefagelsecuritynotes", "?q=draft",
                "?q=konto", "matrix.csv",
            )
        ]  # fmt: skip

    before = answers()
    Security.objects.update(two_step=TwoStep.ON, two_step_method=TwoStepMethod.KEY)
    account = canaries.account
    Account.objects.filter(pk=account.pk).update(notes="annat")
    Account.objects.filter(status="draft").update(name="Annat namn", sort_name="annat namn")
    Account.objects.filter(status="declined").delete()
    listing.refresh(Account.objects.values_list("pk", flat=True))
    assert answers() == before


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved", "declined"])
@pytest.mark.parametrize("who", ["anonymous", "staff", "other_communicator"])
def test_a_hidden_account_is_answered_like_a_missing_one(who, status, cast):
    hidden = AccountFactory(unit=cast.own_unit, **{status: True})
    client = client_of(getattr(cast, who, None))
    there = client.get(hidden.get_absolute_url())
    missing = client.get(hidden.get_absolute_url().replace(hidden.slug, "x" * len(hidden.slug)))
    assert (there.status_code, missing.status_code) == (404, 404)
    assert text_of(there).replace(hidden.slug, "") == text_of(missing).replace(
        "x" * len(hidden.slug), ""
    )


def test_a_person_with_protected_identity_is_on_no_public_page(cast):
    protected = PersonFactory(name="Skyddad Person", protected=True)
    account = AccountFactory(owner=protected, unit=cast.own_unit)
    assert "Skyddad" not in text_of(Client().get(account.get_absolute_url()))
    assert Person.objects.filter(pk=protected.pk, agreed_to_public_name_at=None).exists()


def test_a_signed_in_page_is_never_kept_for_others(cast, canaries):
    path = canaries.account.get_absolute_url()
    staff = client_of(cast.staff)
    assert "no-store" in client_of(cast.admin).get(path)["Cache-Control"]
    anonymous = Client().get(path)
    assert canaries.words["contact"][0] not in text_of(anonymous)
    assert canaries.words["contact"][0] in text_of(staff.get(path)), "nor is a kept one for them"

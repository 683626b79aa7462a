"""Who runs an account, in one look: the card, its warnings, its files, and the row of actions."""

import pytest
import vobject
from django.utils import timezone

from accounts.choices import ContactRole, Status
from accounts.domain.access.actions import Action
from accounts.domain.access.viewer import PUBLIC_VIEWER, viewer_of
from accounts.views import account_actions, account_people
from accounts.views.account_actions import PageAction, actions_for
from tests.factories import AccountFactory, ContactFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(cast):
    owner = PersonFactory(
        name="Olle Ägare", email="olle@lu.se", phone="046-1 23 45", title="lektor"
    )
    account = AccountFactory(
        name="Biologerna", owner=owner, deputy=PersonFactory(name="Dora Ställ", email="dora@lu.se"),
        unit=cast.own_unit, function_mailbox="bio@lu.se",
    )  # fmt: skip
    ContactFactory(account=account, person=PersonFactory(name="Chefen"), role=ContactRole.MANAGER)
    ContactFactory(account=account, person=owner, role=ContactRole.PUBLISHER)
    return account


def page(client, user, account):
    if user:
        client.force_login(user)
    return client.get(account.get_absolute_url())


def cards(client, account):
    answer = client.get(f"/accounts/{account.slug}/contact.vcf")
    if answer.status_code != 200:
        return answer.status_code
    return [card.fn.value for card in vobject.readComponents(answer.content.decode())]


def test_staff_see_everybody_once_with_the_nearest_communicator(client, cast, account):
    who = page(client, cast.staff, account).context["who"]
    assert [(entry["role"], entry["name"]) for entry in who] == [
        ("Ägare, publicist", "Olle Ägare"),
        ("Ställföreträdare", "Dora Ställ"),
        ("Chef", "Chefen"),
        ("Närmaste kommunikatör", "Kommy"),
    ]


def test_a_communicator_who_answers_too_stands_there_once(client, cast, account):
    PersonFactory(name="Kommy", email=cast.communicator.email.upper())
    person = PersonFactory(name="Annan", email="x@lu.se")
    cast.communicator.email = "dora@lu.se"
    cast.communicator.save()
    ContactFactory(account=account, person=person, role=ContactRole.DEPUTY)
    who = page(client, cast.staff, account).context["who"]
    assert [entry["role"] for entry in who if entry["name"] == "Dora Ställ"] == [
        "Ställföreträdare, närmaste kommunikatör"
    ]


def test_one_mail_goes_to_all_who_can_be_reached(client, cast, account):
    gone = PersonFactory(email="gone@lu.se", left_on=timezone.localdate())
    ContactFactory(account=account, person=gone, role=ContactRole.DEPUTY)
    context = page(client, cast.staff, account).context
    assert context["mail_all"].startswith("mailto:bio@lu.se,olle@lu.se,dora@lu.se,")
    assert "gone" not in context["mail_all"] + context["copy_all"]


def test_a_contact_who_has_left_is_marked_and_not_offered(client, cast):
    gone = PersonFactory(name="Borta", email="gone@lu.se", left_on=timezone.localdate())
    account = AccountFactory(owner=gone, unit=cast.own_unit)
    text = page(client, cast.staff, account).content.decode()
    assert "Borta" in text
    assert "mailto:gone@lu.se" not in text
    assert cards(client, account) == 404


@pytest.mark.parametrize(
    ("who", "sees"),
    [(None, False), ("staff", False), ("other_communicator", False), ("communicator", True),
     ("auditor", True), ("admin", True)],
)  # fmt: skip
def test_warnings_are_for_those_who_can_mend(client, cast, who, sees):
    gone = PersonFactory(name="Borta", left_on=timezone.localdate())
    account = AccountFactory(owner=gone, unit=cast.own_unit)
    answer = page(client, getattr(cast, who or "", None), account)
    assert bool(answer.context["warnings"]) is sees
    assert ("behöver ses över" in answer.content.decode()) is sees


def test_warnings_say_what_is_wrong(cast):
    def warnings(account):
        return account_people.warnings(account, account_people.contacts_of(account))

    assert len(warnings(AccountFactory())) == 2, "no owner, and nobody at all"
    assert len(warnings(AccountFactory(owner=True))) == 1, "one person only"
    assert warnings(AccountFactory(owner=True, deputy=True)) == []
    assert warnings(AccountFactory(closed=True)) == []


def test_a_card_says_what_its_reader_may_know(client, cast, account):
    assert cards(client, account) == ["Biologerna, Facebook"]
    owner = account.contacts.get(role=ContactRole.OWNER).person
    client.force_login(cast.staff)
    assert cards(client, account) == [
        "Biologerna, Facebook", "Olle Ägare", "Dora Ställ", "Chefen",
    ]  # fmt: skip
    text = client.get(f"/accounts/{account.slug}/contact.vcf").content.decode()
    assert "046-1 23 45" in text
    assert owner.email in text


def test_the_public_gets_an_owner_who_agreed_by_name_only(client, cast):
    owner = PersonFactory(name="Olle Offentlig", email="olle@lu.se", phone="1234567", public=True)
    account = AccountFactory(owner=owner)
    assert cards(client, account) == ["Olle Offentlig"]
    text = client.get(f"/accounts/{account.slug}/contact.vcf").content.decode()
    assert "olle@lu.se" not in text
    assert "1234567" not in text


def test_nobody_with_a_protected_identity_leaves_on_a_card(client, cast):
    account = AccountFactory(owner=PersonFactory(name="Skyddad", protected=True))
    assert cards(client, account) == 404
    client.force_login(cast.admin)
    assert cards(client, account) == 404
    context = client.get(account.get_absolute_url()).context
    assert context["who"][0]["is_protected"]
    assert context["copy_all"] == context["vcard_url"] == ""


def test_a_hidden_accounts_card_is_missing(client, cast):
    draft = AccountFactory(unit=cast.own_unit, draft=True, function_mailbox="x@lu.se")
    assert cards(client, draft) == 404
    client.force_login(cast.communicator)
    assert len(cards(client, draft)) == 1


def test_a_card_is_a_file_to_save(client):
    account = AccountFactory(function_mailbox="x@lu.se")
    answer = client.get(f"/en/accounts/{account.slug}/contact.vcf")
    assert answer["Content-Type"] == "text/vcard; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{account.slug}.vcf"'


def test_actions_are_those_possible_now(cast, account):
    labels = {
        who: [action["url"].split("/")[-2] for action in actions_for(
            viewer_of(getattr(cast, who)), account)]
        for who in ("staff", "other_communicator", "auditor")
    }  # fmt: skip
    assert "hand-over" not in str(labels)
    assert actions_for(PUBLIC_VIEWER, account) == []
    found = [action["url"] for action in actions_for(viewer_of(cast.communicator), account)]
    assert f"/mine/accounts/{account.slug}/hand-over/" in found
    account.status = Status.CLOSED
    found = [action["url"] for action in actions_for(viewer_of(cast.communicator), account)]
    assert not any("hand-over" in url for url in found)


def test_an_action_whose_page_does_not_exist_is_left_out(cast, account, monkeypatch):
    entries = (
        PageAction("Här", "hand_over", Action.HAND_OVER, (Status.PUBLISHED,), is_primary=True),
        PageAction("Ingenstans", "no_such_route", Action.EDIT, (Status.PUBLISHED,)),
    )
    monkeypatch.setattr(account_actions, "PAGE_ACTIONS", entries)
    assert actions_for(viewer_of(cast.admin), account) == [
        {
            "label": "Här",
            "url": f"/mine/accounts/{account.slug}/hand-over/",
            "is_primary": True,
        }
    ]


def test_the_owner_may_hand_over_whatever_their_role(cast, account):
    owner = account.contacts.get(role=ContactRole.OWNER).person
    owner.user = cast.staff
    owner.save()
    urls = [action["url"] for action in actions_for(viewer_of(cast.staff), account)]
    assert urls == [f"/mine/accounts/{account.slug}/hand-over/"]


def test_a_unit_shows_its_nearest_communicator_to_whoever_signs_in(client, cast):
    assert b"Kommy" not in client.get("/units/biology/").content
    PersonFactory(name="Kommy", user=cast.communicator, public=True, email="kommy@lu.se")
    text = client.get("/units/biology/").content.decode()
    assert "Kommy" in text
    assert "kommy@" not in text
    client.force_login(cast.staff)
    text = client.get("/units/biology/").content.decode()
    assert "kommy@example.org" in text
    assert "Naturvetenskapliga fakulteten, som verksamheten hör till" in text
    assert "Ingen kommunikatör" in client.get("/units/lund-university/").content.decode()

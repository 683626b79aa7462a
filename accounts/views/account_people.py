"""Who runs an account, in one look: the card on its page, warnings, and the contact cards."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..choices import ContactRole
from ..domain import links
from ..domain.access.viewer import Viewer
from ..domain.access.visibility import FieldClass, classes_for
from ..domain.people import communicators_for
from ..domain.vocabulary import Vocabulary
from ..exports.vcards import Card
from ..models import Account, Contact, Person, Unit

RUNNING_IT = frozenset({ContactRole.OWNER, ContactRole.DEPUTY, ContactRole.PUBLISHER})
"""The manager knows of the account but does not stand in for anybody."""
PEOPLE_AT_LEAST = 2


def context(account: Account, viewer: Viewer, words: Vocabulary) -> dict[str, Any]:
    """Everything about people that the account page draws."""
    classes = classes_for(viewer, account)
    contacts = contacts_of(account) if FieldClass.CONTACT in classes else []
    people = public_owner(account, classes)
    if FieldClass.CONTACT in classes:
        people = with_communicators(who(contacts, viewer, account), account, words)
    has_card = bool(cards(account, contacts, classes))
    return {
        "who": people,
        "nobody": FieldClass.CONTACT in classes and not contacts,
        "warnings": warnings(account, contacts) if FieldClass.SECURITY in classes else [],
        "mail_all": mail_all(account, contacts),
        "copy_all": copy_all(account, contacts),
        "vcard_url": reverse("accounts:vcard", args=[account.slug]) if has_card else "",
    }


def contacts_of(account: Account) -> list[Contact]:
    """The account's contacts in the order of their roles; one query."""
    order = {role.value: position for position, role in enumerate(ContactRole)}
    contacts = account.contacts.select_related("person")
    return sorted(contacts, key=lambda contact: (order[contact.role], contact.pk))


def people_of(contacts: list[Contact]) -> dict[Person, list[Contact]]:
    """Everybody once, with all their roles."""
    found: dict[Person, list[Contact]] = {}
    for contact in contacts:
        found.setdefault(contact.person, []).append(contact)
    return found


def who(contacts: list[Contact], viewer: Viewer, account: Account) -> list[dict[str, Any]]:
    """The people answering for the account, each once, as `components/person.html` takes them."""
    return [
        {
            "role": roles_text(roles),
            "name": shown_name(person),
            "title": person.title,
            "email": person.email,
            "phone": person.phone,
            "left_on": person.left_on,
            "is_protected": person.is_protected,
            "is_external": person.is_external,
            "url": person_url(person, viewer, account),
        }
        for person, roles in people_of(contacts).items()
    ]


def roles_text(contacts: list[Contact]) -> str:
    labels = [str(contact.get_role_display()) for contact in contacts]
    return ", ".join([labels[0], *(label.lower() for label in labels[1:])])


def shown_name(person: Person) -> str:
    """The name, or for somebody erased a neutral word in the reader's language."""
    return _("Former contact") if person.erased_at else person.name


def person_url(person: Person, viewer: Viewer, account: Account) -> str:
    """Where the viewer may read what else the person holds."""
    if viewer.sees_everything:
        return reverse("accounts:person", args=[person.pk])
    if viewer.owns(account.unit_id):
        return reverse("accounts:mine_person", args=[person.pk])
    return ""


def public_owner(account: Account, classes: frozenset[FieldClass]) -> list[dict[str, Any]]:
    """For the public only an owner who agreed."""
    if FieldClass.CONTACT in classes or not account.contact_public:
        return []
    return [{"role": ContactRole.OWNER.label, "name": account.contact_public}]


def with_communicators(
    people: list[dict[str, Any]], account: Account, words: Vocabulary
) -> list[dict[str, Any]]:
    """The nearest communicators after those who answer; one who does both stands there once."""
    nearest = communicators_for(account.unit_id, words)
    by_mail = {entry["email"].casefold(): entry for entry in people if entry["email"]}
    label = _("Nearest communicator")
    for user in nearest.users if nearest else []:
        known = by_mail.get(user.email.casefold())
        if known is not None:
            known["role"] = f"{known['role']}, {label.lower()}"
        else:
            people = [*people, {"role": label, "name": user.name, "email": user.email}]
    return people


def warnings(account: Account, contacts: list[Contact]) -> list[str]:
    """What is wrong with who runs it, a sentence each, for those who can mend it."""
    if not account.is_official:
        return []
    found = []
    present = {contact.person for contact in contacts if contact.person.left_on is None}
    gone = [person for person in people_of(contacts) if person not in present]
    for person in gone:
        names = {"name": shown_name(person), "roles": roles_text(people_of(contacts)[person])}
        found.append(_("%(name)s has left the university (%(roles)s).") % names)
    if not any(contact.role == ContactRole.OWNER for contact in contacts):
        found.append(_("The account has no owner."))
    running = {c.person for c in contacts if c.person in present and c.role in RUNNING_IT}
    if len(running) < PEOPLE_AT_LEAST:
        found.append(
            ngettext(
                "Only %(count)s person runs the account. It needs two at least.",
                "%(count)s persons run the account. It needs two at least.",
                len(running),
            )
            % {"count": len(running)}
        )
    return found


def reachable(account: Account, contacts: list[Contact]) -> list[str]:
    """The addresses to write to: the shared mailbox, and who has not left and is not protected."""
    mails = [account.function_mailbox]
    mails += [
        c.person.email for c in contacts if c.person.left_on is None and not c.person.is_protected
    ]
    return [mail for mail in dict.fromkeys(mails) if mail]


def mail_all(account: Account, contacts: list[Contact]) -> str:
    """A mail to all of them about this account; nothing where a single address says it already."""
    mails = reachable(account, contacts)
    if len(mails) < 2:
        return ""
    to = ",".join(quote(mail, safe="@") for mail in mails)
    return f"mailto:{to}?subject={quote(f'{account.name} ({account.platform.name})')}"


def copy_all(account: Account, contacts: list[Contact]) -> str:
    """Names, roles and addresses as lines to paste; nobody whose identity is protected."""
    lines = [
        ", ".join(filter(None, (person.name, roles_text(roles), person.email, person.phone)))
        for person, roles in people_of(contacts).items()
        if person.left_on is None and not person.is_protected
    ]
    if not lines:
        return ""
    return "\n".join([*lines, *filter(None, [account.function_mailbox])])


def cards(account: Account, contacts: list[Contact], classes: frozenset[FieldClass]) -> list[Card]:
    """The contact cards this viewer may take away: the mailbox's, and those of people."""
    institution = settings.INSTITUTION_NAMES[(get_language() or "sv")[:2]]
    organisation = tuple(dict.fromkeys((institution, account.unit.name)))
    address = links.absolute(account.get_absolute_url())
    about = f"{account.name}, {account.platform.name}"
    found = []
    if account.function_mailbox:
        found.append(
            Card(
                name=about,
                organisation=organisation,
                email=account.function_mailbox,
                url=address,
                is_person=False,
            )
        )
    if FieldClass.CONTACT not in classes:
        if account.contact_public:
            note = f"{ContactRole.OWNER.label}: {about}"
            found.append(
                Card(account.contact_public, organisation=organisation, url=address, note=note)
            )
        return found
    return found + [
        Card(
            name=person.name,
            organisation=organisation,
            email=person.email,
            phone=person.phone,
            title=person.title,
            url=address,
            note=f"{roles_text(roles)}: {about}",
        )
        for person, roles in people_of(contacts).items()
        if person.left_on is None and not person.is_protected
    ]


def of_unit(unit: Unit, viewer: Viewer, words: Vocabulary) -> dict[str, Any]:
    """The nearest communicators on a unit's page; the public reads the names that are public."""
    nearest = communicators_for(unit.pk, words)
    users = nearest.users if nearest else []
    if viewer.is_public:
        agreed = Person.objects.filter(
            user__in=users, agreed_to_public_name_at__isnull=False, is_protected=False
        )
        shown = [{"name": person.name} for person in agreed.order_by("name", "pk")]
    else:
        shown = [{"name": user.name, "email": user.email} for user in users]
    return {
        "communicators": shown,
        "communicators_of": nearest.unit if nearest and nearest.unit != unit and shown else None,
        "is_signed_in": not viewer.is_public,
    }

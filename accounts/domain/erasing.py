"""Erasing the personal data of somebody who has left, everywhere the register keeps any.

The person's row stays, neutral and empty, because accounts, decisions and events point at it. Mails
to them are emptied; wherever free text names them a neutral word stands instead. Events hold
numbers (see `history.UNTOLD` and `mentions`) and are not touched.

`ERASERS` is for data that other parts of the site keep about a user, such as how they sign in: the
shell registers what takes it away.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..choices import LIVING, NoticeState
from ..exceptions import Overtaken, RegisterError
from ..models import (
    AccessHolder,
    Account,
    Audience,
    Contact,
    Event,
    Handle,
    Notice,
    Person,
    Platform,
    Revision,
    SavedView,
    SearchWord,
    Unit,
    Upload,
    User,
)
from ..models.fields import CodesField
from . import folding, history, holdings, listing, mentions
from .leaving import _require as require_admin
from .leaving import neutral_name

ERASERS: list[Callable[[Person, User | None], None]] = []
NOT_TEXT = {
    Account: {
        *("slug", "handle", "identity_key", "url", "permanent_id", "web_page", "name"),
        *listing.FIELDS,
    },
    Handle: {"handle", "key", "url"},
    Notice: {"key", "kind", "email", "message_id"},
    SavedView: {"query"},
}
"""Columns of text that are no sentences: an account's own name and address stay as they are."""
PASSED_BY: set[type[models.Model]] = {
    *(Person, User, Event, Revision, SearchWord, Upload),
    *(Audience, Platform, Unit),
}


@dataclass(frozen=True)
class Place:
    """A free text that names the person: the row, its column, and some words round the name."""

    row: models.Model
    field: Any
    excerpt: str

    @property
    def account(self) -> Account | None:
        return self.row if isinstance(self.row, Account) else getattr(self.row, "account", None)


def standing_in_the_way(person: Person) -> list[str]:
    """Why the person cannot be erased yet, a sentence each."""
    found = []
    if person.left_on is None:
        found.append(_("%(name)s has not left.") % {"name": person.name})
    if Contact.objects.filter(person=person, account__status__in=LIVING).exists():
        found.append(_("%(name)s still answers for an account.") % {"name": person.name})
    if AccessHolder.objects.filter(person=person).exists():
        found.append(_("%(name)s still has access to an account.") % {"name": person.name})
    if person.user is not None and person.user.is_active:
        found.append(_("%(name)s can still sign in.") % {"name": person.name})
    if Upload.objects.filter(state=Upload.State.RUNNING).exists():
        found.append(_("An import is running. Wait until it has finished."))
    return found


def places(person: Person) -> list[Place]:
    """Every free text that names the person by full name, address or number."""
    named = _named(person)
    return [
        Place(row, field, _excerpt(text, found[0]))
        for row, field, text in _texts(person)
        if (found := named.mentions(text))
    ]


@transaction.atomic
def erase(*, person: Person, by: User) -> Person:
    """Take the person's data away. Raises NotAllowed, Overtaken, RegisterError."""
    require_admin(by)
    locked = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.erased_at is not None:
        raise Overtaken(_("The personal data has been erased already."))
    in_the_way = standing_in_the_way(locked)
    if in_the_way:
        raise RegisterError(" ".join(in_the_way))
    user, words = locked.user, _search_words(locked)
    answered_for = set(Contact.objects.filter(person=locked).values_list("account", flat=True))
    _empty_mails(locked)
    answered_for |= _replace_mentions(locked, by)
    Upload.objects.exclude(state=Upload.State.RUNNING).delete()
    _delete_saved_searches(locked)
    for eraser in ERASERS:
        eraser(locked, user)
    _empty_user(user)
    _empty_person(locked)
    listing.refresh(sorted(answered_for))
    _forget_words(words)
    history.record(action="erased", by=by, subject=locked)
    return locked


def _named(person: Person) -> mentions.Named:
    guises = [(person.name, person.email, person.phone)]
    if person.user is not None:
        guises.append((person.user.name, person.user.email, ""))
    return mentions.of(guises)


def _texts(person: Person, lock: bool = False) -> Iterator[tuple[models.Model, Any, str]]:
    """Every column of text, with its row, that holds a name, address or number of the person's.

    The database narrows it down as typed, in small and in capital letters.
    """
    guises = [person.name, person.email, person.phone]
    if person.user is not None:
        guises += [person.user.name, person.user.email]
    said = {form for text in guises if text for form in (text, text.lower(), text.upper())}
    said |= {escape(text) for text in said}
    if not said:
        return
    for model in apps.get_app_config("accounts").get_models():
        if model in PASSED_BY:
            continue
        fields = text_fields(model)
        wanted = Q()
        for field in fields:
            for text in said:
                wanted |= Q(**{f"{field.name}__icontains": text})
        if not fields:
            continue
        rows = model._default_manager.filter(wanted)
        if any(field.name == "account" for field in model._meta.fields):
            rows = rows.select_related("account")
        if lock:
            rows = rows.select_for_update(of=("self",))
        for row in rows.order_by("pk"):
            for field in fields:
                text = getattr(row, field.attname)
                if text:
                    yield row, field, text


def text_fields(model: type[models.Model]) -> list[Any]:
    """A model's columns in which sentences stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and not field.unique
        and not isinstance(field, CodesField)
        and field.name not in NOT_TEXT.get(model, ())
    ]


def _excerpt(text: str, mention: mentions.Mention) -> str:
    begin, end = max(0, mention.start - 40), mention.end + 40
    before = "…" if begin else ""
    after = "…" if end < len(text) else ""
    return f"{before}{text[begin:end].strip()}{after}"


def _replace_mentions(person: Person, by: User) -> set[int]:
    """Put the neutral word where the person is named; the numbers of accounts that changed."""
    named, word = _named(person), neutral_name()
    rows: dict[tuple[type, Any], tuple[models.Model, list[str]]] = {}
    for row, field, text in _texts(person, lock=True):
        instead = "" if isinstance(field, models.EmailField) else word
        changed = named.replaced(text, instead)
        if changed == text:
            continue
        kept, names = rows.setdefault((type(row), row.pk), (row, []))
        setattr(kept, field.attname, changed[: field.max_length] if field.max_length else changed)
        names.append(field.name)
    touched = set()
    for row, names in rows.values():
        row.save(update_fields=names)
        account = row if isinstance(row, Account) else getattr(row, "account", None)
        if not isinstance(row, Notice) and account is not None:
            touched.add(account.pk)
            history.record(
                action="name-erased",
                by=by,
                subject=row,
                account=account,
                changes={name: [None, None] for name in names},
            )
    # Whoever has an old text open in a form is told that it has changed.
    Account.objects.filter(pk__in=touched).update(version=F("version") + 1)
    return touched


def _empty_mails(person: Person) -> None:
    """Mails to the person keep when and what kind they were; those not sent yet never will be."""
    mails = holdings.mails_of(person)
    if person.email:
        mails |= Notice.objects.filter(email__iexact=person.email)
    mails.filter(state=NoticeState.WAITING).update(state=NoticeState.FAILED)
    mails.update(email="", subject="", text="", html="", error="", claimed_until=None)


def _delete_saved_searches(person: Person) -> None:
    """Filters that somebody saved to look for this very person."""
    for text in filter(None, (person.name, person.email)):
        SavedView.objects.filter(query__icontains=quote_plus(text)).delete()


def _empty_user(user: User | None) -> None:
    if user is None:
        return
    SavedView.objects.filter(user=user).delete()
    user.email = f"erased-{user.pk}@kanalregister.invalid"
    user.name = neutral_name()
    user.last_seen_at = user.last_login = None
    user.is_active = False
    user.set_unusable_password()
    user.save()


def _empty_person(person: Person) -> None:
    person.name = neutral_name()
    person.email = person.phone = person.title = ""
    person.unit = None
    person.agreed_to_public_name_at = None
    person.is_protected = False
    person.erased_at = timezone.now()
    person.save()


def _search_words(person: Person) -> set[str]:
    """The words that a misspelt search may have learned from the person's name and address."""
    texts = [person.name, person.email]
    if person.user is not None:
        texts += [person.user.name, person.user.email]
    return {word for text in texts for word in folding.fold(text).split()}


def _forget_words(words: set[str]) -> None:
    """Drop them, and learn again those that stand somewhere else too."""
    SearchWord.objects.filter(word__in=words).delete()
    for word in words:
        listing.learn(
            Account.objects.filter(search_internal__contains=f" {word} ")[: listing.CHUNK]
        )

"""The smallest valid thing of every kind, stored, with everything that lists read worked out.

Every factory moves the register's revision, as every writer in the product does. `AccountFactory`
also keeps the handle's row and the list columns, so that pages show what was made here.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts import models
from accounts.choices import (
    LIVING,
    PUBLIC,
    ContactRole,
    DecisionOutcome,
    IncidentKind,
    Role,
    Status,
    TwoStep,
    UnitKind,
)
from accounts.domain import history, listing
from accounts.platforms import identify

PASSWORD = "correct horse battery"
EXAMPLES = {
    "blog": "{}.example.org",
    "bluesky": "{}.bsky.social",
    "linkedin": "company/{}",
    "mastodon": "{}@social.example.org",
    "medium": "@{}",
    "reddit": "r/{}",
    "spotify": "user/{}",
    "whatsapp": "0029Va0000000000{}",
    "youtube": "@{}",
}
"""How a handle is written where it is not the bare name."""


def ground() -> None:
    """Put back what migrations lay down, for tests whose database was emptied before them."""
    laid = import_module("accounts.migrations.0002_ground")
    models.Platform.objects.bulk_create(
        (
            models.Platform(
                code=code, name=name, position=position, two_step_methods=methods.split()
            )
            for position, (code, name, methods) in enumerate(laid.PLATFORMS)
        ),
        ignore_conflicts=True,
    )
    models.Audience.objects.bulk_create(
        (
            models.Audience(code=code, name_sv=sv, name_en=en, position=position)
            for position, (code, sv, en) in enumerate(laid.AUDIENCES)
        ),
        ignore_conflicts=True,
    )
    history.move_revision()


class RegisterFactory(DjangoModelFactory):
    """Makes one thing and tells every cache."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        made = super()._create(model_class, *args, **kwargs)
        history.move_revision()
        return made


class UnitFactory(RegisterFactory):
    class Meta:
        model = models.Unit

    parent = None
    name_sv = factory.Sequence(lambda n: f"Institution {n}")
    name_en = factory.LazyAttribute(lambda unit: unit.name_sv.replace("Institution", "Department"))
    slug = factory.Sequence(lambda n: f"unit-{n}")
    kind = UnitKind.DEPARTMENT


class UserFactory(RegisterFactory):
    """Somebody who signs in with `PASSWORD`; `communicates_for=[units]` for a communicator."""

    class Meta:
        model = models.User

    name = factory.Sequence(lambda n: f"User {n}")
    email = factory.Sequence(lambda n: f"user{n}@example.org")
    password = PASSWORD
    role = Role.STAFF
    unit = factory.SubFactory(UnitFactory)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> models.User:
        user = models.User.objects.create_user(kwargs.pop("email"), **kwargs)
        history.move_revision()
        return user

    @factory.post_generation
    def communicates_for(
        self, create: bool, extracted: Iterable[models.Unit] | None, **kwargs: Any
    ) -> None:
        if extracted:
            self.communicates_for.set(extracted)


class PersonFactory(RegisterFactory):
    class Meta:
        model = models.Person

    class Params:
        public = factory.Trait(agreed_to_public_name_at=factory.LazyFunction(timezone.now))
        protected = factory.Trait(is_protected=True)

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class AudienceFactory(RegisterFactory):
    class Meta:
        model = models.Audience

    code = factory.Sequence(lambda n: f"audience-{n}")
    name_sv = factory.Sequence(lambda n: f"Målgrupp {n}")
    name_en = factory.Sequence(lambda n: f"Audience {n}")


def address_of(platform: str, handle: str) -> tuple[str | None, str]:
    """The key and the address of a handle; neither for none."""
    if not handle:
        return None, ""
    found = identify(handle, platform)
    assert found.valid, found.reason
    return found.key, found.url


class AccountFactory(RegisterFactory):
    """A published account on Facebook unless told otherwise.

    Traits: one for every status (`draft=True`), `planned` (no address yet), `compromised`.
    `owner` and `deputy` take a person, or True for a new one; `audiences` takes codes or
    audiences.
    """

    class Meta:
        model = models.Account

    class Params:
        draft = factory.Trait(status=Status.DRAFT)
        submitted = factory.Trait(
            status=Status.SUBMITTED,
            submitted_at=factory.LazyFunction(timezone.now),
            submitted_by=factory.SubFactory(UserFactory, unit=factory.SelfAttribute("..unit")),
        )
        returned = factory.Trait(status=Status.RETURNED)
        approved = factory.Trait(status=Status.APPROVED)
        closing = factory.Trait(status=Status.CLOSING)
        closed = factory.Trait(
            status=Status.CLOSED, closed_on=factory.LazyFunction(timezone.localdate)
        )
        declined = factory.Trait(status=Status.DECLINED)
        withdrawn = factory.Trait(status=Status.WITHDRAWN)
        planned = factory.Trait(status=Status.DRAFT, is_planned=True, handle="")
        compromised = factory.Trait(
            compromised_at=factory.LazyFunction(timezone.now),
            compromised_by=factory.SubFactory(UserFactory, unit=factory.SelfAttribute("..unit")),
        )
        number = factory.Sequence(int)
        is_decided = factory.LazyAttribute(lambda account: account.status in PUBLIC)

    status = Status.PUBLISHED
    platform_id = "facebook"
    handle = factory.LazyAttribute(
        lambda account: EXAMPLES.get(account.platform_id, "{}").format(f"example{account.number}")
    )
    identity_key = factory.LazyAttribute(
        lambda account: address_of(account.platform_id, account.handle)[0]
    )
    url = factory.LazyAttribute(lambda account: address_of(account.platform_id, account.handle)[1])
    name = factory.LazyAttribute(lambda account: f"Account {account.number}")
    slug = factory.LazyAttribute(lambda account: f"account-{account.number}")
    unit = factory.SubFactory(UnitFactory)
    published_at = factory.Maybe("is_decided", factory.LazyFunction(timezone.now), None)
    published_by = factory.Maybe(
        "is_decided",
        factory.SubFactory(UserFactory, role=Role.ADMIN, unit=factory.SelfAttribute("..unit")),
        None,
    )

    @factory.post_generation
    def handle_row(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if self.handle:
            models.Handle.objects.create(
                account=self,
                platform_id=self.platform_id,
                handle=self.handle,
                key=self.identity_key,
                url=self.url,
                held_until=self.closed_on if self.status == Status.CLOSED else None,
                is_living=self.status in LIVING,
            )

    @factory.post_generation
    def owner(self, create: bool, extracted: models.Person | bool | None, **kwargs: Any) -> None:
        answer_for(self, extracted, ContactRole.OWNER)

    @factory.post_generation
    def deputy(self, create: bool, extracted: models.Person | bool | None, **kwargs: Any) -> None:
        answer_for(self, extracted, ContactRole.DEPUTY)

    @factory.post_generation
    def audiences(
        self,
        create: bool,
        extracted: Iterable[models.Audience | str] | None,
        **kwargs: Any,
    ) -> None:
        for audience in extracted or ():
            if isinstance(audience, str):
                audience = models.Audience.objects.get(code=audience)
            self.audiences.add(audience)

    @classmethod
    def _after_postgeneration(
        cls, instance: models.Account, create: bool, results: dict | None = None
    ) -> None:
        listing.refresh([instance.pk])
        instance.refresh_from_db(fields=listing.FIELDS)


def answer_for(
    account: models.Account, person: models.Person | bool | None, role: ContactRole
) -> None:
    if person:
        person = PersonFactory() if person is True else person
        models.Contact.objects.create(account=account, person=person, role=role)


class OfAnAccountFactory(RegisterFactory):
    """Something that belongs to an account, whose list columns may depend on it."""

    class Meta:
        abstract = True

    account = factory.SubFactory(AccountFactory)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        made = super()._create(model_class, *args, **kwargs)
        listing.refresh([made.account_id])
        made.account.refresh_from_db(fields=listing.FIELDS)
        return made


class ContactFactory(OfAnAccountFactory):
    class Meta:
        model = models.Contact

    person = factory.SubFactory(PersonFactory)
    role = ContactRole.OWNER


class AccessHolderFactory(OfAnAccountFactory):
    class Meta:
        model = models.AccessHolder

    person = factory.SubFactory(PersonFactory)


class FormerHandleFactory(OfAnAccountFactory):
    """A handle that the account gave up today."""

    class Meta:
        model = models.Handle

    handle = factory.Sequence(lambda n: f"formerly{n}")
    platform_id = factory.SelfAttribute("account.platform_id")
    key = factory.LazyAttribute(lambda row: address_of(row.platform_id, row.handle)[0])
    url = factory.LazyAttribute(lambda row: address_of(row.platform_id, row.handle)[1])
    held_until = factory.LazyFunction(timezone.localdate)
    is_living = factory.LazyAttribute(lambda row: row.account.status in LIVING)


class SecurityFactory(OfAnAccountFactory):
    class Meta:
        model = models.Security


class TwoStepConfirmationFactory(OfAnAccountFactory):
    class Meta:
        model = models.TwoStepConfirmation

    state = TwoStep.ON
    seen_on = factory.LazyFunction(timezone.localdate)
    confirmed_at = factory.LazyFunction(timezone.now)
    confirmed_by = factory.SubFactory(UserFactory, unit=factory.SelfAttribute("..account.unit"))


class RoutinesFactory(OfAnAccountFactory):
    class Meta:
        model = models.Routines


class ProfileCheckFactory(OfAnAccountFactory):
    class Meta:
        model = models.ProfileCheck


class IncidentFactory(OfAnAccountFactory):
    class Meta:
        model = models.Incident

    kind = IncidentKind.HIJACKED
    happened_on = factory.LazyFunction(timezone.localdate)


class DecisionFactory(OfAnAccountFactory):
    class Meta:
        model = models.Decision

    outcome = DecisionOutcome.APPROVED
    decided_at = factory.LazyFunction(timezone.now)
    decided_by = factory.SubFactory(
        UserFactory, role=Role.ADMIN, unit=factory.SelfAttribute("..account.unit")
    )


class ReviewFactory(OfAnAccountFactory):
    class Meta:
        model = models.Review

    due_on = factory.LazyFunction(timezone.localdate)


class ChangeFactory(OfAnAccountFactory):
    """A change of identity that waits for a decision."""

    class Meta:
        model = models.Change

    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SubFactory(
        UserFactory, role=Role.COMMUNICATOR, unit=factory.SelfAttribute("..account.unit")
    )


class ManagerApprovalFactory(OfAnAccountFactory):
    """A question to a manager that is not answered yet."""

    class Meta:
        model = models.ManagerApproval

    person = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SubFactory(
        UserFactory, role=Role.COMMUNICATOR, unit=factory.SelfAttribute("..account.unit")
    )


class HandOverFactory(OfAnAccountFactory):
    """A hand-over that the taker has not answered yet."""

    class Meta:
        model = models.HandOver

    taker = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SubFactory(
        UserFactory, role=Role.COMMUNICATOR, unit=factory.SelfAttribute("..account.unit")
    )


class NoticeFactory(RegisterFactory):
    """A mail that waits to be sent."""

    class Meta:
        model = models.Notice

    key = factory.Sequence(lambda n: f"test:{n}")
    kind = "test"
    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    language = "sv"
    subject = factory.Sequence(lambda n: f"Brev {n}")
    text = "Hej"
    message_id = factory.Sequence(lambda n: f"<{n}@example.org>")
    next_at = factory.LazyFunction(timezone.now)
    created_at = factory.LazyFunction(timezone.now)


class SavedViewFactory(RegisterFactory):
    class Meta:
        model = models.SavedView

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Vy {n}")
    query = "platform=facebook"


def complete(account: models.Account, **fields: Any) -> models.Account:
    """Fill in everything that a registration needs before somebody can decide on it."""
    answers = {
        "languages": ("sv",),
        "why_platform": "Våra studenter är här.",
        "coordination": "Talat med fakulteten; de har inget konto för oss.",
        "purpose": "Berätta om utbildningen.",
        "goals": "500 följare till våren.",
        "evaluation_routine": "Varje termin.",
        "hours_a_week": 4,
        "holiday_cover": "Ställföreträdaren",
        "manager_informed_at": timezone.now(),
        "manager_informed_by": account.registered_by or UserFactory(unit=account.unit),
    }
    for name, value in (answers | fields).items():
        setattr(account, name, value)
    account.save()
    account.audiences.add(models.Audience.objects.order_by("position")[0])
    for role in (ContactRole.OWNER, ContactRole.DEPUTY, ContactRole.MANAGER):
        if not account.contacts.filter(role=role).exists():
            answer_for(account, True, role)
    models.Routines.objects.update_or_create(
        account=account,
        defaults={
            "comments_routine": "Varje vardag.",
            "archive_routine": "Export varje halvår.",
            "unlawful_routine": "Tas bort samma dag.",
        },
    )
    models.Security.objects.get_or_create(account=account)
    listing.refresh([account.pk])
    account.refresh_from_db()
    return account
